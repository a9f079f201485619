"""Small TEI files, written by the tests that read them."""

from archive.formats.tei import read
from archive.records import DocumentRecord, FileRecord, TextRecord

OPENING = '<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0"'
TITLE = "<fileDesc><titleStmt><title>Title</title></titleStmt></fileDesc>"


def tei(body: str, *, header: str = TITLE, before: str = "", attributes: str = "") -> bytes:
    """Give a TEI file with a body, or a whole text when `body` begins with one."""
    text = body if body.startswith("<text") else f"<text><body>{body}</body></text>"
    return f"{OPENING}{attributes}><teiHeader>{header}</teiHeader>{before}{text}</TEI>".encode()


def file_of(body: str, *, header: str = TITLE, before: str = "", file: str = "a.xml") -> FileRecord:
    """Read such a file."""
    return read(tei(body, header=header, before=before), file=file)


def document(body: str, *, header: str = TITLE, before: str = "") -> DocumentRecord:
    """Read such a file as the one document that it is."""
    (found,) = file_of(body, header=header, before=before).documents
    return found


def text_of(body: str) -> TextRecord:
    """Read such a file's one text."""
    (text,) = document(body).texts
    return text


def marks_of(text: TextRecord) -> list[tuple[str, str, str]]:
    """Kind, words and value of each mark."""
    return [(mark.kind, text.canonical[mark.start : mark.end], mark.value) for mark in text.marks]


def codes(record: FileRecord) -> list[str]:
    """Codes of a file's notices, but for those that every sample has."""
    return [notice.code for notice in record.notices if notice.code not in ("undated", "language-guessed")]
