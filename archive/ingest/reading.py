"""Reads the files of one volume one after another, and gathers what is known only when all of them have been read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from archive.formats import read_file
from archive.ingest.prepare import Preparer, matter
from archive.ingest.prepared import PreparedDocument
from archive.ingest.report import SourceReport
from archive.ingest.trees import SourceFile
from archive.ingest.volumes import VolumeSource
from archive.records import DocumentRecord, FileRecord, NameRecord, Notice, PageRecord, Refused, SectionRecord

MAX_KEY = 255


@dataclass(frozen=True, slots=True)
class SourceLeaf:
    """A leaf of a document as the source names it, for finding its image; `order` is its place, from 1."""

    document: str
    order: int
    names: tuple[str, ...]
    label: str
    page: PageRecord


@dataclass(frozen=True, slots=True)
class Reference:
    """A link of the source, and where it stands."""

    file: str
    line: int
    target: str


@dataclass(frozen=True, slots=True)
class FileOpened:
    """A file was read: its sections come before its documents."""

    record: FileRecord
    sections: tuple[SectionRecord, ...]


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """A document, ready to be written, and its place in the volume."""

    document: PreparedDocument
    place: int


@dataclass(frozen=True, slots=True)
class Step:
    """How far the reading is."""

    done: int
    total: int


Event = FileOpened | DocumentRead | Step


@dataclass(slots=True)
class VolumeReader:
    """Reads a volume without touching the database. What it gathers is whole once `events` has come to its end."""

    source: VolumeSource
    preparer: Preparer
    report: SourceReport
    names: list[NameRecord] = field(default_factory=list)
    leaves: list[SourceLeaf] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    zone_files: list[SourceFile] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    named: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    refusals: list[Notice] = field(default_factory=list)
    _place: int = 0

    def events(self, known: Mapping[str, str]) -> Iterator[Event]:
        """Read file by file; once one is refused, the others are read only to tell what is wrong with them.

        `known` are the digests of the documents that are there, by key; those come without texts.
        """
        sections = self._folder_sections()
        total = len(self.source.files)
        for number, file in enumerate(self.source.files, 1):
            record = self._read(file)
            if record is None:
                continue
            self._gather(record, file)
            yield FileOpened(self._without_documents(record), (*sections, *record.sections))
            yield from self._documents(record, known, self._section_of(file) if sections else "", total)
            if total > 1:
                yield Step(number, total)

    @staticmethod
    def _without_documents(record: FileRecord) -> FileRecord:
        return replace(record, documents=(), sections=(), pages=())

    def _read(self, file: SourceFile) -> FileRecord | None:
        if self.source.record is not None:
            return self.source.record
        try:
            return read_file(file.read(), file.name)
        except Refused as refusal:
            if refusal.notice.code == "unknown-format" and len(self.source.files) > 1:
                self.report.warn([refusal.notice])
            else:
                self.refusals.append(refusal.notice)
            return None

    def _gather(self, record: FileRecord, file: SourceFile) -> None:
        self.report.count_file(record)
        self.names += record.names
        self.ids |= record.ids
        if record.pages and not record.documents:
            self.zone_files.append(file)

    def _documents(self, record: FileRecord, known: Mapping[str, str], section: str, files: int) -> Iterator[Event]:
        for part in record.sections:
            if part.texts:
                yield from self._one(matter(part), known, is_matter=True)
        for number, document in enumerate(record.documents, 1):
            self.report.count_document(document)
            placed = replace(document, section=document.section or section)
            yield from self._one(placed, known)
            if files == 1:
                yield Step(number, len(record.documents))

    def _one(self, document: DocumentRecord, known: Mapping[str, str], *, is_matter: bool = False) -> Iterator[Event]:
        self._place += 1
        try:
            self._check_key(document)
        except Refused as refusal:
            self.refusals.append(refusal.notice)
        self.references += [Reference(document.file, line, target) for target, line in document.references]
        for role in document.roles:
            self.named.setdefault(role.name.key, document.file)
        if not is_matter:
            self._gather_leaves(document)
        if not self.refusals:
            prepared = self.preparer.prepare(document, known, is_matter=is_matter)
            yield DocumentRead(prepared, document.order or self._place)

    def _gather_leaves(self, document: DocumentRecord) -> None:
        if not document.pages:
            self.bare.append(document.key)
        others: dict[str, list[str]] = {}
        for text in document.texts:
            for found in text.breaks:
                if found.label and found.facs:
                    others.setdefault(found.label, []).append(found.facs)
        for order, page in enumerate(document.pages, 1):
            named = [page.image, page.facs, *others.get(page.label, [])]
            names = dict.fromkeys(name for name in named if name and not name.startswith("#") and is_file_name(name))
            self.leaves.append(SourceLeaf(document.key, order, tuple(names), page.label, page))

    def _check_key(self, document: DocumentRecord) -> None:
        key, file, line = document.key, document.file, document.line
        if not key or len(key) > MAX_KEY:
            message = f"the key {key[:40]!r} is empty or longer than {MAX_KEY} characters; give it a shorter xml:id"
            raise Refused(file, line, "bad-key", message)
        if key in self.seen:
            message = f"{key!r} is also the key of a document in {self.seen[key]}; give one of the two another"
            raise Refused(file, line, "key-twice", message)
        self.seen[key] = file

    def _folder_sections(self) -> tuple[SectionRecord, ...]:
        """Folders that were put together under one name become sections of it."""
        if len(self.source.folders) == 1:
            return ()
        return tuple(
            SectionRecord(folder or "/", "part", PurePosixPath(folder).name or "/", order)
            for order, folder in enumerate(self.source.folders)
        )

    def _section_of(self, file: SourceFile) -> str:
        return file.folder or "/"


def is_file_name(name: str) -> bool:
    """Tell the name of an image file from the address of an image service."""
    return "://" not in name and not name.startswith(("iiif:", "urn:", "data:"))


def broken(references: Iterable[Reference], ids: set[str], places: set[str]) -> Iterator[Notice]:
    """Give a notice for each link that leads to no id of the volume and to no document or volume of the archive.

    `ids` are the xml:ids and keys of the volume; `places` what else may be named: its files, other volumes.
    """
    for reference in references:
        place, _, key = reference.target.partition("#")
        if place and not is_local(reference.target):
            continue
        if place and file_key(place) not in places:
            message = f"the link leads to {place!r}, which is not in the archive; load it, or correct the link"
            yield Notice(reference.file, reference.line, "reference-outside", message)
        elif not place and key not in ids:
            message = f"the link leads to {key!r}, which nothing has as its xml:id; correct the link"
            yield Notice(reference.file, reference.line, "broken-reference", message)


def unlisted(named: Mapping[str, str], listed: Set[str]) -> Iterator[Notice]:
    """Give a notice for each key of a name, with the file it is first used in, that no list of names has.

    Without any list there is nothing to miss; addresses of authorities are in no list.
    """
    for key, file in named.items() if listed else ():
        if key and is_local(key) and key not in listed:
            message = f"the name {key!r} is in no list of names; add it to the list, or correct the key"
            yield Notice(file, 0, "name-not-listed", message)


def file_key(place: str) -> str:
    """Give the key of the document or volume that a file's name means."""
    return PurePosixPath(place).name.removesuffix(".xml")


def is_local(target: str) -> bool:
    """Tell a link inside the archive from an address on the web or of a person."""
    return ":" not in target
