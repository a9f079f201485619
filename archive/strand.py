"""The growing string of a canonical text: NFC, inert characters, white space as XML means it."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

SPACE = " \t\r\n"

_RUN = re.compile(r"[ \t\r\n]+")
_ACTIVE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SPACING = frozenset("\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029")
_CLOSING = frozenset(",.;:!?)]»”’…")
_OPENING = frozenset("([«“„")
# Longer than any run of combining marks that a script needs.
_REACH = 32


def inert(words: str, removed: Counter[str] | None = None) -> str:
    """Leave out what reorders, hides or steers text; count it by code point in `removed`.

    That is control characters, bidirectional overrides, embeddings and isolates, zero-width spaces,
    soft hyphens and tags. The joiners and the left-to-right and right-to-left marks belong to some
    scripts and stay.
    """
    if words.isprintable():
        return words

    def leave_out(match: re.Match[str]) -> str:
        if removed is not None:
            removed[f"U+{ord(match[0]):04X}"] += 1
        return " " if match[0] in _SPACING else ""

    return _ACTIVE.sub(leave_out, words)


def plain(words: str) -> str:
    """Give words as one line: inert, NFC, white space normalised."""
    return unicodedata.normalize("NFC", _RUN.sub(" ", inert(words))).strip(" ")


@dataclass(slots=True)
class Strand:
    """Blocks of words joined by one U+000A; offsets are code points.

    `printed` says that the file was pretty-printed inside words: a line's end before a closing
    mark of punctuation, or after an opening one, is no space.
    """

    printed: bool = False
    removed: Counter[str] = field(default_factory=Counter)
    length: int = 0
    _parts: list[str] = field(default_factory=list)
    _start: int = 0
    _space: bool = False
    _line_end: bool = False
    _glue: bool = False
    _after: str = ""

    def __str__(self) -> str:
        """Give the whole string."""
        return "".join(self._parts)

    @property
    def has_words(self) -> bool:
        """Whether the block that was begun last holds a character."""
        return self.length > self._start

    def begin(self) -> int:
        """Begin a block after another one and give its offset; the first block needs no beginning."""
        self._parts.append("\n")
        self.length += 1
        self._start = self.length
        self._space = False
        return self._start

    def end(self) -> None:
        """End the block; white space at its edge is none."""
        self._space = self._glue = self._line_end = False

    def space(self, *, line_end: bool = False) -> None:
        """Part what comes from what was; `line_end` when only the end of a line in the file says so."""
        if not self._glue:
            self._line_end = line_end and (self._line_end or not self._space)
            self._space = True

    def glue(self) -> None:
        """Join what comes to what was, whatever white space stands between."""
        self._space, self._glue = False, True

    def take(self, words: str) -> str:
        """Give the words to add, white space normalised; "" when there are none. The space around is remembered."""
        words = inert(words, self.removed)
        body = "" if words.isspace() else words.strip(SPACE)
        before = words if not body else words[: len(words) - len(words.lstrip(SPACE))]
        self._after = words[len(words.rstrip(SPACE)) :] if body else ""
        if before:
            self.space(line_end="\n" in before)
        is_even = body.isprintable() and "  " not in body
        return body if is_even else _RUN.sub(" ", body)

    def part(self, character: str) -> bool:
        """Put the space that stands before the next character, if there is one; tell whether the two touch."""
        wanted = self._space and self.has_words
        if wanted and self.printed and self._line_end:
            wanted = not (character in _CLOSING or self._parts[-1][-1:] in _OPENING)
        touches = self.has_words and not wanted and not self._glue
        self._space = self._line_end = self._glue = False
        if wanted:
            self._parts.append(" ")
            self.length += 1
        return touches and character.isalnum() and self._parts[-1][-1:].isalnum()

    def append(self, body: str) -> None:
        """Add the words that were taken, and what space followed them; NFC holds across the seam."""
        if not body.isascii():
            body = self._composed(body)
        self._parts.append(body)
        self.length += len(body)
        if self._after:
            self.space(line_end="\n" in self._after)

    def tail(self, size: int) -> str:
        """Give the last characters of the block, at most `size`."""
        while len(self._parts) > 1 and len(self._parts[-1]) < size:
            last = self._parts.pop()
            self._parts[-1] += last
        room = min(size, self.length - self._start)
        return self._parts[-1][-room:] if room else ""

    def shorten(self, count: int) -> str:
        """Take back the last characters of the block and give them."""
        taken = self.tail(count)
        if taken:
            self._parts[-1] = self._parts[-1][: -len(taken)]
            self.length -= len(taken)
        return taken

    def _composed(self, body: str) -> str:
        """NFC of the next words; where they compose with the words before, those are taken back into them."""
        reach = _REACH if unicodedata.combining(body[0]) else 1
        tail = self.tail(reach) if self.has_words else ""
        joined = unicodedata.normalize("NFC", tail + body)
        if joined.startswith(tail):
            return joined[len(tail) :]
        self.shorten(reach)
        return joined
