import pytest
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from archive import panels
from archive.models import Document
from archive.panels import Leaves, Panel


@pytest.fixture(autouse=True)
def only_these(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "_panels", {})


def says(html: str) -> Panel:
    def draw(_request: HttpRequest, _document: Document, leaves: Leaves) -> SafeString:
        return mark_safe(html and f"<p>{html} {leaves.first}-{leaves.last}</p>")  # noqa: S308 plain words of this test

    return Panel(name=html or "empty", place="below", draw=draw)


def drawn(*, is_locked: bool = False) -> dict[panels.Place, list[SafeString]]:
    return panels.draw(HttpRequest(), Document(), Leaves(1, 20), is_locked=is_locked)


def test_draw_gives_panels_by_place_and_order() -> None:
    panels.register(says("second"))
    panels.register(Panel("first", "below", says("first").draw, order=-1))
    panels.register(Panel("rail", "beside", says("rail").draw))
    panels.register(Panel("button", "bar", says("button").draw))

    assert drawn() == {
        "bar": ["<p>button 1-20</p>"],
        "beside": ["<p>rail 1-20</p>"],
        "below": ["<p>first 1-20</p>", "<p>second 1-20</p>"],
    }


def test_draw_leaves_out_a_panel_without_content() -> None:
    panels.register(says(""))

    assert drawn() == {"bar": [], "beside": [], "below": []}


def test_draw_on_a_locked_page_gives_only_panels_meant_for_it() -> None:
    panels.register(says("words of the document"))
    panels.register(Panel("help", "below", says("help").draw, is_for_locked=True))

    assert drawn(is_locked=True) == {"bar": [], "beside": [], "below": ["<p>help 1-20</p>"]}


def test_withdraw_takes_a_panel_out() -> None:
    panels.register(says("second"))

    panels.withdraw("second")

    assert drawn() == {"bar": [], "beside": [], "below": []}
