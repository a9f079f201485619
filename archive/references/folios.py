"""Folios: the numbered leaves of a file, recto and verso, and ranges of them."""

import re
from dataclasses import dataclass

_VERSO = {"en": "ob.", "ru": "об."}
_FOLIO = (
    r"(?P<number{0}>\d{{1,5}})(?P<suffix{0}>\s?[а-яёa-qs-uw-z](?![^\W\d_]))?"
    r"(?:[\s.,-]*(?P<side{0}>об(?:орот)?|ob(?:orot)?|verso|vo?|зв|recto|ro?)\b\.?)?"
)
_ONE = re.compile(_FOLIO.format(""), re.IGNORECASE)
_RANGE = re.compile(
    rf"{_FOLIO.format(1)}(?:\s*(?P<dash>[-–—])\s*(?:{_FOLIO.format(2)}|(?P<both>об|ob)\b\.?))?", re.IGNORECASE
)
_BOTH_SIDES = re.compile(r"\s+(?:и|and|i)\s+(?=об\b|ob\b)", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*(?:[,;]|\s(?:и|and|i)\s)\s*", re.IGNORECASE)
_MARK = re.compile(r"(?:лист(?:ы|ов|а)?|лл?|арк|list(?:y|ov|a)?|ll?|ff?|ark|fol(?:io|s)?)[.\s]*(?=\d)", re.IGNORECASE)
_TWINS = str.maketrans("аб", "ab")


@dataclass(frozen=True, slots=True, order=True)
class Folio:
    """One side of a leaf; sorts as the leaves lie: 5, 5 verso, 5a, 6."""

    number: int
    suffix: str = ""
    is_verso: bool = False


@dataclass(frozen=True, slots=True, order=True)
class FolioRange:
    """From `first` to `last`, both included; a single folio has them equal."""

    first: Folio
    last: Folio


def parse_folio(text: str) -> Folio | None:
    """Read one folio: `5`, `5 об.`, `5ob`, `5v`, `5r`, `л. 12а об.`; None when it is none."""
    match = _ONE.fullmatch(_MARK.sub("", text.strip(), count=1))
    return _folio(match, "") if match else None


def parse_folios(text: str) -> tuple[FolioRange, ...] | None:
    """Read a list such as `5–7 об., 9, 12 и об.`; None when any part is no folio or a range runs backwards."""
    found = []
    plain = _BOTH_SIDES.sub("–", _MARK.sub("", text.strip().rstrip(";, "), count=1))
    for part in _SEPARATOR.split(plain):
        match = _RANGE.fullmatch(part.strip())
        folios = _range(match) if match else None
        if folios is None:
            return None
        found.append(folios)
    return tuple(found)


def format_folio(folio: Folio, language: str = "en") -> str:
    """Write `5 ob.` or, in Russian, `5 об.`."""
    side = f" {_VERSO['ru' if language == 'ru' else 'en']}" if folio.is_verso else ""
    suffix = folio.suffix.translate(str.maketrans("ab", "аб")) if language == "ru" else folio.suffix
    return f"{folio.number}{suffix}{side}"


def format_folios(ranges: tuple[FolioRange, ...], language: str = "en") -> str:
    """Write ranges as `5–7 ob., 9`, without the mark for folio before them."""
    return ", ".join(
        format_folio(one.first, language)
        if one.first == one.last
        else f"{format_folio(one.first, language)}–{format_folio(one.last, language)}"
        for one in ranges
    )


def _range(match: re.Match[str]) -> FolioRange | None:
    first = _folio(match, "1")
    if match["both"]:
        return FolioRange(first, Folio(first.number, first.suffix, is_verso=True))
    last = _folio(match, "2") if match["dash"] else first
    return FolioRange(first, last) if first <= last else None


def _folio(match: re.Match[str], group: str) -> Folio:
    suffix = (match[f"suffix{group}"] or "").strip().lower().translate(_TWINS)
    side = (match[f"side{group}"] or "").lower()
    return Folio(int(match[f"number{group}"]), suffix, is_verso=bool(side) and not side.startswith("r"))
