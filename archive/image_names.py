"""Which image file belongs to which page, told by names: case, hyphens and underscores aside, then by number."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

_EXTENSION = re.compile(r"\.(?:jpe?g|png|tiff?|webp|jp2|j2k|jpx|gif|bmp|svg|xml)\Z", re.IGNORECASE)
_ASIDE = re.compile(r"[\s_-]+")
_TOKEN = re.compile(r"[^\W_]+")
_NUMBER_AT_END = re.compile(r"(\d+)\D*\Z")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page that may have an image: `names` are what the source calls it, the best first; `number` its place."""

    page: int
    document: str
    names: tuple[str, ...]
    number: int
    label: str = ""


@dataclass(slots=True)
class Matches:
    """Files by page; `leaves` are files that belong to a document that has no pages, in order."""

    by_page: dict[int, str] = field(default_factory=dict)
    leaves: dict[str, list[str]] = field(default_factory=dict)
    missing: list[Wanted] = field(default_factory=list)
    surplus: list[str] = field(default_factory=list)


def normalise(name: str) -> str:
    """Write one part of a path so that spellings of one name are equal."""
    return _ASIDE.sub("", _EXTENSION.sub("", name)).casefold()


def match(wanted: Sequence[Wanted], files: Sequence[str], documents: Iterable[str] = ()) -> Matches:
    """Match files (paths with slashes) to pages; `documents` are the keys of documents without pages.

    First by name; where several files share one, the folders decide. Then by number: a file whose
    name, less its last number, has only words that stand in one document's key belongs to that
    document's page of that number. Pages that name one file share it, as a spread does.
    """
    found = Matches()
    index = _by_stem(files)
    for page in wanted:
        file = _by_name(page, index)
        if file:
            found.by_page[page.page] = file
    left = [file for file in files if file not in set(found.by_page.values())]
    _by_number(wanted, left, [*documents], found)
    used = {*found.by_page.values(), *(file for files in found.leaves.values() for file in files)}
    found.surplus = [file for file in files if file not in used]
    found.missing = [page for page in wanted if page.names and page.page not in found.by_page]
    return found


def _by_stem(files: Iterable[str]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = defaultdict(list)
    for file in files:
        index[normalise(file.rpartition("/")[2])].append(file)
    return index


def _by_name(page: Wanted, index: dict[str, list[str]]) -> str:
    for name in page.names:
        candidates = index.get(normalise(name.rpartition("/")[2]), [])
        if len(candidates) == 1 and "/" not in name:
            return candidates[0]
        best = sorted(((_agreement(page, name, file), file) for file in candidates), reverse=True)
        if best and best[0][0] > 0 and (len(best) == 1 or best[0][0] > best[1][0]):
            return best[0][1]
        if len(best) == 1:
            return best[0][1]
    return ""


def _agreement(page: Wanted, name: str, file: str) -> int:
    """Count the folders, from the file upwards, that the source's path shares with the file's."""
    folders = [normalise(part) for part in file.split("/")[-2::-1]]
    given = [normalise(part) for part in name.split("/")[-2::-1]]
    shared = 0
    for mine, theirs in zip(given, folders, strict=False):
        if mine != theirs:
            break
        shared += 1
    return shared + (normalise(page.document) in folders)


def _by_number(wanted: Sequence[Wanted], files: Sequence[str], bare: Sequence[str], found: Matches) -> None:
    pages: dict[str, list[Wanted]] = defaultdict(list)
    for page in wanted:
        pages[page.document].append(page)
    keys = {document: _tokens(document) for document in [*pages, *bare]}
    for file in files:
        numbered = _NUMBER_AT_END.search(_EXTENSION.sub("", file))
        document = _document(file, keys) if numbered else ""
        if not numbered or not document:
            continue
        if document in pages:
            met = _numbered(pages[document], int(numbered[1]))
            if met and met.page not in found.by_page:
                found.by_page[met.page] = file
        else:
            found.leaves.setdefault(document, []).append(file)
    for files_of in found.leaves.values():
        files_of.sort(key=_last_number)


def _last_number(file: str) -> int:
    match_ = _NUMBER_AT_END.search(_EXTENSION.sub("", file))
    return int(match_[1]) if match_ else 0


def _tokens(name: str) -> frozenset[str]:
    return frozenset(token.casefold() for token in _TOKEN.findall(name))


def _document(file: str, keys: dict[str, frozenset[str]]) -> str:
    """Give the one document whose key holds all words of the file's name, or that its folder is named after."""
    path = _EXTENSION.sub("", file)
    folder, _, stem = path.rpartition("/")
    named = [document for document in keys if folder and normalise(document) == normalise(folder.rpartition("/")[2])]
    if len(named) == 1:
        return named[0]
    numbered = _NUMBER_AT_END.search(stem)
    words = _tokens(stem[: numbered.start()]) if numbered else frozenset()
    if not any(character.isdigit() for word in words for character in word):
        return ""
    held = [document for document, key in keys.items() if words <= key]
    return held[0] if len(held) == 1 else ""


def _numbered(pages: Sequence[Wanted], number: int) -> Wanted | None:
    """Give the page of this number: by the number that ends its name in the source, its label, or its place."""
    for numbers in (
        lambda page: [_last_number(name) for name in page.names],
        lambda page: [int(page.label)] if page.label.isdecimal() else [],
        lambda page: [page.number],
    ):
        found = [page for page in pages if number in numbers(page)]
        if len(found) == 1:
            return found[0]
    return None
