"""What a load did or would do: one entry per volume, as data, and its exit status."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Literal

from archive.records import DocumentRecord, FileRecord, Notice

Status = Literal["success", "partial", "refused"]
EXIT_STATUS: dict[Status, int] = {"success": 0, "partial": 1, "refused": 2}

# A folder of ten thousand faulty files must not make a report that nobody can open.
MAX_WARNINGS = 5_000


class Change(StrEnum):
    """What happens to one document."""

    CREATE = "create"
    UPDATE = "update"
    SAME = "same"
    REMOVED = "removed"


_COUNTED = {
    Change.CREATE: "created",
    Change.UPDATE: "updated",
    Change.SAME: "unchanged",
    Change.REMOVED: "removed",
}


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """What happens to one document, and what that means for its texts."""

    change: Change
    key: str
    title: str
    details: tuple[str, ...] = ()


@dataclass(slots=True)
class SourceReport:
    """One volume of a load; `changes` tells the story document by document and is no part of the data."""

    path: str
    format: str = ""
    volume: str = ""
    documents: int = 0
    dated: int = 0
    undated: int = 0
    editorial_notes: int = 0
    page_breaks: int = 0
    footnotes: int = 0
    source_notes: int = 0
    attachments: int = 0
    persons: int = 0
    both_layers: int = 0
    words: int = 0
    images_matched: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    warnings: list[Notice] = field(default_factory=list)
    is_refused: bool = False
    has_bad_images: bool = False
    changes: list[DocumentChange] = field(default_factory=list)

    def count_file(self, file: FileRecord) -> None:
        """Add what stands in a file outside its documents, and what was found wrong in it."""
        self.format = self.format or file.format
        self.page_breaks += file.page_breaks
        self.persons += file.persons
        self.warn(file.notices)

    def count_document(self, document: DocumentRecord) -> None:
        """Add one document as the source has it."""
        self.documents += 1
        self.dated += document.date.is_dated
        self.undated += not document.date.is_dated
        self.editorial_notes += document.is_editorial_note
        self.footnotes += document.footnotes
        self.source_notes += document.source_notes
        self.attachments += document.attachments
        self.both_layers += document.has_both_layers
        self.words += document.words

    def note(self, change: DocumentChange) -> None:
        """Note what happens to a document; texts of sections are not documents and are not noted here."""
        self.changes.append(change)
        name = _COUNTED[change.change]
        setattr(self, name, getattr(self, name) + 1)

    def warn(self, notices: Iterable[Notice]) -> None:
        """Keep notices up to MAX_WARNINGS; a last one says that there are more."""
        for notice in notices:
            if len(self.warnings) == MAX_WARNINGS:
                more = f"there are more than {MAX_WARNINGS:,}; correct these and check again"
                self.warnings.append(Notice(self.path, 0, "more-warnings", more))
            if len(self.warnings) > MAX_WARNINGS:
                return
            self.warnings.append(notice)

    def refuse(self, notices: Iterable[Notice]) -> None:
        """Turn the whole entry into a refusal for these reasons: nothing of the volume came in."""
        reasons = list(notices)
        others = [warning for warning in self.warnings if warning not in reasons]
        self.warnings = []
        self.warn([*reasons, *others])
        self.is_refused = True
        self.created = self.updated = self.unchanged = self.removed = self.images_matched = 0
        self.changes = []

    def as_data(self) -> dict[str, Any]:
        """Give the entry as JSON-ready data."""
        data = asdict(self)
        for name in ("is_refused", "has_bad_images", "changes"):
            del data[name]
        return data


@dataclass(slots=True)
class Report:
    """A whole load."""

    sources: list[SourceReport] = field(default_factory=list)

    @property
    def status(self) -> Status:
        """Partial: a volume was refused beside others, or an image was; the rest is in."""
        refused = [source for source in self.sources if source.is_refused]
        if refused:
            return "refused" if len(refused) == len(self.sources) else "partial"
        return "partial" if any(source.has_bad_images for source in self.sources) else "success"

    @property
    def exit_status(self) -> int:
        """Give 0 for success, 1 for partial, 2 for refused."""
        return EXIT_STATUS[self.status]

    def as_data(self) -> dict[str, Any]:
        """Give the report as JSON-ready data; totals are sums over `sources`."""
        return {"status": self.status, "sources": [source.as_data() for source in self.sources]}
