"""Rows into the records that IIIF is written from, for one visitor: documents, volumes and holdings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.access import Audience, answer
from accounts.visitor import Visitor
from archive.citations import place_of
from archive.dates import Calendar, display
from archive.formats.iiif import Described, Entry, Layer, Leaf, Passage, Picture, Words, box
from archive.formats.iiif_image import Extent, sizes
from archive.holdings import documents_in, units_below
from archive.images import TILE
from archive.models import ArchivalUnit, Document, Image, Page, Volume
from archive.page_words import Span
from archive.panes import Layer as Text
from archive.panes import layers_of
from archive.particulars import credits_of
from archive.tiles import LIMITS

# Gives the absolute address of a named door.
At = Callable[..., str]
NO_LANGUAGE = "none"


def said(text: str | Promise) -> Words:
    """Give words of the interface in each of its languages."""
    found: dict[str, list[str]] = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found[code] = [str(text)]
    return found if len({words[0] for words in found.values()}) > 1 else {NO_LANGUAGE: found["en"]}


def plain(text: str, language: str = "") -> Words:
    """Give words of the archive, in the language they are known to be in."""
    return {language or NO_LANGUAGE: [text]}


def document_record(document: Document, at: At) -> Described:
    """Say what a document is; no word of its texts."""
    licensed = document.audience == Audience.CONTROLLED
    statement = said(_("Licensed: images and texts open to subscribers.")) if licensed else said(_("Open to everyone."))
    part_of = []
    if document.volume:
        part_of.append(_volume_entry(document.volume, at))
    if document.unit:
        part_of.append(_unit_entry(document.unit, at))
    address = at("document", document.identifier)
    return Described(
        address=at("iiif-manifest", document.identifier),
        label=_title(document),
        summary=plain(document.description) if document.description else {},
        metadata=_metadata(document),
        licence=document.licence or (document.volume.licence if document.volume else ""),
        statement=(said(_("Access")), statement),
        homepage=(address, _title(document)),
        provider=(at("home"), plain(settings.SITE_NAME)),
        part_of=tuple(part_of),
    )


def leaves(visitor: Visitor, document: Document, at: At) -> list[Leaf]:
    """Give every page of a document; its texts only where they may be read. Two statements."""
    may_read = answer(visitor, document).may_read
    layers = layers_of(visitor, document) if may_read else []
    pages = Page.objects.findable_by(visitor).filter(document=document)
    rows = pages.values_list("order", "label", "folio", "image__width", "image__height", "image__derived")
    known = {order: rest for order, *rest in rows}
    return [_leaf(document, order, known.get(order), layers, at) for order in range(1, max(1, document.page_count) + 1)]


def is_right_to_left(visitor: Visitor, document: Document) -> bool:
    """Tell whether the pages turn the other way: the first text that may be read is written so."""
    return any(layer.direction == "rtl" for layer in layers_of(visitor, document)[:1])


def volume_record(volume: Volume, at: At) -> Described:
    """Say what a volume is."""
    facts = (
        (_("Editors"), volume.editors),
        (_("Series"), " ".join(filter(None, (volume.series, volume.number)))),
        (_("Year"), volume.year),
    )
    return Described(
        address=at("iiif-volume", volume.slug),
        label=plain(volume.title, volume.language),
        summary=plain(volume.description) if volume.description else {},
        metadata=tuple((said(label), plain(value)) for label, value in facts if value),
        licence=volume.licence,
        homepage=(at("volume", volume.slug), plain(volume.title, volume.language)),
        provider=(at("home"), plain(settings.SITE_NAME)),
        part_of=(Entry(at("iiif-top"), "Collection", plain(settings.SITE_NAME)),),
    )


def volume_members(visitor: Visitor, volume: Volume, at: At) -> list[Entry]:
    """Give the documents of a volume that the visitor may find, in source order; one statement."""
    return _manifests(Document.objects.findable_by(visitor).filter(volume=volume).order_by("order", "pk"), at)


def top_members(visitor: Visitor, at: At) -> list[Entry]:
    """Give the volumes and the fonds."""
    volumes = [_volume_entry(volume, at) for volume in Volume.objects.findable_by(visitor)]
    return volumes + [_unit_entry(held.unit, at) for held in units_below(visitor)]


def unit_record(unit: ArchivalUnit, at: At) -> Described:
    """Say what a fond, opis or delo is."""
    parent = unit.parent
    above = _unit_entry(parent, at) if parent else Entry(at("iiif-top"), "Collection", plain(settings.SITE_NAME))
    return Described(
        address=at("iiif-unit", unit.path),
        label=plain(_unit_name(unit)),
        summary={},
        metadata=((said(_("Repository")), plain(unit.repository.name)),),
        homepage=(at("unit", unit.path), plain(_unit_name(unit))),
        provider=(at("home"), plain(settings.SITE_NAME)),
        part_of=(above,),
    )


def unit_members(visitor: Visitor, unit: ArchivalUnit, at: At) -> list[Entry]:
    """Give the units below and the documents kept directly in a unit, as far as the visitor may find them."""
    below = [_unit_entry(held.unit, at) for held in units_below(visitor, unit.path)]
    return below + _manifests(documents_in(visitor, unit, unit.repository), at)


def passage(document: Document, span: Span, at: At) -> Passage:
    """Give words of a page with the place they have on its canvas."""
    return Passage(
        address=f"{at('iiif-annotations', document.identifier, span.leaf, span.slug)}#{span.start}-{span.end}",
        text=span.text,
        language=span.language,
        canvas=at("iiif-canvas", document.identifier, span.leaf),
        box=box(span.polygons),
    )


def text_label(layer: Text) -> Words:
    """Name a text by its language and kind."""
    return plain(f"{layer.name}: {layer.caption}")


def _leaf(document: Document, order: int, row: Sequence[object] | None, layers: Iterable[Text], at: At) -> Leaf:
    picture = None
    label = str(order)
    if row is not None:
        printed, folio, width, height, derived = row
        label = str(printed or folio or order)
        if derived == Image.Derived.READY and isinstance(width, int) and isinstance(height, int):
            picture = _picture(at("iiif-image", document.identifier, order), width, height)
    identifier = document.identifier
    texts = tuple(Layer(at("iiif-annotations", identifier, order, layer.slug), text_label(layer)) for layer in layers)
    return Leaf(at("iiif-canvas", identifier, order), plain(label), picture, texts)


def _picture(service: str, width: int, height: int) -> Picture:
    levels = 1
    while max(width, height) >> (levels - 1) > TILE:
        levels += 1
    made = sizes(Extent(width, height), LIMITS, levels)
    return Picture(service, width, height, tuple((size.width, size.height) for size in made))


def _title(document: Document) -> Words:
    title: dict[str, list[str]] = {NO_LANGUAGE: [document.title]}
    for language, text in document.other_titles:
        title.setdefault(language or NO_LANGUAGE, []).append(text)
    return title


def _metadata(document: Document) -> tuple[tuple[Words, Words], ...]:
    """Give date, people, places and shelf-mark."""
    facts = [(_("Kind"), document.genre), (_("Shelf-mark"), place_of(document))]
    facts += [(_("Place of writing"), document.place), (_("Number in the volume"), document.number)]
    found = [(said(label), plain(value)) for label, value in facts if value]
    if document.date_edtf:
        found.insert(0, (said(_("Date")), _date(document)))
    names: dict[str, list[str]] = {}
    for credit in credits_of(document):
        names.setdefault(credit.role, []).append(credit.name)
    found += [(said(_ROLES[role]), {NO_LANGUAGE: people}) for role, people in names.items() if role in _ROLES]
    return tuple(found)


def _date(document: Document) -> Words:
    calendar: Calendar = "julian" if document.calendar == "julian" else "gregorian"
    return {code: [display(document.date_edtf, code, calendar=calendar)] for code, _name in settings.LANGUAGES}


_ROLES = {
    "author": _("Author"),
    "recipient": _("Recipient"),
    "place": _("Place"),
    "subject": _("Subject"),
    "translator": _("Translator"),
    "editor": _("Editor"),
}


def _manifests(documents: Iterable[Document], at: At) -> list[Entry]:
    return [Entry(at("iiif-manifest", document.identifier), "Manifest", _title(document)) for document in documents]


def _volume_entry(volume: Volume, at: At) -> Entry:
    return Entry(at("iiif-volume", volume.slug), "Collection", plain(volume.title, volume.language))


def _unit_entry(unit: ArchivalUnit, at: At) -> Entry:
    return Entry(at("iiif-unit", unit.path), "Collection", plain(_unit_name(unit)))


def _unit_name(unit: ArchivalUnit) -> str:
    name = f"{unit.get_level_display()} {unit.number}"
    return f"{name}. {unit.title}" if unit.title else name
