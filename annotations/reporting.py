"""What readers do about notes of others and about decisions on their own: report, appeal."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import Audience
from accounts.audit import surrogate_for
from accounts.models import User
from accounts.visitor import Visitor
from annotations.cases import ModerationError, moderators_of_group, moderators_of_site, open_case, step, tell_moderators
from annotations.models import REASONS, Annotation, Case, Decision, Report, Rule

# An author may appeal for so long after a note was hidden, a reporter after it was kept.
APPEAL = timedelta(days=30)


class NothingToReportError(ModerationError):
    """There is no such note, or it is not for the visitor: the same answer."""


def reportable(visitor: Visitor) -> QuerySet[Annotation]:
    """Give the notes a visitor may report: shared ones of others that they may read."""
    notes: QuerySet[Annotation] = Annotation.objects.readable_by(visitor)
    return notes.filter(audience__in=(Audience.OPEN, Audience.GROUP)).exclude(owner_id=visitor.user_id or 0)


@transaction.atomic
def report(visitor: Visitor, note: Any, reason: str, words: str) -> tuple[Report, bool]:
    """Report a note, and give the report with whether it is new; reports of one note make one case.

    Raises NothingToReportError, ModerationError.
    """
    if visitor.user_id is None:
        raise ModerationError(_("Sign in to report a note."))
    found = reportable(visitor).filter(pk=note).first()
    if found is None:
        raise NothingToReportError(_("There is no such note."))
    if reason not in Rule.values or len(words) > REASONS:
        raise ModerationError(_("Choose a reason, and write at most 4000 characters."))
    locked = Annotation.objects.select_for_update(of=("self",), no_key=True).get(pk=found.pk)
    known = Report.objects.filter(case__annotation=locked, reporter_id=visitor.user_id, revision=locked.revision)
    earlier = known.first()
    if earlier is not None:
        return earlier, False
    case, _is_new = open_case(locked)
    more = {"reason": reason, "words": words, "revision": locked.revision}
    return Report.objects.update_or_create(case=case, reporter_id=visitor.user_id, defaults=more)


def reports_of(visitor: Visitor) -> QuerySet[Report]:
    """Give what a person reported, the latest first."""
    return Report.objects.filter(reporter_id=visitor.user_id or 0).select_related("case").order_by("-created_at", "-pk")


def cases_against(visitor: Visitor) -> QuerySet[Case]:
    """Give the cases about a person's own notes that the person is told of: held back, asked about, decided against."""
    known = Q(outcome=Case.Outcome.HIDDEN) | Q(state=Case.State.ASKED) | ~Q(cause="") | Q(appealed_at__isnull=False)
    return Case.objects.filter(known, author_id=visitor.user_id or 0).order_by("-opened_at", "-pk")


def may_appeal(case: Case, at: datetime | None = None) -> bool:
    """Tell whether the author of a hidden note may still appeal."""
    is_hidden = case.state == Case.State.CLOSED and case.outcome == Case.Outcome.HIDDEN
    until = case.appeal_until
    return is_hidden and case.appealed_at is None and until is not None and (at or timezone.now()) <= until


@transaction.atomic
def appeal(author: User, case: int, words: str) -> Case:
    """Ask for a second decision; where a group has no second moderator the archive's decide. Raises ModerationError."""
    found = Case.objects.select_for_update(of=("self",)).filter(pk=case, author=author).first()
    if found is None or not may_appeal(found):
        raise ModerationError(_("There is nothing to appeal against, or the time for it is over."))
    if not words.strip() or len(words) > REASONS:
        raise ModerationError(_("Say in at most 4000 characters why the note should be shown."))
    found.appeal, found.appealed_at = words, timezone.now()
    _ask_for_second(found, author, Decision.Role.AUTHOR)
    return found


def may_ask_again(report: Report, at: datetime | None = None) -> bool:
    """Tell whether who reported a note that was kept may still ask for a second look; one person has decided so far."""
    case = report.case
    is_kept = case.state == Case.State.CLOSED and case.outcome == Case.Outcome.KEPT and case.reviewed_by_id is None
    until = case.appeal_until
    return is_kept and report.appealed_at is None and until is not None and (at or timezone.now()) <= until


@transaction.atomic
def ask_again(reporter: User, report: int, words: str) -> Report:
    """Ask for a second look at a note that was kept; somebody else takes it. Raises ModerationError."""
    own = Report.objects.filter(pk=report, reporter=reporter)
    # The case is locked first: two who reported one note may ask at one instant.
    case = Case.objects.select_for_update(of=("self",)).filter(pk__in=own.values("case")).first()
    found = own.first()
    if case is None or found is None:
        raise ModerationError(_("There is no such report."))
    found.case = case
    if not may_ask_again(found):
        raise ModerationError(_("There is nothing to look at a second time, or the time for it is over."))
    if not words.strip() or len(words) > REASONS:
        raise ModerationError(_("Say in at most 4000 characters why the note should not stay."))
    found.appeal, found.appealed_at = words, timezone.now()
    found.save(update_fields=["appeal", "appealed_at"])
    _ask_for_second(case, reporter, Decision.Role.REPORTER)
    return found


def _ask_for_second(case: Case, by: User, role: str) -> None:
    case.state = Case.State.APPEALED
    step(case, Decision.Act.APPEAL, role, by)
    if case.desk == Case.Desk.GROUP and not _second_moderators(case).exists():
        case.desk = Case.Desk.SITE
        step(case, Decision.Act.ESCALATE, role, None)
    if case.desk == Case.Desk.SITE and case.reviewed_by_id is not None and not _has_third(case):
        # Where an archive has two moderators, who first kept the note decides on what the other made of it.
        case.decided_by, case.reviewed_by = case.reviewed_by, None
    case.save()
    tell_moderators(case)


def _has_third(case: Case) -> bool:
    return any(is_second(person, case) for person in moderators_of_site() if person.pk != case.author_id)


def _second_moderators(case: Case) -> QuerySet[User]:
    """Give moderators of the group who are neither party to the case nor have decided it."""
    reporters = case.reports.filter(appealed_at__isnull=False, reporter__isnull=False).values("reporter")
    people = moderators_of_group(case.group_id or 0).exclude(pk=case.author_id or 0).exclude(pk__in=reporters)
    return people.exclude(surrogate__in=case.deciders)


def forget_author(person: User) -> None:
    """Take out of cases what an erased person wrote; the trail stays and leads to nobody."""
    Case.objects.filter(author=person).update(author=None, snapshot={}, appeal="")


def forget_reporter(person: User) -> None:
    """Keep that somebody reported, not who, nor in what words."""
    Report.objects.filter(reporter=person).update(reporter=None, words="", appeal="")


def is_reported_by(visitor: Visitor, notes: list[Any]) -> set[Any]:
    """Give those of some notes that the visitor has reported."""
    if visitor.user_id is None or not notes:
        return set()
    rows = Report.objects.filter(reporter_id=visitor.user_id, case__annotation__in=notes)
    return set(rows.values_list("case__annotation_id", flat=True))


def is_second(user: User, case: Case) -> bool:
    """Tell whether a person may decide an appeal: not who decided before, nor who asks."""
    asks = case.reports.filter(reporter=user, appealed_at__isnull=False).exists()
    return surrogate_for(user).pk not in case.deciders and not asks
