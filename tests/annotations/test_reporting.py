"""A note was kept: who reported it asks once for a second look, which somebody else takes."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from accounts.leaving import erase
from accounts.models import User
from accounts.visitor import visitor_for
from annotations import moderation, reporting
from annotations.cases import ModerationError, Moderator, moderator_of, queue
from annotations.models import Annotation, Case, Report
from tests.asking import client_of
from tests.factories.accounts import make_group, make_member, make_superuser, make_user
from tests.factories.annotations import make_group_note, make_public_note
from tests.factories.archive import make_document, make_volume

pytestmark = pytest.mark.django_db
WHY = "The aunt is alive."
REASONS = "It names a living person."


@pytest.fixture
def letter() -> Any:
    return make_document(make_volume("papers"), "letter", identifier="papers-letter")


def moderator(user: User | None = None) -> Moderator:
    person = user or make_superuser()
    found = moderator_of(person, visitor_for(person, None))
    assert found is not None
    return found


def reported(note: Annotation, reporter: User) -> Report:
    return reporting.report(visitor_for(reporter, None), note.pk, "privacy", "Look at this.")[0]


def kept(note: Annotation, reporter: User, first: Moderator) -> Report:
    row = reported(note, reporter)
    moderation.decide(first, row.case_id, "keep")
    return Report.objects.select_related("case").get(pk=row.pk)


def sees(user: User | None, note: Annotation) -> bool:
    return bool(Annotation.objects.readable_by(visitor_for(user, None)).filter(pk=note.pk).exists())


def test_a_second_look_is_somebody_elses_and_may_hide(letter: Any, django_capture_on_commit_callbacks: Any) -> None:
    author, reporter, first, second = make_user(), make_user(), make_superuser(), make_superuser()
    note = make_public_note(author, letter)
    report = kept(note, reporter, moderator(first))

    reporting.ask_again(reporter, report.pk, WHY)
    waits = (list(queue(moderator(first))), list(queue(moderator(second))))
    with pytest.raises(ModerationError, match="somebody who has not decided before"):
        moderation.decide(moderator(first), report.case_id, "hide", "privacy", REASONS)
    with django_capture_on_commit_callbacks(execute=True):
        moderation.decide(moderator(second), report.case_id, "hide", "privacy", REASONS)

    assert waits == ([], [report.case])
    assert sees(None, note) is False
    assert sorted(message.to[0] for message in mail.outbox) == sorted([author.email, reporter.email])
    trail = list(report.case.decisions.values_list("act", "role"))
    assert trail == [("keep", "site"), ("appeal", "reporter"), ("hide", "site")]


def test_a_second_look_that_keeps_the_note_is_the_last(letter: Any, django_capture_on_commit_callbacks: Any) -> None:
    author, reporter, other = make_user(), make_user(), make_user()
    note = make_public_note(author, letter)
    beside = reported(note, other)
    report = kept(note, reporter, moderator())

    reporting.ask_again(reporter, report.pk, WHY)
    with django_capture_on_commit_callbacks(execute=True):
        moderation.decide(moderator(), report.case_id, "keep")

    [said] = mail.outbox
    assert (said.to, "The decision is final." in str(said.body)) == ([reporter.email], True)
    for person, row in ((reporter, report), (other, beside)):
        with pytest.raises(ModerationError, match="nothing to look at a second time"):
            reporting.ask_again(person, row.pk, WHY)
    assert sees(None, note)


def test_the_authors_appeal_after_a_second_look_is_for_a_third_person(letter: Any) -> None:
    author, reporter = make_user(), make_user()
    first, second, third = (moderator() for _ in range(3))
    note = make_public_note(author, letter)
    report = kept(note, reporter, first)
    reporting.ask_again(reporter, report.pk, WHY)
    moderation.decide(second, report.case_id, "hide", "privacy", REASONS)

    reporting.appeal(author, report.case_id, "She died in 1940.")

    assert [list(queue(person)) for person in (first, second, third)] == [[], [], [report.case]]
    for person in (first, second):
        with pytest.raises(ModerationError, match="somebody who has not decided before"):
            moderation.decide(person, report.case_id, "restore")
    moderation.decide(third, report.case_id, "restore")
    with pytest.raises(ModerationError):
        reporting.ask_again(reporter, report.pk, WHY)
    assert sees(None, note)


def test_where_there_are_two_moderators_who_kept_the_note_answers_the_appeal_against_the_other(letter: Any) -> None:
    author, reporter, first, second = make_user(), make_user(), moderator(), moderator()
    note = make_public_note(author, letter)
    report = kept(note, reporter, first)
    reporting.ask_again(reporter, report.pk, WHY)
    moderation.decide(second, report.case_id, "hide", "privacy", REASONS)

    reporting.appeal(author, report.case_id, "She died in 1940.")

    assert [list(queue(person)) for person in (first, second)] == [[report.case], []]
    with pytest.raises(ModerationError, match="somebody who has not decided before"):
        moderation.decide(second, report.case_id, "restore")
    moderation.decide(first, report.case_id, "restore")
    assert sees(None, note)
    trail = report.case.decisions.values_list("act", "by__user_id")
    assert list(trail)[-2:] == [("appeal", author.pk), ("restore", first.user.pk)]


def test_the_mail_of_the_outcome_names_the_last_day(letter: Any, django_capture_on_commit_callbacks: Any) -> None:
    reporter = make_user()
    with django_capture_on_commit_callbacks(execute=True):
        report = kept(make_public_note(make_user(), letter), reporter, moderator())

    [said] = [message for message in mail.outbox if message.to == [reporter.email]]
    until = report.case.appeal_until
    assert f"Until {until.day} {until:%B %Y} you can ask once" in " ".join(str(said.body).split())


@pytest.mark.parametrize("persona", ["stranger", "author", "another reporter"])
def test_a_second_look_is_asked_for_by_who_reported(letter: Any, persona: str) -> None:
    author, reporter, other = make_user(), make_user(), make_user()
    note = make_public_note(author, letter)
    reported(note, other)
    report = kept(note, reporter, moderator())
    person = {"author": author, "another reporter": other}.get(persona) or make_user()

    with pytest.raises(ModerationError, match="no such report"):
        reporting.ask_again(person, report.pk, WHY)
    answers = [client_of(person).get(address).status_code for address in (f"/desk/reports/by-me/{report.pk}/",)]
    answers.append(client_of(person).post(f"/desk/reports/by-me/{report.pk}/", {"words": WHY}).status_code)

    assert answers == [404, 404]
    assert Case.objects.get().state == "closed"


def test_who_asks_does_not_take_the_second_look(letter: Any) -> None:
    lead = make_superuser()
    report = kept(make_public_note(make_user(), letter), lead, moderator())

    reporting.ask_again(lead, report.pk, WHY)

    assert list(queue(moderator(lead))) == []
    with pytest.raises(ModerationError):
        moderation.decide(moderator(lead), report.case_id, "hide", "privacy", REASONS)


@pytest.mark.parametrize(("words", "late"), [(" ", 0), ("x" * 4001, 0), (WHY, 1)])
def test_a_second_look_needs_a_reason_in_time(letter: Any, words: str, late: int) -> None:
    reporter = make_user()
    report = kept(make_public_note(make_user(), letter), reporter, moderator())
    if late:
        Case.objects.update(appeal_until=timezone.now() - timedelta(seconds=late))

    with pytest.raises(ModerationError):
        reporting.ask_again(reporter, report.pk, words)

    assert list(Case.objects.values_list("state", flat=True)) == ["closed"]


def test_a_hidden_or_waiting_note_needs_no_second_look(letter: Any) -> None:
    reporter = make_user()
    waiting, hidden = (reported(make_public_note(make_user(), letter), reporter) for _ in range(2))
    moderation.decide(moderator(), hidden.case_id, "hide", "privacy", REASONS)

    for row in (waiting, hidden):
        with pytest.raises(ModerationError):
            reporting.ask_again(reporter, row.pk, WHY)


def test_a_second_look_in_a_group_of_one_moderator_goes_to_the_archive(letter: Any) -> None:
    group, author, reporter, lead = make_group("Seminar"), make_user(), make_user(), make_user()
    for person, role in ((author, "member"), (reporter, "member"), (lead, "moderator")):
        make_member(group, person, role)
    report = kept(make_group_note(author, group, letter), reporter, moderator(lead))

    reporting.ask_again(reporter, report.pk, WHY)

    assert list(queue(moderator())) == [report.case]


def test_the_desk_shows_the_last_day_asks_once_and_tells_the_author_nothing(letter: Any) -> None:
    author, reporter = make_user(), make_user(name="Planted Reporter")
    report = kept(make_public_note(author, letter), reporter, moderator())
    Case.objects.update(cause="look")  # the author is told of a case in which moderators look first
    client, address = client_of(reporter), f"/desk/reports/by-me/{report.pk}/"
    before = [client.get(path).content.decode() for path in ("/desk/reports/", address)]

    empty = client.post(address, {"words": ""}).status_code
    asked = client.post(address, {"words": WHY})

    after = client.get(address)
    told = client_of(author).get(f"/desk/reports/{report.case_id}/").content.decode()
    case = client_of(make_superuser()).get(f"/moderation/{report.case_id}/").content.decode()
    assert ["you can ask" in page for page in before] == [True, True]
    assert (empty, asked.status_code, after.context["may_ask_again"]) == (422, 302, False)
    assert WHY in after.content.decode()
    assert (WHY in told, "ppealed" in told, "Planted Reporter" in told) == (False, False, False)
    assert (WHY in case, "Planted Reporter" in case) == (True, False)


def test_a_persons_reasons_for_a_second_look_go_with_the_person(letter: Any) -> None:
    reporter = make_user()
    report = kept(make_public_note(make_user(), letter), reporter, moderator())
    reporting.ask_again(reporter, report.pk, WHY)

    erase(reporter)

    report.refresh_from_db()
    assert (report.reporter_id, report.words, report.appeal) == (None, "", "")
