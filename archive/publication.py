"""What happens to things that hang on a text when a new version of it is published: a registry upper rooms sign."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from archive.models import TextVersion


@dataclass(frozen=True, slots=True)
class Follower:
    """Something that follows a text from version to version, such as the notes readers have set on it.

    `preview` says in sentences what would happen, and writes nothing; the new version is then not
    saved and has no breaks. `apply` and `roll_back` run inside the transaction that publishes or
    takes back the new version: what they raise stops it.
    """

    name: str
    preview: Callable[[TextVersion, TextVersion], list[str]]
    apply: Callable[[TextVersion, TextVersion], None]
    roll_back: Callable[[TextVersion, TextVersion], None]


_followers: dict[str, Follower] = {}


def register(follower: Follower) -> None:
    """Sign in a follower; the same name again replaces it."""
    _followers[follower.name] = follower


def withdraw(name: str) -> None:
    """Take a follower out again; raises KeyError when nobody signed it in."""
    del _followers[name]


def preview(old: TextVersion, new: TextVersion) -> list[str]:
    """Say what the change from one version to the next would do, in order of the followers' names."""
    return [sentence for name in sorted(_followers) for sentence in _followers[name].preview(old, new)]


def apply(old: TextVersion, new: TextVersion) -> None:
    """Let everything follow from the old version to the new one; call it in the publishing transaction."""
    for name in sorted(_followers):
        _followers[name].apply(old, new)


def roll_back(old: TextVersion, new: TextVersion) -> None:
    """Bring everything back from the new version to the old one; call it in the transaction that takes it back."""
    for name in sorted(_followers, reverse=True):
        _followers[name].roll_back(old, new)
