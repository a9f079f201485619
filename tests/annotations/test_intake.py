"""What other annotators write is read, and comes to the same kind of note."""

import json
from typing import Any

import pytest

from annotations.models import Annotation
from tests.annotations.wire import BASE, CONTEXT, post, sent
from tests.asking import client_of
from tests.factories.accounts import make_user
from tests.factories.archive import make_document, make_image, make_page, make_text, make_volume

pytestmark = pytest.mark.django_db
PAGE = f"{BASE}/documents/papers-letter/pages/1/"
TEXT = f"{BASE}/documents/papers-letter/texts/transcription/v1/"
UUID = "9f2d0a55-9c7e-4f0b-8a2e-2d8a1f0a7c11"


@pytest.fixture(autouse=True)
def letter() -> Any:
    document = make_document(make_volume("papers"), "letter", identifier="papers-letter")
    make_page(document, 1, image=make_image(), width=1000, height=1000)
    make_text(document, ["The ice on the river 😀 broke early."])
    return document


ANNOTORIOUS = {
    "@context": CONTEXT,
    "id": f"#{UUID}",
    "type": "Annotation",
    "body": [
        {"type": "TextualBody", "value": "A seal.", "purpose": "commenting", "creator": {"id": "https://x.y/me"}},
        {"type": "TextualBody", "value": "seal", "purpose": "tagging"},
    ],
    "target": {
        "source": PAGE,
        "selector": {
            "type": "FragmentSelector",
            "conformsTo": "http://www.w3.org/TR/media-frags/",
            "value": "xywh=pixel:10.13,20.87,100.5,50.25",
        },
    },
    "created": "2024-05-01T10:00:00.123Z",
}
ANNOTORIOUS_POLYGON = {
    "@context": CONTEXT,
    "id": UUID,
    "type": "Annotation",
    "body": [],
    "target": {
        "source": PAGE,
        "selector": {"type": "SvgSelector", "value": '<svg><polygon points="10,10 200.4,10 100,90.6" /></svg>'},
    },
}
RECOGITO = {
    "@context": CONTEXT,
    "id": UUID,
    "type": "Annotation",
    "creator": {"isGuest": True, "id": "abc-def"} | {"id": "https://recogito.example.org/users/1"},
    "body": [
        {"id": "https://recogito.example.org/b/1", "type": "TextualBody", "purpose": "commenting", "value": "Early."}
    ],
    "target": [
        {
            "source": TEXT,
            "selector": [
                {"type": "TextQuoteSelector", "exact": "broke early", "prefix": "river 😀 ", "suffix": "."},
                {"type": "TextPositionSelector", "start": 24, "end": 35},
            ],
        }
    ],
}
MIRADOR = {
    "id": UUID,
    "@context": CONTEXT,
    "type": "Annotation",
    "motivation": "commenting",
    "body": {"type": "TextualBody", "value": "<p>A <strong>seal</strong></p>"},
    "target": {
        "source": {"id": PAGE, "type": "Canvas"},
        "selector": [
            {"type": "FragmentSelector", "value": "xywh=10,10,100,50"},
            {
                "type": "SvgSelector",
                "value": "<svg xmlns='http://www.w3.org/2000/svg'>"
                "<path d='M10,60v-50h100v50z' fill='none'></path></svg>",
            },
        ],
    },
}
HYPOTHESIS = {
    "@context": CONTEXT,
    "type": "Annotation",
    "id": "https://hypothes.is/a/abcdefgh",
    "created": "2024-05-01T10:00:00.000000+00:00",
    "modified": "2024-05-01T10:00:00.000000+00:00",
    "creator": "acct:reader@hypothes.is",
    "body": [
        {"type": "TextualBody", "value": "Early.", "format": "text/markdown"},
        {"type": "TextualBody", "value": "ice", "purpose": "tagging"},
    ],
    "target": [
        {
            "source": f"{BASE}/documents/papers-letter/",
            "selector": [
                {
                    "type": "RangeSelector",
                    "startSelector": {"type": "XPathSelector", "value": "/div[1]/p[1]"},
                    "endSelector": {"type": "XPathSelector", "value": "/div[1]/p[1]"},
                },
                {"type": "TextPositionSelector", "start": 3511, "end": 3522},
                {"type": "TextQuoteSelector", "exact": "broke early", "prefix": "river 😀 ", "suffix": ".\n  "},
            ],
        }
    ],
}


