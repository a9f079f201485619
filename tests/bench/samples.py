"""Sample volumes written for the benches: documents of so many pages in two languages."""

from __future__ import annotations

import random
from pathlib import Path

RUSSIAN = (
    "вода лёд река станция журнал наблюдение уровень ветер берег письмо начальник отдел управление телеграмма сообщить "
    "просить дело вопрос работа народный комиссар заседание решение протокол секретарь область район доклад"
).split()
ENGLISH = (
    "water ice river station journal reading level wind bank letter chief section office telegram report request "
    "matter question work people commissar meeting decision minutes secretary region district account"
).split()
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>'
    "<title>{title}</title></titleStmt><publicationStmt><p>Written for measuring.</p></publicationStmt><sourceDesc><p>"
    '<date when="1934-10-{day:02d}">{day} October 1934</date></p></sourceDesc></fileDesc><profileDesc><creation>'
    '<origDate when="1934-10-{day:02d}">{day} October 1934</origDate></creation></profileDesc></teiHeader><text><body>'
    '<div type="transcription">'
)


def layer(kind: str, language: str, words: list[str], pages: int, chance: random.Random, paragraphs: int = 4) -> str:
    """Write one layer: so many paragraphs of sixty words a page, a note on every third page."""
    parts = [f'<div type="{kind}" xml:lang="{language}">']
    for page in range(1, pages + 1):
        parts.append(f'<pb n="{page}"/>')
        for paragraph in range(paragraphs):
            text = " ".join(chance.choices(words, k=60))
            note = (
                f'<note n="{page}">{" ".join(chance.choices(words, k=12))}</note>'
                if page % 3 == 0 and paragraph == 1
                else ""
            )
            parts.append(f"<p>{text.capitalize()}{note}.</p>")
    return "".join([*parts, "</div>"])


def document(folder: Path, name: str, pages: int, day: int = 1, paragraphs: int = 4) -> None:
    """Write one document of so many pages, Russian and English, as a TEI file."""
    chance = random.Random(name)
    text = layer("original", "ru", RUSSIAN, pages, chance, paragraphs)
    text += layer("translation", "en", ENGLISH, pages, chance, paragraphs)
    body = HEAD.format(title=f"Sample {name}", day=day) + text + "</div></body></text></TEI>"
    (folder / f"{name}.xml").write_text(body, encoding="utf-8")


def volume(folder: Path, sizes: dict[str, int], paragraphs: int = 4) -> Path:
    """Write a folder of documents, name to number of pages; the folder's name becomes the volume."""
    folder.mkdir(parents=True)
    for number, (name, pages) in enumerate(sizes.items()):
        document(folder, name, pages, number % 28 + 1, paragraphs)
    return folder
