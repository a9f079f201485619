"""Plain makers of volumes, documents, leaves and texts: each makes what it is told, open and published by default."""

import hashlib
from collections.abc import Sequence
from datetime import date
from html import escape
from itertools import count
from typing import Any

from archive import publication
from archive.models import (
    ArchivalUnit,
    Document,
    EditorialNote,
    Image,
    Name,
    NameRole,
    NameVariant,
    Page,
    PageBreak,
    Repository,
    Section,
    Text,
    TextVersion,
    Volume,
)

OPEN = {"audience": "open", "state": "published"}

_numbers = count(1)


def make_volume(slug: str = "", **fields: Any) -> Volume:
    slug = slug or f"volume-{next(_numbers)}"
    title = fields.pop("title", f"Documents, {slug}")
    return Volume.objects.create(**{"slug": slug, "title": title, "sort_key": title.casefold(), **OPEN, **fields})


def make_section(volume: Volume, key: str = "", **fields: Any) -> Section:
    number = next(_numbers)
    return Section.objects.create(
        **{"volume": volume, "key": key or f"s{number}", "title": f"Part {number}", "order": number, **fields}
    )


def make_repository(slug: str = "", **fields: Any) -> Repository:
    slug = slug or f"repository-{next(_numbers)}"
    return Repository.objects.create(**{"slug": slug, "name": f"Archive {slug}", **fields})


def make_unit(repository: Repository, number: str, parent: ArchivalUnit | None = None, **fields: Any) -> ArchivalUnit:
    """A fond without a parent, else one level below it."""
    level = {None: "fond", "fond": "opis", "opis": "delo"}[parent.level if parent else None]
    path = f"{parent.path if parent else repository.slug}/{number}"
    return ArchivalUnit.objects.create(
        **{
            "repository": repository,
            "parent": parent,
            "level": level,
            "number": number,
            "path": path,
            "sort_key": path,
            **fields,
        }
    )


def make_document(
    volume: Volume | None = None, key: str = "", *, day: date | None = None, texts: Sequence[str] = (), **fields: Any
) -> Document:
    """A document with the lock of its volume; `texts` are the words of transcriptions, one page each."""
    number = next(_numbers)
    key = key or f"d{number}"
    lock = {name: getattr(volume, name) for name in ("audience", "state", "product")} if volume else OPEN
    dated = {"date_edtf": day.isoformat(), "earliest": day, "latest": day} if day else {}
    document = Document.objects.create(
        **{
            "volume": volume,
            "key": key,
            "identifier": f"{volume.slug}-{key}" if volume else key,
            "title": f"Letter {number}",
            "order": number,
            **lock,
            **dated,
            **fields,
        }
    )
    for order, words in enumerate(texts, 1):
        make_text(document, [words], slug="transcription" if order == 1 else f"transcription-{order}")
    return document


def make_image(name: str = "", **fields: Any) -> Image:
    """A row only: no file is written."""
    name = name or f"scan-{next(_numbers)}.jpg"
    return Image.objects.create(
        **{
            "name": name,
            "sha256": hashlib.sha256(name.encode()).hexdigest(),
            "format": "jpeg",
            "size": 1000,
            "width": 1200,
            "height": 1600,
            "derived": "ready",
            **fields,
        }
    )


def make_page(document: Document, order: int = 1, **fields: Any) -> Page:
    page = Page.objects.create(**{"document": document, "order": order, "label": str(order), **fields})
    Document.objects.filter(pk=document.pk).update(page_count=document.pages.count())
    return page


def make_leaf(image: Image | None, **lock: Any) -> Document:
    """The document v-d, which has one page."""
    document = make_document(make_volume("v"), "d", **lock)
    make_page(document, 1, image=image)
    return document


def make_text(
    document: Document, pages: Sequence[str] = ("Text of the document.",), *, notes: Sequence[str] = (), **fields: Any
) -> Text:
    """A text with one version: each of `pages` is a stretch of paragraphs (one a line), shown on the leaf of its order.

    `notes` are footnotes whose marks stand at the start of the text.
    """
    slug = fields.setdefault("slug", "transcription")
    kind = "translation" if slug.startswith("translation") else "transcription"
    text = Text.objects.create(**{"document": document, "kind": kind, "language": "en", "script": "Latn", **fields})
    make_version(text, pages, notes=notes)
    return text


def make_version(text: Text, pages: Sequence[str], *, notes: Sequence[str] = ()) -> TextVersion:
    """The next version of the text, which becomes its current one."""
    canonical = "\n".join([*pages, *notes])
    main_end = len("\n".join(pages))
    version = TextVersion.objects.create(
        text=text,
        number=text.versions.count() + 1,
        canonical=canonical,
        main_end=main_end,
        length=len(canonical),
        words=len(canonical.split()),
        blocks=[
            {"kind": "paragraph" if start < main_end else "note", "start": start, "end": end}
            for start, end in _lines(canonical, 0)
        ],
        digest=hashlib.sha256(canonical.encode()).hexdigest(),
        form_digest="",
    )
    Text.objects.filter(pk=text.pk).update(current=version)
    text.current = version
    rows = _notes(version, main_end, notes)
    leaves = {page.order: page for page in text.document.pages.all()}
    start = 0
    for order, stretch in enumerate(pages, 1):
        PageBreak.objects.create(
            version=version,
            order=order,
            start=start,
            end=start + len(stretch),
            byte_start=len(canonical[:start].encode()),
            byte_end=len(canonical[: start + len(stretch)].encode()),
            leaf=order,
            label=str(order),
            page=leaves.get(order),
            pieces=[
                {"o": o, "e": e, "k": "paragraph", "id": "", "c": [], "h": _paragraph(canonical, o, e), "x": False}
                for o, e in _lines(stretch, start)
            ],
            notes=[
                {
                    "o": n.start,
                    "e": n.end,
                    "n": n.label,
                    "k": n.kind,
                    "a": 0,
                    "i": i,
                    "h": escape(canonical[n.start : n.end]),
                }
                for i, n in enumerate(rows)
                if order == 1
            ],
        )
        start += len(stretch) + 1
    return version


def publish_version(text: Text, words: str) -> TextVersion:
    """Make the next version the current one, as a load does."""
    old = text.current
    assert old is not None
    new = make_version(text, [words])
    publication.apply(old, new)
    return new


def make_name(name: str, kind: str = "person", *, variants: Sequence[str] = (), **fields: Any) -> Name:
    """A name with its variants, each its own skeleton in lower case."""
    row = Name.objects.create(
        **{"kind": kind, "name": name, "slug": f"name-{next(_numbers)}", "sort_key": name.casefold(), **fields}
    )
    for variant in (name, *variants):
        NameVariant.objects.create(name=row, text=variant, skeleton=variant.casefold())
    return row


def make_role(document: Document, name: Name, role: str = "author", **fields: Any) -> NameRole:
    return NameRole.objects.create(document=document, name=name, role=role, **fields)


def _lines(stretch: str, start: int) -> list[tuple[int, int]]:
    spans = []
    for line in stretch.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def _paragraph(canonical: str, start: int, end: int) -> str:
    return f'<p data-o="{start}">{escape(canonical[start:end])}</p>'


def _notes(version: TextVersion, main_end: int, notes: Sequence[str]) -> list[EditorialNote]:
    spans = _lines("\n".join(notes), main_end + 1) if notes else []
    return EditorialNote.objects.bulk_create(
        EditorialNote(version=version, order=order, label=str(order), anchor=0, start=start, end=end)
        for order, (start, end) in enumerate(spans, 1)
    )
