"""By which words a note is found, and the query for words somebody looks for."""

from __future__ import annotations

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Value
from django.db.models.functions import Cast

from annotations.models import Annotation
from archive.words import analyse, to_tsvector_input


def write_index(note: Annotation) -> None:
    """Write by which words a note is found: its own weigh A, its tags B, those it quotes C.

    Who may not read the text must not find a note by the words it quotes: ask for A and B only (`'word':AB`).
    """
    parts = (note.body, note.language, "A"), (" ".join(note.tags), "", "B"), (note.exact, "", "C")
    vector = " ".join(to_tsvector_input(analyse(text, language), weight) for text, language, weight in parts if text)  # type: ignore[arg-type]
    Annotation.objects.filter(pk=note.pk).update(search=Cast(Value(vector), SearchVectorField()))
