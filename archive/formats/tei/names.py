"""Words of TEI that several of its readers need: namespaces, plain text of an element, where a name points."""

from collections.abc import Iterator

from archive.formats.xml import Element
from archive.records import NameKind
from archive.strand import plain

TEI = "http://www.tei-c.org/ns/1.0"
T = f"{{{TEI}}}"

NAME_KINDS: dict[str, NameKind] = {
    "persName": "person",
    "placeName": "place",
    "geogName": "place",
    "origPlace": "place",
    "orgName": "organisation",
    "person": "person",
    "place": "place",
    "org": "organisation",
    "organisation": "organisation",
    "organization": "organisation",
}


def words_of(element: Element | None, *, without: frozenset[str] = frozenset()) -> str:
    """Text of an element as one line; `without` names elements (qualified) to leave out."""
    if element is None:
        return ""
    if not without:
        return plain("".join(str(part) for part in element.itertext()))
    return plain("".join(_pieces(element, without)))


def _pieces(element: Element, without: frozenset[str]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag not in without:
            yield from _pieces(child, without)
        yield child.tail or ""


def pointer(element: Element) -> str:
    """Key or address that a name or term carries, the first if there are several."""
    for attribute in ("ref", "corresp", "key", "sameAs", "target"):
        value = element.get(attribute)
        if value and value.strip():
            return value.split()[0]
    return ""


def key_of(target: str) -> str:
    """Key of a name without the hash that makes it a local pointer."""
    return target.removeprefix("#")


def name_kind(element: Element) -> NameKind | None:
    """What a naming element names, None when it does not say."""
    name = str(element.tag).rpartition("}")[2]
    if name in NAME_KINDS:
        return NAME_KINDS[name]
    for word in (element.get("type") or "").casefold().replace("_", " ").split():
        if word in NAME_KINDS:
            return NAME_KINDS[word]
    return None
