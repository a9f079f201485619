"""What one document and one volume of TEI have in common: counts in the source, roles of names, notices."""

from collections.abc import Iterable

from archive.dates import HistoricalDate
from archive.formats.language import UNKNOWN
from archive.formats.tei.names import T
from archive.formats.tei.text import Source
from archive.formats.tei.vocabulary import ELEMENTS
from archive.formats.tei.walker import Findings
from archive.formats.xml import Element, line_of, local_name
from archive.records import NameKind, NameRecord, NameRole, RoleRecord

PAGE_BREAK = f"{T}pb"

_ROLES: dict[NameKind, NameRole] = {
    "person": "mentioned",
    "organisation": "mentioned",
    "place": "mentioned",
    "subject": "subject",
}
_DATE_MESSAGES = {
    "placeholder": "the date is only a placeholder; give a date or leave the attribute out",
    "no-year": "the date has no year; the document counts as undated until a year is given",
    "slash-date": "the date was read as a span of two; write it in EDTF (ISO 8601-2)",
    "not-a-date": "the date cannot be read; write it as YYYY-MM-DD or in EDTF (ISO 8601-2)",
    "reversed": "the date ends before it begins and was turned round; check both ends",
    "impossible-day": "there is no such day in that month; only the month was taken",
    "impossible-month": "there is no such month; only the year was taken",
    "year-list": "the date is a list of years; write it in EDTF (ISO 8601-2)",
    "loose-date": "the date was read from its wording; write it as YYYY-MM-DD",
    "out-of-range": "the year is beyond 1 to 9999; the document counts as undated",
}


def count_breaks(element: Element) -> int:
    """Count the page breaks of the source."""
    return sum(1 for _ in element.iter(PAGE_BREAK))


def count_notes(elements: Iterable[Element]) -> tuple[int, int]:
    """Count footnotes and source notes of the source; notes of the foliation are neither."""
    footnotes = sources = 0
    for element in elements:
        for note in element.iter(f"{T}note"):
            kind = note.get("type")
            sources += kind == "source"
            footnotes += kind not in ("source", "foliation")
    return footnotes, sources


def mentions(found: Iterable[Findings], known: Iterable[RoleRecord]) -> tuple[RoleRecord, ...]:
    """Give the names met in the texts of a document, each once, but for those it has in another role."""
    taken = {(role.name.kind, role.name.key or role.name.name) for role in known}
    named: dict[tuple[NameKind, str], RoleRecord] = {}
    for findings in found:
        for (kind, key), name in findings.names.items():
            if (kind, key) not in taken and (kind, key) not in named:
                record = NameRecord(kind, name, "" if key == name else key)
                named[kind, key] = RoleRecord(_ROLES[kind], record)
    return tuple(named.values())


def tell_date(source: Source, date: HistoricalDate, line: int, title: str) -> None:
    """Report a date that is missing or mistyped."""
    for code in date.warnings:
        message = _DATE_MESSAGES.get(code, "the date is not as it should be; check it")
        wording = f' "{date.printed or date.edtf}"' if date.printed or date.edtf else ""
        source.tell(line, code, f"“{title[:80]}”{wording}: {message}")
    if not date.edtf and not date.warnings:
        source.tell(line, "undated", f"“{title[:80]}” has no date; give one where it is known")


def tell_header(source: Source, header: Element) -> None:
    """Report what a header holds beside TEI, once for each file; it is not read."""
    lines: dict[str, int] = {}
    for element in header.iter():
        if local_name(element) not in ELEMENTS:
            lines.setdefault(local_name(element), line_of(element))
    if lines:
        message = f"the header holds elements that TEI does not have, which were not read: {', '.join(sorted(lines))}"
        source.tell(min(lines.values()), "unknown-in-header", message)


def tell_text(source: Source) -> None:
    """Report what the texts of the file held that was not understood, once for each thing."""
    for name, lines in sorted(source.unknown.items()):
        message = f"the element {name} is not known here ({len(lines)} times); its words were kept as plain text"
        source.tell(min(lines), "unknown-element", message)
    for name, lines in sorted(source.skipped.items()):
        message = f"the element {name} cannot be shown ({len(lines)} times) and was left out"
        source.tell(min(lines), "element-left-out", message)
    for code, count in sorted(source.removed.items()):
        message = f"the character {code} acts on the text around it and was left out ({count} times)"
        source.tell(0, "active-character", message)
    for line in source.glued:
        message = 'a page break stands between two letters; if they are two words, put a space, else break="no"'
        source.tell(line, "break-in-word", message)
    for language, count in sorted(source.guessed.items()):
        if language == UNKNOWN:
            message = f"the language of {count} texts is not declared and could not be guessed; add xml:lang"
        else:
            message = f'the language of {count} texts is not declared; "{language}" was guessed; add xml:lang'
        source.tell(0, "language-guessed", message)
