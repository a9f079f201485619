"""The table of contents of a volume as one visitor may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _

from accounts.visitor import Visitor
from archive.entries import Entry, entries
from archive.models import Document, Section, Volume

Entries = dict[int | None, list[Entry]]


@dataclass(slots=True)
class Branch:
    """A section with what stands in it in source order; the root is the volume itself.

    `count` is the number of documents in it and below; texts of sections are no documents.
    A section in which the visitor may find nothing is left out, its title too. One that is
    nothing but a text (a preface) stands as that text among the entries.
    """

    key: str = ""
    title: str = ""
    depth: int = 0
    order: int = -1
    count: int = 0
    items: list[Entry | Branch] = field(default_factory=list)

    @property
    def parts(self) -> Iterator[tuple[bool, list[Entry | Branch]]]:
        """Give runs of items: True with sections, False with entries."""
        for is_branch, run in groupby(self.items, lambda item: isinstance(item, Branch)):
            yield is_branch, list(run)

    @property
    def branches(self) -> list[Branch]:
        """Give the sections directly below."""
        return [item for item in self.items if isinstance(item, Branch)]

    @property
    def anchor(self) -> str:
        """Give the name of its place in the page."""
        return f"section-{self.key}"

    @property
    def level(self) -> int:
        """Give the level of its heading below “Contents”, which is of level 2."""
        return min(self.depth + 2, 6)

    def find(self, key: str) -> Branch | None:
        """Find a section below by its key."""
        for branch in self.branches:
            found = branch if branch.key == key else branch.find(key)
            if found:
                return found
        return None


Branches = dict[int | None, list[tuple[int, Branch]]]


def contents(visitor: Visitor, volume: Volume, language: str) -> Branch:
    """Read sections and entries in two statements and nest them; three more at most where titles repeat."""
    documents = Document.objects.findable_by(visitor).filter(volume=volume).order_by("order", "pk")
    rows: Entries = defaultdict(list)
    for entry in entries(visitor, documents, language):
        rows[entry.section_id].append(entry)
    below: Branches = defaultdict(list)
    sections = Section.objects.filter(volume=volume).order_by("order", "pk")
    for pk, parent, key, title, order in sections.values_list("pk", "parent", "key", "title", "order"):
        below[parent].append((pk, Branch(key=key, title=title, order=order)))
    root = Branch()
    _fill(root, None, rows, below)
    return root


def section_text(visitor: Visitor, volume: Volume, key: str) -> Document | None:
    """Give the first text that belongs to a section itself."""
    matter = Document.objects.findable_by(visitor).filter(volume=volume, section__key=key, kind=Document.Kind.MATTER)
    first: Document | None = matter.order_by("order", "pk").first()
    return first


def _fill(branch: Branch, pk: int | None, rows: Entries, below: Branches) -> None:
    """Hang below a branch its entries and the branches that are not empty, by their order in the volume."""
    branch.items = [*rows[pk]]
    branch.count = sum(not entry.is_matter for entry in rows[pk])
    for child_pk, child in below[pk]:
        child.depth = branch.depth + 1
        _fill(child, child_pk, rows, below)
        branch.count += child.count
        if child.count:
            child.items = [_named(item, child) for item in child.items]
            branch.items.append(child)
        else:
            branch.items += child.items
    branch.items.sort(key=lambda item: item.order)


def _named(item: Entry | Branch, branch: Branch) -> Entry | Branch:
    """Keep the section's own text from repeating the heading it stands under."""
    if isinstance(item, Entry) and item.is_matter and item.title == branch.title:
        return item._replace(title=_("Opening text"))
    return item
