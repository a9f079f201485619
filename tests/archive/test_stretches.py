"""The words of a page, as the database cuts them out of the text of its version."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from archive.models import PageBreak
from archive.stretches import words_of_break
from tests.factories.archive import make_document, make_text, make_volume

pytestmark = pytest.mark.django_db

PAGES = ["plain", "Хрущёв — Кеннеди", "", "אין עטלעכע מינוט", "𝔉raktur and naïve, 1 ½ €"]


def test_pages_of_any_script_are_cut_out_whole() -> None:
    text = make_text(make_document(make_volume()), pages=PAGES)

    rows = PageBreak.objects.filter(version=text.current).annotate(words=words_of_break()).order_by("order")

    assert list(rows.values_list("words", flat=True)) == PAGES


def test_a_stretch_has_at_least_a_byte_for_every_letter() -> None:
    text = make_text(make_document(make_volume()), pages=["Озеро"])

    with pytest.raises(IntegrityError, match="page_break_bytes"), transaction.atomic():
        PageBreak.objects.filter(version=text.current).update(byte_end=4)
