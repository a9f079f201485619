"""Notes and folders gathered to be taken away: plain entries with quotation, note, tags, citation and link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.access import Audience
from accounts.visitor import Visitor
from annotations import addresses, presentation
from annotations.entries import Entry
from archive.citations import citation
from archive.dates import display
from archive.models import Document, NameRole
from archive.particulars import Credit


def entries_of(visitor: Visitor, notes: Sequence[Any], base: str, today: date) -> list[Entry]:
    """Give notes that `fetch` gave as entries; quotations only where the visitor may have them.

    One's own notes keep their quotation whatever became of the licence. Five statements at any number.
    """
    cited = citations(visitor, {note.document_id for note in notes if note.document_id}, base, today)
    return [_entry(visitor, note, cited.get(note.document_id, ("", "")), base) for note in notes]


def _entry(visitor: Visitor, note: Any, cited: tuple[str, str], base: str) -> Entry:
    anchor = note.anchor
    quote = (anchor.exact if anchor and anchor.is_certain else note.exact) if note.may_quote else ""
    return Entry(
        kind=str(note.get_motivation_display()),
        quotation=quote,
        note=note.body,
        tags=tuple(note.tags),
        document=cited[0],
        page=(note.page_label or str(note.page_order or "")) if note.may_quote else "",
        citation=cited[1],
        link=addresses.note(base, note.pk),
        leads_to=note.link,
        author=presentation.creator(note, visitor)["name"],
        audience=_audience(note),
        written=note.created_at.date().isoformat(),
        changed=note.modified_at.date().isoformat(),
        state=_state(note),
    )


def _audience(note: Any) -> str:
    if note.audience == Audience.GROUP:
        return str(note.group_name)
    return _("Public") if note.audience == Audience.OPEN else _("Only me")


def _state(note: Any) -> str:
    if note.hidden_at:
        return _("hidden by moderators")
    if note.withdrawn_at:
        return _("waits for moderators")
    if presentation.stands(note) == "unattached":
        return _("unattached")
    return _("imported") if "via" in note.extra else ""


def citations(visitor: Visitor, documents: Iterable[int], base: str, today: date) -> Mapping[int, tuple[str, str]]:
    """Give title and citation of documents the visitor may know of, in two statements."""
    wanted = list(documents)
    rows = Document.objects.findable_by(visitor).filter(pk__in=wanted).select_related("volume", "repository")
    roles = NameRole.objects.filter(document__in=wanted, role=NameRole.Role.AUTHOR).order_by("order", "pk")
    people: dict[int, list[Credit]] = defaultdict(list)
    for document, role, name, slug in roles.values_list("document", "role", "name__name", "name__slug"):
        people[document].append(Credit(role, name, slug))
    language = get_language() or "en"
    found = {}
    for row in rows:
        shown = display(row.date_edtf, language, calendar=row.calendar) if row.date_edtf else ""
        address = addresses.document(base, row.identifier)
        found[row.pk] = (row.title, citation(row, people[row.pk], shown, address, today))
    return found


def folder_entries(visitor: Visitor, items: Sequence[Any], base: str, today: date) -> list[Entry]:
    """Give the things of a folder that `full_items` gave, in its order; notes with their words."""
    documents = {it.document_id or it.annotation.document_id for it in items} - {None}
    cited = citations(visitor, documents, base, today)
    return [
        _item_entry(visitor, item, cited.get(item.document_id or item.annotation.document_id, ("", "")), base)
        for item in items
    ]


def _item_entry(visitor: Visitor, item: Any, cited: tuple[str, str], base: str) -> Entry:
    note = item.annotation
    if note is not None:
        own = visitor.user_id is not None and note.owner_id == visitor.user_id
        return Entry(
            kind=str(note.get_motivation_display()),
            quotation=note.exact if own or item.is_readable else "",
            note=note.body,
            tags=tuple(note.tags),
            document=cited[0],
            citation=cited[1],
            link=addresses.note(base, note.pk),
            author=presentation.creator(note, visitor)["name"],
            audience=_audience(note),
            written=note.created_at.date().isoformat(),
        )
    link = addresses.document(base, item.document.identifier)
    if item.page is not None:
        link = addresses.page(base, item.document.identifier, item.page.order)
    elif item.version is not None:
        link = addresses.words(base, item.document.identifier, item.text.slug, item.version.number)
    return Entry(
        kind=_("passage") if item.version else _("page") if item.page else _("document"),
        quotation=item.exact if item.is_quotable else "",
        document=cited[0],
        page=(item.page.label or str(item.page.order)) if item.page else "",
        citation=cited[1],
        link=link,
        written=item.added_at.date().isoformat(),
    )
