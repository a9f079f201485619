"""Finds what a note is on: an address of this archive with its selectors becomes rows the visitor may reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from accounts.compiled_rules import CompiledRule
from accounts.models import ReadingGroup
from accounts.visitor import Visitor
from annotations import addresses
from annotations.addresses import Address
from annotations.models import Annotation, Folder
from annotations.selectors import (
    Quote,
    Region,
    SelectorError,
    flatten,
    locate,
    position_of,
    quote_at,
    quote_of,
    region_of,
)
from archive.models import Document, Page, PageBreak, Text, TextVersion, Volume

On = Annotation.Target
NO_QUOTE = Quote("")


class TargetError(ValueError):
    """A target that is not of this archive, or that cannot be found in it; the message is for people."""


class ClosedTargetError(TargetError):
    """A target that the visitor may know of and may not read, so that no note can be set on its parts."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a note is on; offsets are code points into the canonical text of `version`."""

    on: str
    document_id: int | None = None
    volume_id: int | None = None
    folder_id: Any = None
    page_id: int | None = None
    text_id: int | None = None
    version: TextVersion | None = None
    reply_to: Annotation | None = None
    start: int | None = None
    end: int | None = None
    quote: Quote = NO_QUOTE
    region: Region | None = None

    @property
    def whereabouts(self) -> dict[str, Any]:
        """Give what a note on it belongs to, as columns."""
        thread = (self.reply_to.thread_id or self.reply_to.pk) if self.reply_to else None
        names = ("on", "document_id", "volume_id", "folder_id", "reply_to")
        return {"thread_id": thread, **{name: getattr(self, name) for name in names}}


def find_place(visitor: Visitor, targets: Sequence[Any], base: str) -> Place:
    """Find the one thing a note is on; `base` is scheme and host of this archive.

    What is hidden from the visitor and what does not exist are refused with the same words. Raises TargetError,
    ClosedTargetError.
    """
    if len(targets) != 1:
        raise TargetError(_("A note here is on one thing; send one target."))
    source, selectors = parts_of(targets[0])
    address = addresses.read(source, base)
    if address is None:
        raise TargetError(_("This target is not of this archive."))
    try:
        return _FINDERS[address.kind](visitor, address, selectors)
    except SelectorError as error:
        raise TargetError(str(error)) from error


def parts_of(target: Any) -> tuple[str, list[Mapping[str, Any]]]:
    """Give the address of a target and its selectors in one list; a fragment of the address is a selector too."""
    if isinstance(target, str):
        source, selectors = target, list[Mapping[str, Any]]()
    else:
        source = target.get("source", target.get("id", ""))
        if isinstance(source, Mapping):
            source = source.get("id", "")
        selectors = flatten(target.get("selector", []))
    source, mark, fragment = str(source).partition("#")
    if mark and fragment:
        selectors.append({"type": "FragmentSelector", "value": fragment})
    return source, selectors


class _Known(NamedTuple):
    """A document that the visitor may know of."""

    pk: int
    is_readable: bool


_DOCUMENT = CompiledRule(
    lambda visitor, at, identifier: (
        Document.objects.findable_by(visitor, at).filter(identifier=identifier).values_list("pk", "is_readable")
    ),
    str,
)
# What of a version is asked for; the rest comes when somebody asks.
_COLUMNS = ("id", "text_id", "number", "canonical", "main_end")
_VERSION = CompiledRule(
    lambda visitor, at, document, slug, number: (
        TextVersion.objects.filter(
            text__in=Text.objects.readable_by(visitor, at).filter(document_id=document, slug=slug).order_by(),
            number=number,
        )
        .order_by()
        .values_list(*_COLUMNS)
    ),
    int,
    str,
    int,
)


def _document(visitor: Visitor, identifier: str) -> _Known:
    for found in _DOCUMENT(visitor, identifier):
        return _Known(*found)
    raise _missing()


def _missing() -> TargetError:
    return TargetError(_("There is no such thing in this archive."))


def _closed() -> ClosedTargetError:
    return ClosedTargetError(_("You may not read this document, so no note can be set on its words or pages."))


