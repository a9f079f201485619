"""Institutions and the networks that are theirs; a consortium is an institution with members."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GistIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import CidrField


class Institution(models.Model):
    """A university, library or other body that may hold contracts; with `consortium` set it shares that one's."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    consortium = models.ForeignKey(
        "self",
        verbose_name=_("consortium"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="members",
        help_text=_("The consortium whose contracts also open doors for this institution."),
    )
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("Two letters, as in ISO 3166."))
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        default="UTC",
        help_text=_("Contracts end at midnight here, for example Europe/Berlin."),
    )
    contact_email = models.EmailField(_("contact"), blank=True, help_text=_("Shown to readers when access has ended."))
    email_domains = models.CharField(
        _("e-mail domains"),
        max_length=400,
        blank=True,
        help_text=_("Separated by spaces, used to find the institution from an address."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    note = models.TextField(_("internal note"), blank=True)

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering: ClassVar[list[str]] = ["slug"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # An institution in its own consortium would never stop climbing.
            models.CheckConstraint(condition=~Q(consortium=F("id")), name="institution_not_own_consortium"),
        ]

    def __str__(self) -> str:
        return self.name


class NetworkRange(models.Model):
    """One network of an institution; whoever comes from it is on campus."""

    institution = models.ForeignKey(
        Institution, verbose_name=_("institution"), on_delete=models.CASCADE, related_name="networks"
    )
    network = CidrField(
        _("network"), help_text=_("Like 192.0.2.0/24 or 2001:db8::/32; a single address is a network of one.")
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("network range")
        verbose_name_plural = _("network ranges")
        ordering: ClassVar[list[str]] = ["network"]
        indexes: ClassVar[list[models.Index]] = [
            GistIndex(OpClass(F("network"), name="inet_ops"), name="network_range_holds"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # The same addresses twice under one institution would count its use twice.
            ExclusionConstraint(
                name="network_range_once_an_institution",
                index_type="GIST",
                expressions=[
                    (OpClass(F("network"), name="inet_ops"), RangeOperators.OVERLAPS),
                    ("institution", RangeOperators.EQUAL),
                ],
                violation_error_message=_("This institution already has a range that covers some of these addresses."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.network)


class IdentityProvider(models.Model):
    """A single sign-on service that vouches for an institution's people."""

    class Protocol(models.TextChoices):
        """The two kinds spoken."""

        SAML = "saml", _("SAML 2.0")
        OIDC = "oidc", _("OpenID Connect")

    institution = models.ForeignKey(
        Institution, verbose_name=_("institution"), on_delete=models.CASCADE, related_name="identity_providers"
    )
    protocol = models.CharField(_("protocol"), max_length=8, choices=Protocol.choices)
    entity_id = models.CharField(_("entity identifier"), max_length=500, unique=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("identity provider")
        verbose_name_plural = _("identity providers")

    def __str__(self) -> str:
        return self.entity_id


class CampusVisit(models.Model):
    """A person was seen on an institution's network; for some days this opens its doors from elsewhere too."""

    user = models.ForeignKey(
        "accounts.User", verbose_name=_("person"), on_delete=models.CASCADE, related_name="campus_visits"
    )
    institution = models.ForeignKey(
        Institution, verbose_name=_("institution"), on_delete=models.CASCADE, related_name="campus_visits"
    )
    last_at = models.DateTimeField(_("last on campus"))

    class Meta:
        verbose_name = _("campus visit")
        verbose_name_plural = _("campus visits")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Only the latest visit counts, so there is one row to move forward.
            models.UniqueConstraint(fields=["user", "institution"], name="campus_visit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.last_at:%Y-%m-%d}"
