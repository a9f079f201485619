"""H4: hostile words in notes, tags, names of groups: no dialog, no foreign request, nothing the policy refuses."""

import re

import pytest
from playwright.sync_api import Browser, Dialog, Request

from accounts.models import ReadingGroup
from archive.models import Text
from tests.annotations.wire import BASE, post, sent
from tests.asking import client_of
from tests.browser.notebook import LETTER, Notebook, Seminar, settle
from tests.factories.annotations import make_note_on_words

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BODIES = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    "<svg/onload=alert(1)>",
    '"><script>alert(1)</script>',
    "</textarea><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "{{7*7}}{% debug %}${7*7}",
    "[x](javascript:alert(1))",
    '![x](x"onerror="alert(1))',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<form action=//127.0.0.1:9><input name=password>",
    "<style>*{display:none}</style>",
    "![x](//127.0.0.1:9/x.png)",
    "\u202eabc",
    "'; DROP TABLE annotation; --",
    "\N{GRINNING FACE}" * 100,
]


def plant(people: Seminar) -> None:
    """Write each as the words of a note and as its tag, in the name of its author and of a group."""
    people.ben.name = "<script>alert(1)</script>"
    people.ben.save()
    ReadingGroup.objects.update(name='"><img src=x onerror=alert(1)>')
    client = client_of(people.ben)
    for body in BODIES:
        tag = {"type": "TextualBody", "value": " ".join(body[:80].split()), "purpose": "tagging"}
        words = {"type": "TextualBody", "value": body, "format": "text/markdown"}
        note = sent(f"{BASE}{LETTER}", [words, tag], audience=f"{BASE}/annotations/")
        assert post(client, note).status_code == 201
    text = Text.objects.get(slug="transcription")
    make_note_on_words(people.ben, text, "без ветра", audience="open", body=BODIES[0], tags=[BODIES[1]])
    group = ReadingGroup.objects.get()
    make_note_on_words(people.ben, text, "тихо", audience="group", group=group, body=BODIES[3])


def test_h4_hostile_words_do_nothing_on_any_page_that_shows_notes(
    browser: Browser, base_url: str, people: Seminar
) -> None:
    plant(people)
    dialogs: list[str] = []
    foreign: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    def watch(request: Request) -> None:
        if not request.url.startswith((base_url, "data:", "blob:")):
            foreign.append(request.url)

    for person in (people.ada, people.ben, None):
        with Notebook.of(browser, base_url, person) as window:
            page = window.page
            page.on("dialog", dismiss)
            page.on("request", watch)
            window.open(LETTER)
            settle(page)
            page.wait_for_timeout(300)
            assert page.locator(".rail .note[data-note]").count() >= len(BODIES)
            assert page.locator(".rail :is(script, iframe, img, form input[name=password], style, math)").count() == 0
            if person is people.ben:
                page.locator(".rail .note").filter(has_text="DROP TABLE").get_by_role("link", name="Change").click()
                assert re.search("DROP TABLE", window.composer.get_by_label("Your note").input_value())
            for address in ("/desk/", "/desk/news/", "/groups/kolva/", "/search/?q=alert"):
                page.goto(address)
                page.wait_for_load_state("networkidle")
            assert [it for it in window.complaints if "refused" in it or "Refused" in it] == []

    assert (dialogs, foreign) == ([], [])
