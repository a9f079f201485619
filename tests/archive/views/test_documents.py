from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import Document, EarlierIdentifier, Page, Text, UsageEvent
from tests.asking import body
from tests.factories.archive import (
    make_document,
    make_image,
    make_name,
    make_page,
    make_repository,
    make_role,
    make_section,
    make_text,
    make_unit,
    make_version,
    make_volume,
)

pytestmark = pytest.mark.django_db
Counted = Callable[[int], AbstractContextManager[Any]]
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def make_book(key: str, leaves: int, *, order: int = 5) -> Document:
    """A document of so many leaves with images, a transcription and a translation."""
    volume = make_volume(f"v{leaves}")
    for near in (order - 1, order + 1):
        make_document(volume, f"n{near}", order=near)
    document = make_document(volume, key, order=order)
    image = make_image()
    Page.objects.bulk_create(Page(document=document, order=number, image=image) for number in range(1, leaves + 1))
    Document.objects.filter(pk=document.pk).update(page_count=leaves)
    for slug in ("transcription", "translation-en"):
        make_text(document, [f"{slug} {number}" for number in range(1, leaves + 1)], slug=slug)
    return document


def test_document_asks_the_same_at_any_length(client: Client) -> None:
    counts = []
    for leaves in (3, 20, 400):
        document = make_book("d", leaves)
        client.get(f"/documents/{document.identifier}/")
        with CaptureQueriesContext(connection) as captured:
            body(client, f"/documents/{document.identifier}/?page={leaves}")
        counts.append(len(captured))

    assert counts[0] == counts[1] == counts[2] <= 10


def test_document_shows_image_transcription_and_translation_beside_each_other(client: Client) -> None:
    html = body(client, f"/documents/{make_book('d', 2).identifier}/")

    assert html.count('<section class="leaf"') == 2
    assert '<div class="layer c1" lang="en" dir="ltr" data-text="transcription" data-version="1">' in html
    assert 'class="layer c2"' in html
    assert 'src="/documents/v2-d/pages/2/image/480/"' in html


def test_document_shows_only_the_panes_that_are_asked_for(client: Client) -> None:
    html = body(client, f"/documents/{make_book('d', 1).identifier}/?panes=translation-en")

    assert ("translation-en 1<" in html, "transcription 1<" in html, "<img" in html) == (True, False, False)
    assert 'value="image,translation-en" data-pane="image" aria-pressed="false"' in html


def test_document_without_image_or_without_words_draws_no_empty_panel(client: Client) -> None:
    words, image = make_document(make_volume(), "w", texts=["words"]), make_document(make_volume(), "i")
    make_page(image, 1, image=make_image())

    html, picture = (body(client, f"/documents/{document.identifier}/") for document in (words, image))

    assert ("scan" in html, "data-pane" in html) == (False, False)
    assert ("<img" in picture, 'class="layer' in picture, "data-pane" in picture) == (True, False, False)


def test_document_with_two_translations_offers_both_and_shows_one(client: Client) -> None:
    document = make_document(make_volume(), "d", texts=["оригинал"])
    make_text(document, ["the one"], slug="translation-en")
    make_text(document, ["the other"], slug="translation-en-2", order=1)

    html = body(client, f"/documents/{document.identifier}/")
    both = body(client, f"/documents/{document.identifier}/?panes=translation-en,translation-en-2")

    assert ("the one" in html, "the other" in html, html.count("data-pane=")) == (True, False, 3)
    assert ("the one" in both, "the other" in both, "оригинал" in both) == (True, True, False)


def test_document_written_from_right_to_left_says_so(client: Client) -> None:
    document = make_document(make_volume(), "d")
    make_text(document, ["ייִדיש"], language="yi", script="Hebr")

    assert '<div class="layer c1" lang="yi" dir="rtl"' in body(client, f"/documents/{document.identifier}/")


def test_document_in_two_spellings_switches_by_a_query(client: Client) -> None:
    document = make_document(make_volume(), "d")
    modern = make_text(document, ["весь мир"], language="ru", spelling="modern")
    make_text(
        document, ["весь міръ"], slug="transcription-original", language="ru", spelling="original", aligned_with=modern
    )

    plain, original = (
        body(client, f"/documents/{document.identifier}/{query}") for query in ("", "?spelling=original")
    )

    assert ("весь мир<" in plain, "міръ" in plain) == (True, False)
    assert ("весь мир<" in original, "міръ" in original) == (False, True)
    assert 'name="spelling" value="original" aria-pressed="true"' in original


