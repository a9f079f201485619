"""What readers say of themselves to others: nothing, unless they want to."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

HANDLE = RegexValidator(
    r"\A[a-z0-9][a-z0-9_-]{1,28}[a-z0-9]\Z", _("3 to 30 small letters, digits, hyphens and underscores.")
)


class Profile(models.Model):
    """A person's handle, by which others mention them, and their public page, which is off by default."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="profile"
    )
    handle = models.CharField(
        _("handle"),
        max_length=30,
        unique=True,
        validators=[HANDLE],
        help_text=_("Others mention you by it: @handle. Small letters, digits, hyphens and underscores."),
        error_messages={"unique": _("Somebody has this handle already.")},
    )
    is_public = models.BooleanField(
        _("public profile"),
        default=False,
        help_text=_("A page with your name, what you say of yourself, your public notes and public folders."),
    )
    about = models.TextField(_("about me"), blank=True, max_length=1_000)

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A mention is found without looking at letter case.
            models.CheckConstraint(
                condition=Q(handle__regex=r"^[a-z0-9][a-z0-9_-]{1,28}[a-z0-9]$"), name="handle_is_one"
            ),
        ]

    def __str__(self) -> str:
        return f"@{self.handle}"
