"""Finds the texts of a document: an original and its translations, or one text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.formats.tei.header import language_of
from archive.formats.tei.names import T
from archive.formats.xml import Element
from archive.records import TextKind

_WORD = re.compile(r"\w+")
_ORIGINALS = frozenset(("original", "source", "transcription"))
_TRANSLATIONS = frozenset(("translation", "translated", "traduction", "übersetzung", "перевод"))
LONGEST_PLACEHOLDER = 12
_PLACEHOLDER = re.compile(
    r"(?:there is )?no (?:english |german |french )?(?:translation|transcription|original|text)(?: text)?"
    r"(?: is| was)? (?:yet )?available|(?:to be|not yet) (?:translated|transcribed)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Layer:
    """A text of a document by its element; `skip` are the parts of the element that are other layers."""

    kind: TextKind
    language: str
    element: Element
    words: int
    skip: tuple[Element, ...] = field(default=())


def count_words(element: Element) -> int:
    """Count words as runs of letters and digits in the text nodes, which are taken apart from each other."""
    return len(_WORD.findall(" ".join(map(str, element.itertext()))))


def layers_of(text: Element, declared: str) -> tuple[list[Layer], list[Element]]:
    """Give the layers of a document, originals first, and the elements that stand for a missing layer.

    `declared` is the language that the header gives for the source.
    """
    marked = _marked(text)
    if not any(kind == "translation" for kind, _ in marked) and not any(_is_original(e) for _, e in marked):
        return [_layer("transcription", text, declared)], []
    layers = [_layer(kind, element, declared if kind == "transcription" else "") for kind, element in marked]
    missing = [layer.element for layer in layers if not layer.words or _is_placeholder(layer)]
    present = [layer for layer in layers if layer.element not in missing]
    skip = tuple(element for _, element in marked)
    rest = len(_WORD.findall(" ".join(_outside(text, frozenset(skip)))))
    if rest:
        present.append(Layer("transcription", declared, text, rest, skip))
    present.sort(key=lambda layer: layer.kind == "translation")
    return present, missing


def _marked(text: Element) -> list[tuple[TextKind, Element]]:
    """Outermost parts of a text that say whether they are original or translation."""
    found: list[tuple[TextKind, Element]] = []
    for element in text.iter(f"{T}div", f"{T}text", f"{T}body"):
        kind = (element.get("type") or "").casefold()
        if element is text or _is_inside(element, [outer for _, outer in found]):
            continue
        if kind in _TRANSLATIONS:
            found.append(("translation", element))
        elif kind in _ORIGINALS and not _holds_layers(element):
            found.append(("transcription", element))
    return found


def _outside(element: Element, layers: frozenset[Element]) -> Iterator[str]:
    """Text nodes of an element that are in none of its layers."""
    yield element.text or ""
    for child in element:
        if child not in layers:
            yield from _outside(child, layers)
        yield child.tail or ""


def _is_original(element: Element) -> bool:
    return (element.get("type") or "").casefold() == "original" or str(element.tag) == f"{T}text"


def _holds_layers(element: Element) -> bool:
    kinds = ((inner.get("type") or "").casefold() for inner in element.iterdescendants(f"{T}div", f"{T}text"))
    return any(kind in _TRANSLATIONS or kind in _ORIGINALS for kind in kinds)


def _is_inside(element: Element, outer: list[Element]) -> bool:
    return bool(outer) and any(ancestor in outer for ancestor in element.iterancestors())


def _layer(kind: TextKind, element: Element, declared: str) -> Layer:
    return Layer(kind, language_of(element) or declared, element, count_words(element))


def _is_placeholder(layer: Layer) -> bool:
    if layer.words > LONGEST_PLACEHOLDER:
        return False
    words = " ".join("".join(str(part) for part in layer.element.itertext()).split())
    return bool(_PLACEHOLDER.match(words))
