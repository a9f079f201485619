"""Shelf-marks of the fond, opis, delo kind: parse any common spelling, normalise, format."""

import re
from dataclasses import dataclass
from typing import Literal

from archive.references.folios import FolioRange, format_folios, parse_folios
from archive.references.repositories import find_repository, name_repository

Language = Literal["en", "ru"]

LONGEST = 200
"""A shelf-mark is a line at most; anything longer is prose."""

_CYRILLIC, _LATIN = "АБВГДЕЖЗИКЛМНОПРСТУФХЦ", "ABVGDEJZIKLMNOPRSTUFHC"
_TO_LATIN = str.maketrans(_CYRILLIC + _CYRILLIC.lower(), _LATIN + _LATIN.lower())
_TO_CYRILLIC = str.maketrans(_LATIN + _LATIN.lower(), _CYRILLIC + _CYRILLIC.lower())

_LETTER = r"[^\W\d_]"
_NUMBER = rf"(?:(?<!{_LETTER}){_LETTER}\s?-?\s?)?\d{{1,6}}(?:-?{_LETTER}(?!{_LETTER}))?"
_PIECES = re.compile(rf"(?P<prefix>{_LETTER}?)[\s-]*(?P<digits>\d+)-?(?P<suffix>{_LETTER}?)")
_GAP = r"[\s.,;:/]*(?:№|no\.?)?\s*"
_FOND = r"(?P<mark>фонда?|ф|fonds?|f)"
_OPIS = r"(?:опис[ьи]|оп|opis['’ʹ]?|op)"
_DELO = r"(?:дел[оа]|д|спр|ед\.?\s?хр|delo|d|spr|(?:y|i)?ed\.?\s?khr|file)"
_FOLIO = r"(?:лист(?:ы|ов|а)?|лл?|арк|list(?:y|ov|a)?|ll?|ark|fol(?:io|s)?|ff?)"
_MARKED = re.compile(
    rf"(?P<repository>.*?)[\s.,;:/(]*(?<!{_LETTER}){_FOND}{_GAP}(?P<fond>{_NUMBER})"
    rf"(?:[\s.,;:/]*{_OPIS}{_GAP}(?P<opis>{_NUMBER})"
    rf"(?:[\s.,;:/]*{_DELO}{_GAP}(?P<delo>{_NUMBER})(?:[\s.,;:/]*{_FOLIO}{_GAP}(?P<folios>\d.*))?)?)?[\s.)]*",
    re.IGNORECASE | re.DOTALL,
)
_BARE = re.compile(
    rf"(?P<repository>\D*?)[\s.,:]*(?<!{_LETTER})(?P<fond>{_NUMBER})\s?(?P<separator>[/-])\s?(?P<opis>{_NUMBER})"
    rf"(?:\s?(?P=separator)\s?(?P<delo>{_NUMBER})(?:(?:/|[\s.,;]*{_FOLIO}{_GAP})(?P<folios>\d.*))?)?[\s.]*",
    re.IGNORECASE | re.DOTALL,
)
_SMALL = r"(?:0?[1-9]|[12]\d|3[01])"
_LIKE_A_DATE = re.compile(rf"{_SMALL}([/-]){_SMALL}\1(?:1\d{{3}}|20\d\d)|(?:1\d{{3}}|20\d\d)([/-]){_SMALL}\2{_SMALL}")


@dataclass(frozen=True, slots=True)
class ShelfMark:
    """Where a document is kept; numbers in Latin letters (`R-5446`, `22a`), repository as its Latin acronym.

    `opis` and `delo` are None where only the upper level is meant.
    """

    repository: str | None
    fond: str
    opis: str | None = None
    delo: str | None = None
    folios: tuple[FolioRange, ...] = ()

    def normalise(self) -> str:
        """Give the key two spellings of one shelf-mark share, without repository and folios: `558/11/1082`."""
        return "/".join(part for part in (self.fond, self.opis, self.delo) if part)

    def format(self, language: Language = "en") -> str:
        """Write `RGASPI, f. 558, op. 11, d. 167, ll. 5–7 ob.` or `РГАСПИ. Ф. 558. Оп. 11. Д. 167. Л. 5–7 об.`."""
        numbers = [number for number in (self.fond, self.opis, self.delo) if number]
        repository = [name_repository(self.repository, language)] if self.repository else []
        if language == "ru":
            marks = zip(("Ф", "Оп", "Д"), numbers, strict=False)
            leaves = [f"Л. {format_folios(self.folios, 'ru')}"] if self.folios else []
            return ". ".join((*repository, *(f"{mark}. {n.translate(_TO_CYRILLIC)}" for mark, n in marks), *leaves))
        marks = zip(("f", "op", "d"), numbers, strict=False)
        is_single = len(self.folios) == 1 and self.folios[0].first == self.folios[0].last
        leaves = [f"{'l' if is_single else 'll'}. {format_folios(self.folios)}"] if self.folios else []
        return ", ".join((*repository, *(f"{mark}. {number}" for mark, number in marks), *leaves))


def normalise(mark: ShelfMark) -> str:
    """Give the key two spellings of one shelf-mark share: `558/11/1082`."""
    return mark.normalise()


def parse(text: str) -> ShelfMark | None:
    """Read a whole text as a shelf-mark, in Cyrillic or Latin, with or without its marks; None when it is none.

    Numbers joined by slashes count without a repository only when there are three and they are no date.
    """
    if len(text) > LONGEST:
        return None
    marked = _MARKED.fullmatch(text.strip())
    if marked:
        return _marked(marked)
    bare = _BARE.fullmatch(text.strip())
    return _bare(bare) if bare else None


def _marked(match: re.Match[str]) -> ShelfMark | None:
    named = match["repository"].strip(" \t\n.,;:/(")
    repository = find_repository(named)
    if named and not repository:
        if not match["opis"] or not _could_be_a_name(named):
            return None
        repository = named
    if not match["opis"] and not repository and match["mark"] in "fF":
        return None
    return _build(match, repository)


def _bare(match: re.Match[str]) -> ShelfMark | None:
    named = match["repository"].strip()
    repository = find_repository(named) if named else None
    if named and not repository:
        return None
    is_plain = match["separator"] == "/" and match["delo"] and not _LIKE_A_DATE.fullmatch(match.string.strip(" ."))
    return _build(match, repository) if repository or is_plain else None


def _build(match: re.Match[str], repository: str | None) -> ShelfMark | None:
    folios = parse_folios(match["folios"].rstrip(" .)")) if match["folios"] else ()
    if folios is None:
        return None
    opis, delo = (_number(match[level]) if match[level] else None for level in ("opis", "delo"))
    return ShelfMark(repository, _number(match["fond"]), opis, delo, folios)


def _number(text: str) -> str:
    """Write `Р 5446` and `22А` as `R-5446` and `22a`, without leading zeros."""
    pieces = _PIECES.fullmatch(text)
    if not pieces:
        return text
    prefix = f"{pieces['prefix'].translate(_TO_LATIN).upper()}-" if pieces["prefix"] else ""
    return f"{prefix}{int(pieces['digits'])}{pieces['suffix'].translate(_TO_LATIN).lower()}"


def _could_be_a_name(text: str) -> bool:
    """A repository that is not in the table: a few words, one of them an acronym or capitalised."""
    words = text.split()
    return len(words) <= 8 and words[0][0].isupper() and not any(sign in text for sign in "?!;")
