"""Small sources for tests of loading."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image as Pillow

from archive.ingest.load import ingest
from archive.ingest.report import Report
from archive.ingest.volume_load import Options
from archive.ingest.volume_rows import Publication
from archive.models import (
    Document,
    DocumentIndex,
    EditorialNote,
    NameRole,
    Page,
    PageBreak,
    PageIndex,
    Text,
    TextVersion,
    Volume,
)

TEI = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>'
    "<titleStmt><title>{title}</title>{author}</titleStmt><publicationStmt><p>x</p></publicationStmt>"
    "<sourceDesc><msDesc><msIdentifier><repository>{repository}</repository><idno>{mark}</idno></msIdentifier></msDesc>"
    '</sourceDesc></fileDesc><profileDesc><creation><date when="{when}"/></creation></profileDesc></teiHeader>\n'
    '<text xml:lang="{language}"><body>{body}</body></text></TEI>\n'
)

TWO_PAGES = (
    '<pb n="1" facs="a_1.jpg"/><p>First page.</p><pb n="2" facs="a_2.jpg"/><p>Second<note n="1">See.</note>.</p>'
)


def tei(
    body: str,
    *,
    title: str = "A letter",
    when: str = "1939-12-24",
    author: str = "",
    language: str = "en",
    repository: str = "RGASPI",
    mark: str = "f. 558, op. 11, d. 167",
) -> str:
    """A file that is one document."""
    named = f"<author>{author}</author>" if author else ""
    return TEI.format(
        body=body, title=title, when=when, author=named, language=language, repository=repository, mark=mark
    )


def volume(*documents: tuple[str, str], front: str = "", title: str = "A volume") -> str:
    """A file that is a volume; documents are (xml:id, what stands in the division)."""
    divisions = "".join(f'<div type="document" xml:id="{key}">{inner}</div>' for key, inner in documents)
    chapter = f'<div type="chapter" xml:id="ch1"><head>Chapter one</head>{divisions}</div>'
    return tei(f"{front}{chapter}", title=title)


def write(folder: Path, **files: str) -> Path:
    """Write sources as <name>.xml, and give the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, words in files.items():
        (folder / f"{name}.xml").write_text(words, encoding="utf-8")
    return folder


def picture(path: Path, width: int = 120, height: int = 160, kind: str = "JPEG") -> Path:
    """Write a small page image."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture_bytes(width, height, kind))
    return path


def picture_bytes(width: int = 120, height: int = 160, kind: str = "JPEG", mode: str = "RGB") -> bytes:
    stream = BytesIO()
    Pillow.linear_gradient("L").resize((width, height)).convert(mode).save(stream, kind)
    return stream.getvalue()


def load(
    *paths: Path, volume: str = "", images: Path | None = None, is_open: bool = False, is_dry_run: bool = False
) -> Report:
    """Load paths as the command does."""
    return ingest(paths, Options(volume, images, Publication(is_open=is_open), is_dry_run))


def codes(report: Report) -> Sequence[str]:
    """The codes of all warnings, in order."""
    return [notice.code for source in report.sources for notice in source.warnings]


def counts() -> dict[str, int]:
    """How many rows a load has left in each table it writes."""
    models = (Volume, Document, Text, TextVersion, Page, PageBreak, PageIndex, DocumentIndex, NameRole, EditorialNote)
    return {model.__name__: model.objects.count() for model in models}
