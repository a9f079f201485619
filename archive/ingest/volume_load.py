"""Loads one volume in one transaction, or looks at what that would change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from archive.bulk import expect_many
from archive.derivation import ask_for_derivatives
from archive.index_facets import refresh_facets
from archive.ingest.ahead import ahead
from archive.ingest.comparing import compare
from archive.ingest.image_loading import ImageLoader, Offer
from archive.ingest.locks import try_volume, wait_authority
from archive.ingest.prepare import Preparer
from archive.ingest.prepared import PreparedDocument
from archive.ingest.reading import DocumentRead, FileOpened, Step, VolumeReader, broken, file_key, is_local, unlisted
from archive.ingest.report import Change, DocumentChange, SourceReport
from archive.ingest.store import Known, VolumeStore, known_documents
from archive.ingest.volume_rows import (
    Publication,
    VolumeFacts,
    drop_sections,
    find_or_make_volume,
    publish_documents,
    write_sections,
)
from archive.ingest.volumes import VolumeSource
from archive.models import Document, Volume
from archive.records import FileRecord, NameRecord, Notice, Refused

# Called with the volume, what has been read of it and how much there is.
Progress = Callable[[str, int, int], None]

# Events that may wait between reading and writing; up to three for a document.
AHEAD = 192


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller wants: one name for all, images from elsewhere, a lock, or only a look."""

    volume: str = ""
    images: Path | None = None
    publication: Publication = field(default_factory=Publication)
    is_dry_run: bool = False


class LoadRefusedError(Exception):
    """A volume cannot come in; `notices` say why, one for each fault."""

    def __init__(self, notices: Sequence[Notice]) -> None:
        """Keep all reasons: whoever corrects the files wants to know them at once."""
        super().__init__(f"{len(notices)} faults")
        self.notices = list(notices)


