"""What happens to shared notes before anybody reports them: rules of rate and words, and a look first."""

from __future__ import annotations

from django.utils import timezone

from accounts.models import Membership
from accounts.throttle import Limit, seconds_to_wait
from annotations.cases import open_case, step, tell_moderators
from annotations.models import Annotation, Case, Decision, Rules
from archive.words import analyse

HOUR = 60 * 60
_EXEMPT = (Membership.Role.OWNER, Membership.Role.MANAGER, Membership.Role.MODERATOR)


def rules_for(group: int | None) -> Rules | None:
    """Give the rules of a group, or those of the archive; None where nobody wrote any."""
    return Rules.objects.filter(group_id=group).first()


def wait_to_share(user: int, group: int | None) -> int:
    """Count a note that is shared; gives the seconds to wait when there were too many in the last hour."""
    rules = rules_for(group)
    if rules is None or rules.rate is None:
        return 0
    return seconds_to_wait(Limit("shared-notes", rules.rate, HOUR), f"{user}:{group or 0}")


def screen(note: Annotation) -> None:
    """Hold a shared note back when the rules say so: it waits for a moderator, and only its author sees it.

    Runs in the transaction that writes the note.
    """
    rules = rules_for(note.group_id) if note.audience != "owner" else None
    cause = _cause(note, rules) if rules else ""
    if cause:
        note.withdrawn_at = timezone.now()
        Annotation.objects.filter(pk=note.pk).update(withdrawn_at=note.withdrawn_at)
        open_case(note, cause)


def _cause(note: Annotation, rules: Rules) -> str:
    if note.group_id is not None and _is_moderator(note):
        return ""
    if rules.looks_first:
        return Case.Cause.LOOK
    wanted = {term for line in rules.words.splitlines() for term in _terms(line)}
    return Case.Cause.WORDS if wanted & _terms(" ".join([note.body, *note.tags, note.link])) else ""


def _is_moderator(note: Annotation) -> bool:
    return Membership.objects.filter(group_id=note.group_id, user_id=note.owner_id or 0, role__in=_EXEMPT).exists()


def _terms(text: str) -> set[str]:
    return {lexeme for term in analyse(text) for lexeme in term.lexemes}


def after_edit(note: Annotation) -> None:
    """Send a note that its author changed back to the moderators when they have hidden it or asked for it.

    `note.withdrawn_at` is set before the note is saved; runs in the transaction of the edit.
    """
    cases = Case.objects.select_for_update(of=("self",)).filter(annotation=note)
    case = cases.order_by("-pk").first()
    if case is None:
        return
    is_hidden = note.hidden_at is not None or note.withdrawn_at is not None
    if case.state == Case.State.ASKED or is_hidden:
        step(case, Decision.Act.EDITED, Decision.Role.AUTHOR, note.owner)
        Case.objects.filter(pk=case.pk).update(
            state=Case.State.OPEN, appeal_until=None, reviewed_by=None, decided_by=None
        )
        case.refresh_from_db()
        tell_moderators(case)


def after_delete(note: Annotation) -> None:
    """Write into a running case that its note is gone; it can still be closed."""
    case = Case.objects.filter(annotation=note).exclude(state=Case.State.CLOSED).first()
    if case is not None:
        step(case, Decision.Act.DELETED, Decision.Role.AUTHOR, note.owner)
