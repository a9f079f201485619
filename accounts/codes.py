"""Activation codes: made, shown once, redeemed once, revoked. Only their digest is kept."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from hmac import compare_digest
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from accounts.contracts import open_contract
from accounts.ledger import OrderEvent
from accounts.ledger_book import note_event
from accounts.models import ActivationCode, CodeBatch, Contract, Order, Product, User

# Crockford's base 32: nothing in it is mistaken for anything else when read from paper.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
LENGTH = 16  # 5 bits each: 80 bits
GROUP = 4


class Trouble(StrEnum):
    """Why a code does not open; for outsiders all but the last are told in one sentence."""

    UNKNOWN = "unknown"
    TAKEN = "taken"
    REVOKED = "revoked"
    LATE = "late"


class CodeError(ValueError):
    """A code that cannot be redeemed; `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        """Keep the reason."""
        super().__init__(trouble.value)
        self.trouble = trouble


def new_code() -> str:
    """Draw a code of 80 random bits, as it is printed: four groups of four."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def normal(text: str) -> str:
    """Undo what people do to a code when they type it: spaces, hyphens, small letters, O for 0."""
    return "".join(letter for letter in text.upper().translate(MISREAD) if letter.isalnum())


def digest_of(text: str) -> str:
    """Give the SHA-256 under which a code is kept; 80 random bits need no salt."""
    return hashlib.sha256(normal(text).encode()).hexdigest()


def make_code(
    products: Iterable[Product],
    *,
    months: int = 0,
    days: int = 0,
    valid_until: date | None = None,
    order: Order | None = None,
    batch: CodeBatch | None = None,
) -> str:
    """Make a code and give its text, which is kept nowhere."""
    text = new_code()
    row = ActivationCode.objects.create(
        digest=digest_of(text),
        hint=text[-4:],
        months=months,
        days=days,
        valid_until=valid_until,
        order=order,
        batch=batch,
    )
    row.products.set(products)
    return text


@transaction.atomic
def make_batch(
    label: str,
    count: int,
    products: Iterable[Product],
    *,
    months: int,
    valid_until: date | None = None,
    **fields: object,
) -> tuple[CodeBatch, list[str]]:
    """Make codes to be printed together; the texts are given this once."""
    batch = CodeBatch.objects.create(label=label, **fields)
    opened = list(products)
    return batch, [make_code(opened, months=months, valid_until=valid_until, batch=batch) for _ in range(count)]


@transaction.atomic
def redeem(text: str, user: User, at: datetime | None = None) -> Contract:
    """Turn a code into access for the person; the same person again gets the same contract back.

    Locks in the order of the house: order, person, code; so of many who come at once one gets it.
    Raises CodeError.
    """
    now = at or timezone.now()
    digest = digest_of(text)
    found = ActivationCode.objects.filter(digest=digest).first()
    if found is None or not compare_digest(found.digest, digest):
        raise CodeError(Trouble.UNKNOWN)
    order = Order.objects.select_for_update().filter(pk=found.order_id or 0).first()
    person = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    code = ActivationCode.objects.select_for_update().get(pk=found.pk)
    if code.redeemed_by_id == person.pk and code.contract is not None:
        return code.contract
    _check(code, person, now)
    contract = open_contract(
        person,
        code.products.all(),
        months=code.months,
        days=code.days,
        is_gift=bool(order and order.is_gift),
        reference=order.number if order else "",
        at=now,
    )
    code.redeemed_by, code.redeemed_at, code.contract = person, now, contract
    code.save(update_fields=["redeemed_by", "redeemed_at", "contract"])
    if order is not None:
        note_event(order, OrderEvent.ACTIVATED, actor=person, contract=contract, at=now)
    return contract


def _check(code: ActivationCode, person: User, now: datetime) -> None:
    if code.revoked_at is not None:
        raise CodeError(Trouble.REVOKED)
    if code.redeemed_at is not None:
        raise CodeError(Trouble.TAKEN)
    if code.valid_until is not None and now.astimezone(ZoneInfo(person.time_zone)).date() > code.valid_until:
        raise CodeError(Trouble.LATE)
