"""A code that verifies an address in the window in which the account was made, beside the link in the mail."""

from __future__ import annotations

import hashlib
import time
from hmac import compare_digest
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

KEPT = "verification_code"
SECONDS = 15 * 60
TRIES = 5


def keep_code(session: SessionBase, address: EmailAddress, code: str) -> None:
    """Keep the digest of a code in the session of the window that asked for it; the address by its number alone."""
    session[KEPT] = {"digest": _digest(code), "address": address.pk, "until": time.time() + SECONDS, "tries": TRIES}


def verify_by_code(session: SessionBase, typed: str) -> bool:
    """Verify the address when the code is right; five tries, a quarter of an hour."""
    kept: dict[str, Any] | None = session.get(KEPT)
    if kept is None or kept["tries"] <= 0 or time.time() > kept["until"]:
        return False
    session[KEPT] = {**kept, "tries": kept["tries"] - 1}
    digits = "".join(letter for letter in typed if letter.isdecimal())
    if not compare_digest(kept["digest"], _digest(digits)):
        return False
    del session[KEPT]
    return _confirm(kept["address"])


@transaction.atomic
def _confirm(number: int) -> bool:
    address = EmailAddress.objects.select_for_update().filter(pk=number, verified=False).first()
    if address is None or not address.set_verified():
        return False
    if not EmailAddress.objects.filter(user=address.user, primary=True).exists():
        address.set_as_primary()
    return True


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
