"""Atom feeds of what is new in a volume or a search, as everybody may know of it; no words of a text are in them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from accounts.visitor import Visitor
from archive.entries import Entry, entries_with_volumes
from archive.models import Document, Volume
from archive.query import Query
from archive.search import Selection, across_scripts, bounded, matching

MOST = 30
PUBLIC = Visitor.anonymous()


class _Feed(Atom1Feed):
    """Atom whose date is that of its newest entry; an empty one has always the same."""

    def latest_post_date(self) -> datetime:
        """Give the moment of the newest entry."""
        return max((item["pubdate"] for item in self.items), default=datetime(1970, 1, 1, tzinfo=UTC))


def volume_feed(volume: Volume, site: str, itself: str, language: str) -> str:
    """Write what was last added to a volume; `site` is the address of the archive, `itself` the path of the feed."""
    documents = Document.objects.findable_by(PUBLIC).proper().filter(volume=volume)
    page = reverse("archive:volume", args=[volume.slug])
    return _written(volume.title, (site, page, itself), documents, language)


def search_feed(query: Query, selection: Selection, title: str, paths: tuple[str, str, str], language: str) -> str:
    """Write what a search finds, newest first; `paths` are the site, the page of results and the feed itself.

    Raises TooLongError.
    """
    with bounded():
        documents = matching(PUBLIC, across_scripts(query), selection)
        return _written(title, paths, documents, language)


def _written(title: str, paths: tuple[str, str, str], documents: Any, language: str) -> str:
    site, page, itself = paths
    appeared = Greatest("created_at", Coalesce("public_from", "created_at"))
    newest = documents.annotate(appeared=appeared).order_by("-appeared", "-pk").values_list("pk", "appeared")
    moments = dict(newest[:MOST])
    rows = Document.objects.findable_by(PUBLIC).filter(pk__in=moments)
    entries = {entry.pk: entry for entry in entries_with_volumes(PUBLIC, rows, language)}
    address = f"{site}{itself}"
    atom = _Feed(
        _plain(title),
        f"{site}{page}",
        "",
        language=language,
        author_name=settings.SITE_NAME,
        feed_url=address,
        feed_guid=address,
    )
    for pk, moment in moments.items():
        if pk in entries:
            _add(atom, entries[pk], moment, site)
    return str(atom.writeString("utf-8"))


def _add(atom: _Feed, entry: Entry, moment: datetime, site: str) -> None:
    address = f"{site}{reverse('archive:document', args=[entry.identifier])}"
    about = " · ".join(part for part in (entry.date, entry.where) if part)
    atom.add_item(_plain(entry.title), address, _plain(about), unique_id=address, pubdate=moment, updateddate=moment)


def _plain(text: str) -> str:
    """Leave out what XML cannot hold."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n\r")
