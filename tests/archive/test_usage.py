import hashlib
import hmac
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory

from accounts.access import Answer, Verdict
from accounts.models import User
from accounts.visitor import Grant, Source, Visitor
from archive import usage
from archive.models import ActorKey, Document, UsageEvent
from tests.factories.accounts import make_product, make_user
from tests.factories.archive import make_document, make_volume

pytestmark = pytest.mark.django_db

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
READ = Answer(Verdict.READ)
JULY = datetime(2026, 7, 31, 23, 59, tzinfo=UTC)
AUGUST = datetime(2026, 8, 1, 0, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_secret_from_another_test() -> Iterator[None]:
    usage.forget_kept_secrets()
    yield
    usage.forget_kept_secrets()


def visit(
    visitor: Visitor | None = None,
    user: User | None = None,
    *,
    session: str = "",
    headers: dict[str, str] | None = None,
) -> HttpRequest:
    request = RequestFactory(headers={"User-Agent": BROWSER, **(headers or {})}).get("/")
    request.user = user or AnonymousUser()
    request.session = SessionStore(session_key=session or None)
    request.visitor = visitor or Visitor.anonymous()  # type: ignore[attr-defined]
    return request


def event(request: HttpRequest, document: Document, answer: Answer = READ, **options: Any) -> UsageEvent:
    noted = usage.note(request, document, answer, **options)
    assert noted is not None
    return noted


@pytest.mark.parametrize(
    ("verdict", "has_content", "kind"),
    [
        (Verdict.READ, True, "request"),
        (Verdict.READ, False, "investigation"),
        (Verdict.NO_LICENSE, True, "no_license"),
        (Verdict.LIMIT_EXCEEDED, True, "limit_exceeded"),
    ],
)
def test_note_names_the_kind_of_visit(verdict: Verdict, has_content: bool, kind: str) -> None:
    document = make_document(make_volume("papers"), "d1")

    event(visit(), document, Answer(verdict), has_content=has_content)

    (row,) = UsageEvent.objects.values("kind", "item", "volume__slug", "access_type", "is_robot", "institutions")
    assert row == {
        "kind": kind,
        "item": "papers-d1",
        "volume__slug": "papers",
        "access_type": "open",
        "is_robot": False,
        "institutions": [],
    }


def test_note_is_one_insert_once_the_month_has_its_key(django_assert_num_queries: Any) -> None:
    document = make_document(make_volume())
    event(visit(), document)

    with django_assert_num_queries(1):
        event(visit(), document)


def test_note_holds_nothing_that_leads_to_the_person() -> None:
    user = make_user("reader@example.org")
    request = visit(Visitor(user_id=user.pk), user)

    row = event(request, make_document(make_volume()))

    key = ActorKey.objects.get()
    who = f"account {user.pk}".encode()
    assert bytes(row.actor) == hmac.new(bytes(key.secret), who, hashlib.sha256).digest()
    assert bytes(row.actor) != hashlib.sha256(who).digest()
    assert [field.name for field in UsageEvent._meta.get_fields() if field.related_model is User] == []


def test_note_flags_a_robot() -> None:
    row = event(visit(headers={"User-Agent": "Examplebot/1.0"}), make_document(make_volume()))

    assert row.is_robot is True


@pytest.mark.parametrize(
    "headers", [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}, {"Sec-Fetch-Dest": "empty"}]
)
def test_note_leaves_out_what_nobody_asked_for(headers: dict[str, str]) -> None:
    assert usage.note(visit(headers=headers), make_document(make_volume()), READ) is None
    assert UsageEvent.objects.count() == 0


def test_note_leaves_out_head() -> None:
    request = visit()
    request.method = "HEAD"

    assert usage.note(request, make_document(make_volume()), READ) is None


def test_note_leaves_out_curators_and_staff() -> None:
    document = make_document(make_volume())
    staff = make_user("staff@example.org", is_staff=True)

    noted = [
        usage.note(visit(Visitor(user_id=1, is_curator=True)), document, READ),
        usage.note(visit(Visitor(user_id=staff.pk), staff), document, READ),
    ]

    assert noted == [None, None]


@pytest.mark.parametrize("lock", [{"state": "draft"}, {"audience": "owner"}])
def test_note_leaves_out_what_is_not_published(lock: dict[str, Any]) -> None:
    owner = make_user()
    document = make_document(make_volume(), owner=owner, **lock)

    assert usage.note(visit(Visitor(user_id=owner.pk), owner), document, READ) is None


def test_identity_prefers_account_then_session_then_address_with_user_agent() -> None:
    person = Visitor(user_id=7)

    known = [
        usage.identity(visit(person, session="abcdefgh12"), person),
        usage.identity(visit(session="abcdefgh12"), Visitor.anonymous()),
        usage.identity(visit(), Visitor.anonymous()),
    ]

    assert known == ["account 7", "session abcdefgh12", f"address 127.0.0.1 {BROWSER}"]


def test_actor_is_the_same_within_a_month_and_another_in_the_next() -> None:
    july = [usage.actor("account 7", JULY) for _ in range(2)]
    august = usage.actor("account 7", AUGUST)

    assert july[0] == july[1] != august
    assert [str(month) for month in ActorKey.objects.order_by("month").values_list("month", flat=True)] == [
        "2026-07-01",
        "2026-08-01",
    ]


def test_actor_takes_the_key_that_another_process_wrote_first() -> None:
    ActorKey.objects.create(month=JULY.date().replace(day=1), secret=b"theirs")

    actor = usage.actor("account 7", JULY)

    assert actor == hmac.new(b"theirs", b"account 7", hashlib.sha256).digest()


def grant(product: int, institution: int | None, source: Source = Source.SEAT) -> Grant:
    return Grant(contract_id=1, products=frozenset({product}), source=source, institution_id=institution)


def test_institutions_of_reading_licensed_are_those_whose_contract_opens_it() -> None:
    ours, other = make_product(), make_product()
    document = make_document(make_volume(audience="controlled", product=ours))
    visitor = Visitor(grants=(grant(ours.pk, 1), grant(ours.pk, 2), grant(other.pk, 3)), institutions=(9,))

    assert usage.institutions_of(visitor, document, READ) == (1, 2)


def test_institutions_of_reading_on_campus_include_the_member_of_the_consortium() -> None:
    product = make_product()
    document = make_document(make_volume(audience="controlled", product=product))
    visitor = Visitor(grants=(grant(product.pk, 8, Source.NETWORK),), institutions=(5, 8))

    assert usage.institutions_of(visitor, document, READ) == (5, 8)


def test_institutions_of_a_denial_are_all_with_which_the_visitor_comes() -> None:
    product, other = make_product(), make_product()
    document = make_document(make_volume(audience="controlled", product=product))
    visitor = Visitor(grants=(grant(other.pk, 3),), institutions=(9,))

    assert usage.institutions_of(visitor, document, Answer(Verdict.NO_LICENSE)) == (3, 9)


def test_institutions_of_a_person_with_an_own_contract_are_none() -> None:
    product = make_product()
    document = make_document(make_volume(audience="controlled", product=product))
    visitor = Visitor(user_id=1, grants=(grant(product.pk, None, Source.PERSON),))

    assert usage.institutions_of(visitor, document, READ) == ()
