from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from lxml import etree
from PIL import Image

from archive.demo.drawing import __main__ as program
from archive.demo.drawing import page as pages
from archive.demo.drawing.fonts import Fonts, script_of
from archive.demo.drawing.ink import Glyph, Layer, wrap
from archive.demo.drawing.page import draw_page
from archive.demo.drawing.pictures import ARTISTS
from archive.demo.drawing.sheet import CREAM, Placed
from archive.demo.drawing.source import Leaf, Paragraph, Source, read_sources
from archive.demo.loading import HERE

ALTO = {"a": "http://www.loc.gov/standards/alto/ns-v4#"}
# Pillow's own face, which has no Cyrillic, is enough to test everything but the looks.
FONTS = Fonts(None)


def _sources() -> Iterator[Source]:
    for path in (HERE / "sources/kolva-papers.xml", *sorted((HERE / "sources/upper-kolva-letters").glob("*.xml"))):
        yield from read_sources(path)


def _leaf(facs: str) -> tuple[Source, Leaf]:
    return next((source, leaf) for source in _sources() for leaf in source.leaves if leaf.facs == facs)


def _lines(alto: bytes) -> list[str]:
    return [str(content) for content in etree.fromstring(alto).xpath("//a:String/@CONTENT", namespaces=ALTO)]


def _written(paragraph: Paragraph) -> str:
    """What a line on the image says: what cannot be read and what stands above the lines is not in them."""
    cells = (cell for row in paragraph.rows for cell in row)
    return " ".join([*cells, "".join(run.text for run in paragraph.runs if run.style not in {"smudge", "above"})])


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "UPRIGHT", (900, 1200))
    monkeypatch.setattr(pages, "ACROSS", (900, 600))


def test_leaves_are_read_with_their_folios_and_what_is_on_paper() -> None:
    source, leaf = _leaf("kp-0017-009r")

    first = next(paragraph for paragraph in leaf.paragraphs if paragraph.text.startswith("1."))

    assert (source.fond, source.delo, source.author, source.form) == ("3", "17", "ozerova-n", "typescript")
    assert leaf.folio == "9"
    assert [(run.style, run.text) for run in first.runs if run.style != "plain"] == [
        ("struck", "Пропал без вести"),
        ("above", "Умер от тифа"),
    ]


def test_paper_has_the_old_spelling_and_the_slips_but_no_notes() -> None:
    old = _leaf("kp-0003-003v")[1].paragraphs[1].text
    slips = _leaf("kp-0008-044r")[1].paragraphs[0].text
    noted = _leaf("kp-0052-021v")[1].paragraphs[1].text

    assert old.startswith("Поцѣлуй Надю.")
    assert slips.startswith("Здраствуйте")
    assert noted == "ПОСТАНОВИЛИ: дрова есть. До весны не хватит. Просить Кряжск."


def test_verso_is_numbered_as_russian_archives_do() -> None:
    assert _leaf("kp-0204-002v")[1].folio == "2 об."


def test_letters_are_drawn_by_the_font_of_their_script() -> None:
    assert [script_of(char) for char in "щѣaש№5"] == ["Cyrl", "Cyrx", "", "Hebr", "Cyrl", ""]


def test_lines_break_at_spaces_and_keep_what_is_struck_together() -> None:
    glyphs = [Glyph(char) for char in "one two "] + [Glyph(char, "struck") for char in "three four"]

    lines = [("".join(glyph.char for glyph in line), line[-1].style) for line in wrap(glyphs, 10)]

    assert lines == [("one two", "plain"), ("three four", "struck")]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("facs", ["kp-0204-001r", "kp-0003-003r", "uk-0012-001r", "kp-0060-012r", "kp-0071-002r"])
def test_page_comes_out_the_same_each_time_with_its_lines(facs: str) -> None:
    source, leaf = _leaf(facs)

    first, second = (draw_page(source, leaf, FONTS, scale=0.5) for _ in range(2))

    assert first.picture.tobytes() == second.picture.tobytes()
    assert first.alto == second.alto
    assert first.picture.size == (570, 720)
    assert len(_lines(first.alto)) > 5


def test_lines_lie_on_the_sheet_that_was_turned() -> None:
    placed = Placed(width=1000, height=1000, degrees=90, scale=0.5)

    corners = placed.polygon((0, 0, 100, 10))

    assert placed.extent == (620, 620)
    assert corners == [(60, 560), (60, 510), (65, 510), (65, 560)]


@pytest.mark.parametrize("facs", sorted(ARTISTS))
def test_picture_puts_ink_on_the_sheet(facs: str) -> None:
    sheet = Image.new("RGB", (1800, 2600), CREAM)

    drawn = ARTISTS[facs](sheet, Layer(sheet.size, FONTS, Random(facs)))

    assert drawn.size == sheet.size
    assert min(drawn.convert("L").tobytes()) < 190


def test_kept_pictures_show_the_present_texts() -> None:
    """Who changes a text draws its page again: `python -m archive.demo.drawing`."""
    differing = []
    for source in _sources():
        for leaf in source.leaves:
            kept = next(HERE.glob(f"images/*/{leaf.facs}.xml")).read_bytes()
            written = " ".join(_written(paragraph) for paragraph in leaf.paragraphs)
            if sorted(" ".join(_lines(kept)).split()) != sorted(written.split()):
                differing.append(leaf.facs)

    assert differing == []


@pytest.mark.usefixtures("small")
def test_program_writes_an_image_and_its_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "Fonts", lambda _: FONTS)

    status = program.main(["--fonts", str(tmp_path), "--only", "uk-0008-020", "--to", str(tmp_path)])

    assert status == 0
    assert sorted(path.name for path in tmp_path.rglob("*.*")) == [
        "uk-0008-020r.webp",
        "uk-0008-020r.xml",
        "uk-0008-020v.webp",
        "uk-0008-020v.xml",
    ]
    with Image.open(tmp_path / "upper-kolva-letters/uk-0008-020v.webp") as picture:
        assert picture.format == "WEBP"
    lines = _lines((tmp_path / "upper-kolva-letters/uk-0008-020v.xml").read_bytes())
    assert " ".join(lines) == "У нас всё так же, книги раздали."


def test_fonts_that_are_not_there_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="cannot open resource"):
        Fonts(tmp_path).face("typewriter", 40, "a")
