"""The parts of annotations in JSON-LD: bodies, targets, selectors, states, agents; each checked as the model says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NoReturn

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+")
_DATE_TIME = re.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")
_DIRECTIONS = frozenset(("ltr", "rtl", "auto"))
_LISTS = frozenset(("Choice", "List", "Composite", "Independents"))
MOTIVATIONS = frozenset(
    (
        *("assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting"),
        *("identifying", "linking", "moderating", "questioning", "replying", "tagging"),
    )
)


class BadAnnotationError(ValueError):
    """What is not a valid annotation; `where` is the property, with its path, `reason` is for people."""

    def __init__(self, where: str, reason: str) -> None:
        """Keep both, and write them in one line."""
        super().__init__(f"{where}: {reason}" if where else reason)
        self.where = where
        self.reason = reason


def refuse(where: str, reason: str) -> NoReturn:
    """Raise BadAnnotationError."""
    raise BadAnnotationError(where, reason)


def many(value: Any) -> list[Any]:
    """Give one or several values as a list."""
    return list(value) if isinstance(value, list) else [value]


def depth(data: Any, most: int) -> int:
    """Count how deep objects and lists are nested, no further than one past `most`."""
    level, nodes = 0, [data]
    while nodes and level <= most:
        level += 1
        inner = [node.values() if isinstance(node, Mapping) else node for node in nodes]
        nodes = [child for children in inner for child in children if isinstance(child, Mapping | list)]
    return level


def is_iri(value: Any) -> bool:
    """Tell whether a value is an absolute IRI."""
    return isinstance(value, str) and bool(_IRI.fullmatch(value))


def iri(value: Any, where: str) -> None:
    """Check one IRI."""
    if not is_iri(value):
        refuse(where, "This must be one IRI.")


def iris(value: Any, where: str) -> None:
    """Check one or several IRIs."""
    for each in many(value):
        iri(each, where)


def text(value: Any, where: str) -> None:
    """Check one string."""
    if not isinstance(value, str):
        refuse(where, "This must be one string.")


def texts(value: Any, where: str) -> None:
    """Check one or several strings."""
    for each in many(value):
        text(each, where)


def date_time(value: Any, where: str) -> None:
    """Check one xsd:dateTime."""
    if not isinstance(value, str) or not _DATE_TIME.fullmatch(value):
        refuse(where, "This must be one date and time, such as 2026-01-31T12:00:00Z.")
    try:
        datetime.fromisoformat(value)
    except ValueError:
        refuse(where, "There is no such date and time.")


def one_of(value: Any, where: str, words: frozenset[str]) -> None:
    """Check a word of a vocabulary, or an IRI that extends it."""
    if not isinstance(value, str) or (value.removeprefix("oa:") not in words and not is_iri(value)):
        refuse(where, f"This must be one of {', '.join(sorted(words))}, or an IRI.")


def agents(value: Any, where: str) -> None:
    """Check people, programs or audiences: IRIs, or objects with names."""
    for agent in many(value):
        if isinstance(agent, Mapping):
            for name in ("id", "homepage"):
                if name in agent:
                    iris(agent[name], f"{where}.{name}")
            for name in ("name", "nickname", "email_sha1"):
                if name in agent:
                    texts(agent[name], f"{where}.{name}")
        else:
            iri(agent, where)


def resource(value: Any, where: str, *, is_target: bool = False) -> None:
    """Check bodies or targets: IRIs, textual bodies, external and specific resources, and lists of those."""
    for part in many(value):
        if isinstance(part, Mapping):
            _node(part, where, is_target=is_target)
        else:
            iri(part, where)


def _node(node: Mapping[str, Any], where: str, *, is_target: bool) -> None:
    types = [kind for kind in many(node.get("type", [])) if isinstance(kind, str)]
    if "type" in node:
        texts(node["type"], f"{where}.type")
    _check_plain(node, where)
    if _LISTS.intersection(types):
        _check_list(node, where, is_target=is_target)
    elif "SpecificResource" in types or "source" in node:
        _check_specific(node, where)
    elif "TextualBody" in types or ("value" in node and not is_target):
        text(node.get("value"), f"{where}.value")
    elif "id" not in node:
        refuse(where, "This needs an id, a source, a value or, as a Choice or List, its items.")


def _check_plain(node: Mapping[str, Any], where: str) -> None:
    """Check the properties that any body or target may have (3.2.2, 3.3)."""
    for name, check in _PLAIN.items():
        if name in node:
            check(node[name], f"{where}.{name}")
    if "textDirection" in node and node["textDirection"] not in _DIRECTIONS:
        refuse(f"{where}.textDirection", "The direction is ltr, rtl or auto.")
    for purpose in many(node.get("purpose", [])):
        one_of(purpose, f"{where}.purpose", MOTIVATIONS)
    for name in ("creator", "generator", "audience"):
        if name in node:
            agents(node[name], f"{where}.{name}")


def _check_list(node: Mapping[str, Any], where: str, *, is_target: bool) -> None:
    items = node.get("items")
    if not isinstance(items, list) or not items:
        refuse(f"{where}.items", "A Choice, List, Composite or Independents has items.")
    resource(items, f"{where}.items", is_target=is_target)


def _check_specific(node: Mapping[str, Any], where: str) -> None:
    source = node.get("source")
    if source is None or isinstance(source, list):
        refuse(f"{where}.source", "A specific resource has one source.")
    resource(source, f"{where}.source")
    for selector in many(node.get("selector", [])):
        selecting(selector, f"{where}.selector")
    for state in many(node.get("state", [])):
        _state(state, f"{where}.state")
    for name in ("renderedVia", "scope"):
        if name in node:
            agents(node[name], f"{where}.{name}")
    if "styleClass" in node:
        texts(node["styleClass"], f"{where}.styleClass")


def selecting(selector: Any, where: str) -> None:
    """Check a selector with all that refines it (4.2)."""
    if not isinstance(selector, Mapping):
        iri(selector, where)
        return
    kind = selector.get("type")
    if kind == "Choice":
        for item in many(selector.get("items", [])):
            selecting(item, f"{where}.items")
    elif kind in _SELECTORS:
        _SELECTORS[kind](selector, where)
    elif not is_iri(selector.get("id")) and not isinstance(kind, str):
        refuse(where, "A selector has a type.")
    for refined in many(selector.get("refinedBy", [])):
        selecting(refined, f"{where}.refinedBy")


def _with_value(selector: Mapping[str, Any], where: str) -> None:
    text(selector.get("value"), f"{where}.value")
    if "conformsTo" in selector:
        iri(selector["conformsTo"], f"{where}.conformsTo")


def _svg(selector: Mapping[str, Any], where: str) -> None:
    if "value" in selector:
        text(selector["value"], f"{where}.value")
    else:
        iri(selector.get("id"), f"{where}.id")


def _quote(selector: Mapping[str, Any], where: str) -> None:
    text(selector.get("exact"), f"{where}.exact")
    for name in ("prefix", "suffix"):
        if name in selector:
            text(selector[name], f"{where}.{name}")


def _position(selector: Mapping[str, Any], where: str) -> None:
    for name in ("start", "end"):
        value = selector.get(name)
        if type(value) is not int or not 0 <= value < 2**31:
            refuse(f"{where}.{name}", "A position is a whole number, 0 or more.")
    if selector["end"] < selector["start"]:
        refuse(f"{where}.end", "The end is before the start.")


def _range(selector: Mapping[str, Any], where: str) -> None:
    for name in ("startSelector", "endSelector"):
        if not isinstance(selector.get(name), Mapping):
            refuse(f"{where}.{name}", "A range has one start and one end.")
        selecting(selector[name], f"{where}.{name}")


def _state(state: Any, where: str) -> None:
    if not isinstance(state, Mapping):
        iri(state, where)
        return
    kind = state.get("type")
    if kind == "HttpRequestState":
        text(state.get("value"), f"{where}.value")
    elif kind == "TimeState":
        for name in ("sourceDate", "sourceDateStart", "sourceDateEnd"):
            for value in many(state.get(name, [])):
                date_time(value, f"{where}.{name}")
    elif "id" in state:
        iri(state["id"], f"{where}.id")
    else:
        refuse(where, "A state has a type or an id.")
    for refined in many(state.get("refinedBy", [])):
        _state(refined, f"{where}.refinedBy")


_PLAIN: dict[str, Callable[[Any, str], None]] = {
    "id": iri,
    "format": texts,
    "language": texts,
    "processingLanguage": text,
    "created": date_time,
    "modified": date_time,
    "generated": date_time,
    "rights": iris,
    "via": iris,
    "canonical": iri,
}
_SELECTORS: dict[str, Callable[[Mapping[str, Any], str], None]] = {
    "FragmentSelector": _with_value,
    "CssSelector": _with_value,
    "XPathSelector": _with_value,
    "TextQuoteSelector": _quote,
    "TextPositionSelector": _position,
    "DataPositionSelector": _position,
    "SvgSelector": _svg,
    "RangeSelector": _range,
}