@pytest.mark.parametrize(
    ("data", "motivation", "body", "tags"),
    [
        (ANNOTORIOUS, "commenting", "A seal.", ["seal"]),
        (ANNOTORIOUS_POLYGON, "highlighting", "", []),
        (RECOGITO, "commenting", "Early.", []),
        (MIRADOR, "commenting", "A seal", []),
        (HYPOTHESIS, "commenting", "Early.", ["ice"]),
    ],
    ids=["annotorious", "annotorious polygon", "recogito", "mirador", "hypothesis"],
)
def test_what_other_annotators_write_is_read(data: Any, motivation: str, body: str, tags: list[str]) -> None:
    response = post(client_of(make_user(name="Ada")), data)

    assert response.status_code == 201, response.content
    note = Annotation.objects.get()
    assert (note.motivation, note.body, note.tags) == (motivation, body, tags)
    assert response.json()["creator"] == {"type": "Person", "name": "Ada"}
    assert [via.strip("#") for via in note.extra["via"] if UUID in via] == (
        [UUID] if data.get("id", "").strip("#") == UUID else []
    )


def test_places_of_other_annotators_come_to_whole_pixels_and_code_points() -> None:
    client = client_of(make_user())

    targets = [post(client, data).json()["target"] for data in (ANNOTORIOUS, ANNOTORIOUS_POLYGON, RECOGITO, HYPOTHESIS)]

    assert targets[0]["selector"]["value"] == "xywh=pixel:10,21,101,50"
    assert 'd="M10,10L200,10L100,91Z"' in targets[1]["selector"]["value"]
    for target in targets[2:]:
        assert target["source"]["id"] == TEXT
        assert target["selector"][1] == {"type": "TextPositionSelector", "start": 23, "end": 34}


@pytest.mark.parametrize(
    ("properties", "motivation", "kept"),
    [
        ({"body": "https://example.org/source"}, "linking", {"link": "https://example.org/source"}),
        ({"motivation": "tagging", "body": "ignored"}, "tagging", {"tags": ["ice"]}),
        ({"motivation": "bookmarking", "body": None}, "bookmarking", {}),
        ({"motivation": "questioning"}, "commenting", {"body": "A note."}),
        (
            {"motivation": "describing", "body": {"type": "TextualBody", "value": "a *b*", "format": "text/plain"}},
            "commenting",
            {"format": "plain", "body": "a *b*"},
        ),
    ],
)
def test_bodies_and_motivations_come_to_notes(
    properties: dict[str, Any], motivation: str, kept: dict[str, Any]
) -> None:
    data = {**sent(f"{BASE}/documents/papers-letter/"), **properties}
    if motivation == "linking":
        data["motivation"] = "linking"
    if motivation == "tagging":
        data["body"] = {"type": "TextualBody", "value": "ice"}
    if data["body"] is None:
        del data["body"]

    response = post(client_of(make_user()), data)

    note = Annotation.objects.get()
    assert response.status_code == 201
    assert note.motivation == motivation
    assert {name: getattr(note, name) for name in kept} == kept


def test_a_question_stays_a_question_on_the_wire() -> None:
    data = sent(f"{BASE}/documents/papers-letter/", motivation="questioning", rights="https://example.org/licence")

    written = post(client_of(make_user()), data).json()

    assert written["motivation"] == ["commenting", "questioning"]
    assert written["rights"] == "https://example.org/licence"


@pytest.mark.parametrize(
    "data",
    [
        {"body": {"type": "TextualBody", "value": "  "}},
        {"body": {"type": "TextualBody", "value": "x" * 20_001}},
        {"body": [{"type": "TextualBody", "value": "t" * 81, "purpose": "tagging"}]},
        {"motivation": "tagging", "body": []},
        {"motivation": "highlighting", "body": []},
        {"motivation": "linking", "body": []},
        {"audience": "https://example.org/everyone"},
        {"label": "x" * 9_000},
    ],
)
def test_what_a_note_may_not_be_is_refused_with_a_reason(data: dict[str, Any]) -> None:
    response = post(client_of(make_user()), {**sent(f"{BASE}/documents/papers-letter/"), **data})

    assert response.status_code == 422
    assert len(response.json()["detail"]) > 8
    assert Annotation.objects.count() == 0


@pytest.mark.parametrize("number", range(20))
def test_h4_hostile_bodies_are_stored_inert_or_refused(number: int) -> None:
    bodies = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "<svg onload=alert(1)>",
        "javascript:alert(1)",
        "<iframe src=//evil.example>",
        "{{7*7}}",
        "${7*7}",
        "' OR 1=1 --",
        "\u202eabc",
        "<style>*{}</style>",
        "<a href=' javascript:alert(1)'>x</a>",
        "&lt;script&gt;",
        "]]>",
        "<!--",
        "=cmd|' /C calc'!A0",
        "a" * 19_999,
        "😀" * 100,
        "'; DROP TABLE annotation; --",
        "![x](//evil.example/x.png)",
    ]

    response = post(client_of(make_user()), sent(f"{BASE}/documents/papers-letter/", bodies[number]))

    assert response.status_code == 201
    html = response.json()["body"][0]["fonds:html"]
    assert not any(f"<{tag}" in html for tag in ("script", "img", "svg", "iframe", "style"))
    assert 'href="javascript' not in html
    assert json.loads(response.content)["body"][0]["value"] == bodies[number].strip("\n")
