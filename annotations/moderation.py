"""The moderators' desk: what waits, looking past the lock at reported notes only, deciding; every step is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import surrogate_for
from accounts.models import User
from annotations.announcing import announce
from annotations.cases import ModerationError, Moderator, cases_for, open_case, step, tell_moderators
from annotations.models import REASONS, Annotation, Case, Decision, Kind, Report, Rule
from annotations.notifying import tell
from annotations.reporting import APPEAL, is_second
from annotations.screening import rules_for

Act = Decision.Act
State = Case.State
# Replies shown with a case, and earlier cases of its author.
SHOWN = 30


class NoCaseError(ModerationError):
    """There is no such case, or it is not this moderator's: the same answer."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A case with everything its moderator needs: the note now, its thread, reports, trail, history, policy."""

    case: Case
    note: Annotation | None
    thread: list[Annotation]
    reports: list[Report]
    trail: list[Decision]
    history: dict[str, int]
    policy: str
    acts: tuple[str, ...]


def look(moderator: Moderator, pk: int) -> Seen:
    """Look past the lock of one reported note; when staff look at a note of a group it is written down.

    Raises NoCaseError.
    """
    case = (
        cases_for(moderator).select_related("annotation__document", "annotation__owner", "group").filter(pk=pk).first()
    )
    if case is None:
        raise NoCaseError(_("There is no such case."))
    if case.group_id is not None and case.desk == Case.Desk.SITE:
        step(case, Act.LOOK, Decision.Role.SITE, moderator.user)
    note = case.annotation
    rules = rules_for(case.group_id)
    return Seen(
        case,
        note,
        _thread(note) if note else [],
        list(case.reports.all()),
        list(case.decisions.all()),
        _history(case),
        rules.policy if rules else "",
        acts_on(case, moderator.user),
    )


def _thread(note: Annotation) -> list[Annotation]:
    """Give the conversation a note stands in, as far as it is open to the same people."""
    top = note.thread_id or note.pk
    rows = Annotation.objects.filter(Q(pk=top) | Q(thread_id=top), audience=note.audience, group_id=note.group_id)
    return list(rows.exclude(pk=note.pk).filter(deleted_at=None).select_related("owner").order_by("created_at")[:SHOWN])


def _history(case: Case) -> dict[str, int]:
    """Count what was decided on other notes of the author."""
    if case.author_id is None:
        return {}
    others = Case.objects.filter(author_id=case.author_id).exclude(pk=case.pk).exclude(outcome="")
    return dict(others.order_by("outcome").values_list("outcome").annotate(count=Count("pk")))


def acts_on(case: Case, user: User) -> tuple[str, ...]:
    """Give what a moderator may do about a case now."""
    if case.state == State.CLOSED:
        return ()
    if case.state == State.APPEALED and not is_second(user, case):
        return ()
    if case.state == State.APPEALED:
        return (Act.KEEP, Act.HIDE) if case.is_second_look else (Act.RESTORE, Act.UPHOLD)
    more = (Act.ESCALATE,) if case.desk == Case.Desk.GROUP else ()
    return (Act.KEEP, Act.HIDE, Act.ASK, *more)


@transaction.atomic
def decide(moderator: Moderator, pk: int, act: str, rule: str = "", reasons: str = "") -> Case:
    """Decide on a case; of two who decide at once the second is told. Raises NoCaseError, ModerationError."""
    known = cases_for(moderator).filter(pk=pk).values_list("annotation_id", flat=True).first()
    # Notes are locked before cases, here as in every act on a note.
    list(Annotation.objects.select_for_update(of=("self",)).filter(pk=known))
    case = Case.objects.select_for_update(of=("self",)).filter(pk__in=cases_for(moderator).filter(pk=pk)).first()
    if case is None:
        raise NoCaseError(_("There is no such case."))
    _check(case, moderator.user, act, rule, reasons)
    step(case, act, moderator.role(case), moderator.user, rule=rule, reasons=reasons)
    _DEEDS[act](case, moderator.user)
    case.save()
    return case


def _check(case: Case, user: User, act: str, rule: str, reasons: str) -> None:
    if act not in acts_on(case, user):
        if case.state == State.APPEALED:
            raise ModerationError(_("An appeal is decided by somebody who has not decided before."))
        raise ModerationError(_("Somebody else has decided this meanwhile, or it cannot be done now."))
    if len(reasons) > REASONS:
        raise ModerationError(_("Reasons have at most 4000 characters."))
    if act == Act.HIDE and (rule not in Rule.values or not reasons.strip()):
        raise ModerationError(_("Name the rule and give the author your reasons."))
    if act in (Act.ASK, Act.UPHOLD) and not reasons.strip():
        raise ModerationError(_("Give the author your reasons."))


