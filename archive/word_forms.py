"""The forms of words the index has seen, and how names in one script answer to names in another."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import connection

from archive.models import WordForm
from archive.words import fold, name_keys
from archive.words.lemmas import LONGEST_WORD

BATCH = 5_000
_COLUMNS = ("word", "lexemes", "keys", "is_capital", "is_small")
_UPSERT = """
INSERT INTO archive_wordform (word, lexemes, keys, is_capital, is_small)
SELECT word, lexemes, keys, is_capital, is_small FROM jsonb_to_recordset(%s::jsonb)
    AS row (word text, lexemes text[], keys text[], is_capital boolean, is_small boolean)
ON CONFLICT (word) DO UPDATE SET lexemes = excluded.lexemes, keys = excluded.keys,
    is_capital = excluded.is_capital, is_small = excluded.is_small
"""


@dataclass(slots=True)
class Seen:
    """What was seen of one form; `spellings` are those with a capital, from which its skeletons are made."""

    lexemes: set[str] = field(default_factory=set)
    spellings: set[str] = field(default_factory=set)
    is_small: bool = False


@dataclass(slots=True)
class Forms:
    """Collects forms of words as texts are indexed; `write` may be repeated until the transaction has held."""

    seen: dict[str, Seen] = field(default_factory=dict)

    def add(self, word: str, lexemes: Iterable[str]) -> None:
        """Note a word as it stands in a text, with what it is indexed under."""
        folded = fold(word)
        if not folded or len(folded) > LONGEST_WORD or not any(map(str.isalpha, folded)):
            return
        seen = self.seen.get(folded)
        if seen is None:
            seen = self.seen[folded] = Seen()
        seen.lexemes.update(lexemes)
        if word[0].isupper():
            seen.spellings.add(word)
        else:
            seen.is_small = True

    def write(self) -> None:
        """Send what the table does not know yet; words are locked in one order, so that two loads never cross."""
        words = sorted(self.seen)
        for start in range(0, len(words), BATCH):
            batch = {word: self.seen[word] for word in words[start : start + BATCH]}
            known = WordForm.objects.in_bulk(batch)
            rows = [{name: getattr(row, name) for name in _COLUMNS} for row in _changed(batch, known)]
            if rows:
                with connection.cursor() as cursor:
                    cursor.execute(_UPSERT, [json.dumps(rows, ensure_ascii=False)])

    def forget(self) -> None:
        """Begin anew, once what was written has been committed."""
        self.seen.clear()


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
