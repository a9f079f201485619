"""A letter to annotate, two readers of a seminar and a stranger, and how tests of notes drive the reader."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from PIL import Image as Picture
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from archive.images import derive
from archive.models import Image
from tests.asking import BACKEND
from tests.browser.reading import Reader
from tests.factories.accounts import make_group, make_member, make_user

LETTER = "/documents/v-letter/"
TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A letter</title></titleStmt>'
    "<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader><text><body>"
    '<div type="transcription"><div type="original" xml:lang="ru">{russian}</div>'
    '<div type="translation" xml:lang="en">{english}</div></div></body></text></TEI>'
)
RUSSIAN = (
    '<pb n="1" facs="leaf-1.jpg"/><p>Лёд стал сегодня ночью, тихо, без ветра. Утром вышла к рейке<note n="1">Рейка: '
    "футшток у берега.</note> — а вода уже не дышит.</p><p>Машинку привезли наконец с последней лодкой. Ундервуд, "
    'старый, буква «щ» западает, и <pb n="2" facs="leaf-2.jpg"/>каретка ходит туго.</p><p>Почты не будет 𝔸 до пути.</p>'
)
ENGLISH = (
    '<pb n="1"/><p>The ice took last night, quietly, without wind. In the morning I went down to the gauge and the '
    "water had stopped breathing.</p><p>They brought the typewriter at last, with the last boat. An Underwood, old; "
    'the letter sticks and <pb n="2"/>the carriage runs stiff.</p><p>There will be no post now.</p>'
)
# Selects words of a text as a person does, by the nodes they stand in; they may reach over a page break.
SELECT = """([slug, first, last]) => {
  const nodes = [];
  for (const block of document.querySelectorAll(`[data-text="${slug}"] [data-o]`)) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) nodes.push(walker.currentNode);
  }
  const from = nodes.find((node) => node.data.includes(first));
  const to = nodes.slice(nodes.indexOf(from)).find((node) => node.data.includes(last));
  from.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
  getSelection().setBaseAndExtent(from, from.data.indexOf(first), to, to.data.indexOf(last) + last.length);
}"""
PAINTED = """() => Object.fromEntries(["owner", "group", "open", "on"].map((kind) => [
  kind, [...(CSS.highlights.get(`note-${kind}`) ?? [])].map((range) => range.toString()).join("|")]))"""


@dataclass
class Seminar:
    """Who takes part."""

    ada: User
    ben: User
    eve: User


def load(folder: Path) -> Seminar:
    """Load the letter with two images, and make the people."""
    texts, scans = folder / "texts", folder / "scans"
    texts.mkdir()
    scans.mkdir()
    for number in (1, 2):
        Picture.new("RGB", (900, 1200), (240, 230, 210 - number)).save(scans / f"leaf-{number}.jpg")
    (texts / "letter.xml").write_text(TEI.format(russian=RUSSIAN, english=ENGLISH), encoding="utf-8")
    call_command("ingest", str(texts), "--volume", "v", "--open", "--images", str(scans), verbosity=0)
    for image in Image.objects.all():
        derive(image)
    people = Seminar(*(make_user(f"{name}@example.org", name=name.title()) for name in ("ada", "ben", "eve")))
    group = make_group("Kolva seminar", slug="kolva")
    make_member(group, people.ada, "owner")
    make_member(group, people.ben)
    return people


def key_of(user: User) -> str:
    """Sign a person in and give the key of the session."""
    client = Client()
    client.force_login(user, BACKEND)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


class Notebook(Reader):
    """A reader's window who may write notes."""

    @classmethod
    @contextmanager
    def of(cls, browser: Browser, address: str, user: User | None, **options: Any) -> Iterator[Notebook]:
        """Open a window of a person's own, or a guest's."""
        with cls.opened(browser, address, **options) as window:
            if user is not None:
                cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key_of(user), "url": address}
                window.page.context.add_cookies([cookie])  # type: ignore[list-item]  # a plain dictionary of the three
            yield window  # type: ignore[misc]  # of this class

    def select(self, first: str, last: str = "", text: str = "transcription") -> None:
        """Select from the first words to the last, and wait for the tools."""
        self.page.evaluate(SELECT, [text, first, last or first])
        expect(self.tools).to_be_visible()

    @property
    def tools(self) -> Any:
        """Give the bar of what can be done with the words selected."""
        return self.page.get_by_role("toolbar", name="The selected words")

    @property
    def composer(self) -> Any:
        """Give the form that is open."""
        return self.page.locator(".composer")

    def write(self, words: str, audience: str = "Only me") -> None:
        """Write into the open form and save it."""
        self.composer.get_by_label("Your note").fill(words)
        self.composer.get_by_label(audience, exact=True).check()
        self.composer.get_by_role("button", name="Save").click()
        expect(self.composer).to_have_count(0)

    def painted(self, kind: str, words: str) -> None:
        """Wait until words are painted for an audience, or as the ones that are read."""
        self.page.wait_for_function(f"([kind, words]) => ({PAINTED})()[kind] === words", arg=[kind, words])

    @property
    def painted_now(self) -> Any:
        """Give the words that are painted, by audience."""
        return self.page.evaluate(PAINTED)

    def note(self, words: str) -> Any:
        """Give the card of a note."""
        return self.page.locator(".rail .note[data-note]").filter(has_text=words)


def settle(page: Page) -> None:
    """Wait until notes have been fetched and placed."""
    page.wait_for_load_state("networkidle")
    page.wait_for_selector(".threads[data-placed]", state="attached")
