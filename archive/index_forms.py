"""Writes the forms of words the index has seen, by which names in one script answer to names in another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from django.db import connection

from archive.models import WordForm
from archive.word_forms import Forms, Seen
from archive.words import name_keys

BATCH = 5_000
_COLUMNS = ("word", "lexemes", "keys", "is_capital", "is_small")
_UPSERT = """
INSERT INTO archive_wordform (word, lexemes, keys, is_capital, is_small)
SELECT word, lexemes, keys, is_capital, is_small FROM jsonb_to_recordset(%s::jsonb)
    AS row (word text, lexemes text[], keys text[], is_capital boolean, is_small boolean)
ON CONFLICT (word) DO UPDATE SET lexemes = excluded.lexemes, keys = excluded.keys,
    is_capital = excluded.is_capital, is_small = excluded.is_small
"""


def write_forms(forms: Forms) -> None:
    """Send what the table does not know yet; words are locked in one order, so that two loads never cross."""
    words = sorted(forms.seen)
    for start in range(0, len(words), BATCH):
        batch = {word: forms.seen[word] for word in words[start : start + BATCH]}
        known = WordForm.objects.in_bulk(batch)
        rows = [{name: getattr(row, name) for name in _COLUMNS} for row in _changed(batch, known)]
        if rows:
            with connection.cursor() as cursor:
                cursor.execute(_UPSERT, [json.dumps(rows, ensure_ascii=False)])


def _changed(batch: Mapping[str, Seen], known: Mapping[str, WordForm]) -> Iterator[WordForm]:
    """Give the rows that are new or would say more than they do."""
    for word, seen in batch.items():
        old = known.get(word) or WordForm(word=word, lexemes=[], keys=[])
        new = WordForm(
            word=word,
            lexemes=sorted(seen.lexemes.union(old.lexemes)),
            keys=sorted(frozenset(old.keys).union(*map(name_keys, seen.spellings))),
            is_capital=old.is_capital or bool(seen.spellings),
            is_small=old.is_small or seen.is_small,
        )
        if any(getattr(new, name) != getattr(old, name) for name in _COLUMNS[1:]):
            yield new
