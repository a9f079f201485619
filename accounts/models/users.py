"""People: an account whose name is its e-mail address, kept for life."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes accounts; the address is kept as typed, compared without case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Find by address, whatever its letter case."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make an ordinary account; without a password nobody can sign in to it by one."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make an account that may do everything in the administration."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. Erasure clears the row's personal fields; see `erasure`."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=12, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Clear this to stop the person from signing in; nothing of theirs is deleted."),
    )
    is_staff = models.BooleanField(_("staff"), default=False, help_text=_("May open the administration."))
    is_curator = models.BooleanField(
        _("curator"),
        default=False,
        help_text=_("Reads every open or licensed document, drafts included. Never private or group notes."),
    )
    muted = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("mails not wanted"),
        default=list,
        blank=True,
        help_text=_("Kinds of notices the person has switched off."),
    )
    erase_after = models.DateTimeField(
        _("erase after"), null=True, blank=True, editable=False, help_text=_("The person asked for it.")
    )
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Two accounts that differ in letter case only would be one mailbox with two passwords.
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message=_("There is already an account with this address."),
            ),
            # The sign K of kelvin folds to k, and a domain can be written in two alphabets: one mailbox, two accounts.
            models.CheckConstraint(
                condition=Q(email__regex=r"^[\x21-\x7E]+$"),
                name="user_email_ascii",
                violation_error_message=_("Write the address in Latin letters, a domain in others in its xn-- form."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """Give the name to show, the address where no name was given."""
        return self.name or self.email

    def get_short_name(self) -> str:
        """Give the first word of the name."""
        return (self.name or self.email).split()[0]


class Surrogate(models.Model):
    """A stand-in for a person in ledgers and audit rows; erasure deletes the link and leaves the stand-in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        User, verbose_name=_("person"), null=True, on_delete=models.SET_NULL, related_name="surrogate"
    )

    class Meta:
        verbose_name = _("surrogate")
        verbose_name_plural = _("surrogates")

    def __str__(self) -> str:
        return str(self.id)
