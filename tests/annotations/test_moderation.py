"""Cases: reported, decided, appealed, and what each step does to who sees a note and who is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import ReadingGroup, User
from accounts.visitor import Visitor, visitor_for
from annotations import moderation, reporting
from annotations.annotate import Draft, TooOftenError, delete, edit, write
from annotations.cases import ModerationError, Moderator, moderator_of, queue
from annotations.models import Annotation, Case, Decision, Notification
from annotations.targets import Place
from tests.factories.accounts import make_group, make_member, make_superuser, make_user
from tests.factories.annotations import make_group_note, make_note, make_public_note, make_reply, make_rules
from tests.factories.archive import make_document, make_volume

pytestmark = pytest.mark.django_db
REASONS = "It names a living person."


@pytest.fixture
def letter() -> Any:
    return make_document(make_volume("papers"), "letter", identifier="papers-letter")


def visit(user: User | None) -> Visitor:
    return visitor_for(user, None)


def moderator(user: User | None = None) -> Moderator:
    person = user or make_superuser()
    found = moderator_of(person, visit(person))
    assert found is not None
    return found


def reported(note: Annotation, reporter: User | None = None) -> Case:
    return reporting.report(visit(reporter or make_user()), note.pk, "privacy", "Look at this.")[0].case


def hidden(note: Annotation, by: Moderator | None = None) -> Case:
    case = reported(note)
    return moderation.decide(by or moderator(), case.pk, "hide", "privacy", REASONS)


def commit(callbacks: Any) -> None:
    """Send the mails that wait for the transaction."""
    for callback in callbacks:
        callback()


def sees(user: User | None, note: Annotation) -> bool:
    return bool(Annotation.objects.readable_by(visit(user)).filter(pk=note.pk).exists())


def test_many_reports_of_one_note_are_one_case(letter: Any) -> None:
    note = make_public_note(make_user(), letter, "Planted.")
    first = reported(note)

    second = reported(note)

    assert first == second
    assert first.reports.count() == 2
    assert first.snapshot["body"] == "Planted."


def test_a_report_again_is_the_first_one_until_the_note_has_changed(letter: Any) -> None:
    author, reporter = make_user(), make_user()
    note = make_public_note(author, letter)
    case = reported(note, reporter)
    moderation.decide(moderator(), case.pk, "keep")

    again, is_new = reporting.report(visit(reporter), note.pk, "spam", "")
    edit(visit(author), note.pk, Draft(body="Worse.", audience="open"), 1)
    later, is_later_new = reporting.report(visit(reporter), note.pk, "spam", "")

    assert (is_new, again.case) == (False, case)
    assert (is_later_new, later.case == case, later.case.snapshot["body"]) == (True, False, "Worse.")


@pytest.mark.parametrize("audience", ["owner", "group"])
def test_what_one_may_not_read_cannot_be_reported(letter: Any, audience: str) -> None:
    group = make_group() if audience == "group" else None
    note = make_note(make_user(), letter, audience=audience, group=group)

    with pytest.raises(reporting.NothingToReportError):
        reported(note)

    assert Case.objects.count() == 0


def test_l10_hide_takes_the_note_from_all_but_its_author_now(letter: Any) -> None:
    author, other = make_user(), make_user()
    note = make_public_note(author, letter)
    reply = make_reply(other, note)

    hidden(note)

    assert (sees(author, note), sees(other, note), sees(None, note)) == (True, False, False)
    assert (sees(make_user(), reply), sees(other, reply)) == (False, True)


def test_l10_the_author_gets_rule_reasons_role_and_deadline(
    letter: Any, django_capture_on_commit_callbacks: Any
) -> None:
    author = make_user()
    with django_capture_on_commit_callbacks(execute=True):
        case = hidden(make_public_note(author, letter))

    [said] = [message for message in mail.outbox if message.to == [author.email]]
    assert said.subject == "A note of yours is hidden"
    for words in (REASONS, "private life of a person", "a moderator of the archive", f"desk/reports/{case.pk}/"):
        assert words in said.body
    assert case.appeal_until is not None
    assert f"{case.appeal_until:%B %Y}" in said.body


def test_r10_the_reporter_is_told_the_outcome_and_stays_unnamed(
    letter: Any, django_capture_on_commit_callbacks: Any
) -> None:
    author, reporter = make_user(), make_user(name="Planted Reporter")
    note = make_public_note(author, letter, "Planted words.")
    case = reported(note, reporter)

    with django_capture_on_commit_callbacks(execute=True):
        moderation.decide(moderator(), case.pk, "hide", "privacy", REASONS)

    told = {message.to[0]: message for message in mail.outbox}
    assert told[reporter.email].subject == "What became of your report"
    assert "Planted" not in "".join(str(message.body) for message in mail.outbox)


@pytest.mark.parametrize(("rule", "reasons"), [("", REASONS), ("privacy", " "), ("nothing", REASONS)])
def test_hiding_without_rule_or_reasons_is_refused(letter: Any, rule: str, reasons: str) -> None:
    case = reported(make_public_note(make_user(), letter))

    with pytest.raises(ModerationError):
        moderation.decide(moderator(), case.pk, "hide", rule, reasons)

    assert case.decisions.count() == 0


def test_l10_an_appeal_is_for_another_moderator_and_restores_for_everybody(
    letter: Any, django_capture_on_commit_callbacks: Any
) -> None:
    author, reporter, first, second = make_user(), make_user(), make_superuser(), make_superuser()
    note = make_public_note(author, letter)
    case = reported(note, reporter)
    moderation.decide(moderator(first), case.pk, "hide", "privacy", REASONS)

    reporting.appeal(author, case.pk, "It is a quotation.")
    with pytest.raises(ModerationError, match="somebody who has not decided before"):
        moderation.decide(moderator(first), case.pk, "restore")
    with django_capture_on_commit_callbacks(execute=True):
        moderation.decide(moderator(second), case.pk, "restore", "", "It is one.")

    assert sees(None, note)
    assert sorted(message.to[0] for message in mail.outbox) == sorted([author.email, reporter.email])
    assert list(queue(moderator(first))) == []
    assert list(case.decisions.values_list("act", flat=True)) == ["hide", "appeal", "restore"]


def test_the_database_refuses_the_same_person_twice(letter: Any) -> None:
    case = hidden(make_public_note(make_user(), letter))

    with pytest.raises(DatabaseError, match="case_appeal_has_second_person"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(reviewed_by=case.decided_by)


def test_l10_the_trail_can_be_neither_changed_nor_deleted(letter: Any) -> None:
    case = hidden(make_public_note(make_user(), letter))

    for act in (lambda: case.decisions.update(reasons="x"), lambda: case.decisions.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()

    assert list(Decision.objects.values_list("reasons", flat=True)) == [REASONS]


def test_an_appeal_comes_once_and_in_time(letter: Any) -> None:
    author = make_user()
    case = hidden(make_public_note(author, letter))
    Case.objects.filter(pk=case.pk).update(appeal_until=timezone.now() - timedelta(seconds=1))

    with pytest.raises(ModerationError, match="time for it is over"):
        reporting.appeal(author, case.pk, "Please.")


def test_somebody_else_cannot_appeal(letter: Any) -> None:
    case = hidden(make_public_note(make_user(), letter))

    with pytest.raises(ModerationError):
        reporting.appeal(make_user(), case.pk, "Please.")


def test_l10_an_edit_after_hiding_goes_back_to_the_queue_and_not_live(letter: Any) -> None:
    author, staff = make_user(), make_superuser()
    note = make_public_note(author, letter)
    case = hidden(note, moderator(staff))

    edit(visit(author), note.pk, Draft(body="Better.", audience="open"), 1)

    case.refresh_from_db()
    assert (case.state, sees(None, note), list(queue(moderator(staff)))) == ("open", False, [case])
    moderation.decide(moderator(staff), case.pk, "keep")
    assert sees(None, note)


def test_l10_a_case_can_be_closed_after_its_note_was_deleted(letter: Any) -> None:
    author = make_user()
    note = make_public_note(author, letter, "Planted.")
    case = reported(note)
    delete(visit(author), note.pk, None)

    seen = moderation.look(moderator(), case.pk)
    moderation.decide(moderator(), case.pk, "hide", "privacy", REASONS)

    case.refresh_from_db()
    assert seen.case.snapshot["body"] == "Planted."
    assert (case.state, Annotation.objects.get(pk=note.pk).hidden_at) == ("closed", None)
    assert list(case.decisions.values_list("act", flat=True)) == ["deleted", "hide"]


def grouped(letter: Any) -> tuple[ReadingGroup, User, User, Annotation]:
    group, author, lead = make_group("Seminar"), make_user(), make_user()
    make_member(group, author)
    make_member(group, lead, "moderator")
    return group, author, lead, make_group_note(author, group, letter, body="Planted.")


def member_of(group: ReadingGroup) -> User:
    user = make_user()
    make_member(group, user)
    return user


def test_l10_a_groups_note_is_for_its_moderators_first(letter: Any) -> None:
    group, _author, lead, note = grouped(letter)
    staff = moderator()

    case = reported(note, member_of(group))

    assert (list(queue(moderator(lead))), list(queue(staff))) == ([case], [])
    with pytest.raises(moderation.NoCaseError):
        moderation.look(staff, case.pk)


def test_l10_staff_see_a_groups_note_on_escalation_and_the_look_is_logged(letter: Any) -> None:
    group, _author, lead, note = grouped(letter)
    case = reported(note, member_of(group))
    moderation.decide(moderator(lead), case.pk, "escalate", "", "Not for us to say.")

    seen = moderation.look(moderator(), case.pk)

    assert seen.case == case
    assert list(case.decisions.values_list("act", "role")) == [("escalate", "group"), ("look", "site")]


def test_l10_staff_take_a_groups_note_up_for_a_legal_reason_that_is_kept(letter: Any) -> None:
    _group, _author, _lead, note = grouped(letter)
    private = make_note(make_user(), letter)

    case = moderation.take_up(moderator(), note.pk, "Court order 12.")

    assert list(case.decisions.values_list("act", "reasons")) == [("escalate", "Court order 12.")]
    with pytest.raises(moderation.NoCaseError):
        moderation.take_up(moderator(), private.pk, "Court order 13.")


def test_a_note_of_the_groups_only_moderator_goes_to_the_archive(letter: Any) -> None:
    group, owner = make_group(), make_user()
    make_member(group, owner, "owner")
    note = make_group_note(owner, group, letter)

    assert reported(note, member_of(group)).desk == "site"


def test_an_appeal_in_a_group_of_one_moderator_goes_to_the_archive(letter: Any) -> None:
    group, author, lead, note = grouped(letter)
    case = reported(note, member_of(group))
    moderation.decide(moderator(lead), case.pk, "hide", "abuse", REASONS)

    reporting.appeal(author, case.pk, "It is not.")

    assert list(queue(moderator())) == [case]


def test_nobody_decides_about_a_note_of_their_own(letter: Any) -> None:
    staff = make_superuser()
    case = reported(make_public_note(staff, letter))

    with pytest.raises(moderation.NoCaseError):
        moderation.decide(moderator(staff), case.pk, "keep")


def new_note(user: User, letter: Any, **draft: Any) -> Annotation:
    return write(visit(user), Draft(**{"body": "New.", **draft}), Place("document", document_id=letter.pk))[0]


def test_in_a_group_that_looks_first_a_note_waits_and_then_shows(letter: Any) -> None:
    group, author, lead, _note = grouped(letter)
    make_rules(group, looks_first=True)
    reader = member_of(group)

    note = new_note(author, letter, audience="group", group_id=group.pk)
    own = new_note(lead, letter, audience="group", group_id=group.pk)
    before = (sees(author, note), sees(reader, note), sees(reader, own))
    moderation.decide(moderator(lead), queue(moderator(lead)).get().pk, "keep")

    assert before == (True, False, True)
    assert sees(reader, note)


@pytest.mark.parametrize(("body", "is_held"), [("Buy CASINOS today", True), ("A cassette.", False)])
def test_words_of_the_rules_hold_a_public_note_back(letter: Any, body: str, is_held: bool) -> None:
    make_rules(words="casino\nказино")

    note = new_note(make_user(), letter, body=body, audience="open")

    assert sees(None, note) is not is_held
    assert Case.objects.filter(cause="words").exists() is is_held


def test_more_notes_an_hour_than_the_rules_allow_are_refused(letter: Any) -> None:
    make_rules(rate=2)
    user = make_user()
    for number in range(2):
        new_note(user, letter, body=str(number), audience="open")

    with pytest.raises(TooOftenError):
        new_note(user, letter, audience="open")
    new_note(user, letter, body="To myself.")

    assert Annotation.objects.filter(owner=user).count() == 3


def test_news_of_a_case_hold_no_words_and_go_with_a_switch(letter: Any) -> None:
    staff = make_superuser()
    note = make_public_note(make_user(), letter, "Planted.")

    reported(note)

    [row] = Notification.objects.filter(recipient=staff)
    assert (row.kind, row.annotation_id, row.is_due) == ("case", None, True)
