"""Reading groups: private circles of readers with roles. Not "Group", which is Django's."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.institutions import Institution
from accounts.models.users import User


class ReadingGroup(models.Model):
    """A course, project or circle whose members share notes and folders; archived, never deleted, when it is over."""

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
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

    class Meta:
        verbose_name = _("reading group")
        verbose_name_plural = _("reading groups")
        ordering: ClassVar[list[str]] = ["slug"]

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
        ]

    def __str__(self) -> str:
        return self.email or str(_("open link"))
