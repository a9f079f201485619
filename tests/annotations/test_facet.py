"""The facet of search for readers' notes: it counts public notes, and nothing of the others."""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from accounts.visitor import Visitor
from archive.models import Document
from archive.search import read_selection
from tests.archive.search.world import STRANGER, find, index, titles
from tests.factories.accounts import make_group, make_member, make_user
from tests.factories.annotations import make_group_note, make_note, make_public_note
from tests.factories.archive import make_document, make_volume

pytestmark = pytest.mark.django_db


@pytest.fixture
def documents() -> list[Document]:
    volume = make_volume()
    found = [make_document(volume, title=f"Letter {number}", texts=["Of rivers."]) for number in range(3)]
    index()
    return found


def counted(visitor: Visitor = STRANGER) -> dict[str, int]:
    return dict(find("rivers", visitor).counts.facets["has"])


def test_documents_with_public_notes_are_counted_and_kept(documents: list[Document], client: Client) -> None:
    for document in documents[:2]:
        make_public_note(make_user(), document)
        make_public_note(make_user(), document)

    kept = find("rivers", selection=read_selection(QueryDict("has=notes").getlist))

    assert (counted(), sorted(titles(kept))) == ({"transcription": 3, "notes": 2}, ["Letter 0", "Letter 1"])
    assert "readers’ notes" in client.get("/search/?q=rivers").content.decode()


def test_other_notes_are_not_counted_for_anybody(documents: list[Document]) -> None:
    owner, group = make_user(), make_group()
    make_member(group, owner)
    make_note(owner, documents[0])
    make_group_note(owner, group, documents[0])
    for fields in ({"hidden_at": timezone.now()}, {"withdrawn_at": timezone.now()}, {"motivation": "tagging"}):
        make_public_note(owner, documents[0], **fields)
    visitors = [STRANGER, Visitor(user_id=owner.pk, groups={group.pk: "member"}), Visitor.curator()]

    assert [counted(visitor) for visitor in visitors] == [{"transcription": 3}] * 3


def test_notes_and_images_both(documents: list[Document]) -> None:
    make_public_note(make_user(), documents[0])
    both: Any = read_selection(QueryDict("has=notes&has=transcription&has=nonsense").getlist)

    assert (both.values["has"], titles(find("rivers", selection=both))) == (("notes", "transcription"), ["Letter 0"])
