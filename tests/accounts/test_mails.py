"""Every mail that leaves the house: as text and as HTML, with links of the setting, nothing left unfilled."""

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

from accounts.invitations import token_of
from accounts.notices import mail_to
from tests.factories import accounts as make

pytestmark = pytest.mark.django_db
OURS = sorted(path.stem for path in (settings.BASE_DIR / "templates" / "email").glob("*.txt"))
PACKAGE = Path(allauth.__file__).parent / "templates"
THEIRS = sorted(
    str(path.relative_to(PACKAGE)).removesuffix("_subject.txt")
    for path in PACKAGE.glob("*/email/*_subject.txt")
    if path.parts[-3] in {"account", "mfa"} and path.with_name(path.name.replace("_subject", "_message")).exists()
)
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
    return {**days, **people, **things, **news, "code": CODE, "token": token_of(invitation)}


def send_ours(name: str, language: str) -> None:
    mail_to("reader@example.org", name, words(), language=language)


def their_mail(prefix: str) -> EmailMultiAlternatives:
    """A mail of the package, as its pages send it."""
    user = make.make_user("reader@example.org")
    request = RequestFactory().get("/", headers={"Host": "archive.example.org"})
    request.user = user
    link = request.build_absolute_uri("/account/somewhere/")
    links = dict.fromkeys(("activate_url", "password_reset_url", "signup_url", "password_reset_url"), link)
    facts = {
        "code": "AB12-CD34",
        "typed_code": "1234 5678",
        "ip": "192.0.2.7",
        "timestamp": datetime(2026, 3, 1, 12, tzinfo=UTC),
    }
    context = {**links, **facts, "user": user, "email": user.email, "request": request, "user_agent": "Firefox"}
    with request_context(request):
        get_adapter(request).send_mail(prefix, user.email, context)
    return mail.outbox[-1]  # type: ignore[return-value]


def faults(message: EmailMultiAlternatives) -> list[str]:
    """What a mail lacks or says wrongly."""
    text, html = str(message.body), str(message.alternatives[0][0]) if message.alternatives else ""
    links = re.findall(r"https?://[^\s<\"]+", f"{text} {html}")
    return [
        *(["no HTML"] if "<h1>" not in html else []),
        *(["no subject of one line"] if not message.subject.strip() or "\n" in message.subject else []),
        *(["something unfilled"] if re.search(r"\{\{|\{%|\bNone\b", f"{message.subject}{text}{html}") else []),
        *(["three empty lines"] if "\n\n\n" in text else []),
        *(["markup in the text"] if re.search(r"&(?:amp|lt|gt|#\d+);", text) else []),
        *(["a name as markup"] if "<b>" in html else []),
        *(f"link {link}" for link in links if not link.startswith(settings.SITE_URL)),
        *(
            ["a link that cannot be clicked"]
            if html.count('<a href="http') < len(set(re.findall(r"https?://\S+", text)))
            else []
        ),
    ]


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", OURS)
def test_mail_of_ours_is_whole_in_text_and_html(
    name: str, language: str, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        send_ours(name, language)

    assert faults(mail.outbox[-1]) == []  # type: ignore[arg-type]  # it has alternatives


@pytest.mark.parametrize("prefix", THEIRS)
def test_mail_of_the_package_is_whole_in_text_and_html(prefix: str) -> None:
    assert faults(their_mail(prefix)) == []


def test_every_mail_is_known() -> None:
    assert len(OURS) >= 16
    assert len(THEIRS) >= 15
    assert all(get_template(f"email/{name}.txt") for name in OURS)
