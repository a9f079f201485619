"""Notes as plain entries, written as a table for spreadsheets, as Markdown and as DOCX for writing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docx import Document as Docx

# More than one value in a cell are parted by this.
SEPARATOR = "; "
_COLUMNS = (
    *("kind", "document", "page", "quotation", "note", "tags", "citation", "link"),
    *("leads_to", "author", "audience", "written", "changed", "state"),
)
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# What XML 1.0 cannot hold.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MARKUP = re.compile(r"([\\`*_\[\]<>#|])")


@dataclass(frozen=True, slots=True)
class Entry:
    """One note or thing to be taken away; dates are ISO 8601."""

    kind: str
    quotation: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    document: str = ""
    page: str = ""
    citation: str = ""
    link: str = ""
    leads_to: str = ""
    author: str = ""
    audience: str = ""
    written: str = ""
    changed: str = ""
    state: str = ""

    def cell(self, name: str) -> str:
        """Give a column as text."""
        value = getattr(self, name)
        return SEPARATOR.join(value) if isinstance(value, tuple) else str(value)


def to_csv(entries: Sequence[Entry], heads: Mapping[str, str]) -> str:
    """Write a table, its head too when there is nothing else; cells that a spreadsheet would run become text."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow([heads.get(name, name) for name in _COLUMNS])
    for entry in entries:
        cells = (entry.cell(name) for name in _COLUMNS)
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return "\ufeff" + lines.getvalue()


def to_markdown(title: str, entries: Sequence[Entry], empty: str) -> str:
    """Write quotation, note, tags, citation and link of each, in order; notes stand as they were written."""
    parts = [f"# {_plain(title)}", *(_markdown(entry) for entry in entries)]
    return "\n\n".join(parts if entries else [*parts, empty]) + "\n"


def _markdown(entry: Entry) -> str:
    head = " · ".join(part for part in (entry.document, entry.page, entry.kind) if part)
    lines = [f"## {_plain(head)}"]
    if entry.quotation:
        lines.append("\n".join(f"> {_plain(line)}" for line in entry.quotation.splitlines()))
    if entry.note:
        lines.append(entry.note.strip())
    lines += [_plain(" ".join(f"#{tag.replace(' ', '_')}" for tag in entry.tags))] if entry.tags else []
    lines += [_plain(text) for text in (entry.citation,) if text]
    return "\n\n".join([*lines, f"<{entry.link}>"])


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def to_docx(title: str, entries: Sequence[Entry], empty: str) -> bytes:
    """Write the same as a document for word processors."""
    paper = Docx()
    paper.core_properties.title = _clean(title)[:250]
    paper.core_properties.author = ""
    paper.add_heading(_clean(title), 0)
    for entry in entries:
        head = " · ".join(part for part in (entry.document, entry.page, entry.kind) if part)
        paper.add_heading(_clean(head), 2)
        if entry.quotation:
            paper.add_paragraph(_clean(entry.quotation), style="Intense Quote")
        for text in (entry.note, SEPARATOR.join(entry.tags), entry.citation, entry.link):
            if text:
                paper.add_paragraph(_clean(text))
    if not entries:
        paper.add_paragraph(_clean(empty))
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)
