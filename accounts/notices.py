"""Telling a person something by mail: one text, sent as plain text and as HTML made from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Contract, Notice, User

# Kinds that a person may switch off in the profile; whatever is not here is always sent.
KINDS: dict[str, Promise | str] = {
    "reminder": _("Reminders before a subscription ends"),
    "group": _("News of my reading groups: who joined, who waits"),
}


def register_kind(name: str, label: Promise | str) -> None:
    """Sign in a kind of notice of another room; called in AppConfig.ready."""
    KINDS[name] = label


def site_address(path: str = "") -> str:
    """Give an absolute address for mails, from the setting and never from a request's Host header."""
    return urljoin(settings.SITE_URL, path)


def wants(user: User, kind: str) -> bool:
    """Tell whether the person gets mails of this kind."""
    return kind not in user.muted


def notify(user: User, template: str, context: Mapping[str, Any] | None = None, kind: str = "") -> bool:
    """Mail a person in their language and time zone, once the transaction holds; False when it is not wanted."""
    if user.erased_at or (kind and not wants(user, kind)):
        return False
    mail_to(user.email, template, context, language=user.language, zone=user.time_zone)
    return True


def mail_to(
    address: str,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    language: str = settings.LANGUAGE_CODE,
    zone: str = "UTC",
) -> None:
    """Mail an address, once the transaction holds; the first line of email/<template>.txt is the subject."""
    with translation.override(language), timezone.override(zone):
        words = {"site_name": settings.SITE_NAME, "site_url": site_address(), **(context or {})}
        subject, _blank, text = render_to_string(f"email/{template}.txt", words).strip().partition("\n")
        text = re.sub(r"\n{3,}", "\n\n", text.strip())
        html = as_html(subject, text)
    message = EmailMultiAlternatives(subject.strip(), text + "\n", settings.DEFAULT_FROM_EMAIL, [address])
    message.attach_alternative(html, "text/html")
    transaction.on_commit(message.send, robust=True)  # a mail server that is away must not undo what was done


def as_html(subject: str, text: str) -> str:
    """Make the HTML of a mail from its text: paragraphs, and links of addresses that stand alone."""
    paragraphs = [paragraph.strip() for paragraph in re.split(r"\n\s*\n", text) if paragraph.strip()]
    return render_to_string("email/mail.html", {"subject": subject.strip(), "paragraphs": paragraphs})


def notify_once(
    key: str, user: User, template: str, context: Mapping[str, Any], *, kind: str, contract: Contract | None = None
) -> bool:
    """Mail a person unless this very notice was sent before; gives whether it goes now."""
    try:
        with transaction.atomic():
            Notice.objects.create(key=key, kind=kind, user=user, contract=contract)
            return notify(user, template, context, kind)
    except IntegrityError:
        return False
