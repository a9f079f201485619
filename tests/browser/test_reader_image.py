"""The image in the reader: deep zoom through the image service, turning, light, the strip of pages, other viewers."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Response, expect

from tests.browser.library import LETTER
from tests.browser.reading import Reader

pytestmark = pytest.mark.django_db
IDENTIFIER = LETTER.strip("/").rpartition("/")[2]
# A tile of the largest level: as many pixels as the part of the image it shows.
WHOLE = re.compile(rf"/iiif/image/{IDENTIFIER}/1/\d+,\d+,(\d+),(\d+)/\1,\2/0/default\.jpg$")


def test_the_image_comes_in_tiles_of_the_image_service_as_near_as_the_reader_goes(reader: Reader) -> None:
    answers: list[tuple[int, str]] = []
    reader.page.on("response", lambda it: answers.append((it.status, urlsplit(it.url).path)))
    page = reader.open(LETTER)
    reader.image_of(1)

    def is_whole(answer: Response) -> bool:
        return bool(WHOLE.search(answer.url))

    with page.expect_response(is_whole):
        for _ in range(8):
            page.get_by_role("button", name="Zoom in").click()

    images = {status for status, path in answers if path.startswith("/iiif/image/")}
    assert (200, f"/iiif/image/{IDENTIFIER}/1/info.json") in answers
    assert images == {200}
    assert [path for _status, path in answers if "/pages/" in path and path.endswith("/image/1440/")] == []


def test_the_image_is_turned_and_made_lighter(reader: Reader) -> None:
    page = reader.open(LETTER)
    reader.image_of(1)

    page.get_by_role("button", name="Turn").click()
    reader.said("Turned by 90 degrees")
    page.get_by_role("button", name="Brightness and contrast").click()
    page.get_by_role("slider", name="Contrast").fill("200")
    page.get_by_role("slider", name="Brightness").fill("130")

    drawn = page.locator(".openseadragon-canvas canvas").first
    assert drawn.evaluate("it => it.style.filter") == "brightness(130%) contrast(200%)"


def test_the_strip_of_pages_leads_to_a_page(reader: Reader) -> None:
    page = reader.open(LETTER)
    reader.image_of(1)

    page.get_by_role("button", name="Pages", exact=True).click()
    strip = page.locator(".strip")
    expect(strip.get_by_role("button")).to_have_count(3)
    strip.get_by_role("button", name="Page 3").click()

    reader.at_page(3)
    reader.image_of(3)
    assert strip.locator("[aria-current]").get_attribute("aria-label") == "Page 3"


def test_other_viewers_are_given_the_manifest(reader: Reader) -> None:
    page = reader.open(LETTER)

    link = page.get_by_role("link", name="Open in Mirador").get_attribute("href") or ""
    query = parse_qs(urlsplit(link).query)
    manifest = page.request.get(query["manifest"][0])

    assert query["iiif-content"] == query["manifest"]
    assert page.locator("link[rel=alternate]").get_attribute("href") == query["manifest"][0]
    assert (manifest.status, manifest.json()["type"], len(manifest.json()["items"])) == (200, "Manifest", 3)
