"""The tabs of a reader's desk: a registry, so that each part of the desk signs itself in."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of the desk: `address` is the name of its URL, which needs no arguments."""

    name: str
    label: str | Promise
    address: str
    order: int


_tabs: dict[str, Tab] = {}


def register(*tabs: Tab) -> None:
    """Sign tabs in; the same name again replaces it."""
    _tabs.update({tab.name: tab for tab in tabs})


def tabs() -> list[Tab]:
    """Give every tab in order."""
    return sorted(_tabs.values(), key=lambda tab: (tab.order, tab.name))
