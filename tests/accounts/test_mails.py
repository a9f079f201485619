"""Every mail that leaves the house: as text and as HTML, in English and Russian, with whole links, nothing unfilled."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import allauth
import pytest
from allauth.account.adapter import get_adapter
from allauth.core.context import request_context
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils import translation

from accounts.invitations import token_of
from accounts.notices import as_html, mail_to, notify
from annotations.models import Kind
from annotations.models.moderation import Decision, Rule
from tests.factories import accounts as make

pytestmark = pytest.mark.django_db
OURS = sorted(path.stem for path in (settings.BASE_DIR / "templates" / "email").glob("*.txt") if path.stem != "foot")
# To addresses without an account: there are no settings to lead to.
STRANGERS = {"erased", "gift", "invitation"}
# What a person chooses beside the news on the site.
CHOSEN = {f"news_{name}" for name in ("case", "digest", "mention", "reply", "talk", "text")}
PACKAGE = Path(allauth.__file__).parent / "templates"
THEIRS = sorted(
    str(path.relative_to(PACKAGE)).removesuffix("_subject.txt")
    for path in PACKAGE.glob("*/email/*_subject.txt")
    if path.parts[-3] in {"account", "mfa"} and path.with_name(path.name.replace("_subject", "_message")).exists()
)
LANGUAGES = ["en", "ru"]
NAME = "Letters <b>& Diaries</b>"
CODE = "7KQ4-M2XD-9RTA-0WEB"


def words() -> dict[str, Any]:
    """What any of our mails may speak of, with a name that would be markup if it were not escaped."""
    reader, friend = make.make_user(name="Ada Reader"), make.make_user(name="Prof. Lange")
    product = make.make_product("The Kolva Papers")
    order = make.make_order(make.make_plan(product, name=NAME), reader, number="7KQ4-M2XD", billing_name="Ada Reader")
    contract = make.make_contract(reader, product, starts_on=date(2026, 3, 1), ends_on=date(2027, 2, 28))
    group = make.make_group(NAME, slug="letters-1f2e")
    invitation = make.make_invitation(group, "guest@example.org", invited_by=friend)
    days = {"day": datetime(2026, 3, 1, tzinfo=UTC), "days": 7}
    people = {"person": friend, "by": friend, "giver": "Ada Reader"}
    things = {"order": order, "contract": contract, "group": group, "invitation": invitation}
    found = (
        {"entry": {"title": NAME, "date": "1 March 1939"}, "what": "a translation"},
        f"{settings.SITE_URL}documents/d/",
    )
    links = {"address": f"{settings.SITE_URL}search/", "stop": f"{settings.SITE_URL}stop/"}
    news = {"count": 3, "parts": [{"name": "Kolva", "count": 3, "items": [found], "more": 2, **links}]}
    told = {"lines": [(Kind.REPLY.label, 2), (Kind.TALK.label, 1)], "note": {"pk": 7}}
    case = {"pk": 12, "outcome": "hidden", "appeal_until": days["day"]}
    role, rule = Decision.Role.SITE.label, Rule.PRIVACY.label
    decision = {"act": "hide", "rule": "privacy", "reasons": "1939", "get_role_display": role, "get_rule_display": rule}
    sent = {"code": CODE, "token": token_of(invitation), "case": case, "decision": decision}
    return {**days, **people, **things, **news, **told, **sent}


def send_ours(name: str, language: str) -> None:
    """A mail of ours, to a person with an account or to a stranger."""
    reader = make.make_user("reader@example.org", language=language)
    if name in STRANGERS:
        mail_to(reader.email, name, words(), language=language)
    else:
        notify(reader, name, words())


def their_mail(prefix: str, language: str) -> EmailMultiAlternatives:
    """A mail of the package, as its pages send it."""
    user = make.make_user("reader@example.org")
    request = RequestFactory().get("/", headers={"Host": "archive.example.org"})
    request.user = user
    link = request.build_absolute_uri("/account/somewhere/")
    links = dict.fromkeys(("activate_url", "password_reset_url", "signup_url"), link)
    facts = {
        "code": "AB12-CD34",
        "typed_code": "1234 5678",
        "ip": "192.0.2.7",
        "timestamp": datetime(2026, 3, 1, 12, tzinfo=UTC),
        **dict.fromkeys(("from_email", "to_email", "deleted_email"), "old@example.org"),
    }
    context = {**links, **facts, "user": user, "email": user.email, "request": request, "user_agent": "Firefox"}
    if prefix.endswith("unknown_account"):
        del context["user"]
    with request_context(request), translation.override(language):
        get_adapter(request).send_mail(prefix, user.email, context)
    return mail.outbox[-1]  # type: ignore[return-value]


def faults(message: EmailMultiAlternatives, language: str, settings_page: str) -> list[str]:
    """What a mail lacks or says wrongly."""
    text, html = str(message.body), str(message.alternatives[0][0]) if message.alternatives else ""
    links = re.findall(r"https?://[^\s<\"]+", f"{text} {html}")
    body, _line, foot = text.partition("\n-- \n")
    return [
        *(["no HTML"] if "<h1>" not in html or f'lang="{language}"' not in html else []),
        *(["no plain subject"] if not re.fullmatch(r"[^\n]{3,90}(?<![.! ])", str(message.subject)) else []),
        *(["something unfilled"] if re.search(r"\{\{|\{%|\bNone\b|[^:]//", f"{message.subject}{text}") else []),
        *(["no words"] if not body.strip() else []),
        *(["three empty lines"] if "\n\n\n" in text else []),
        *(["markup in the text"] if re.search(r"&(?:amp|lt|gt|#\d+);", text) else []),
        *(["a name as markup"] if "<b>" in html else []),
        *(["no name of the archive in the foot"] if settings.SITE_NAME not in foot else []),
        *(["no link to settings"] if settings_page not in foot else []),
        *(["settings of nobody"] if not settings_page and "profile/" in foot else []),
        *(f"link {link}" for link in links if not link.startswith(settings.SITE_URL)),
        *(f"{link} cannot be clicked" for link in set(links) if f'<a href="{link}"' not in html),
        *(f"English: {word}" for word in english(f"{message.subject}\n{text}") if language == "ru"),
    ]


def english(text: str) -> list[str]:
    """Words in Latin letters, but for addresses, codes, and names of people and things."""
    names = [NAME, CODE, "Ada Reader", "Prof. Lange", "The Kolva Papers", "Kolva", settings.SITE_NAME, "Firefox", "UTC"]
    names += ["a translation", "1 March 1939", "EUR", "7KQ4-M2XD", "IP"]
    for name in names:
        text = text.replace(name, "")
    text = re.sub(r"https?://\S+|\S+@\S+|\b[0-9A-Z]{4}(?:-[0-9A-Z]{4})+", "", text)
    return re.findall(r"[A-Za-z]{2,}", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OURS)
def test_mail_of_ours_is_whole_in_text_and_html(
    name: str, language: str, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        send_ours(name, language)
    page = "" if name in STRANGERS else "desk/news/" if name in CHOSEN else "profile/"

    assert faults(mail.outbox[-1], language, page) == []  # type: ignore[arg-type]  # it has alternatives


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("prefix", THEIRS)
def test_mail_of_the_package_is_whole_in_text_and_html(prefix: str, language: str) -> None:
    page = "" if prefix.endswith("unknown_account") else "profile/"

    assert faults(their_mail(prefix, language), language, page) == []


def test_every_mail_is_known() -> None:
    assert len(OURS) >= 16
    assert len(THEIRS) >= 15
    assert all(get_template(f"email/{name}.txt") for name in OURS)


@pytest.mark.parametrize(
    ("paragraph", "drawn"),
    [
        (
            "Renew: https://archive.example.org/s/",
            '<p class="act"><a href="https://archive.example.org/s/">Renew</a></p>',
        ),
        ("Your code: 7KQ4-M2XD", '<p>Your code: <span class="code">7KQ4-M2XD</span></p>'),
        ("AB12-CD34", '<p> <span class="code">AB12-CD34</span></p>'),
        ("Kolva: 3 new", "<p>Kolva: 3 new</p>"),
        ("A <b>\nand more", "<p>A &lt;b&gt;<br>and more</p>"),
    ],
)
def test_paragraph_of_a_mail_is_drawn(paragraph: str, drawn: str) -> None:
    html = as_html("Subject", f"{paragraph}\n\n-- \nFonds")

    assert re.findall(r"<p.*</p>", html)[1:-1] == [drawn]