def test_document_says_everything_its_record_holds(client: Client) -> None:
    repository = make_repository("rgaspi", name="Russian State Archive", code="RGASPI")
    unit = make_unit(repository, "558")
    volume = make_volume("papers", title="The Papers", licence="CC BY 4.0", is_fictional=True)
    document = make_document(
        volume,
        "d",
        title="Letter",
        section=make_section(volume, "s", title="Part One"),
        unit=unit,
        repository=repository,
        number="12",
        genre="telegram",
        date_edtf="1934-10-14",
        date_printed="14.X.34",
        earliest="1934-10-14",
        latest="1934-10-14",
        place="Moscow",
        description="What it is about.",
        shelf_mark="f. 558, op. 11",
        folios="5–7",
        other_titles=[["ru", "Письмо"]],
    )
    make_role(document, make_name("Ozerova, Nadezhda"), "author")

    html = body(client, "/documents/papers-d/")

    for words in (
        "The Papers",
        "Part One",
        "Russian State Archive",
        "telegram",
        "14 October 1934",
        "(in the source: 14.X.34)",
        "Moscow",
        "What it is about.",
        "f. 558, op. 11",
        "leaves 5–7",
        '<span lang="ru">Письмо</span>',
        "Ozerova, Nadezhda",
        "CC BY 4.0",
        "Invented for demonstration",
        "“Letter”, 14 October 1934, RGASPI, f. 558, op. 11, in The Papers, no. 12, http://testserver/documents/papers-d/",
    ):
        assert words in html


def test_document_without_a_date_is_undated(client: Client) -> None:
    assert "<span>undated</span>" in body(client, f"/documents/{make_document(make_volume()).identifier}/")


def test_document_leads_to_the_one_before_and_after(client: Client) -> None:
    html = body(client, f"/documents/{make_book('d', 1).identifier}/")

    assert 'rel="prev" href="/documents/v1-n4/"' in html
    assert 'rel="next" href="/documents/v1-n6/"' in html


def test_long_document_is_read_in_windows_that_keep_the_choice(client: Client) -> None:
    address = f"/documents/{make_book('d', 45).identifier}/"

    html = body(client, f"{address}?page=25&panes=transcription")

    assert html.count('<section class="leaf"') == 20
    assert ("Pages 21–40 of 45" in html, "?panes=transcription&amp;page=1" in html) == (True, True)
    assert "?panes=transcription&amp;page=41" in html
    assert '<link rel="canonical" href="http://testserver/documents/v45-d/?page=21">' in html


@pytest.mark.parametrize("page", ["0", "46", "-1", "x", "", "9" * 40, "1 OR 1=1"])
def test_page_that_is_not_there_is_404(client: Client, page: str) -> None:
    document = make_book("d", 45)

    assert client.get(f"/documents/{document.identifier}/", {"page": page}).status_code == 404


def test_jump_leads_to_the_page_in_its_window(client: Client) -> None:
    document = make_book("d", 45)
    Page.objects.filter(document=document, order=44).update(label="433")

    response = client.get("/documents/v45-d/", {"jump": "433", "panes": "transcription"})

    assert (response.status_code, response["Location"]) == (
        302,
        "/documents/v45-d/?panes=transcription&page=44#page-44",
    )


def test_jump_to_nowhere_says_what_may_be_typed(client: Client) -> None:
    make_book("d", 45)

    html = body(client, f"/documents/v45-d/?jump={HOSTILE.replace('&', '%26')}")

    assert ("There is no page" in html, "from 1 to 45" in html, "<script>alert" in html) == (True, True, False)


def test_permanent_address_of_a_page_leads_to_its_window(client: Client) -> None:
    make_book("d", 45)

    found, beyond = client.get("/documents/v45-d/pages/30/"), client.get("/documents/v45-d/pages/46/")

    assert (found.status_code, found["Location"]) == (302, "/documents/v45-d/?page=30#page-30")
    assert beyond.status_code == 404


