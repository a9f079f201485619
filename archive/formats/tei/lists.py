"""Reads lists of people, places, bodies and subjects: the indexes of an edition, the list of persons of a volume."""

from collections.abc import Iterator

from archive.formats.tei.names import T, words_of
from archive.formats.tei.walker import BLOCKISH
from archive.formats.xml import XML_ID, Element, local_name
from archive.records import NameKind, NameRecord

_ENTRIES: dict[str, tuple[NameKind, str]] = {
    f"{T}person": ("person", f"{T}persName"),
    f"{T}personGrp": ("person", f"{T}persName"),
    f"{T}org": ("organisation", f"{T}orgName"),
    f"{T}place": ("place", f"{T}placeName"),
}
_TOLD = frozenset(T + name for name in ("note", "desc", "occupation", "nationality", "affiliation", "country"))
_LISTS = frozenset(
    T + name for name in ("listPerson", "listOrg", "listPlace", "listBibl", "list", "listNym", "listEvent")
)


def is_index(text: Element) -> bool:
    """Whether a text is nothing but lists of entries with a key each."""
    bodies = text.findall(f"{T}body")
    children = [child for body in bodies for child in _below_divisions(body)]
    lists = [child for child in children if child.tag in _LISTS]
    return bool(lists) and len(lists) == len(children) and all(_is_keyed(found) for found in lists)


def entries(text: Element) -> tuple[NameRecord, ...]:
    """Give the names of an index."""
    found = [_entry(element) for element in text.iter(*_ENTRIES)]
    for item in text.iter(f"{T}item"):
        name = item.find(f"{T}name")
        if name is not None and item.get(XML_ID):
            links = tuple(link.get("target") or "" for link in item.iter(f"{T}link"))
            found.append(NameRecord("subject", words_of(name), item.get(XML_ID) or "", links=links))
    return tuple(record for record in found if record.name)


def persons(root: Element) -> tuple[NameRecord, ...]:
    """Give the people of the lists that a volume prints in its front or back matter."""
    found = []
    for listing in root.iter(f"{T}list"):
        if listing.get("type") in ("names", "persons", "people"):
            found += [_person(item) for item in listing.iter(f"{T}item")]
    return tuple(person for person in found if person is not None)


def _below_divisions(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == f"{T}div":
            yield from _below_divisions(child)
        elif local_name(child) in BLOCKISH or child.tag in _LISTS:
            if child.tag != f"{T}head":
                yield child
        elif words_of(child):
            yield child


def _is_keyed(listing: Element) -> bool:
    if listing.tag != f"{T}list":
        return True
    items = listing.findall(f"{T}item")
    return bool(items) and sum(
        bool(item.get(XML_ID) and item.find(f"{T}name") is not None) for item in items
    ) * 2 > len(items)


def _entry(element: Element) -> NameRecord:
    kind, name_tag = _ENTRIES[str(element.tag)]
    names = list(dict.fromkeys(filter(None, (words_of(name) for name in element.findall(name_tag)))))
    told = [words_of(child) for child in element if child.tag in _TOLD]
    links = [link.get("target") or "" for link in element.iter(f"{T}link")]
    links += [f"{number.get('type') or 'idno'}:{words_of(number)}" for number in element.findall(f"{T}idno")]
    return NameRecord(
        kind,
        names[0] if names else "",
        element.get(XML_ID) or "",
        variants=tuple(names[1:]),
        note="; ".join(filter(None, told)),
        dates=_life(element),
        links=tuple(filter(None, links)),
    )


def _life(element: Element) -> str:
    ends = []
    for name in ("birth", "death"):
        event = element.find(f"{T}{name}")
        date = event.find(f"{T}date") if event is not None else None
        holder = date if date is not None else event
        ends.append((holder.get("when") or holder.get("when-iso") or words_of(date)) if holder is not None else "")
    return f"{ends[0]}–{ends[1]}" if any(ends) else ""


def _person(item: Element) -> NameRecord | None:
    name = item.find(f".//{T}persName")
    if name is None or not name.get(XML_ID):
        return None
    wording = words_of(name).rstrip(",; ")
    rest = words_of(item).removeprefix(words_of(name)).lstrip(",;. ")
    return NameRecord("person", wording, name.get(XML_ID) or "", note=rest)
