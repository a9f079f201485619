"""Amounts of money: whole numbers of a currency's smallest unit, written for people."""

from __future__ import annotations

# ISO 4217: currencies whose smallest unit is not a hundredth.
DIGITS = dict.fromkeys(["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND"], 0) | (
    dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3)
)


def written(amount: int, currency: str) -> str:
    """Write 4900 EUR as "49.00 EUR" and 4900 JPY as "4900 JPY"; the amount may be negative."""
    digits = DIGITS.get(currency, 2)
    sign = "-" if amount < 0 else ""
    whole, part = divmod(abs(amount), 10**digits)
    return f"{sign}{whole}.{part:0{digits}d} {currency}" if digits else f"{sign}{whole} {currency}"
