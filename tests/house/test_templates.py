"""What every template keeps to: it compiles, and it holds nothing that the content policy refuses."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from tests.tools import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without src": re.compile(r"<script\b(?![^>]*\b(?:src=|type=.application/(?:ld\+)?json))", re.IGNORECASE),
    "a handler in an attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an address of another site": re.compile(r"(?:src|@import)\s*=?\s*[\"'(]*https?://", re.IGNORECASE),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_compiles(path: Path) -> None:
    assert get_template(str(path.relative_to(ROOT / "templates"))) is not None


@pytest.mark.parametrize("what", FORBIDDEN)
def test_templates_hold_nothing_the_policy_refuses(what: str) -> None:
    pages = [path for path in TEMPLATES if path.name != "mail.html"]  # which no policy reaches, and no style sheet
    found = [str(path.relative_to(ROOT)) for path in pages if FORBIDDEN[what].search(path.read_text())]

    assert found == []
