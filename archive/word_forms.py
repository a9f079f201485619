"""The forms of words that texts hold, collected while they are indexed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from archive.words import fold
from archive.words.lemmas import LONGEST_WORD


@dataclass(slots=True)
class Seen:
    """What was seen of one form; `spellings` are those with a capital, from which its skeletons are made."""

    lexemes: set[str] = field(default_factory=set)
    spellings: set[str] = field(default_factory=set)
    is_small: bool = False


@dataclass(slots=True)
class Forms:
    """Collects forms of words; kept until what was written of them has been committed."""

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

    def merge(self, others: Mapping[str, Seen]) -> None:
        """Take over what another has collected."""
        for folded, other in others.items():
            seen = self.seen.setdefault(folded, other)
            if seen is not other:
                seen.lexemes |= other.lexemes
                seen.spellings |= other.spellings
                seen.is_small |= other.is_small

    def forget(self) -> None:
        """Begin anew, once what was written has been committed."""
        self.seen.clear()
