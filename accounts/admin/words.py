"""Contracts and grants in plain sentences."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.contracts import Phase, Standing, standing
from accounts.models import Contract
from accounts.visitor import Grant, Refusal, Source

PHASES = {
    Phase.NOT_BEGUN: _("has not begun"),
    Phase.ENDED: _("has ended"),
    Phase.SUSPENDED: _("suspended"),
    Phase.CANCELLED: _("cancelled"),
}
SOURCES = {
    Source.NETWORK: _("The address is on the institution's network."),
    Source.SEAT: _("The person is named under the contract."),
    Source.PERSON: _("The contract is the person's own."),
    Source.OFF_CAMPUS: _("The person was on the institution's network not long ago."),
}
REFUSALS = {
    Refusal.NOT_BEGUN: _("But it has not begun yet."),
    Refusal.SUSPENDED: _("But the contract is suspended or cancelled."),
    Refusal.FULL: _("But all seats are taken, and the person waits for one."),
}


def standing_in_words(contract: Contract) -> str:
    """Say where a contract stands today."""
    return in_words(standing(contract))


def in_words(where: Standing) -> str:
    """Say a standing: “runs, 12 days left”."""
    if where.phase is not Phase.RUNNING:
        return str(PHASES[where.phase])
    if where.days_left is None:
        return gettext("runs, without end")
    if where.days_left == 0:
        return gettext("runs, today is the last day")
    return ngettext("runs, %d day left", "runs, %d days left", where.days_left) % where.days_left


def grant_in_words(grant: Grant) -> str:
    """Say how a contract reaches a visitor and until when, or why it does not open."""
    how = str(SOURCES[grant.source])
    moment = date_format(timezone.localtime(grant.until), "DATETIME_FORMAT") if grant.until else ""
    if grant.refused is Refusal.EXPIRED:
        return gettext("%(how)s But it is over since %(moment)s.") % {"how": how, "moment": moment}
    if grant.refused is not None:
        return f"{how} {REFUSALS[grant.refused]}"
    return gettext("%(how)s Until %(moment)s.") % {"how": how, "moment": moment} if moment else how
