"""The samples of the W3C's own tests, and what other annotators write."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from annotations.w3c import BadAnnotationError, loads, read, read_page, write, write_collection, write_page

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
BASE: dict[str, Any] = {"@context": CONTEXT, "type": "Annotation", "target": "http://example.com/page1"}


def samples(corpora: Path, kind: str) -> list[Path]:
    return sorted((corpora / "iiif" / "w3c-annotations" / kind).glob("*.json"))


def test_correct_samples_round_trip_without_loss(corpora: Path) -> None:
    found = samples(corpora, "correct")

    changed = [path.name for path in found if write(read(loads(path.read_bytes()))) != json.loads(path.read_bytes())]

    assert (len(found), changed) == (21, [])


def test_incorrect_samples_are_refused_with_a_reason(corpora: Path) -> None:
    reasons = {}
    for path in samples(corpora, "incorrect"):
        with pytest.raises(BadAnnotationError) as raised:
            read(loads(path.read_bytes()))
        reasons[path.name] = raised.value.reason

    assert len(reasons) == 20
    assert [name for name, reason in reasons.items() if len(reason) < 10] == []


# All samples but a few have two ids, or a comma too many; with those mended they must fail for their own reason.
OWN_FAULT = {
    "anno3": "@context",
    "anno5": "@context",
    "anno9": "type",
    "anno11": "target",
    "anno13": "body.id",
    "anno17": "body.value",
    "anno19": "bodyValue",
    "anno21": "bodyValue",
    "anno23": "body.processingLanguage",
    "anno25": "body",
    "anno27": "generator",
    "anno29": "modified",
    "anno31": "modified",
    "anno33": "generated",
    "anno35": "via",
    "anno37": "target.source",
    "anno39": "target.source",
}


@pytest.mark.parametrize("name", OWN_FAULT)
def test_incorrect_samples_are_refused_for_their_own_fault(corpora: Path, name: str) -> None:
    text = (corpora / "iiif" / "w3c-annotations" / "incorrect" / f"{name}.json").read_text()
    mended = re.sub(r",(\s*})", r"\1", text).replace(
        '["http://example.org/1", "http://example.org/2"]', '"http://example.org/1"'
    )

    with pytest.raises(BadAnnotationError) as raised:
        read(loads(mended))

    assert raised.value.where == OWN_FAULT[name]


@pytest.mark.parametrize(
    ("properties", "where"),
    [
        ({"id": 7}, "id"),
        ({"id": "not an iri"}, "id"),
        ({"target": []}, "target"),
        ({"target": {}}, "target"),
        ({"target": None}, "target"),
        ({"motivation": "shouting"}, "motivation"),
        ({"motivation": ["commenting", 3]}, "motivation"),
        ({"created": "2020-13-01T00:00:00Z"}, "created"),
        ({"canonical": ["http://a.b/1", "http://a.b/2"]}, "canonical"),
        ({"rights": "free"}, "rights"),
        ({"creator": {"name": 5}}, "creator.name"),
        ({"audience": {"id": "x y"}}, "audience.id"),
        ({"body": {"type": "TextualBody", "value": ["a", "b"]}}, "body.value"),
        ({"body": {"type": "TextualBody", "value": "a", "textDirection": "up"}}, "body.textDirection"),
        ({"body": {"type": "TextualBody", "value": "a", "purpose": "x"}}, "body.purpose"),
        ({"body": {"type": "Choice", "items": []}}, "body.items"),
        ({"target": {"source": ["http://a.b/1"]}}, "target.source"),
        ({"target": {"source": "http://a.b/1", "selector": {"value": "x"}}}, "target.selector"),
        ({"target": {"source": "http://a.b/1", "selector": "x"}}, "target.selector"),
        ({"target": {"source": "http://a.b/1", "selector": {"type": "TextQuoteSelector"}}}, "target.selector.exact"),
        (
            {"target": {"source": "http://a.b/1", "selector": {"type": "TextPositionSelector", "start": -1, "end": 3}}},
            "target.selector.start",
        ),
        (
            {"target": {"source": "http://a.b/1", "selector": {"type": "TextPositionSelector", "start": 4, "end": 3}}},
            "target.selector.end",
        ),
        (
            {
                "target": {
                    "source": "http://a.b/1",
                    "selector": {"type": "TextPositionSelector", "start": True, "end": 3},
                }
            },
            "target.selector.start",
        ),
        (
            {"target": {"source": "http://a.b/1", "selector": {"type": "RangeSelector"}}},
            "target.selector.startSelector",
        ),
        ({"target": {"source": "http://a.b/1", "selector": {"type": "SvgSelector"}}}, "target.selector.id"),
        ({"target": {"source": "http://a.b/1", "state": {"type": "HttpRequestState"}}}, "target.state.value"),
        (
            {"target": {"source": "http://a.b/1", "state": {"type": "TimeState", "sourceDate": "now"}}},
            "target.state.sourceDate",
        ),
        ({"target": {"source": "http://a.b/1", "state": {}}}, "target.state"),
        ({"target": {"source": "http://a.b/1", "styleClass": 1}}, "target.styleClass"),
        ({"stylesheet": 4}, "stylesheet"),
    ],
)
def test_read_names_the_place_of_a_fault(properties: dict[str, Any], where: str) -> None:
    with pytest.raises(BadAnnotationError) as raised:
        read({**BASE, **properties})

    assert raised.value.where == where


@pytest.mark.parametrize("text", ["", "{", "NaN", '{"a": Infinity}', '{"a": "\\u0000"}', "[" * 100_000])
def test_loads_refuses_what_is_not_clean_json(text: str) -> None:
    with pytest.raises(BadAnnotationError):
        loads(text)


def test_read_refuses_endless_nesting() -> None:
    selector: dict[str, Any] = {"type": "TextQuoteSelector", "exact": "a"}
    for _ in range(30):
        selector = {"type": "TextQuoteSelector", "exact": "a", "refinedBy": selector}

    with pytest.raises(BadAnnotationError, match="nested"):
        read({**BASE, "target": {"source": "http://a.b/1", "selector": selector}})


def test_read_never_follows_a_context() -> None:
    contexts = [CONTEXT, "http://127.0.0.1:9/context.jsonld", {"own": "http://example.org/"}]

    assert read({**BASE, "@context": contexts}).targets == ("http://example.com/page1",)


def test_body_value_is_a_textual_body() -> None:
    assert read({**BASE, "bodyValue": "Words"}).bodies == (
        {"type": "TextualBody", "value": "Words", "format": "text/plain"},
    )


@pytest.mark.parametrize(
    "identifier", ["3b0c2b0e-6b5e-4a0f-9d3f-0d5a2f6a1b11", "#3b0c2b0e-6b5e-4a0f-9d3f-0d5a2f6a1b11", ""]
)
def test_ids_that_annotators_make_up_are_read(identifier: str) -> None:
    assert read({**BASE, "id": identifier}).id == identifier


def test_read_page_takes_collections_pages_lists_and_single_annotations() -> None:
    bare = {name: value for name, value in BASE.items() if name != "@context"}
    page = {"type": "AnnotationPage", "items": [bare, bare], "next": "http://a.b/2"}
    collection = {"type": ["BasicContainer", "AnnotationCollection"], "first": page}

    counts = [(len(found.items), found.next) for found in map(read_page, [page, collection, [bare], BASE])]

    assert counts == [(2, "http://a.b/2"), (2, "http://a.b/2"), (1, ""), (1, "")]
    assert read_page({"type": "AnnotationCollection", "first": "http://a.b/1"}).next == "http://a.b/1"


@pytest.mark.parametrize("data", [3, {"type": "AnnotationPage", "items": 1}, {"type": "AnnotationPage", "items": [{}]}])
def test_read_page_refuses_what_is_none(data: Any) -> None:
    with pytest.raises(BadAnnotationError):
        read_page(data)


def test_written_pages_are_read_again() -> None:
    items = [{"id": "http://a.b/1", "type": "Annotation", "target": "http://a.b/d"}]
    page = write_page("http://a.b/?page=1", {"id": "http://a.b/"}, items, 0, {"next": "http://a.b/?page=2"})
    collection = write_collection("http://a.b/", {"label": "All", "total": 1}, page, "http://a.b/?page=last")

    assert [len(read_page(data).items) for data in (page, collection)] == [1, 1]
    assert (page["startIndex"], page["next"], collection["total"]) == (0, "http://a.b/?page=2", 1)
    assert "first" not in write_collection("http://a.b/", {"total": 0}, None, "")