def _keep(case: Case, user: User) -> None:
    was_away = bool(case.annotation and (case.annotation.hidden_at or case.annotation.withdrawn_at))
    asked_again = case.is_second_look
    _show(case, None)
    _close(case, Case.Outcome.KEPT, user)
    case.appeal_until = None if asked_again else timezone.now() + APPEAL
    _tell_reporters(case, **({"appealed_at__isnull": False} if asked_again else {}))
    if was_away:
        _tell_author(case, Kind.RESTORED)
        note = Annotation.objects.filter(pk=case.annotation_id).first() if case.annotation_id else None
        if note is not None:
            announce(note)


def _hide(case: Case, user: User) -> None:
    _show(case, timezone.now())
    _close(case, Case.Outcome.HIDDEN, user)
    case.appeal_until = timezone.now() + APPEAL
    _tell_author(case, Kind.HIDDEN)
    _tell_reporters(case)


def _ask(case: Case, _user: User) -> None:
    case.state = State.ASKED
    _tell_author(case, Kind.HIDDEN)


def _escalate(case: Case, _user: User) -> None:
    case.desk, case.state = Case.Desk.SITE, State.OPEN
    tell_moderators(case)


def _restore(case: Case, user: User) -> None:
    _show(case, None)
    case.state, case.outcome, case.reviewed_by = State.CLOSED, Case.Outcome.KEPT, surrogate_for(user)
    _tell_author(case, Kind.RESTORED)
    _tell_reporters(case)


def _uphold(case: Case, user: User) -> None:
    case.state, case.reviewed_by, case.appeal_until = State.CLOSED, surrogate_for(user), None
    _tell_author(case, Kind.HIDDEN)


_DEEDS: dict[str, Callable[[Case, User], None]] = {
    Act.KEEP: _keep,
    Act.HIDE: _hide,
    Act.ASK: _ask,
    Act.ESCALATE: _escalate,
    Act.RESTORE: _restore,
    Act.UPHOLD: _uphold,
}


def _show(case: Case, hidden_at: Any) -> None:
    """Hide the note from everybody's queries but its author's, or show it again; a deleted one stays deleted."""
    if case.annotation_id is not None:
        rows = Annotation.objects.filter(pk=case.annotation_id, deleted_at__isnull=True)
        rows.update(hidden_at=hidden_at, withdrawn_at=None)


def _close(case: Case, outcome: str, user: User) -> None:
    """Close a case; who kept a note stays in it after a second look, so that an appeal is for a third person."""
    if case.is_second_look:
        case.reviewed_by = surrogate_for(user)
    else:
        case.decided_by, case.reviewed_by = surrogate_for(user), None
    case.state, case.outcome, case.decided_at, case.appeal_until = State.CLOSED, outcome, timezone.now(), None


def _tell_author(case: Case, kind: str) -> None:
    if case.author is not None:
        tell([case.author], kind, case=case, decision=case.decisions.order_by("-pk").first())


def _tell_reporters(case: Case, **which: Any) -> None:
    reports = case.reports.filter(reporter__isnull=False, **which).select_related("reporter")
    tell([row.reporter for row in reports if row.reporter], Kind.OUTCOME, case=case)


@transaction.atomic
def take_up(moderator: Moderator, note: Any, reasons: str) -> Case:
    """Bring a note to the archive's moderators for a legal reason, a group's too; that is written down.

    Raises NoCaseError, ModerationError.
    """
    if not moderator.is_site or not reasons.strip() or len(reasons) > REASONS:
        raise ModerationError(_("Give the legal reason, in at most 4000 characters."))
    shared = Annotation.objects.filter(pk=note, deleted_at=None).exclude(audience="owner")
    found = shared.select_for_update(of=("self",)).first()
    if found is None:
        raise NoCaseError(_("There is no shared note with this number."))
    case, _is_new = open_case(found)
    case.desk = Case.Desk.SITE
    case.save(update_fields=["desk"])
    step(case, Act.ESCALATE, Decision.Role.SITE, moderator.user, rule=Rule.RIGHTS, reasons=reasons)
    return case