def _on_words(visitor: Visitor, address: Address, selectors: list[Mapping[str, Any]]) -> Place:
    document = _document(visitor, address.name)
    if not document.is_readable:
        raise _closed()
    found = _VERSION(visitor, document.pk, address.slug, address.number)
    if not found:
        raise _missing()
    version = TextVersion.from_db("default", _COLUMNS, found[0])
    start, end = locate(version.canonical, quote_of(selectors), position_of(selectors))
    return words_place(document.pk, version, start, end)


def words_place(document: int, version: TextVersion, start: int, end: int) -> Place:
    """Give the place of words of a version of a document's text, with the page on which they begin."""
    return Place(
        On.WORDS,
        document_id=document,
        text_id=version.text_id,
        version=version,
        page_id=page_at(version, start),
        start=start,
        end=end,
        quote=quote_at(version.canonical, start, end),
    )


def page_at(version: TextVersion, offset: int) -> int | None:
    """Give the page on which a place of a version stands; a note of the edition stands where its mark does."""
    if offset >= version.main_end:
        mark = version.editorial_notes.filter(start__lte=offset).order_by("-start").values_list("anchor", flat=True)
        offset = next(iter(mark[:1]), offset)
    breaks = PageBreak.objects.filter(version=version, start__lte=offset).order_by("-order")
    return breaks.values_list("page_id", flat=True).first()


def _on_page(visitor: Visitor, address: Address, selectors: list[Mapping[str, Any]]) -> Place:
    document = _document(visitor, address.name)
    if not document.is_readable:
        raise _closed()
    page = Page.objects.readable_by(visitor).filter(document_id=document.pk, order=address.number).first()
    if page is None:
        raise _missing()
    region = region_of(selectors, (page.width, page.height))
    on = On.REGION if region else On.PAGE
    return Place(on, document_id=document.pk, page_id=page.pk, region=region)


def _on_document(visitor: Visitor, address: Address, selectors: list[Mapping[str, Any]]) -> Place:
    """Find a document; words that are quoted without saying of which text are looked for in its current ones."""
    document = _document(visitor, address.name)
    quote = quote_of(selectors)
    if quote is None:
        return Place(On.DOCUMENT, document_id=document.pk)
    if not document.is_readable:
        raise _closed()
    versions = _current(visitor, document.pk)
    found = []
    for version in versions:
        try:
            found.append((version, *locate(version.canonical, quote, position_of(selectors))))
        except SelectorError:
            continue
    if len(found) != 1:
        raise TargetError(_("These words do not stand in just one text of the document; name the text."))
    return words_place(document.pk, *found[0])


def _current(visitor: Visitor, document: int) -> QuerySet[TextVersion]:
    texts = Text.objects.readable_by(visitor).filter(document_id=document)
    current = TextVersion.objects.filter(text__in=texts, text__current=F("pk"))
    return current.select_related("text")


def _on_volume(visitor: Visitor, address: Address, _selectors: list[Mapping[str, Any]]) -> Place:
    volume = Volume.objects.findable_by(visitor).filter(slug=address.name).first()
    if volume is None:
        raise _missing()
    return Place(On.VOLUME, volume_id=volume.pk)


def _on_note(visitor: Visitor, address: Address, _selectors: list[Mapping[str, Any]]) -> Place:
    note = Annotation.objects.readable_by(visitor).filter(pk=address.name).first()
    if note is None:
        raise _missing()
    return reply_place(note)


def reply_place(note: Annotation) -> Place:
    """Give the place of a reply: it belongs to whatever the note belongs to."""
    return Place(On.NOTE, note.document_id, note.volume_id, note.folder_id, reply_to=note)


def _on_folder(visitor: Visitor, address: Address, _selectors: list[Mapping[str, Any]]) -> Place:
    folder = Folder.objects.readable_by(visitor).filter(pk=address.name).first()
    if folder is None:
        raise _missing()
    return Place(On.FOLDER, folder_id=folder.pk)


def _on_group(visitor: Visitor, address: Address, _selectors: list[Mapping[str, Any]]) -> Place:
    group = ReadingGroup.objects.filter(slug=address.name, pk__in=list(visitor.groups)).first()
    if group is None:
        raise _missing()
    return Place(On.GROUP)


_FINDERS = {
    "words": _on_words,
    "page": _on_page,
    "document": _on_document,
    "volume": _on_volume,
    "note": _on_note,
    "folder": _on_folder,
    "group": _on_group,
}
