"""Reading groups: private circles of readers with roles. Not "Group", which is Django's."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models.institutions import Institution
from accounts.models.users import User


class ReadingGroup(models.Model):
    """A course, project or circle whose members share notes and folders; archived, never deleted, when it is over."""

    class FolderAccess(models.TextChoices):
        """What members may do with the group's folders."""

        READ_ONLY = "read_only", _("members read what owner and managers put in")
        READ_WRITE = "read_write", _("members put in and take out")

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    description = models.TextField(_("description"), blank=True)
    institution = models.ForeignKey(
        Institution,
        verbose_name=_("institution"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="groups",
    )
    folder_access = models.CharField(
        _("folders"), max_length=12, choices=FolderAccess.choices, default=FolderAccess.READ_WRITE
    )
    is_public = models.BooleanField(
        _("public"), default=False, help_text=_("Everybody may read along; only members write.")
    )
    cap = models.PositiveIntegerField(
        _("places"), null=True, blank=True, help_text=_("Empty: no limit. Who comes later waits.")
    )
    join_until = models.DateField(_("join until"), null=True, blank=True, help_text=_("The last day. Empty: always."))
    read_only_from = models.DateField(
        _("read only from"),
        null=True,
        blank=True,
        help_text=_("From this day members read and export, and write no more."),
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", help_text=_("Where its days end."))
    own_addresses_only = models.BooleanField(
        _("addresses of the institution only"),
        default=False,
        help_text=_("Only people with a verified address under the institution's e-mail domains may join."),
    )
    cloned_from = models.ForeignKey(
        "self", verbose_name=_("made from"), null=True, blank=True, on_delete=models.SET_NULL, related_name="clones"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

    class Meta:
        verbose_name = _("reading group")
        verbose_name_plural = _("reading groups")
        ordering: ClassVar[list[str]] = ["slug"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # The rule about addresses is the institution's; without one nobody could ever join.
            models.CheckConstraint(
                condition=Q(own_addresses_only=False) | Q(institution__isnull=False),
                name="group_address_rule_has_institution",
                violation_error_message=_("Choose the institution whose addresses may join."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person in a group."""

    class Role(models.TextChoices):
        """What a member may do, each word including those after it."""

        OWNER = "owner", _("owner")
        MANAGER = "manager", _("manager")
        MODERATOR = "moderator", _("moderator")
        MEMBER = "member", _("member")

    group = models.ForeignKey(
        ReadingGroup, verbose_name=_("group"), on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(User, verbose_name=_("person"), on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices, default=Role.MEMBER)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)
    invitation = models.ForeignKey(
        "accounts.Invitation",
        verbose_name=_("came by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="memberships",
    )

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A person in a group twice would have two roles.
            models.UniqueConstraint(fields=["group", "user"], name="membership_once"),
            # Two owners could each hand the group away without the other.
            models.UniqueConstraint(fields=["group"], condition=Q(role="owner"), name="membership_one_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.role}"


class Invitation(models.Model):
    """An open place in a group for an address, or a link or code for many; only the token's digest is stored."""

    group = models.ForeignKey(
        ReadingGroup, verbose_name=_("group"), on_delete=models.CASCADE, related_name="invitations"
    )

    class Kind(models.TextChoices):
        """How it reaches people."""

        MAIL = "mail", _("mail to one person")
        LINK = "link", _("link for many")
        CODE = "code", _("code for many")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.MAIL)
    nonce = models.UUIDField(default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), blank=True, help_text=_("Empty: whoever holds the link or code."))
    digest = models.CharField(_("digest"), max_length=64, unique=True, editable=False)
    role = models.CharField(_("role"), max_length=16, choices=Membership.Role.choices, default=Membership.Role.MEMBER)
    invited_by = models.ForeignKey(
        User,
        verbose_name=_("invited by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="invitations_sent",
    )
    accepted_by = models.ForeignKey(
        User,
        verbose_name=_("accepted by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="invitations_accepted",
    )
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # An invitation has one end at most.
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(declined_at__isnull=True), name="invitation_one_answer"
            ),
            # Inviting one address to one group twice would send two mails for one place.
            models.UniqueConstraint(
                Lower("email"),
                "group",
                condition=Q(kind="mail", accepted_at=None, declined_at=None, revoked_at=None) & ~Q(email=""),
                name="invitation_open_once",
            ),
        ]

    def __str__(self) -> str:
        return self.email or str(_("open link"))


class WaitingPlace(models.Model):
    """A person who came when all places of a group were taken; the first in line moves up when one is free."""

    group = models.ForeignKey(ReadingGroup, verbose_name=_("group"), on_delete=models.CASCADE, related_name="waiting")
    user = models.ForeignKey(User, verbose_name=_("person"), on_delete=models.CASCADE, related_name="waiting_places")
    invitation = models.ForeignKey(
        Invitation, verbose_name=_("came by"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)

    class Meta:
        verbose_name = _("place on a waiting list")
        verbose_name_plural = _("places on waiting lists")
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Standing in line twice would take two places.
            models.UniqueConstraint(fields=["group", "user"], name="waiting_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} · {self.user_id}"
