"""TEI P5 in: many documents to a file, one document to a file, or an index of names."""

from archive.formats.tei.corpus import CORPUS, read_corpus
from archive.formats.tei.documents import tell_text
from archive.formats.tei.header import header_of, licence, titles
from archive.formats.tei.lists import entries, is_index
from archive.formats.tei.names import TEI, T
from archive.formats.tei.single import file_record, read_document
from archive.formats.tei.text import Source, source_of
from archive.formats.tei.volume import is_volume, read_volume
from archive.formats.xml import Element, line_of, local_name, parse
from archive.records import FileRecord, Refused

__all__ = ["read"]


def read(data: bytes, *, file: str) -> FileRecord:
    """Read a TEI file of any dialect; what was not understood is told in the record's notices.

    Raise Refused, with line and what to do, for a file that is unsafe, not well-formed or not TEI.
    """
    root = parse(data, file)
    if root.tag == CORPUS:
        return read_corpus(source_of(root, file), root)
    if root.tag != f"{T}TEI":
        message = f'the root element is {local_name(root)}, not TEI in the namespace "{TEI}"; add xmlns="{TEI}" to it'
        raise Refused(file, line_of(root), "not-tei", message)
    source = source_of(root, file)
    text = root.find(f"{T}text")
    if is_volume(root):
        return read_volume(source, root)
    if text is not None and is_index(text):
        return _index(source, root, text)
    return file_record(source, root, read_document(source, root))


def _index(source: Source, root: Element, text: Element) -> FileRecord:
    names = entries(text)
    listed = titles(header_of(root))
    tell_text(source)
    if not names:
        source.tell(
            line_of(text),
            "no-names",
            "the file is a list, but of no people, places, bodies or subjects; nothing came in",
        )
    return FileRecord(
        source.file,
        "tei",
        title=listed[0][1] if listed else "",
        licence=licence(header_of(root)),
        names=names,
        ids=source.ids,
        notices=tuple(source.notices),
    )
