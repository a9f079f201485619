"""How each scheme or language reads Latin letters as the sounds of a skeleton."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product

from archive.romanisation.letters import strip_marks

MOST_READINGS = 32
SOUNDING = frozenset("šžčŝżâûłóäöüđøťď")
"""Letters whose mark is part of the sound and is not stripped before reading."""


@dataclass(frozen=True)
class Reading:
    """A table from letter groups to sounds; several sounds mean that the spelling cannot tell them apart.

    `sign` is found in words that this reading may concern; a word without it is not read so.
    """

    sign: re.Pattern[str]
    table: Mapping[str, tuple[str, ...]]
    group: re.Pattern[str]

    def read(self, word: str) -> Iterator[str]:
        """Give the possible sounds of a lower-case word, at most `MOST_READINGS`; letters not in the table stay."""
        choices: list[tuple[str, ...]] = []
        position = 0
        for match in self.group.finditer(word):
            choices.append((strip_marks(word[position : match.start()]),))
            choices.append(self.table[match.group()])
            position = match.end()
        choices.append((strip_marks(word[position:]),))
        return map("".join, islice(product(*choices), MOST_READINGS))


def _reading(sign: str, *tables: str) -> Reading:
    pairs = (pair.partition("=") for table in tables for pair in table.split())
    table = {letters: tuple(sounds.split("|")) for letters, _, sounds in pairs}
    groups = sorted(table, key=len, reverse=True)
    return Reading(re.compile(sign), table, re.compile("|".join(groups)))


_LETTERS = "w=v y=i j=i x=ks q=k ph=f th=t ł=l đ=d ø=o"
_MARKED = "š=S č=C ž=Z ŝ=Q šč=Q â=A û=U ż=Z"
_LIBRARY = (
    "shch=Q sch=Q shh=Q tch=C ch=C kh=h zh=Z dzh=Z dj=Z sh=S tz=c ts=c cz=c tc=c ck=k qu=kv gh=g c=k ce=ce ci=ci cy=ci"
)

ENGLISH = _reading("", _LETTERS, _MARKED, _LIBRARY)
SCIENTIFIC = _reading("[cjxščžŝâû]", _LETTERS, _MARKED, "ch=h kh=h x=h zh=Z sh=S ts=c")
OTHERS = (
    SCIENTIFIC,
    _reading("x|shh|eh|cz", _LETTERS, _MARKED, _LIBRARY, "x=h eh=e c=c"),
    _reading(
        "ou|ch|j|[iy]ne$|gu[ei]",
        _LETTERS,
        "chtch=Q tch=C ch=S kh=h j=Z dj=Z ou=u tz=c ts=c gue=ge gui=gi c=k",
    ),
    _reading("sz|cz|ż|ł", _LETTERS, "szcz=Q sz=S cz=C ż=Z ch=h ó=u"),
    _reading(
        "w|sch|j|z|[äöü]",
        _LETTERS,
        "schtsch=Q tsch=C dsch=Z ch=h z=c tz=c ts=c ck=k ä=e ö=e ü=U ss=s sch=S|Z sh=S|Z s=s|z",
    ),
)
"""Libraries and scholars, GOST, French, Polish, German (which writes ш and ж alike, and с and з)."""
