"""Chooses queries of wanted frequency from what is loaded. To be imported when Django is set up."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from django.db.models import F
from django.db.models.functions import Substr

from archive.models import PageBreak, PageIndex
from archive.query import parse
from archive.search.pages import page_query, pages
from archive.search.spelling import across_scripts
from archive.words import analyse
from archive.words.common_words import COMMON_WORDS

WANTED = (50, 1_000, 5_000, 40_000, 100_000)
OF_EACH = 5
SAMPLE = 4_000
# Words that are counted exactly for each frequency, so as to find some near it.
TRIED = 30
NAMES = ("Sokolov", "Лебедев", "Karpov", "Zajcev", "Vinogradova")
_WORD = re.compile(r"[^\W\d_]{4,}")


def chosen() -> dict[str, list[tuple[str, int]]]:
    """Give queries with the number of pages that answer each, by the name of their class."""
    texts = _sample()
    words = {wanted: _near(texts, wanted) for wanted in WANTED}
    found = {f"word on about {wanted:,} pages": rows for wanted, rows in words.items()}
    common, middle = ([word for word, _ in words[wanted]] for wanted in (40_000, 5_000))
    found["AND of 40,000 and 5,000"] = _counted(f"{one} AND {other}" for one, other in zip(common, middle, strict=True))
    found["phrase of two common words"] = _counted(_phrases(texts))
    found["name across scripts"] = _counted(NAMES)
    return found


def on_pages(query: str) -> str:
    """Give the tsquery that search asks the pages for."""
    return page_query(across_scripts(parse(query)).root)


def _sample() -> list[tuple[str, str]]:
    """Give words and language of pages drawn by chance, the same in every run."""
    ids = list(PageIndex.objects.order_by("pk").values_list("pk", flat=True))
    drawn = random.Random(1924).sample(ids, min(SAMPLE, len(ids)))
    words = Substr("version__canonical", F("start") + 1, F("end") - F("start"))
    rows = PageBreak.objects.filter(pk__in=drawn).annotate(words=words).order_by("pk")
    return list(rows.values_list("words", "version__text__language"))


def _near(texts: Sequence[tuple[str, str]], wanted: int) -> list[tuple[str, int]]:
    """Give the words whose number of pages is nearest to what is wanted."""
    total = PageIndex.objects.count()
    seen: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    for text, language in texts:
        lexemes = set()
        for term in analyse(text, language):
            word = text[term.start : term.end]
            if _WORD.fullmatch(word) and word.islower():
                spelt.setdefault(term.lexemes[0], word)
                lexemes.add(term.lexemes[0])
        seen.update(lexemes)
    expected = max(1.0, wanted * len(texts) / total)
    nearest = sorted(spelt, key=lambda lexeme: (abs(seen[lexeme] - expected), lexeme))[:TRIED]
    counted = _counted(spelt[lexeme] for lexeme in nearest)
    return sorted(counted, key=lambda row: abs(row[1] - wanted))[:OF_EACH]


def _phrases(texts: Sequence[tuple[str, str]]) -> list[str]:
    """Give the pairs of words that mean something and most often stand side by side."""
    pairs: Counter[tuple[str, str]] = Counter()
    for text, _language in texts:
        words = re.findall(r"\w+", text)
        pairs.update(
            (one, other) for one, other in pairwise(words) if _is_telling(one) and _is_telling(other) and one != other
        )
    return [f'"{one} {other}"' for (one, other), _ in pairs.most_common(OF_EACH)]


def _is_telling(word: str) -> bool:
    return word.islower() and _WORD.fullmatch(word) is not None and word not in COMMON_WORDS


def _counted(queries: Iterable[str]) -> list[tuple[str, int]]:
    return [(query, pages(on_pages(query)).count()) for query in queries]
