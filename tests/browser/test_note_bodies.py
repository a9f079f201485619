"""H4: hostile words in notes, tags, names of groups: no dialog, no foreign request, nothing the policy refuses."""

import re

import pytest
from playwright.sync_api import Browser, Dialog, Page, Request

from accounts.models import ReadingGroup, User
from annotations.models import Anchor
from archive.models import Text
from tests.annotations.wire import BASE, post, sent
from tests.asking import client_of
from tests.browser.notebook import LETTER, Notebook, Seminar, settle
from tests.factories.annotations import (
    make_case,
    make_folder,
    make_item,
    make_note_on_words,
    make_profile,
    make_reply,
    make_report,
)

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


def plant_on_desk(people: Seminar) -> list[str]:
    """Put them into folders, a profile, a report with its case and a lost passage; gives the pages that show them."""
    text = Text.objects.get(slug="transcription")
    User.objects.filter(pk=people.ada.pk).update(is_staff=True, is_superuser=True)
    profile = make_profile(people.ben, "ben", is_public=True, about=BODIES[1])
    note = make_note_on_words(people.ben, text, "Машинку", audience="open", body=BODIES[5])
    make_reply(people.ben, note, BODIES[2], audience="open")
    case = make_case(note)
    report = make_report(case, people.ben, words=BODIES[1])
    folder = make_folder(people.ben, title=BODIES[1], description=BODIES[0], audience="open")
    make_item(folder, annotation=note)
    make_item(folder, text.document, text=text, version=text.current, start=0, end=4, exact=BODIES[5])
    lost = make_note_on_words(people.ben, text, "Ундервуд", body=BODIES[10], tags=[BODIES[6]])
    Anchor.objects.create(annotation=lost, version=text.versions.get(), finding=Anchor.Finding.UNATTACHED)
    desk = [f"/desk/{tab}" for tab in ("", "tags/", "unattached/", "drafts/", "folders/", "profile/", "news/")]
    reports = ["/desk/reports/", f"/desk/reports/by-me/{report.pk}/", f"/desk/reports/{case.pk}/"]
    forms = [f"/annotations/{note.pk}/{verb}/" for verb in ("card", "reply", "report", "change")]
    shown = [f"/folders/{folder.pk}/", f"/readers/{profile.handle}/", "/groups/kolva/", "/search/?q=alert"]
    return [*desk, *reports, *forms, *shown, "/moderation/", f"/moderation/{case.pk}/"]


class Watch:
    """Hears of dialogs and of requests that leave the archive."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.dialogs: list[str] = []
        self.foreign: list[str] = []

    def over(self, page: Page) -> None:
        page.on("dialog", self._dismiss)
        page.on("request", self._note)

    def _dismiss(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _note(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.foreign.append(request.url)


def look_at_letter(window: Notebook, *, is_author: bool) -> None:
    """Look at all the notes beside the document; their author opens one to change it."""
    window.open(LETTER)
    settle(window.page)
    window.page.wait_for_timeout(300)
    rail = window.page.locator(".rail")
    assert rail.locator(".note[data-note]").count() >= len(BODIES)
    assert rail.locator(":is(script, iframe, img, form input[name=password], style, math)").count() == 0
    if is_author:
        rail.locator(".note").filter(has_text="DROP TABLE").get_by_role("link", name="Change").click()
        assert re.search("DROP TABLE", window.composer.get_by_label("Your note").input_value())


def test_h4_hostile_words_do_nothing_on_any_page_that_shows_notes(
    browser: Browser, base_url: str, people: Seminar
) -> None:
    plant(people)
    addresses = plant_on_desk(people)
    opened: set[str] = set()
    watch = Watch(base_url)

    for person in (people.ada, people.ben, None):
        with Notebook.of(browser, base_url, person) as window:
            watch.over(window.page)
            look_at_letter(window, is_author=person is people.ben)
            for address in addresses:
                answer = window.page.goto(address)
                window.page.wait_for_load_state("networkidle")
                assert window.page.locator("main :is(iframe, img[src^='x'], form[action*=':9'], math)").count() == 0
                if answer is not None and answer.ok and window.page.url.endswith(address):
                    opened.add(address)
            assert [it for it in window.complaints if "refused" in it.lower()] == []

    assert (watch.dialogs, watch.foreign) == ([], [])
    assert opened == set(addresses)
