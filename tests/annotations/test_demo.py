"""The notes of the demonstration archive."""

import pytest

from accounts.models import User
from accounts.visitor import visitor_for
from annotations.demo import NOTES, write_notes
from annotations.models import Annotation
from archive.demo.loading import load

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("image_folders")]


def test_every_note_and_reply_finds_its_words_once_and_reaches_its_readers() -> None:
    load(lambda _line: None)
    wanted = len(NOTES) + sum(len(said.replies) for said in NOTES)

    counts = [write_notes(), write_notes()]

    words = Annotation.objects.filter(on="words").values_list("exact", flat=True)
    read = {
        role: Annotation.objects.readable_by(visitor_for(User.objects.get(email=f"{role}@example.org"), None)).count()
        for role in ("stranger", "professor", "member")
    }
    assert counts == [wanted, 0]
    assert sorted(words) == sorted(said.exact for said in NOTES if said.exact)
    assert Annotation.objects.filter(on="region").count() == 1
    assert read == {"stranger": 4, "professor": wanted, "member": 6}


def test_an_archive_without_the_demonstration_gets_no_notes() -> None:
    assert write_notes() == 0
