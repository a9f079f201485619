"""Telling a person something by mail: one text, sent as plain text and as HTML made from it.

A template in `email/` is the whole mail as text: its first line is the subject, and what stands below a line of two
hyphens goes to the foot, in place of the ordinary line about settings. In the HTML a paragraph of a few words, a colon
and a link is a button; a code at the end of a paragraph is set large.
"""

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

FOOT = "\n-- \n"  # what mail programs know as the line above a signature
OWN = "\n--\n"  # in a template, without the space that editors take away
BUTTON = re.compile(r"(?P<words>[^:\n]{1,40}): (?P<link>https?://\S+)")
CODE = re.compile(r"(?P<words>(?:[^\n]*:)?)\s?(?P<code>[0-9A-Z]{4}(?:[ -][0-9A-Z]{4})+)")

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
    mail_to(user.email, template, context, language=user.language, zone=user.time_zone, settings_link=True)
    return True


def mail_to(
    address: str,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    language: str = settings.LANGUAGE_CODE,
    zone: str = "UTC",
    settings_link: bool = False,
) -> None:
    """Mail an address, once the transaction holds; `settings_link` is for people with an account."""
    with translation.override(language), timezone.override(zone):
        words = {"site_name": settings.SITE_NAME, "site_url": site_address(), **(context or {})}
        subject, _blank, text = render_to_string(f"email/{template}.txt", words).strip().partition("\n")
        text = with_foot(text, settings_link=settings_link)
        html = as_html(subject, text)
    message = EmailMultiAlternatives(subject.strip(), text, settings.DEFAULT_FROM_EMAIL, [address])
    message.attach_alternative(html, "text/html")
    transaction.on_commit(message.send, robust=True)  # a mail server that is away must not undo what was done


def with_foot(text: str, *, settings_link: bool) -> str:
    """Tidy a mail's text and put the foot below: who writes, and where mails are chosen unless the text says so."""
    body, _line, own = text.partition(OWN)
    foot = render_to_string("email/foot.txt", {"site_url": site_address(), "settings": settings_link and not own})
    lines = [*foot.splitlines(), *own.splitlines()]
    below = "\n".join(line.strip() for line in lines if line.strip())
    tidy = re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+$", "", body.strip(), flags=re.MULTILINE))
    return tidy + "\n" + FOOT + below + "\n"


def as_html(subject: str, text: str) -> str:
    """Make the HTML of a mail from its text."""
    body, _line, foot = text.partition(FOOT)
    paragraphs = [paragraph.strip() for paragraph in re.split(r"\n\s*\n", body) if paragraph.strip()]
    words = {"subject": subject.strip(), "parts": [_part(paragraph) for paragraph in paragraphs]}
    return render_to_string("email/mail.html", {**words, "foot": foot.splitlines(), "site_url": site_address()})


def _part(paragraph: str) -> dict[str, str]:
    """Take a paragraph of the text for the HTML: words alone, with a code, or the words of a link."""
    if link := BUTTON.fullmatch(paragraph):
        return {"words": link["words"], "link": link["link"]}
    if code := CODE.fullmatch(paragraph):
        return {"words": code["words"], "code": code["code"]}
    return {"words": paragraph}


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
