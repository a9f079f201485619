"""The page of a document in a browser: read without script, no fault that axe finds, side by side, on paper."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from PIL import Image as Picture
from playwright.sync_api import Page

from archive.images import derive
from archive.models import Image
from tests.browser.inspecting import Inspection
from tests.factories.accounts import make_product
from tests.factories.archive import make_document, make_volume

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt>'
    "<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc><profileDesc><creation>"
    '<origDate when="1934-10-14">14 October 1934</origDate></creation></profileDesc></teiHeader><text><body>'
    '<div type="transcription">{layers}</div></body></text></TEI>'
)
FORMS = (
    "<p>Слова <del>лишние</del> и <unclear>неясные</unclear><note n='1'>Примечание.</note>.</p><list><item>раз</item>"
    "<item>два</item></list><table><row><cell>а</cell><cell>б</cell></row></table><lg><l>строка</l><l>другая</l></lg>"
)


def layer(kind: str, language: str, pages: int, words: str) -> str:
    parts = [f'<div type="{kind}" xml:lang="{language}">']
    for page in range(1, pages + 1):
        parts.append(f'<pb n="{page}" facs="leaf-{page}.jpg"/>')
        parts.append(f"<p>{words} {page}.</p>" + (FORMS if page == 1 else f"<p>{words}.</p>" * 2))
    return "".join([*parts, "</div>"])


@pytest.fixture
def documents(transactional_db: None, image_folders: None, tmp_path: Path) -> None:  # noqa: ARG001 the server sees commits
    """A letter of two leaves with images, a long one of 22, one from right to left, and a licensed one."""
    texts, scans = tmp_path / "texts", tmp_path / "scans"
    texts.mkdir()
    scans.mkdir()
    for number in (1, 2):
        Picture.new("RGB", (900, 1200), (240, 230, 210 - number)).save(scans / f"leaf-{number}.jpg")
    originals = (("letter", "ru", 2, "слово "), ("report", "ru", 22, "слово "), ("right", "yi", 2, "װאָרט "))
    for name, language, pages, word in originals:
        layers = layer("original", language, pages, word * 30) + layer("translation", "en", pages, "word " * 40)
        (texts / f"{name}.xml").write_text(TEI.format(title=f"The {name}", layers=layers), encoding="utf-8")
    call_command("ingest", str(texts), "--volume", "v", "--open", "--images", str(scans), verbosity=0)
    for image in Image.objects.all():
        derive(image)
    licensed = make_volume("licensed", audience="controlled", product=make_product())
    make_document(licensed, "d", title="Locked", texts=["Planted words"])


ADDRESSES = ["/documents/v-letter/", "/documents/v-report/?page=21", "/documents/v-right/", "/documents/licensed-d/"]


@pytest.mark.usefixtures("documents")
@pytest.mark.parametrize("width", [1440, 768, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_documents_have_no_axe_fault_and_are_no_wider_than_the_page(
    inspection: Inspection, width: int, scheme: str
) -> None:
    inspection.set_window(width, scheme)

    inspection.visit(*ADDRESSES)

    assert inspection.faults == {}


@pytest.mark.usefixtures("documents")
def test_a_reader_without_script_reads_a_document_end_to_end(page_without_script: Page) -> None:
    page = page_without_script
    page.goto("/volumes/v/")
    page.get_by_role("link", name=re.compile("The report")).click()
    assert page.locator(".leaf").count() == 20

    page.get_by_role("button", name=re.compile("English translation")).click()
    assert (
        page.locator('[data-text="transcription"]').count(),
        page.locator('[data-text^="translation"]').count(),
    ) == (
        20,
        0,
    )
    page.get_by_role("link", name="Pages 21–22").last.click()
    assert page.locator(".leaf").count() == 2
    assert page.locator('[data-text^="translation"]').count() == 0

    page.get_by_label("Page", exact=True).fill("3")
    page.get_by_role("button", name="Go").click()
    assert page.url.endswith("#page-3")
    assert page.locator("#page-3").is_visible()

    page.goto("/documents/v-letter/")
    page.locator(".c1 .note-ref").click()
    assert page.url.endswith("#transcription-note-0")
    page.locator("#transcription-note-0 .back").click()
    assert page.url.endswith("#transcription-ref-0")
    page.get_by_role("link", name="Next document").click()
    assert page.get_by_role("heading", level=1).inner_text() == "The report"


@pytest.mark.usefixtures("documents")
def test_image_and_texts_stand_side_by_side_with_paragraphs_in_line(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/documents/v-letter/")

    boxes = [page.locator(f"#page-1 {part}").bounding_box() for part in (".scan", ".layer.c1", ".layer.c2")]
    tops = [
        [
            box["y"]
            for box in (found.bounding_box() for found in page.locator(f"#page-1 .layer.{column} > *").all())
            if box
        ]
        for column in ("c1", "c2")
    ]

    lefts = [round(box["x"] + box["width"]) for box in boxes if box]
    assert lefts == sorted(set(lefts))
    assert tops[0] == tops[1]
    assert page.locator("#page-1 img").evaluate("image => image.complete && image.naturalWidth > 0")


@pytest.mark.usefixtures("documents")
def test_right_to_left_stands_to_the_right(page: Page) -> None:
    page.goto("/documents/v-right/")

    styles = page.locator("#page-1 .layer.c1 p[data-n]").first.evaluate(
        "p => [getComputedStyle(p).direction, getComputedStyle(p).textAlign]"
    )

    assert styles == ["rtl", "start"]


@pytest.mark.usefixtures("documents")
def test_paper_keeps_the_columns_and_leaves_the_controls_out(page: Page) -> None:
    page.goto("/documents/v-letter/")
    page.emulate_media(media="print")

    shown = {
        part: page.locator(part).first.is_visible() for part in (".bar", ".scan", ".no", ".c1", ".c2", ".citation")
    }
    left, right = (page.locator(f"#page-1 .layer.{column}").bounding_box() for column in ("c1", "c2"))

    assert shown == {".bar": False, ".scan": False, ".no": False, ".c1": True, ".c2": True, ".citation": True}
    assert left is not None
    assert right is not None
    assert left["y"] == right["y"]
    assert len(page.pdf()) > 1000
