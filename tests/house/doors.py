"""What every address answers to every persona. A new address gets a row here, or the build fails.

The world of the table: one open, one licensed, one draft document (`v-open`, `v-licensed`, `v-draft`), each in a
volume with the same lock, in its section `part`, in fond `r-open/1` and so on, written by `n-open` and so on. A row
is a name, the arguments, and one status for everyone or one for each persona.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PERSONAS = ("anonymous", "subscriber", "stranger", "curator", "staff")
Statuses = int | tuple[int, int, int, int, int]


@dataclass(frozen=True)
class Door:
    """One address with arguments; `status` in the order of PERSONAS, or one for all."""

    name: str
    status: Statuses
    arguments: Mapping[str, object] = field(default_factory=dict)

    def expected(self, persona: str) -> int:
        """Give the status this persona must get."""
        return self.status if isinstance(self.status, int) else self.status[PERSONAS.index(persona)]


# Licensed records are shown to everybody, their bytes to those with a licence; drafts exist for curators only.
RECORD: dict[str, Statuses] = {"open": 200, "licensed": 200, "draft": (404, 404, 404, 200, 404)}
BYTES: dict[str, Statuses] = {"open": 200, "licensed": (403, 200, 403, 200, 403), "draft": (404, 404, 404, 200, 404)}
LEADS_ON: dict[str, Statuses] = {"open": 302, "licensed": 302, "draft": (404, 404, 404, 302, 404)}
LOCKS = ("open", "licensed", "draft")


def records(
    name: str, argument: str, value: str, statuses: Mapping[str, Statuses] = RECORD, **more: object
) -> list[Door]:
    """Give one door for each lock; `value` is a pattern such as "v-{lock}"."""
    return [Door(name, statuses[lock], {argument: value.format(lock=lock), **more}) for lock in LOCKS]


OPEN_PAGES = (
    "archive:home",
    "archive:volumes",
    "archive:holdings",
    "archive:names",
    "archive:search",
    "archive:about",
    "archive:help",
    "archive:robots",
)

# No image lies behind the pages of this table: who may read is told so (404), who may not is refused all the same.
NO_IMAGE: dict[str, Statuses] = {"open": 404, "licensed": (403, 404, 403, 404, 403), "draft": 404}

DOORS: list[Door] = [
    *(Door(name, 200) for name in OPEN_PAGES),
    Door("archive:favicon", 302),
    Door("health", 200),
    *records("archive:volume", "slug", "v-{lock}"),
    *records("archive:document", "identifier", "v-{lock}"),
    *records("archive:page", "identifier", "v-{lock}", LEADS_ON, number=1),
    *records("archive:page-image", "identifier", "v-{lock}", NO_IMAGE, number=1, size="480"),
    *records("archive:find", "identifier", "v-{lock}", BYTES),
    *records("archive:zones", "identifier", "v-{lock}", NO_IMAGE, number=1),
    *records("archive:text-version", "identifier", "v-{lock}", BYTES, slug="transcription", number=1),
    *records("archive:section", "slug", "v-{lock}", LEADS_ON, key="part"),
    *records("archive:unit", "path", "r-{lock}/1"),
    *records("archive:name", "slug", "n-{lock}"),
    Door("accounts:preferences", 405),
]

# Tables of other packages, each with one rule for all of its addresses, tested as a rule.
PACKAGES = {"admin": "staff only", "allauth": "public pages of signing in and one's own account"}