class VolumeLoad:
    """One volume on its way from its files into the database."""

    def __init__(
        self, source: VolumeSource, options: Options, preparer: Preparer, offers: Sequence[Offer], progress: Progress
    ) -> None:
        """Make ready; nothing is read before `run`."""
        self.source, self.options, self.preparer = source, options, preparer
        self.report = SourceReport(source.path, volume=source.slug)
        self.progress = progress
        self.reader = VolumeReader(source, preparer, self.report)
        self.images = ImageLoader(source, self.reader, self.report, offers)
        self.known: dict[str, Known] = {}
        self.met: set[int] = set()

    def run(self) -> SourceReport:
        """Load the volume, or look at it; what is refused is told in the report and leaves nothing behind."""
        try:
            if self.options.is_dry_run:
                self._look()
            else:
                with transaction.atomic():
                    self._load()
        except (LoadRefusedError, Refused) as refusal:
            self.report.refuse(refusal.notices if isinstance(refusal, LoadRefusedError) else [refusal.notice])
            self.images.take_back()
        except BaseException:
            self.images.take_back()
            raise
        return self.report

    def _load(self) -> None:
        if not try_volume(self.source.slug):
            message = f"{self.source.slug} is being loaded at this moment; wait until that is done and try again"
            raise LoadRefusedError([Notice(self.source.path, 0, "busy", message)])
        wait_authority()
        expect_many()
        store = self._store_documents()
        store.finish(self._lists(), self.preparer.terms.collect())
        removed = self._removed()
        store.remove(removed)
        if self.source.is_whole:
            drop_sections(store.volume, store.sections.values())
        self._tell(removed)
        self.images.load(store.written)
        refresh_facets(store.written)
        publish_documents(store.volume, self.options.publication)
        if self.report.images_matched:
            ask_for_derivatives()

    def _store_documents(self) -> VolumeStore:
        store: VolumeStore | None = None
        for event in self._events():
            if isinstance(event, FileOpened):
                store = store or self._open_store(event.record)
                store.sections |= write_sections(store.volume, event.sections, store.sections)
            elif store:
                self._note(event.document)
                store.add(event.document, event.place)
        self._refuse_faults()
        if store is None or not self.reader.seen:
            raise self._nothing()
        return store

    def _open_store(self, record: FileRecord) -> VolumeStore:
        facts = facts_of(self.source, record)
        volume = find_or_make_volume(self.source.slug, facts, self.options.publication)
        return VolumeStore(volume, self.known, timezone.now())

    def _look(self) -> None:
        """Read everything and compare it with the database; nothing is locked or written."""
        for event in self._events():
            if isinstance(event, DocumentRead):
                self._note(event.document)
        self._refuse_faults()
        if not self.reader.seen:
            raise self._nothing()
        self._tell(self._removed())
        self.images.look()

    def _events(self) -> Iterator[FileOpened | DocumentRead]:
        """Read ahead in another thread, while this one waits for the database."""
        self.known = known_documents(self.source.slug)
        digests = {key: known.digest for key, known in self.known.items()}
        with closing(ahead(self.reader.events(digests), AHEAD)) as events:
            for event in events:
                if isinstance(event, Step):
                    self.progress(self.source.slug, event.done, event.total)
                else:
                    yield event

    def _refuse_faults(self) -> None:
        if self.reader.refusals:
            raise LoadRefusedError(self.reader.refusals)

    def _nothing(self) -> LoadRefusedError:
        message = "there is no document in it; load it together with the documents it belongs to"
        return LoadRefusedError([Notice(self.source.path, 0, "no-document", message)])

    def _note(self, prepared: PreparedDocument) -> None:
        """Note a document's change; the texts of sections are not documents."""
        if prepared.is_matter:
            return
        record, known = prepared.record, self.known.get(prepared.record.key)
        change = Change.CREATE if known is None else Change.SAME if known.digest == prepared.digest else Change.UPDATE
        look = self.options.is_dry_run and known is not None and change is Change.UPDATE
        details = compare(known.pk, prepared) if look and known else ()
        self.report.note(DocumentChange(change, record.key, record.title, details))

    def _lists(self) -> list[tuple[str, Sequence[NameRecord]]]:
        return [(self.source.slug, self.reader.names), *((it.scheme, it.names) for it in self.source.lists)]

    def _removed(self) -> list[str]:
        """Give the documents that came by a load and are no more among the files of a volume given whole."""
        if not self.source.is_whole:
            return []
        return [key for key, known in self.known.items() if known.digest and key not in self.reader.seen]

    def _tell(self, removed: Sequence[str]) -> None:
        """Put into the report what was removed, and which links lead nowhere."""
        proper = [key for key in removed if not self.known[key].is_matter]
        titles = dict(
            Document.objects.filter(volume__slug=self.source.slug, key__in=proper).values_list("key", "title")
        )
        for key in proper:
            self.report.note(DocumentChange(Change.REMOVED, key, titles[key]))
        ids = self.reader.ids.union(self.reader.seen, *(it.ids for it in self.source.lists))
        outside = {
            file_key(place)
            for place in (it.target.partition("#")[0] for it in self.reader.references)
            if place and is_local(place)
        }
        places = set(Volume.objects.filter(slug__in=outside).values_list("slug", flat=True))
        places |= {file_key(file.name) for file in self.source.files} | self.reader.seen.keys()
        self.report.warn(broken(self.reader.references, ids, places))
        listed = {name.key for _, names in self._lists() for name in names}
        self.report.warn(unlisted(self.reader.named, listed))


def facts_of(source: VolumeSource, record: FileRecord) -> VolumeFacts:
    """Say what is known of the volume: by its volume.json, else by a file that is the volume, else by its name."""
    about = source.about
    years = dict.fromkeys(filter(None, (_plain(about.get("year_from")), _plain(about.get("year_to")))))
    own = record if record.is_volume else replace(record, title="", year="", editors=(), description="")
    return VolumeFacts(
        title=_plain(about.get("title")) or own.title or source.slug.replace("-", " ").replace("_", " "),
        language=_plain(about.get("language")) or own.language,
        year=_plain(about.get("year")) or "–".join(years) or own.year,
        editors=_plain(about.get("editors")) or ", ".join(own.editors),
        description=_plain(about.get("description")) or own.description,
        licence=_plain(about.get("licence")) or own.licence,
    )


def _plain(value: Any) -> str:
    """Read a value of volume.json: words, a number, a list, or words by language, of which the first counts."""
    if isinstance(value, Mapping):
        return _plain(next(iter(value.values()), ""))
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    return str(value).encode("utf-8", "replace").decode() if isinstance(value, str | int) else ""
