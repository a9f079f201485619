"""Romanisation: one name under all its Latin spellings, and one skeleton for all of them."""

from archive.romanisation.letters import fold_lookalikes, is_cyrillic, modernise, strip_marks
from archive.romanisation.schemes import SCHEMES, romanise, variants
from archive.romanisation.skeletons import skeleton, skeletons

__all__ = [
    "SCHEMES",
    "fold_lookalikes",
    "is_cyrillic",
    "modernise",
    "romanise",
    "skeleton",
    "skeletons",
    "strip_marks",
    "variants",
]
