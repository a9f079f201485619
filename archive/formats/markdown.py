"""Markdown with YAML front matter in: one document to a file, its footnotes at the end between lone underscores."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

import yaml

from archive.canonical import Builder
from archive.dates import parse_attributes
from archive.formats.language import guess_language, language_code, script_of
from archive.records import BlockRecord, DocumentRecord, FileRecord, MarkKind, Notice, Refused, TextRecord
from archive.strand import plain

MAX_BYTES = 8 * 1024 * 1024
MAX_FRONT_MATTER = 64 * 1024

_FRONT = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_NOTE = re.compile(r"_?(\d{1,3})[ \t]+(?=\S)")
_MARK = re.compile(r"\[(\d{1,3})\]")
_SOURCE = re.compile(r"_?(\[[^\[\]]+\])_?")
_HEADING = re.compile(r"(#{1,6})[ \t]*")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+(?=\S)")
_RULE = re.compile(r"[ \t]*(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}")
_KEYS = frozenset(
    ("title", "doc_num", "doc_order", "doc_date", "vol_id", "vol_title", "vol_full_title", "naa_refs", "language")
)
_CLOSING = tuple(",.;:!?)")
_WORD = re.compile(r"\w+")
_INLINE = re.compile(
    r"\\(?P<escaped>[^\w\s])|\[(?P<mark>\d{1,3})\](?!\()|!?\[(?P<label>[^\]\[]*)\]\((?P<target>[^()\s]*)\)"
    r"|\*\*(?P<bold>\S(?:.*?\S)?)\*\*(?!\*)|\*(?P<star>\S(?:[^*]*\S)?)\*|(?<!\w)_(?P<under>\S(?:[^_]*\S)?)_(?!\w)"
)


@dataclass(slots=True)
class _Body:
    """Paragraphs of the text, of each footnote by its number, and of the source notes."""

    text: list[str] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)


def read(data: bytes, *, file: str) -> FileRecord:
    """Read a Markdown file; front matter that is missing or cannot be read is refused.

    Keys understood: title, doc_num, doc_order, doc_date, vol_full_title or vol_title, naa_refs with
    reference, language. Others are reported.
    """
    text = _decoded(data, file)
    front = _FRONT.match(text)
    if front is None:
        message = "the file does not begin with front matter between two lines of ---; add it with at least a title"
        raise Refused(file, 1, "no-front-matter", message)
    matter = _front_matter(front[1], file)
    body = text[front.end() :]
    notices: list[Notice] = []
    record = _record(matter, body, file, notices)
    unknown = sorted(set(matter) - _KEYS)
    notices += [Notice(file, 1, "unknown-key", f'the key "{key}" of the front matter is not known') for key in unknown]
    series = str(matter.get("vol_full_title") or matter.get("vol_title") or "")
    return FileRecord(
        file,
        "markdown",
        key=record.key,
        title=record.title,
        series=plain(series),
        language=record.texts[0].language,
        documents=(record,),
        notices=tuple(notices),
    )


def _decoded(data: bytes, file: str) -> str:
    if len(data) > MAX_BYTES:
        raise Refused(file, 0, "too-big", f"the file has more than {MAX_BYTES:,} bytes; split it into documents")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused(file, line, "encoding", "the file is not UTF-8; save it as UTF-8") from error


def _front_matter(words: str, file: str) -> dict[str, Any]:
    if len(words) > MAX_FRONT_MATTER:
        raise Refused(file, 1, "too-big", "the front matter is longer than 64 KiB; move its text below it")
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(words, Loader=yaml.SafeLoader)):
            raise Refused(file, 1, "alias", "the front matter uses YAML aliases; write the values out")
        matter = yaml.safe_load(words)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        reason = getattr(error, "problem", None) or "it cannot be read"
        raise Refused(
            file, line, "front-matter", f"the front matter is no YAML ({reason}); correct this line"
        ) from error
    if not isinstance(matter, dict):
        raise Refused(file, 1, "front-matter", "the front matter is no list of keys and values; write it as title: …")
    return {str(key): value for key, value in matter.items()}


def _record(matter: dict[str, Any], body: str, file: str, notices: list[Notice]) -> DocumentRecord:
    key = PurePosixPath(file).stem
    parted = _parted(body)
    title = plain(str(matter.get("title") or "")) or (plain(parted.text[0])[:120] if parted.text else key)
    date = parse_attributes(when=str(matter.get("doc_date") or ""))
    if not date.is_dated:
        notices.append(Notice(file, 1, "undated", f"“{title[:80]}” has no date that can be read; give doc_date"))
    marks = _references(matter)
    printed = [source.strip("[]") for source in parted.sources]
    return DocumentRecord(
        key=key,
        title=title,
        date=date,
        file=file,
        line=1,
        number=str(matter.get("doc_num") or ""),
        order=_integer(matter.get("doc_order")),
        shelf_mark=next(iter((*marks, *printed)), ""),
        shelf_marks=marks,
        texts=(_text(parted, language_code(str(matter.get("language") or "")), file, notices),),
        footnotes=len(parted.notes),
        source_notes=len(parted.sources),
        words=len(_WORD.findall(body)),
    )


def _references(matter: dict[str, Any]) -> tuple[str, ...]:
    found = matter.get("naa_refs")
    entries = found if isinstance(found, list) else []
    said = [plain(str(entry.get("reference") or "")) for entry in entries if isinstance(entry, dict)]
    return tuple(reference.strip("[] ") for reference in said if reference)


def _integer(value: object) -> int:
    said = str(value if value is not None else "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 0


def _parted(body: str) -> _Body:
    """Tell text, footnotes and source notes apart; footnotes follow a lone underscore, or end the text by number."""
    paragraphs = [paragraph for paragraph in re.split(r"\n[ \t]*\n", _fenced(body)) if paragraph.strip()]
    marks = set(_MARK.findall(body))
    fence = next((n for n, found in enumerate(paragraphs) if found.strip() == "_"), len(paragraphs))
    if fence == len(paragraphs):
        fence = _unfenced(paragraphs, marks)
    parted = _Body()
    for number, paragraph in enumerate(paragraphs):
        words = paragraph.strip()
        if words == "_":
            continue
        if _SOURCE.fullmatch(words) and (number >= fence or number == len(paragraphs) - 1):
            parted.sources.append(words.strip("_ "))
        elif number < fence:
            parted.text.append(paragraph)
        else:
            _add_note(parted, words, marks)
    return parted


def _fenced(body: str) -> str:
    """Put an underscore that opens or closes the footnotes on a line of its own."""
    body = re.sub(r"^[ \t]*_(?=\d{1,3}[ \t])", "_\n\n", body, flags=re.MULTILINE)
    return re.sub(r"^[ \t]*_[ \t]*$", "\n_\n", body, flags=re.MULTILINE)


def _unfenced(paragraphs: list[str], marks: set[str]) -> int:
    """Where numbered paragraphs at the end begin that the text has marks for."""
    start = len(paragraphs)
    for number in range(len(paragraphs) - 1, -1, -1):
        words = paragraphs[number].strip()
        note = _NOTE.match(words)
        if note and note[1] in marks:
            start = number
        elif not _SOURCE.fullmatch(words):
            break
    return start


def _add_note(parted: _Body, words: str, marks: set[str]) -> None:
    """Begin a footnote, or go on with the last one."""
    note = _NOTE.match(words)
    if note and note[1] not in parted.notes and (note[1] in marks or int(note[1]) == len(parted.notes) + 1):
        parted.notes[note[1]] = [words[note.end() :].rstrip("_ ")]
    elif parted.notes:
        parted.notes[next(reversed(parted.notes))].append(words)
    else:
        parted.text.append(words)


def _text(parted: _Body, language: str, file: str, notices: list[Notice]) -> TextRecord:
    writer = _Writer(Builder(), parted.notes)
    for source in parted.sources:
        writer.builder.note("source", "", "", lambda words=source: writer.inline(words))  # type: ignore[misc]
    for paragraph in parted.text:
        writer.paragraph(paragraph)
    for label in parted.notes:
        if label not in writer.placed:
            message = f"footnote {label} has no mark [{label}] in the text; it was put at the end"
            notices.append(Notice(file, 0, "note-without-mark", message))
            writer.mark(label)
    for label in writer.missing:
        message = f"the mark [{label}] has no footnote; it was kept as text"
        notices.append(Notice(file, 0, "mark-without-note", message))
    text = writer.builder.finish(TextRecord("transcription", language, "", "", 0, ()))
    if not language:
        language = guess_language(text.canonical)
        notices.append(Notice(file, 0, "language-guessed", f'the language is not declared; "{language}" was guessed'))
    return replace(text, language=language, script=script_of(text.canonical))


@dataclass(slots=True)
class _Writer:
    builder: Builder
    notes: dict[str, list[str]]
    placed: dict[str, int] = field(default_factory=dict)
    missing: dict[str, None] = field(default_factory=dict)
    _count: int = 0

    def paragraph(self, words: str) -> None:
        """Read one paragraph: a heading, a quotation, a list or plain words."""
        heading = _HEADING.match(words)
        lines = words.splitlines()
        if _RULE.fullmatch(words.strip()):
            return
        if heading:
            self._block(words[heading.end() :], BlockRecord("heading", 0, 0, level=len(heading[1])))
        elif all(line.lstrip().startswith(">") for line in lines):
            self.builder.open_container("quote")
            self._block("\n".join(line.lstrip()[1:] for line in lines), BlockRecord("paragraph", 0, 0))
            self.builder.close_container()
        elif all(_ITEM.match(line) for line in lines):
            self.builder.open_container("list")
            for line in lines:
                self._block(line, BlockRecord("list_item", 0, 0))
            self.builder.close_container()
        else:
            self._block(words, BlockRecord("paragraph", 0, 0))

    def _block(self, words: str, pattern: BlockRecord) -> None:
        self.builder.open_block(pattern)
        self.inline(words)
        self.builder.close_block()

    def inline(self, words: str) -> None:
        """Read words with their emphasis, links and marks of footnotes."""
        at = 0
        for match in _INLINE.finditer(words):
            before, at = words[at : match.start()], match.end()
            clings = match["mark"] in self.notes and words[at : at + 1] in _CLOSING
            self.builder.text(before.rstrip() if clings else before)
            self._inline(match)
        self.builder.text(words[at:])

    def _inline(self, match: re.Match[str]) -> None:
        if match["escaped"]:
            self.builder.text(match["escaped"])
        elif match["mark"]:
            if match["mark"] in self.notes:
                self.mark(match["mark"])
            else:
                self.missing[match["mark"]] = None
                self.builder.text(match[0])
        else:
            kind, value, words = next(self._marked(match))
            self.builder.push(kind, value)
            self.inline(words)
            self.builder.pop()

    def _marked(self, match: re.Match[str]) -> Iterator[tuple[MarkKind, str, str]]:
        if match["target"] is not None:
            yield "ref", match["target"], match["label"]
        elif match["bold"]:
            yield "bold", "", match["bold"]
        yield "italic", "", match["star"] or match["under"] or ""

    def mark(self, label: str) -> None:
        """Put the mark of a footnote; a second mark of the same note points at the first one's words."""
        if label in self.placed:
            self.builder.point("note_ref", str(self.placed[label]))
            return
        self.placed[label] = self.builder.note("footnote", label, "", lambda: self._note(label))

    def _note(self, label: str) -> None:
        for words in self.notes[label]:
            self._block(words, BlockRecord("note", 0, 0))