@pytest.mark.parametrize(
    "rest", ["", "?page=1&panes=transcription", "pages/1/", "texts/transcription/v1/", "pages/1/image/480/"]
)
def test_earlier_identifier_redirects_for_ever_to_the_same_kind_of_address(client: Client, rest: str) -> None:
    EarlierIdentifier.objects.create(document=make_book("d", 1), value="old-7")

    response = client.get(f"/documents/old-7/{rest}")

    assert (response.status_code, response["Location"]) == (301, f"/documents/v1-d/{rest}")


def test_text_version_shows_what_was_cited_and_that_there_is_a_newer_one(client: Client) -> None:
    document = make_document(make_volume("v"), "d", texts=["first words"])
    make_version(document.texts.get(), ["corrected words"])

    first, second = (body(client, f"/documents/v-d/texts/transcription/v{number}/") for number in (1, 2))

    assert ("first words" in first, "A newer version exists." in first) == (True, True)
    assert ("corrected words" in second, "It is the newest." in second) == (True, True)
    assert 'data-version="1"' in first


@pytest.mark.parametrize("rest", ["texts/transcription/v9/", "texts/nothing/v1/", "texts/draft/v1/"])
def test_text_version_that_is_not_there_is_404(client: Client, rest: str) -> None:
    document = make_document(make_volume("v"), "d", texts=["words"])
    make_text(document, ["planted"], slug="draft", state="draft")

    assert client.get(f"/documents/v-d/{rest}").status_code == 404
    assert "planted" not in body(client, "/documents/v-d/")


def test_words_of_the_record_are_never_markup(client: Client) -> None:
    volume = make_volume("v", title=HOSTILE, source=HOSTILE, licence=HOSTILE)
    section = make_section(volume, title=HOSTILE)
    columns = ("title", "number", "genre", "place", "description", "shelf_mark", "date_printed", "licence")
    words: dict[str, Any] = dict.fromkeys(columns, HOSTILE[:40])
    document = make_document(volume, "d", section=section, other_titles=[["ru", HOSTILE]], **words)
    make_role(document, make_name(HOSTILE), "author")
    make_text(document, [HOSTILE], translator=HOSTILE, notes=[HOSTILE])
    make_page(document, 1, label=HOSTILE)

    for address in ("/documents/v-d/", "/documents/v-d/?panes=<script>alert(1)</script>&spelling=<script>alert(1)"):
        html = body(client, address)
        assert ("<script>alert" in html, "<img src=x" in html) == (False, False)


def test_answers_are_private_and_counted_once(client: Client) -> None:
    document = make_document(make_volume(), texts=["words"])

    response = client.get(f"/documents/{document.identifier}/")

    assert response["Cache-Control"] == "private, no-cache"
    assert list(UsageEvent.objects.values_list("kind", "item")) == [("request", document.identifier)]


def test_visit_of_a_record_without_content_is_an_investigation(client: Client) -> None:
    client.get(f"/documents/{make_document(make_volume()).identifier}/")

    assert list(UsageEvent.objects.values_list("kind", flat=True)) == ["investigation"]


def test_real_tei_is_read_with_anchors_notes_and_links(client: Client, tmp_path: Path) -> None:
    words = (
        '<p xml:id="a">Лёд стал.<note n="1" xml:id="fn1">О льде.</note></p><pb n="2"/>'
        '<p>См. <ref target="#a">выше</ref> и <ref target="#none">нигде</ref>.</p>'
    )
    (tmp_path / "letter.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Letter</title></titleStmt>'
        "<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader>"
        f'<text xml:lang="ru"><body><pb n="1"/>{words}</body></text></TEI>'
    )
    call_command("ingest", str(tmp_path), "--volume", "v", "--open", verbosity=0)

    html = body(client, "/documents/v-letter/")

    assert '<a class="note-ref" role="doc-noteref" data-skip data-note="0" id="transcription-ref-0"' in html
    assert '<li id="transcription-note-0"><a class="back" href="#transcription-ref-0"' in html
    assert 'id="transcription-p2"' in html.partition('id="page-2"')[2]
    assert ('href="#transcription-p1">выше</a>' in html, "нигде</a>" in html) == (True, True)
    assert Text.objects.get().current is not None
