"""What this room, and the packages it stands on, hold about a person."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.erasure import Fate, Reference, Trace


def _groups_without_owner(user: Any) -> list[str]:
    """Name the groups that others would be left in without an owner."""
    owned = apps.get_model("accounts", "ReadingGroup").objects.filter(
        memberships__user=user, memberships__role="owner", archived_at__isnull=True
    )
    shared = [group for group in owned if group.memberships.exclude(user=user).exists()]
    return [
        gettext("You own the group “%(name)s”, which others are in: hand it over or archive it first.")
        % {"name": group.name}
        for group in shared
    ]


def _leave_groups(user: Any) -> None:
    """Close the groups that nobody else is in, then leave all."""
    owned = apps.get_model("accounts", "ReadingGroup").objects.filter(memberships__user=user, memberships__role="owner")
    for group in owned:
        if not group.memberships.exclude(user=user).exists() and group.archived_at is None:
            group.archived_at = user.erased_at
            group.save(update_fields=["archived_at"])
    apps.get_model("accounts", "Membership").objects.filter(user=user).delete()


def _clear_orders(user: Any) -> None:
    """Keep sums and dates of the orders, take the name and the addresses out."""
    orders = apps.get_model("accounts", "Order").objects.filter(buyer=user)
    orders.update(billing_name="–", billing_address="", recipient_email="", note="")


def _sign_out(user: Any) -> None:
    """End every session, wherever it is open."""
    rows = apps.get_model("usersessions", "UserSession").objects.filter(user=user)
    apps.get_model("sessions", "Session").objects.filter(session_key__in=rows.values("session_key")).delete()
    rows.delete()


def _stay(_user: Any) -> None:
    """Leave the rows with the account, which no longer leads to anybody."""


OURS = (
    Reference("accounts.ApiToken.user", Fate.DELETE, "Tokens by which your programs sign in.", is_exported=False),
    Reference(
        "accounts.ActivationCode.redeemed_by", Fate.NAMELESS, _("The code stays used; who used it is forgotten.")
    ),
    Reference("accounts.CampusVisit.user", Fate.DELETE, _("When you were last on a campus network.")),
    Reference(
        "accounts.Contract.person",
        Fate.NAMELESS,
        _("Accounts must be kept; the contract goes to a nameless stand-in."),
        erase=_stay,
    ),
    Reference(
        "accounts.Invitation.accepted_by", Fate.NAMELESS, _("The invitation stays used; who used it is forgotten.")
    ),
    Reference("accounts.Invitation.invited_by", Fate.NAMELESS, _("Invitations you sent stay open; your name goes.")),
    Reference(
        "accounts.Membership.user",
        Fate.DELETE,
        _("Your places in groups; a group you own must have a new owner first."),
        erase=_leave_groups,
        obstacle=_groups_without_owner,
    ),
    Reference("accounts.Notice.user", Fate.DELETE, _("Which reminders were sent to you.")),
    Reference(
        "accounts.Order.buyer",
        Fate.NAMELESS,
        _("Accounts must be kept; name and address go, sum and date stay."),
        erase=_clear_orders,
    ),
    Reference("accounts.Seat.user", Fate.DELETE, _("Your seat is free for another person.")),
    Reference(
        "accounts.Surrogate.user", Fate.NAMELESS, _("Audit entries keep a stand-in that no longer leads to you.")
    ),
    Reference("accounts.User_groups.user", Fate.DELETE, _("Your rights in the administration."), is_exported=False),
    Reference(
        "accounts.User_user_permissions.user", Fate.DELETE, _("Your rights in the administration."), is_exported=False
    ),
    Reference("accounts.WaitingPlace.user", Fate.DELETE, _("Your places on waiting lists.")),
    Reference("account.EmailAddress.user", Fate.DELETE, _("Your e-mail addresses.")),
    Reference(
        "admin.LogEntry.user",
        Fate.NAMELESS,
        _("What was done in the administration stays; a stand-in did it."),
        erase=_stay,
    ),
    Reference("mfa.Authenticator.user", Fate.DELETE, _("Your sign-in devices."), is_exported=False),
    Reference("usersessions.UserSession.user", Fate.DELETE, _("Where you are signed in."), erase=_sign_out),
)


def _same(column: str, addresses: Sequence[str]) -> Q:
    return reduce(or_, (Q(**{f"{column}__iexact": address}) for address in addresses))


def _clear_invitations(addresses: Sequence[str]) -> None:
    apps.get_model("accounts", "Invitation").objects.filter(_same("email", addresses)).delete()


def _clear_recipients(addresses: Sequence[str]) -> None:
    orders = apps.get_model("accounts", "Order").objects.filter(_same("recipient_email", addresses))
    orders.update(recipient_email="")


TRACES = (
    Trace("accounts.Invitation.email", _clear_invitations),
    Trace("accounts.Order.recipient_email", _clear_recipients),
)
