"""Safe XML: no DOCTYPE, no entities, no network, bounded size; what cannot come in is refused by line and column."""

import re
from io import BytesIO

from lxml import etree
from lxml.etree import _Element

from archive.records import Refused

Element = _Element

MAX_BYTES = 32 * 1024 * 1024
MAX_DEPTH = 100
MAX_ATTRIBUTES = 65_536
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_PROLOG = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_TOO_DEEP = etree.XPath("/" + "/".join(["*"] * (MAX_DEPTH + 1)))
_TOO_MANY_ATTRIBUTES = etree.XPath(f"//*[count(@*) > {MAX_ATTRIBUTES}]")
_IDS = etree.XPath("//@xml:id", smart_strings=False)
_ELEMENTS_WITH_ID = etree.XPath("//*[@xml:id]")


def parse(data: bytes, file: str) -> Element:
    """Parse a whole file and give its root; comments and processing instructions are left out.

    Raise Refused for a file that is too big, empty, has a DOCTYPE, is not well-formed, lies about
    its encoding, is nested deeper than MAX_DEPTH or uses an xml:id twice. XInclude is never followed.
    """
    _check_bytes(data, file)
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        raise _refusal(error, file) from error
    if root.getroottree().docinfo.doctype:
        raise _doctype(file)
    _check_tree(root, file)
    return root


def root_name(data: bytes, file: str) -> tuple[str, str]:
    """Namespace and local name of the root element, without parsing what follows; raise Refused like `parse`."""
    _check_bytes(data, file)
    events = etree.iterparse(
        BytesIO(data), events=("start",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        _, root = next(iter(events))
    except etree.XMLSyntaxError as error:
        raise _refusal(error, file) from error
    name = etree.QName(root)
    return name.namespace or "", name.localname


def is_xml(data: bytes) -> bool:
    """Whether the bytes begin like an XML document, in any encoding with a byte order mark."""
    return _decoded(data[:256]).lstrip("\ufeff \t\r\n").startswith("<")


def ids(root: Element) -> frozenset[str]:
    """Every xml:id of the document."""
    return frozenset(str(value) for value in _matches(_IDS, root))


def line_of(element: Element) -> int:
    """Line of the element's start tag, 0 when the parser no longer knows it."""
    return int(element.sourceline or 0)


def local_name(element: Element) -> str:
    """Name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def _matches(path: etree.XPath, root: Element) -> list[object]:
    found = path(root)
    return list(found) if isinstance(found, list) else []


def _elements(path: etree.XPath, root: Element) -> list[Element]:
    return [found for found in _matches(path, root) if isinstance(found, Element)]


def _decoded(data: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[: len(data) // 4 * 4].decode(encoding, "replace")
    return data.decode("latin-1")


def _check_bytes(data: bytes, file: str) -> None:
    if len(data) > MAX_BYTES:
        message = f"the file has {len(data):,} bytes, more than the {MAX_BYTES:,} allowed; split it into several files"
        raise Refused(file, 0, "too-big", message)
    if not data.strip():
        raise Refused(file, 0, "empty", "the file is empty; load the whole file again")
    prolog = _decoded(data[: 1 << 20])
    match = _PROLOG.match(prolog.lstrip("\ufeff"))
    if match and prolog.lstrip("\ufeff").startswith("<!DOCTYPE", match.end()):
        raise _doctype(file, 1 + prolog.count("\n", 0, match.end()))


def _check_tree(root: Element, file: str) -> None:
    for element in _elements(_TOO_DEEP, root):
        message = f"elements are nested more than {MAX_DEPTH} deep; remove the needless nesting"
        raise Refused(file, line_of(element), "too-deep", message)
    for element in _elements(_TOO_MANY_ATTRIBUTES, root):
        message = f"an element has more than {MAX_ATTRIBUTES:,} attributes; remove those that carry nothing"
        raise Refused(file, line_of(element), "too-many-attributes", message)
    found = _matches(_IDS, root)
    if len(set(found)) != len(found):
        _refuse_twin(root, file)


def _refuse_twin(root: Element, file: str) -> None:
    first: dict[str, int] = {}
    for element in _elements(_ELEMENTS_WITH_ID, root):
        key = element.get(XML_ID, "")
        if key in first:
            message = f'xml:id "{key}" is used twice, first on line {first[key]}; give one of the two another xml:id'
            raise Refused(file, line_of(element), "duplicate-id", message)
        first[key] = line_of(element)


def _doctype(file: str, line: int = 1) -> Refused:
    message = "the file has a DOCTYPE, which may pull in other files; delete it and write its entities as characters"
    return Refused(file, line, "doctype", message)


def _refusal(error: etree.XMLSyntaxError, file: str) -> Refused:
    line, column = error.position if error.lineno else (0, 0)
    reason = re.sub(r", line \d+, column \d+\Z", "", error.msg or "it cannot be read")
    if "Excessive depth" in reason:
        message = f"elements are nested more than {MAX_DEPTH} deep; remove the needless nesting"
        return Refused(file, line, "too-deep", message)
    if "encoding" in reason or "UTF-8" in reason:
        message = (
            f"column {column}: the bytes are not in the encoding that the file declares ({reason}); "
            "save it as UTF-8 or correct the declaration"
        )
        return Refused(file, line, "encoding", message)
    message = f"column {column}: not well-formed XML ({reason}); correct this place"
    return Refused(file, line, "not-well-formed", message)
