"""Which notes each page, list, feed and file shows to whom: no channel shows more than its reader may read."""

import io
import zipfile
from typing import Any
from urllib.parse import quote

import pytest

from annotations.models import Annotation
from archive.index_terms import Indexer
from archive.indexing import reindex
from archive.models import Document
from tests.annotations.world import PEOPLE, READERS, World, planted
from tests.asking import client_of
from tests.factories.annotations import make_folder, make_item, make_profile
from tests.factories.archive import make_page, make_text

pytestmark = pytest.mark.django_db

PAGES = {
    "document": "/documents/open-a/",
    "window": "/documents/open-a/?page=1",
    "closed document": "/documents/licensed-c/",
    "draft": "/documents/draft-b/",
    "volume": "/volumes/open/",
    "volume feed": "/volumes/open/feed/",
    "find": "/documents/open-a/find/?q={words}",
    "search": "/search/?q={words}",
    "facet": "/search/?q=letter&notes=1",
    "search feed": "/search/feed/?q={words}",
    "results": "/search/list/csv/?q={words}",
    "api search": "/api/v1/search/?q={words}",
    "api document": "/api/v1/documents/open-a/",
    "api folders": "/api/v1/folders/",
    "manifest": "/iiif/documents/open-a/manifest.json",
    "iiif search": "/iiif/documents/open-a/search?q={words}",
    "container": "/annotations/",
    "tagged": "/annotations/?tag=plantedtag",
    "desk": "/desk/",
    "desk search": "/desk/?q={words}",
    "desk groups": "/desk/?whose=groups",
    "tags": "/desk/tags/",
    "drafts": "/desk/drafts/",
    "unattached": "/desk/unattached/",
    "news": "/desk/news/",
    "reports": "/desk/reports/",
    "group": "/groups/seminar/",
    "old group": "/groups/old/",
    "reader": "/readers/olga/",
    "csv": "/desk/take/csv/",
    "markdown": "/desk/take/markdown/",
    "word file": "/desk/take/docx/",
    "json-ld": "/desk/take/json-ld/",
    "folder": "/folders/{folder}/",
    "folder csv": "/folders/{folder}/take/csv/",
    "folder markdown": "/folders/{folder}/take/markdown/",
    "folder word file": "/folders/{folder}/take/docx/",
    "public folder": "/folders/{public}/",
    "public folder csv": "/folders/{public}/take/csv/",
    "moderation": "/moderation/",
    "recent acts": "/admin/",
    "admin folders": "/admin/annotations/folderitem/",
    "admin groups": "/admin/accounts/readinggroup/?q={words}",
    "admin autocomplete": "/admin/autocomplete/?app_label=annotations&model_name=annotation&field_name=x&term={words}",
}
# What shows no note to their owner: what the archive itself publishes, documents closed to them, notes of others.
SILENT = {
    *("closed document", "draft", "desk groups"),
    *("volume", "volume feed", "find", "search", "facet", "search feed", "results", "api search", "api document"),
    *("api folders", "manifest", "iiif search", "tags", "drafts", "unattached", "news", "reports", "moderation"),
    *("recent acts", "admin folders", "admin groups", "admin autocomplete"),
}


@pytest.fixture
def world() -> World:
    """Everybody and everything, with a folder of the group and a public one in which all notes lie."""
    world = World()
    make_page(world.document, 1)
    make_text(world.document, ["Words of the letter."])
    make_profile(world.owner, "olga", is_public=True)
    Annotation.objects.filter(owner=world.owner, deleted_at=None).update(tags=["plantedtag"])
    world.folders = {
        "folder": make_folder(None, "Seminar", group=world.group),
        "public": make_folder(world.owner, "For all", audience="open"),
    }
    for folder in world.folders.values():
        for note in world.notes.values():
            make_item(folder, annotation=note)
    reindex(list(Document.objects.values_list("pk", flat=True)), Indexer())
    return world


def shown(world: World, channel: str, person: str) -> set[str]:
    """Give the notes of which a channel shows words or address to a person."""
    keys = {name: folder.pk for name, folder in world.folders.items()}
    typed = " OR ".join(map(planted, READERS))
    said = _said(client_of(world.people[person]).get(PAGES[channel].format(words=quote(typed), **keys)))
    # What was typed stands in the box and in links of the answer.
    echo = set(READERS) if "{words}" in PAGES[channel] else set()
    return {
        name
        for name, note in world.notes.items()
        if str(note.pk) in said or (name not in echo and planted(name) in said)
    }


def _said(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            return file.read("word/document.xml").decode()
    return str(content.decode())


@pytest.mark.parametrize("channel", PAGES)
@pytest.mark.parametrize("person", PEOPLE)
def test_a4_no_channel_shows_a_note_that_its_reader_may_not_read(world: World, person: str, channel: str) -> None:
    assert shown(world, channel, person) <= {name for name, readers in READERS.items() if person in readers}


def test_the_channels_that_show_notes_show_them_to_their_owner(world: World) -> None:
    """Else the table above could not fail."""
    assert {channel for channel in PAGES if not shown(world, channel, "owner")} == SILENT


def test_notes_of_others_in_ones_groups_are_on_the_desk(world: World) -> None:
    assert shown(world, "desk groups", "member") == {"group"}
