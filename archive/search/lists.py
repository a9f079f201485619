"""A list of results to be taken away: CSL-JSON, and CSV and RIS made from it."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse

from accounts.visitor import Visitor
from archive.citations import place_of
from archive.models import Document, NameRole, Volume

MOST = 1_000
Item = dict[str, Any]
_COLUMNS = ("identifier", "title", "date", "authors", "recipients", "volume", "number", "shelf-mark", "address")
_TAGS = {"T2": "container-title", "M1": "number", "AN": "archive_location", "DB": "archive", "UR": "URL"}


def items(visitor: Visitor, documents: Sequence[int], site: str) -> list[Item]:
    """Give documents as CSL-JSON items, in order; `site` is the address to which permanent ones are added."""
    rows = Document.objects.findable_by(visitor).filter(pk__in=documents).select_related("volume", "repository")
    known = {row.pk: row for row in rows}
    people = _people(documents)
    volumes = set(Volume.objects.findable_by(visitor).filter(documents__in=documents).values_list("pk", flat=True))
    return [_item(known[pk], people[pk], volumes, site) for pk in documents if pk in known]


def _people(documents: Sequence[int]) -> Mapping[int, dict[str, list[str]]]:
    roles = NameRole.objects.filter(document__in=documents, role__in=["author", "recipient"])
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for document, role, name in roles.order_by("order", "pk").values_list("document", "role", "name__name"):
        found[document][role].append(name)
    return found


def _item(document: Document, people: Mapping[str, list[str]], volumes: set[int], site: str) -> Item:
    volume = document.volume if document.volume_id in volumes else None
    item: Item = {
        "id": document.identifier,
        "type": "manuscript",
        "title": document.title,
        "author": [_name(name) for name in people.get("author", ())],
        "recipient": [_name(name) for name in people.get("recipient", ())],
        "issued": _issued(document),
        "archive": str(document.repository) if document.repository else "",
        "archive_location": place_of(document),
        "container-title": volume.title if volume else "",
        "number": document.number,
        "publisher-place": document.place,
        "URL": f"{site}{reverse('archive:document', args=[document.identifier])}",
    }
    return {name: value for name, value in item.items() if value}


def _name(name: str) -> dict[str, str]:
    family, comma, given = name.partition(",")
    return {"family": family.strip(), "given": given.strip()} if comma else {"literal": name}


def _issued(document: Document) -> Item:
    if not document.date_edtf:
        return {}
    first, last = document.earliest, document.latest
    if first is None or last is None or document.calendar != "gregorian":
        return {"literal": document.date_printed or document.date_edtf}
    dates = [first] if first == last else [first, last]
    return {"date-parts": [[day.year, day.month, day.day] for day in dates]}


def to_json(found: Sequence[Item]) -> str:
    """Write CSL-JSON."""
    return json.dumps(found, ensure_ascii=False, indent=1)


def to_csv(found: Sequence[Item]) -> str:
    """Write a table with a line for each document; a cell that a spreadsheet would run is written as text."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(_COLUMNS)
    for item in found:
        cells = [item["id"], item["title"], _day(item), _names(item, "author"), _names(item, "recipient")]
        cells += [item.get(name, "") for name in ("container-title", "number", "archive_location", "URL")]
        writer.writerow([f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell for cell in cells])
    return lines.getvalue()


def to_ris(found: Sequence[Item]) -> str:
    """Write RIS records of type manuscript."""
    return "".join(f"{''.join(_ris(item))}ER  - \r\n" for item in found)


def _ris(item: Item) -> Iterable[str]:
    fields = [("TY", "MANSCPT"), ("ID", item["id"]), ("TI", item["title"])]
    fields += [("AU", _written(name)) for name in item.get("author", ())]
    fields += [("A2", _written(name)) for name in item.get("recipient", ())]
    parts = item.get("issued", {}).get("date-parts")
    if parts:
        year, month, day = parts[0]
        fields += [("PY", str(year)), ("DA", f"{year:04}/{month:02}/{day:02}")]
    fields += [(tag, item[name]) for tag, name in _TAGS.items() if name in item]
    return (f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in fields)


def _day(item: Item) -> str:
    issued = item.get("issued", {})
    if "literal" in issued:
        return str(issued["literal"])
    return "/".join("-".join(f"{part:02}" for part in day) for day in issued.get("date-parts", ()))


def _names(item: Item, role: str) -> str:
    return "; ".join(_written(name) for name in item.get(role, ()))


def _written(name: Mapping[str, str]) -> str:
    return name.get("literal") or ", ".join(part for part in (name["family"], name["given"]) if part)


Written = Callable[[Sequence[Item]], str]
FORMATS: dict[str, tuple[Written, str, str]] = {
    "csv": (to_csv, "text/csv; charset=utf-8", "csv"),
    "ris": (to_ris, "application/x-research-info-systems; charset=utf-8", "ris"),
    "csl-json": (to_json, "application/vnd.citationstyles.csl+json; charset=utf-8", "json"),
}
"""By name: how it is written, its media type, the end of the file's name."""
