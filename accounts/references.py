"""What this room, and the packages it stands on, hold about a person."""

from __future__ import annotations

from accounts.erasure import Fate, Reference

OURS = (
    Reference("accounts.ActivationCode.redeemed_by", Fate.NAMELESS, "The code stays used; who used it is forgotten."),
    Reference("accounts.CampusVisit.user", Fate.DELETE, "When you were last on a campus network."),
    Reference(
        "accounts.Contract.person", Fate.NAMELESS, "Accounts must be kept; the contract goes to a nameless stand-in."
    ),
    Reference("accounts.Invitation.accepted_by", Fate.NAMELESS, "The invitation stays used; who used it is forgotten."),
    Reference("accounts.Notice.user", Fate.DELETE, "Which reminders were sent to you."),
    Reference("accounts.Order.buyer", Fate.NAMELESS, "Accounts must be kept; name and address go, sum and date stay."),
    Reference("accounts.WaitingPlace.user", Fate.DELETE, "Your places on waiting lists."),
    Reference("accounts.Invitation.invited_by", Fate.NAMELESS, "Invitations you sent stay open; your name goes."),
    Reference(
        "accounts.Membership.user", Fate.DELETE, "Your places in groups; a group you own must have a new owner first."
    ),
    Reference("accounts.Seat.user", Fate.DELETE, "Your seat is free for another person."),
    Reference("accounts.Surrogate.user", Fate.NAMELESS, "Audit entries keep a stand-in that no longer leads to you."),
    Reference("accounts.User_groups.user", Fate.DELETE, "Your rights in the administration.", is_exported=False),
    Reference(
        "accounts.User_user_permissions.user", Fate.DELETE, "Your rights in the administration.", is_exported=False
    ),
    Reference("account.EmailAddress.user", Fate.DELETE, "Your e-mail addresses."),
    Reference("admin.LogEntry.user", Fate.NAMELESS, "What was done in the administration stays; a stand-in did it."),
    Reference("mfa.Authenticator.user", Fate.DELETE, "Your sign-in devices.", is_exported=False),
    Reference("usersessions.UserSession.user", Fate.DELETE, "Where you are signed in."),
)
