"""What the style sheets keep to: colours that can be read, names that exist, and few bytes."""

import re
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
import rcssmin

from config.install import VENDORED
from tests.tools import ROOT

CSS = ROOT / "static" / "css"
SHEETS = sorted(CSS.rglob("*.css"))
BUDGET = 12 * 1024  # bytes of the sheets of one page, each compressed as it is served
TEMPLATES = ROOT / "templates"
_LINK = re.compile(r"""\{% static ['"]css/([\w/.-]+)['"] %\}""")
LINKED = {
    path: names for path in TEMPLATES.rglob("*.html") if (names := _LINK.findall(path.read_text(encoding="utf-8")))
}
TEXT, SIGN = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
GROUNDS = ("paper", "sheet", "raised", "hover")
# Ink of a colour, and the grounds it stands on.
PAIRS = {
    "ink": (*GROUNDS, "chosen", "accent-wash", "mine-wash", "group-wash", "public-wash", "wrong-wash", "found-wash"),
    "ink-2": GROUNDS,
    "accent": ("paper", "sheet", "raised", "accent-wash"),
    "on-accent": ("accent",),
    "mine": ("paper", "sheet", "raised"),
    "group": ("paper", "sheet", "raised"),
    "public": ("paper", "sheet", "raised", "public-wash"),
    "wrong": ("paper", "sheet", "raised", "wrong-wash"),
}
SIGNS = {"edge": ("paper", "sheet", "raised"), "focus": (*GROUNDS, "chosen"), "mine": ("mine-wash",)}


def sheet(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def colours(scheme: int) -> dict[str, str]:
    """The colours of the light (0) or dark (1) scheme by name, as #rrggbb."""
    found = {}
    for name, value in re.findall(r"--([\w-]+): (light-dark\([^;]*#[^;]*\)|#\w+);", sheet(CSS / "tokens.css")):
        choice = re.findall(r"#\w+", value)[scheme if value.startswith("light-dark") else 0]
        found[name] = choice if len(choice) == 7 else "#" + "".join(digit * 2 for digit in choice[1:])
    return found


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_the_standard_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(PAIRS, TEXT), (SIGNS, SIGN)], ids=["text", "signs"])
def test_colours_can_be_told_from_their_ground(scheme: int, pairs: dict[str, tuple[str, ...]], least: float) -> None:
    known = colours(scheme)
    poor = [
        f"{ink} on {ground}: {measured:.2f}"
        for ink, grounds in pairs.items()
        for ground in grounds
        if (measured := contrast(known[ink], known[ground])) < least
    ]

    assert poor == []


def test_every_custom_property_that_is_used_is_set() -> None:
    text = "".join(sheet(path) for path in SHEETS)
    used, known = set(re.findall(r"var\(--([\w-]+)\)", text)), set(re.findall(r"--([\w-]+):", text))

    assert sorted(used - known) == []


def test_colours_stand_in_the_tokens_alone() -> None:
    """Black and white are let through for paper and for what lies on page images."""
    strays = {
        f"{path.name}: {colour}"
        for path in SHEETS
        if path.name not in {"tokens.css", "print.css"}
        for colour in re.findall(r"#[0-9a-f]{3,8}\b(?!\s*\{)", sheet(path))
        if colour not in {"#000", "#fff"}
    }

    assert strays == set()


def test_every_rule_stands_in_a_layer() -> None:
    """A rule outside the layers would win over all of them; font faces know no layer."""
    loose = {
        f"{path.name}: {opening}"
        for path in SHEETS
        for opening in re.findall(r"^([^\s}][^{;]*)\{", sheet(path), flags=re.MULTILINE)
        if not opening.startswith(("@layer", "@font-face"))
    }

    assert loose == set()


def test_files_that_are_named_exist_or_are_installed() -> None:
    installed = {f"vendor/{folder}/{Path(name).name}" for folder, names in VENDORED.values() for name in names}
    named = {
        ((path.parent / target).resolve()).relative_to((ROOT / "static").resolve())
        for path in SHEETS
        for target in re.findall(r'url\("([^"]+)"\)', sheet(path))
    }

    assert [
        str(name) for name in sorted(named) if str(name) not in installed and not (ROOT / "static" / name).exists()
    ] == []


@pytest.mark.parametrize("template", sorted(LINKED), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_the_sheets_of_a_page_are_small(template: Path) -> None:
    sheets = {*LINKED[TEMPLATES / "base.html"], *LINKED[template]}
    sizes = {
        name: len(brotli.compress(rcssmin.cssmin((CSS / name).read_text(encoding="utf-8")).encode())) for name in sheets
    }

    assert sum(sizes.values()) <= BUDGET, sizes


def test_every_sheet_is_linked_by_a_page() -> None:
    linked = {name for names in LINKED.values() for name in names}

    assert sorted(str(path.relative_to(CSS)) for path in SHEETS if str(path.relative_to(CSS)) not in linked) == []
