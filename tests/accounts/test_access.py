"""The rule as a table: people x locks x things. Row answer and list answer are compared in every cell."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from accounts.access import Audience, State, Verdict, answer, findable, may, readable
from accounts.models import Product, ReadingGroup, User
from accounts.visitor import Grant, Refusal, Source, Visitor
from archive.models import Document, Page, Text, Volume

pytestmark = pytest.mark.django_db

READ, FIND, HIDE = Verdict.READ, Verdict.NO_LICENSE, Verdict.HIDDEN

PEOPLE = ("anonymous", "subscriber", "stranger", "member", "owner", "curator")
LOCKS: dict[str, tuple[dict[str, Any], tuple[Verdict, ...]]] = {
    "open": ({"audience": "open"}, (READ, READ, READ, READ, READ, READ)),
    "controlled": ({"audience": "controlled"}, (FIND, READ, FIND, FIND, READ, READ)),
    "group": ({"audience": "group"}, (HIDE, HIDE, HIDE, READ, READ, HIDE)),
    "owner": ({"audience": "owner"}, (HIDE, HIDE, HIDE, HIDE, READ, HIDE)),
    "draft open": ({"audience": "open", "state": "draft"}, (HIDE, HIDE, HIDE, HIDE, READ, READ)),
    "draft controlled": ({"audience": "controlled", "state": "draft"}, (HIDE, HIDE, HIDE, HIDE, READ, READ)),
    "draft group": ({"audience": "group", "state": "draft"}, (HIDE, HIDE, HIDE, HIDE, READ, HIDE)),
    "draft owner": ({"audience": "owner", "state": "draft"}, (HIDE, HIDE, HIDE, HIDE, READ, HIDE)),
    "withdrawn open": ({"audience": "open", "state": "withdrawn"}, (HIDE, HIDE, HIDE, HIDE, READ, READ)),
    "withdrawn controlled": ({"audience": "controlled", "state": "withdrawn"}, (HIDE, HIDE, HIDE, HIDE, READ, READ)),
    "embargoed open": ({"audience": "open", "embargo": 1}, (HIDE, HIDE, HIDE, HIDE, READ, READ)),
    "embargoed controlled": ({"audience": "controlled", "embargo": 1}, (HIDE, HIDE, HIDE, HIDE, READ, READ)),
    "embargo over": ({"audience": "open", "embargo": -1}, (READ, READ, READ, READ, READ, READ)),
}
CELLS = [(lock, person) for lock in LOCKS for person in PEOPLE]


@pytest.fixture
def product() -> Product:
    return Product.objects.create(name="Papers", slug="papers")


@pytest.fixture
def group() -> ReadingGroup:
    return ReadingGroup.objects.create(name="Seminar", slug="seminar")


@pytest.fixture
def owner() -> User:
    return User.objects.create_user("owner@example.org")


@pytest.fixture
def people(product: Product, group: ReadingGroup, owner: User) -> dict[str, Visitor]:
    stranger = User.objects.create_user("stranger@example.org")
    other = Product.objects.create(name="Other", slug="other")
    grant = Grant(contract_id=1, products=frozenset({product.pk}), source=Source.PERSON)
    elsewhere = Grant(contract_id=2, products=frozenset({other.pk}), source=Source.NETWORK)
    return {
        "anonymous": Visitor.anonymous(),
        "subscriber": Visitor(user_id=stranger.pk + 1, products=frozenset({product.pk}), grants=(grant,)),
        "stranger": Visitor(user_id=stranger.pk, products=frozenset({other.pk}), grants=(elsewhere,)),
        "member": Visitor(user_id=stranger.pk + 2, groups={group.pk: "member"}),
        "owner": Visitor(user_id=owner.pk),
        "curator": Visitor(user_id=stranger.pk + 3, is_curator=True),
    }


@pytest.fixture
def make(product: Product, group: ReadingGroup, owner: User) -> Any:
    def build(lock: str) -> dict[str, Model]:
        columns = {"state": "published", "owner": owner, "group": group, "product": product, **LOCKS[lock][0]}
        days = columns.pop("embargo", None)
        if days is not None:
            columns["public_from"] = timezone.now() + timedelta(days=days)
        volume = Volume.objects.create(slug="v", title="V", **columns)
        document = Document.objects.create(identifier="v-d1", volume=volume, key="d1", title="D", **columns)
        page = Page.objects.create(document=document, order=1)
        text = Text.objects.create(document=document, slug="transcription", kind="transcription")
        return {"volume": volume, "document": document, "page": page, "text": text}

    return build


@pytest.mark.parametrize(("lock", "person"), CELLS)
def test_answer_of_every_cell_agrees_with_the_lists(
    lock: str, person: str, make: Any, people: dict[str, Visitor]
) -> None:
    things = make(lock)
    visitor = people[person]
    expected = LOCKS[lock][1][PEOPLE.index(person)]

    for thing in things.values():
        model: Any = type(thing)
        assert answer(visitor, thing).verdict == expected
        assert list(model.objects.readable_by(visitor)) == ([thing] if expected is READ else [])
        found = list(model.objects.findable_by(visitor))
        assert found == ([] if expected is HIDE else [thing])
        assert [row.is_readable for row in found] == ([] if expected is HIDE else [expected is READ])


@pytest.mark.parametrize("state", [State.DRAFT, State.WITHDRAWN])
@pytest.mark.parametrize("part", ["page", "text"])
def test_part_with_a_state_of_its_own_is_hidden_in_a_readable_document(
    part: str, state: State, make: Any, people: dict[str, Visitor]
) -> None:
    thing = make("open")[part]
    type(thing).objects.filter(pk=thing.pk).update(state=state)

    verdicts = {person: answer(visitor, thing).verdict for person, visitor in people.items()}

    assert verdicts == {person: READ if person == "curator" else HIDE for person in PEOPLE}


def test_answer_for_a_marked_row_costs_no_statement(
    make: Any, people: dict[str, Visitor], django_assert_num_queries: Any
) -> None:
    make("controlled")
    row = Document.objects.findable_by(people["stranger"]).get()

    with django_assert_num_queries(0):
        given = answer(people["stranger"], row)

    assert given.verdict is Verdict.NO_LICENSE


def test_answer_names_the_grant_that_opened(make: Any, people: dict[str, Visitor]) -> None:
    document = make("controlled")["document"]

    assert answer(people["subscriber"], document).grant == people["subscriber"].grants[0]
    assert answer(people["curator"], document).grant is None


def test_answer_of_an_open_thing_names_no_grant(make: Any, people: dict[str, Visitor]) -> None:
    given = answer(people["subscriber"], make("open")["document"])

    assert (given.verdict, given.grant, given.is_open) == (READ, None, True)


@pytest.mark.parametrize(
    ("refusal", "verdict"),
    [
        (Refusal.FULL, Verdict.LIMIT_EXCEEDED),
        (Refusal.EXPIRED, Verdict.NO_LICENSE),
        (Refusal.NOT_BEGUN, Verdict.NO_LICENSE),
        (Refusal.SUSPENDED, Verdict.NO_LICENSE),
    ],
)
def test_answer_keeps_refused_grants_with_their_reason(
    refusal: Refusal, verdict: Verdict, make: Any, product: Product
) -> None:
    document = make("controlled")["document"]
    grant = Grant(contract_id=3, products=frozenset({product.pk}), source=Source.SEAT, refused=refusal)
    unrelated = replace(grant, contract_id=4, products=frozenset({product.pk + 1}))

    given = answer(Visitor(refused=(grant, unrelated)), document)

    assert (given.verdict, given.almost) == (verdict, (grant,))


@pytest.mark.parametrize(("minutes", "expected"), [(5, True), (20, False)])
def test_answer_in_grace_only_shortly_after_the_end(minutes: int, expected: bool, make: Any, product: Product) -> None:
    document = make("controlled")["document"]
    ended = datetime.now(UTC) - timedelta(minutes=minutes)
    grant = Grant(
        1, frozenset({product.pk}), Source.PERSON, until=ended, grace=timedelta(minutes=15), refused=Refusal.EXPIRED
    )

    assert answer(Visitor(refused=(grant,)), document).in_grace is expected


def test_prefix_carries_the_rule_to_a_neighbour(make: Any, people: dict[str, Visitor]) -> None:
    page = make("controlled")["page"]

    assert list(Page.objects.filter(readable(people["stranger"], "document__"))) == []
    assert list(Page.objects.filter(findable(people["stranger"], "document__"))) == [page]
    assert list(Page.objects.filter(readable(people["subscriber"], "document__"))) == [page]


def test_embargo_ends_to_the_minute(make: Any, people: dict[str, Visitor]) -> None:
    document = make("embargoed open")["document"]
    moment = document.public_from
    before, after = moment - timedelta(seconds=1), moment

    assert list(Document.objects.filter(readable(people["anonymous"], at=before))) == []
    assert list(Document.objects.filter(readable(people["anonymous"], at=after))) == [document]


@pytest.mark.parametrize(
    "columns",
    [
        {"audience": Audience.GROUP},
        {"audience": Audience.OWNER},
        {"audience": Audience.CONTROLLED, "state": State.PUBLISHED},
    ],
)
def test_lock_without_its_key_is_refused_by_the_database(columns: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Volume.objects.create(slug="v", title="V", **columns)


@pytest.mark.parametrize(
    ("verb", "allowed"),
    [
        ("read", {"subscriber", "owner", "curator"}),
        ("print", {"subscriber", "owner", "curator"}),
        ("annotate", {"subscriber", "owner", "curator"}),
        ("edit", {"curator"}),
    ],
)
def test_may_of_documents(verb: str, allowed: set[str], make: Any, people: dict[str, Visitor]) -> None:
    document = make("controlled")["document"]

    assert {person for person, visitor in people.items() if may(visitor, verb, document)} == allowed


@pytest.mark.parametrize(
    ("verb", "roles"), [("invite", {"owner", "manager"}), ("moderate", {"owner", "manager", "moderator"})]
)
def test_may_of_groups(verb: str, roles: set[str], group: ReadingGroup) -> None:
    every = ("owner", "manager", "moderator", "member", "")

    assert {role for role in every if may(Visitor(user_id=1, groups={group.pk: role}), verb, group)} == roles
    assert not may(Visitor(user_id=1), verb, group)


def test_may_annotate_needs_an_account(make: Any) -> None:
    assert not may(Visitor.anonymous(), "annotate", make("open")["document"])


def test_may_of_an_unknown_verb_raises(group: ReadingGroup) -> None:
    with pytest.raises(KeyError):
        may(Visitor.curator(), "devour", group)
