"""The table of formats that can be read; a new one is a file beside this and a line in the table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from archive.formats import alto, markdown, page_xml, tei
from archive.formats.xml import is_xml, root_name
from archive.records import FileRecord, Refused

__all__ = ["FORMATS", "Format", "Probe", "read_file"]


@dataclass(frozen=True, slots=True)
class Probe:
    """What a format may look at to recognise a file: its name, its first bytes, its root element if it is XML."""

    file: str
    beginning: bytes
    namespace: str = ""
    root: str = ""


class Reader(Protocol):
    """Reads a whole file or raises Refused."""

    def __call__(self, data: bytes, *, file: str) -> FileRecord:
        """Give what the file holds."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name, how it is recognised, how it is read."""

    name: str
    recognises: Callable[[Probe], bool]
    read: Reader


FORMATS = (
    Format("tei", lambda probe: probe.root in ("TEI", "teiCorpus"), tei.read),
    Format("alto", lambda probe: probe.namespace.startswith(alto.NAMESPACE), alto.read),
    Format("page-xml", lambda probe: probe.namespace.startswith(page_xml.NAMESPACE), page_xml.read),
    Format("markdown", lambda probe: not probe.root and probe.file.endswith((".md", ".markdown")), markdown.read),
)


def read_file(data: bytes, file: str) -> FileRecord:
    """Read a file in whichever format it is; raise Refused when it is none of them or cannot come in."""
    namespace, root = root_name(data, file) if is_xml(data) else ("", "")
    probe = Probe(file, data[:1024], namespace, root)
    for known in FORMATS:
        if known.recognises(probe):
            return known.read(data, file=file)
    what = f"XML with the root element {root}" if root else "no XML and no Markdown"
    names = ", ".join(known.name for known in FORMATS)
    message = f"the file is {what}, which is none of the formats that can be read ({names}); convert it to one of them"
    raise Refused(file, 0, "unknown-format", message)
