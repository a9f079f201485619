"""The Russian catalogue: what is translated is whole, and what is compiled is what is written."""

import re
from gettext import GNUTranslations

from tests.tools import ROOT

FOLDER = ROOT / "locale" / "ru" / "LC_MESSAGES"
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
PART = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[\d\])?) ((?:".*"\n)+)', re.MULTILINE)
Entry = tuple[str, str, list[str]]


def entries() -> list[Entry]:
    """Give each message with its plural and its translations; those without any are left out."""
    found = []
    for block in (FOLDER / "django.po").read_text(encoding="utf-8").split("\n\n")[1:]:
        parts = [(name, _joined(words)) for name, words in PART.findall(block.rstrip("\n") + "\n")]
        words = dict(parts)
        translated = [text for name, text in parts if name.startswith("msgstr") and text]
        if translated and "msgctxt" not in block:
            found.append((words["msgid"], words.get("msgid_plural", ""), translated))
    return found


def _joined(lines: str) -> str:
    text = "".join(line[1:-1] for line in lines.splitlines())
    return text.replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\")


def test_nothing_is_left_for_somebody_to_look_at() -> None:
    assert "fuzzy" not in (FOLDER / "django.po").read_text(encoding="utf-8")


def test_every_translation_has_the_places_of_its_message() -> None:
    wrong = [
        (message, text)
        for message, plural, texts in entries()
        for text in texts
        if set(PLACE.findall(text)) != set(PLACE.findall(plural or message))
    ]

    assert wrong == []


def test_all_forms_of_a_number_are_there() -> None:
    assert [message for message, plural, texts in entries() if plural and len(texts) != 4] == []


def test_what_is_compiled_is_what_is_written() -> None:
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = GNUTranslations(file)

    stale = [
        message
        for message, plural, texts in entries()
        if (compiled.ngettext(message, plural, 1) if plural else compiled.gettext(message)) != texts[0]
    ]

    assert stale == []
