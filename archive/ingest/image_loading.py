"""Images and page regions of a load: found for the pages of a volume, kept, and set on their leaves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from archive.formats import read_file
from archive.image_names import Matches, Wanted, match
from archive.ingest.locks import wait_authority
from archive.ingest.reading import VolumeReader
from archive.ingest.report import SourceReport
from archive.ingest.trees import SourceFile
from archive.ingest.volumes import VolumeSource
from archive.masters import check, keep
from archive.models import Document, Image, Page
from archive.records import Notice, PageRecord, Refused
from archive.zones import link_pages, write_zones

Place = tuple[str, int]


@dataclass(slots=True)
class Offer:
    """Image files and files with regions of pages; `used` are the names of those that found their page."""

    images: tuple[SourceFile, ...] = ()
    zones: tuple[SourceFile, ...] = ()
    used: set[str] = field(default_factory=set)

    def within(self, base: str, zones: tuple[SourceFile, ...]) -> Offer:
        """Give the images below a folder, and these regions; what is used of them is used of the whole."""
        prefix = f"{base}/" if base else ""
        return Offer(tuple(file for file in self.images if file.name.startswith(prefix)), zones, self.used)

    def surplus(self) -> Iterator[Notice]:
        """Give a notice for every file that found no page."""
        for file in (*self.images, *self.zones):
            if file.name not in self.used:
                message = "no page of the texts has this name; correct the name, or take the file away"
                yield Notice(file.name, 0, "image-surplus", message)


@dataclass(slots=True)
class ImageLoader:
    """Finds and sets the images of one volume; `fresh` are the masters that a failed load takes back."""

    source: VolumeSource
    reader: VolumeReader
    report: SourceReport
    offers: Sequence[Offer]
    fresh: list[Path] = field(default_factory=list)

    def matches(self) -> tuple[Matches, list[Place], dict[str, SourceFile]]:
        """Match files to leaves; gives also the leaves by their number in the match, and the files by name."""
        files = {file.name: file for offer in self.offers for file in offer.images}
        places, wanted = [], []
        for number, leaf in enumerate(self.reader.leaves):
            places.append((leaf.document, leaf.order))
            wanted.append(Wanted(number, leaf.document, leaf.names, leaf.order, leaf.label))
        if not files:
            return Matches(), places, files
        found = match(wanted, list(files), self.reader.bare)
        self._use(files.keys() - set(found.surplus))
        self.report.images_matched = len(found.by_page) + sum(map(len, found.leaves.values()))
        self.report.warn(self._missing(found, places))
        return found, places, files

    def take_back(self) -> None:
        """Remove the masters that were not there before; their rows went with the transaction that failed."""
        with transaction.atomic():
            wait_authority()
            for path in self.fresh:
                if not Image.objects.filter(sha256=path.stem).exists():
                    path.unlink(missing_ok=True)

    def look(self) -> None:
        """Say what would be missing, and which of the images that were matched cannot be kept; write nothing."""
        found, _, files = self.matches()
        for name in (*found.by_page.values(), *(name for names in found.leaves.values() for name in names)):
            try:
                with files[name].open() as stream:
                    check(stream, name, files[name].size)
            except Refused as refusal:
                self._refuse(refusal)

    def load(self, documents: Sequence[int]) -> None:
        """Keep the images that were matched and set them on their leaves, then the regions of pages.

        `documents` are those whose texts this load has written: their regions are tied to words anew.
        """
        found, places, files = self.matches()
        pages = self._pages() if found.by_page or found.leaves or self._may_have_zones() else {}
        for number, name in found.by_page.items():
            page = pages.get(places[number])
            if page:
                self._set(page, files[name])
        for key, names in found.leaves.items():
            self._make_leaves(key, [files[name] for name in names], pages)
        changed = [pages[place].pk for place, page in self._zones() if place in pages and _write(pages[place], page)]
        again = Page.objects.filter(document_id__in=documents, zones__isnull=False).distinct()
        link_pages(dict.fromkeys([*changed, *again.values_list("pk", flat=True)]))

    def _missing(self, found: Matches, places: Sequence[Place]) -> Iterator[Notice]:
        for wanted in found.missing:
            document, order = places[wanted.page]
            message = f"no image for page {order} of {document}: {wanted.names[0]!r} is not among the files; add it"
            yield Notice(self.reader.seen.get(document, ""), 0, "image-missing", message)

    def _pages(self) -> dict[Place, Page]:
        rows = Page.objects.filter(document__volume__slug=self.source.slug, document__kind=Document.Kind.DOCUMENT)
        return {
            (key, row.order): row for row, key in ((row, row.document.key) for row in rows.select_related("document"))
        }

    def _set(self, page: Page, file: SourceFile) -> bool:
        """Keep an image and set it on a leaf; one that cannot be kept is told and leaves the leaf as it was."""
        try:
            with file.open() as stream:
                image = keep(stream, file.name, fresh=self.fresh)
        except Refused as refusal:
            self._refuse(refusal)
            return False
        if page.image_id != image.pk:
            page.image, page.width, page.height = image, image.width, image.height
            page.save()
        return True

    def _refuse(self, refusal: Refused) -> None:
        self.report.warn([refusal.notice])
        self.report.has_bad_images = True
        self.report.images_matched -= 1

    def _make_leaves(self, key: str, files: Sequence[SourceFile], pages: dict[Place, Page]) -> None:
        """Give a document without page breaks a leaf for each of its images."""
        document = Document.objects.get(volume__slug=self.source.slug, key=key)
        for order, file in enumerate(files, 1):
            page = pages.get((key, order)) or Page(document=document, order=order, facs=file.name[-300:])
            if self._set(page, file):
                pages[key, order] = page
        count = sum(1 for document_key, _ in pages if document_key == key)
        rows = Document.objects.filter(pk=document.pk, page_count__lt=count)
        rows.update(page_count=Greatest(F("page_count"), count))

    def _may_have_zones(self) -> bool:
        files = self.reader.zone_files or any(offer.zones for offer in self.offers)
        return bool(files) or any(leaf.page.zones for leaf in self.reader.leaves)

    def _zones(self) -> Iterator[tuple[Place, PageRecord]]:
        """Give the leaves that have regions: in the source's own facsimile, then in ALTO and PAGE XML files."""
        for leaf in self.reader.leaves:
            if leaf.page.zones:
                yield (leaf.document, leaf.order), leaf.page
        files = [*self.reader.zone_files, *(file for offer in self.offers for file in offer.zones)]
        yield from self._zone_files({file.name: file for file in files})

    def _zone_files(self, files: Mapping[str, SourceFile]) -> Iterator[tuple[Place, PageRecord]]:
        """Match region files by their own name, read those that match, and give their pages."""
        leaves = self.reader.leaves
        wanted = [Wanted(number, it.document, it.names, it.order, it.label) for number, it in enumerate(leaves)]
        found = match(wanted, list(files))
        self._use(files.keys() - set(found.surplus))
        for number, name in found.by_page.items():
            try:
                record = read_file(files[name].read(), name)
            except Refused as refusal:
                self.report.warn([refusal.notice])
                continue
            self.report.warn(record.notices)
            if record.pages:
                yield (leaves[number].document, leaves[number].order), record.pages[0]

    def _use(self, names: Iterable[str]) -> None:
        for offer in self.offers:
            offer.used.update(names)


def _write(page: Page, record: PageRecord) -> bool:
    """Keep the regions of a leaf, and its extent where no image says it; tell whether the regions are new."""
    if page.image_id is None and record.width and record.height and (page.width, page.height) == (0, 0):
        Page.objects.filter(pk=page.pk).update(width=record.width, height=record.height)
    return write_zones(page.pk, record.zones)
