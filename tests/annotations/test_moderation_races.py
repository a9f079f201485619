"""Two moderators at one instant, and a report while the note goes."""

from functools import partial
from typing import Any

import pytest

from accounts.visitor import visitor_for
from annotations.annotate import delete
from annotations.cases import ModerationError, moderator_of
from annotations.models import Case, Decision
from annotations.moderation import decide
from annotations.reporting import ask_again, report
from tests.factories.accounts import make_superuser, make_user
from tests.factories.annotations import make_public_note
from tests.factories.archive import make_document, make_volume
from tests.races import at_once, rounds

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def letter() -> Any:
    return make_document(make_volume("papers"), "letter", identifier="papers-letter")


def test_of_two_moderators_who_decide_at_once_one_is_told(letter: Any) -> None:
    people = [make_superuser() for _ in range(2)]
    moderators = [moderator_of(person, visitor_for(person, None)) for person in people]

    for _round in rounds(10):
        note = make_public_note(make_user(), letter)
        case = report(visitor_for(make_user(), None), note.pk, "spam", "")[0].case
        keep, hide = (partial(decide, it, case.pk) for it in moderators)  # type: ignore[arg-type]  # superusers moderate
        answers = at_once([partial(keep, "keep"), partial(hide, "hide", "spam", "Advertising.")])

        assert [isinstance(answer, ModerationError) for answer in answers].count(True) == 1
        note.refresh_from_db()
        assert (note.hidden_at is not None) == (case.decisions.get().act == Decision.Act.HIDE)


def test_sixteen_reports_at_once_make_one_case(letter: Any) -> None:
    note = make_public_note(make_user(), letter)
    visitors = [visitor_for(make_user(), None) for _ in range(16)]

    answers = at_once([partial(report, visitor, note.pk, "spam", "") for visitor in visitors])

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert Case.objects.get().reports.count() == 16


def test_deleting_and_deciding_at_once_end_without_a_deadlock(letter: Any) -> None:
    staff = make_superuser()
    moderator = moderator_of(staff, visitor_for(staff, None))
    assert moderator is not None

    for _round in rounds(10):
        author = make_user()
        note = make_public_note(author, letter)
        case = report(visitor_for(make_user(), None), note.pk, "spam", "")[0].case
        answers = at_once(
            [
                partial(delete, visitor_for(author, None), note.pk, None),
                partial(decide, moderator, case.pk, "hide", "spam", "Advertising."),
            ]
        )

        note.refresh_from_db()
        assert [answer for answer in answers if isinstance(answer, Exception)] == []
        assert (note.deleted_at is None, note.body) == (False, "")


def test_of_two_reporters_who_ask_again_at_once_one_opens_the_second_look(letter: Any) -> None:
    first = make_superuser()
    moderator = moderator_of(first, visitor_for(first, None))
    assert moderator is not None

    for _round in rounds(10):
        note, people = make_public_note(make_user(), letter), [make_user() for _ in range(2)]
        rows = [report(visitor_for(person, None), note.pk, "spam", "")[0] for person in people]
        decide(moderator, rows[0].case_id, "keep")
        asks = [partial(ask_again, person, row.pk, "No.") for person, row in zip(people, rows, strict=True)]
        answers = at_once([*asks, asks[0]])

        assert [isinstance(answer, ModerationError) for answer in answers].count(True) == 2
        case = Case.objects.get(annotation=note)
        assert (case.state, case.decisions.filter(act="appeal").count()) == ("appealed", 1)
