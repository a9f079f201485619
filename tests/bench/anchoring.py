"""Notes on real documents after invented corrections: how many stand on the right words, on wrong ones, on none."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby, islice
from pathlib import Path

from annotations.correspondence import correspond
from annotations.passages import stretches
from annotations.quotes import Finding, Place, relocate
from archive.formats.tei import read
from archive.records import Refused, TextRecord
from tests.bench.cluster import ROOT, throwaway
from tests.bench.ingest import corpora

ANCHORS = 20_000
# Documents shorter than this have too few words to correct.
SHORTEST = 1_500
SOURCES = (
    "tolstoy/texts/*.xml",
    "ehri-editions/early_testimonies/*.xml",
    "frus/frus1944Quebec.xml",
    "pec-letters/**/*.xml",
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Chunk:
    """What stands between two blanks; `key` is the same in both versions, -1 for what a correction put in.

    `is_single` is false in paragraphs of the same words of which one was moved: nobody can tell which it was.
    """

    text: str
    key: int
    is_single: bool = True


Blocks = list[list[Chunk]]
Correction = Callable[[Blocks, random.Random, list[str]], Blocks]


@dataclass
class Row:
    """What became of the anchors of one kind of correction."""

    name: str
    anchors: int = 0
    right: int = 0
    wrong: int = 0
    reworded: int = 0
    unattached: int = 0
    untouched: int = 0
    untouched_found: int = 0
    seconds: float = 0.0
    examples: list[str] = field(default_factory=list)


def texts() -> list[TextRecord]:
    """Read the longest text of every document that is long enough, of several editions."""
    found = []
    for pattern in SOURCES:
        for path in sorted(corpora().glob(pattern))[:120]:
            found += list(_read(path))
    return found


def _read(path: Path) -> Iterator[TextRecord]:
    try:
        record = read(path.read_bytes(), file=path.name)
    except Refused:
        return
    for document in record.documents:
        longest = max(document.texts, key=lambda text: len(text.canonical), default=None)
        if longest is not None and len(longest.canonical) >= SHORTEST:
            yield longest


def blocks_of(text: TextRecord) -> Blocks:
    """Cut the blocks of a text at blanks."""
    keys = iter(range(10**9))
    return [
        [Chunk(match.group(), next(keys)) for match in re.finditer(r"\S+", text.canonical[block.start : block.end])]
        for block in text.blocks
    ]


def typography(blocks: Blocks, chance: random.Random, _sentences: list[str]) -> Blocks:
    """Change quotes, dashes and commas at 3 % of the words, and a letter at 1 %."""

    def corrected(chunk: Chunk) -> Chunk:
        draw = chance.random()
        if draw < 0.03:
            text = chunk.text.replace('"', "»").replace("-", "—")
            return Chunk(text if text != chunk.text else chunk.text.rstrip(".,") + ",", chunk.key)
        if draw < 0.04 and len(chunk.text) > 4 and chunk.text[2] != "х":
            return Chunk(f"{chunk.text[:2]}х{chunk.text[3:]}", -1)
        return chunk

    return [[corrected(chunk) for chunk in block] for block in blocks]


def sentences(blocks: Blocks, chance: random.Random, others: list[str]) -> Blocks:
    """Leave out 5 % of the sentences, and put others, from other documents, before 5 %."""
    whole = " ".join(chunk.text for block in blocks for chunk in block)
    changed = []
    for block in blocks:
        kept: list[Chunk] = []
        for sentence in _sentences_of(block):
            draw = chance.random()
            if draw < 0.05:
                continue
            other = chance.choice(others)
            if draw < 0.10 and other not in whole:
                kept += [Chunk(word, -1) for word in other.split()]
            kept += sentence
        if kept:
            changed.append(kept)
    return changed


def _sentences_of(block: list[Chunk]) -> Iterator[list[Chunk]]:
    sentence: list[Chunk] = []
    for chunk in block:
        sentence.append(chunk)
        if chunk.text[-1] in ".!?":
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def moves(blocks: Blocks, chance: random.Random, _sentences: list[str]) -> Blocks:
    """Put every eighth paragraph somewhere else."""
    changed = list(blocks)
    copies, moved = Counter(map(_wording, changed)), set()
    for _ in range(max(1, len(changed) // 8)):
        block = changed.pop(chance.randrange(len(changed)))
        moved.add(_wording(block))
        changed.insert(chance.randrange(len(changed) + 1), block)
    in_order = [block for _, twins in groupby(changed, _wording) for block in sorted(twins, key=_age)]
    alike = {wording for wording in moved if copies[wording] > 1}
    return [[replace(chunk, is_single=_wording(block) not in alike) for chunk in block] for block in in_order]


def _wording(block: list[Chunk]) -> tuple[str, ...]:
    """Give the words of a block: of two with the same, side by side, nobody can tell which has moved past which."""
    return tuple(_WORD.findall(" ".join(chunk.text for chunk in block)))


def _age(block: list[Chunk]) -> int:
    return block[0].key if block else 0


def ids(blocks: Blocks, _chance: random.Random, _sentences: list[str]) -> Blocks:
    """Number the elements anew: the words stay."""
    return blocks


def another(blocks: Blocks, chance: random.Random, others: list[str]) -> Blocks:
    """Translate anew: not one sentence stays, and every word is another's."""
    whole = " ".join(chunk.text for block in blocks for chunk in block)
    drawn = chance.sample(others, min(len(others), len(whole) // 60 + 1))
    fresh = [Chunk(word, -1) for sentence in drawn if sentence not in whole for word in sentence.split()]
    return [fresh[start : start + 60] for start in range(0, len(fresh), 60)]


CORRECTIONS: dict[str, Correction] = {
    "(a) typographic fixes": typography,
    "(b) sentences put in and left out": sentences,
    "(c) paragraphs moved": moves,
    "(d) ids numbered anew": ids,
    "(e) another translation": another,
}


def laid(blocks: Blocks) -> tuple[str, list[tuple[int, int]], dict[int, tuple[int, int]]]:
    """Write blocks as a canonical text; gives it with the spans of the blocks and of every chunk."""
    lines, spans, places, at = [], [], {}, 0
    for block in blocks:
        start = at
        for chunk in block:
            if chunk.key >= 0:
                places[chunk.key] = (at, at + len(chunk.text))
            at += len(chunk.text) + 1
        line = " ".join(chunk.text for chunk in block)
        lines.append(line)
        spans.append((start, start + len(line)))
        at = start + len(line) + 1
    return "\n".join(lines), spans, places


def measure(name: str, correction: Correction, found: list[TextRecord], others: list[str]) -> Row:
    """Correct every text, and look where anchors come to stand."""
    chance = random.Random(name)
    row = Row(name)
    for number, text in enumerate(found):
        old = blocks_of(text)
        new = correction(old, chance, others)
        share = ANCHORS * (number + 1) // len(found) - ANCHORS * number // len(found)
        _place(row, old, new, share, chance)
    return row


def _place(row: Row, old: Blocks, new: Blocks, share: int, chance: random.Random) -> None:
    (a, a_blocks, a_places), (b, b_blocks, b_places) = laid(old), laid(new)
    passages = list(islice(_passages(old, a, a_places, chance), share))
    start = time.perf_counter()
    proven = correspond(stretches(a, a_blocks), stretches(b, b_blocks))
    answers = [relocate(a, b, proven, a_places[keys[0]][0], a_places[keys[-1]][1]) for keys in passages]
    row.seconds += time.perf_counter() - start
    alike = {chunk.key for block in new for chunk in block if not chunk.is_single}
    for keys, answer in zip(passages, answers, strict=True):
        words = a[a_places[keys[0]][0] : a_places[keys[-1]][1]]
        _judge(row, words, b, answer, _truth(keys, b_places), is_single=alike.isdisjoint(keys))


def _passages(
    blocks: Blocks, text: str, places: dict[int, tuple[int, int]], chance: random.Random
) -> Iterator[list[int]]:
    """Choose passages of 1 to 15 chunks, as their keys; those without a word, and signs at the ends, do not count."""
    flat = [chunk.key for block in blocks for chunk in block]
    while True:
        first = chance.randrange(len(flat))
        keys = flat[first : first + chance.choice((1, 1, 2, 3, 5, 8, 15))]
        with_words = [key for key in keys if _WORD.search(text[slice(*places[key])])]
        if with_words:
            yield with_words


def _judge(row: Row, words: str, text: str, answer: Place, true: tuple[int, int] | None, *, is_single: bool) -> None:
    is_untouched = is_single and true is not None and _WORD.findall(text[slice(*true)]) == _WORD.findall(words)
    row.anchors += 1
    row.untouched += is_untouched
    row.reworded += answer.finding is Finding.REWORDED
    row.unattached += answer.finding is Finding.UNATTACHED
    if answer.finding is not Finding.FOUND:
        return
    if true is not None and _same_words(text, true, (answer.start, answer.end)):
        row.right += 1
        row.untouched_found += is_untouched
    else:
        row.wrong += 1
        row.examples.append(words)


def _truth(keys: list[int], places: dict[int, tuple[int, int]]) -> tuple[int, int] | None:
    """Give where the same words stand now, None when one of them is gone or they were torn apart."""
    if any(key not in places for key in keys):
        return None
    start, end = places[keys[0]][0], places[keys[-1]][1]
    return (start, end) if start < end else None


def _same_words(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether two spans hold the same words of the text; signs at their ends do not count."""
    return [match.start() for match in _WORD.finditer(text, *one)] == [
        match.start() for match in _WORD.finditer(text, *other)
    ]


def publishing() -> str:
    """Publish a correction of a text with 20,000 notes, in the database, in a process of its own."""
    with throwaway():
        settings = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        words = [sys.executable, "-m", "tests.bench.publishing", str(ANCHORS)]
        return subprocess.run(words, cwd=ROOT, env=settings, check=True, capture_output=True, text=True).stdout.strip()


def anchoring() -> str:
    """Measure every kind of correction, then the time in the database."""
    found = texts()
    others = [
        sentence
        for text in found
        for sentence in re.split(r"(?<=[.!?])\s+", text.canonical[: text.main_end])
        if 20 < len(sentence) < 200 and "\n" not in sentence
    ]
    lines = [
        f"{len(found)} documents, {sum(len(text.canonical) for text in found):,} characters.",
        "",
        "| correction | anchors | untouched words, found | right | wrong | offered | unattached | seconds |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, correction in CORRECTIONS.items():
        row = measure(name, correction, found, others)
        share = f"{row.untouched_found:,} of {row.untouched:,}"
        lines.append(
            f"| {name} | {row.anchors:,} | {share} | {row.right:,} | {row.wrong:,} | {row.reworded:,} "
            f"| {row.unattached:,} | {row.seconds:.1f} |"
        )
        lines += [f"wrong: {example}" for example in row.examples[:5]]
    return "\n".join([*lines, "", publishing()])
