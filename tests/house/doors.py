"""What every address answers to every persona. A new address gets a row here, or the build fails.

The world of the table: one open, one licensed, one draft document (`v-open`, `v-licensed`, `v-draft`), each in a
volume with the same lock, in its section `part`, in fond `r-open/1` and so on, written by `n-open` and so on;
`plan` is for sale, `plan-sold-no-more` is not, `ORDER1` is the subscriber's order, `seminar` the subscriber's group.
A row is a name, the arguments, and one status for everyone or one for each persona.
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
SEE_OTHER: dict[str, Statuses] = {"open": 303, "licensed": 303, "draft": (404, 404, 404, 303, 404)}
SIGNED_IN: Statuses = (302, 200, 200, 200, 200)
LEADER: Statuses = (302, 200, 404, 404, 404)
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
    "archive:dates",
    "archive:most-read",
    "archive:search",
    "archive:search-advanced",
    "archive:search-help",
    "archive:side-by-side",
    "api:search",
    "archive:about",
    "archive:help",
    "archive:robots",
)

# No image lies behind the pages of this table: who may read is told so (404), who may not is refused all the same.
NO_IMAGE: dict[str, Statuses] = {"open": 404, "licensed": (403, 404, 403, 404, 403), "draft": 404}

# Writing needs an account; on words and pages also the right to read. No note, group or page lies behind this table.
WRITING: dict[str, Statuses] = {"open": SIGNED_IN, "licensed": SIGNED_IN, "draft": (302, 404, 404, 200, 404)}
ON_WORDS: dict[str, Statuses] = {
    "open": SIGNED_IN,
    "licensed": (302, 200, 404, 200, 404),
    "draft": (302, 404, 404, 200, 404),
}
ON_PAGE: dict[str, Statuses] = {
    "open": (302, 404, 404, 404, 404),
    "licensed": (302, 404, 403, 404, 403),
    "draft": (302, 404, 404, 404, 404),
}
NO_NOTE = "00000000-0000-4000-8000-000000000000"
NO_NOTE_HERE: Statuses = (302, 404, 404, 404, 404)

API: list[Door] = [
    Door("api:schema", 200),
    Door("api:documents", 200),
    Door("api:folders", 200),
    Door("api:folder", 404, {"key": NO_NOTE}),
    Door("api:folder-items", 405, {"key": NO_NOTE}),
    Door("api:folder-item", 405, {"key": NO_NOTE, "item": 1}),
    *records("api:document", "identifier", "v-{lock}"),
    *records("api:text", "identifier", "v-{lock}", BYTES, slug="transcription"),
]

NOTES: list[Door] = [
    Door("annotations:container", 200),
    Door("annotations:mine", (404, 200, 200, 200, 200)),
    Door("annotations:group", 404, {"slug": "no-group"}),
    *records("annotations:volume", "slug", "v-{lock}"),
    *records("annotations:document", "identifier", "v-{lock}"),
    Door("annotations:note", 404, {"key": NO_NOTE}),
    *(Door(f"annotations:{act}", NO_NOTE_HERE, {"key": NO_NOTE}) for act in ("reply", "change", "remove")),
    Door("annotations:card", 404, {"key": NO_NOTE}),
    Door("annotations:report", NO_NOTE_HERE, {"key": NO_NOTE}),
    Door("annotations:settle", (302, 405, 405, 405, 405), {"key": NO_NOTE}),
    *records("annotations:new", "identifier", "v-{lock}", WRITING),
    *records("annotations:new-on-page", "identifier", "v-{lock}", ON_PAGE, page=1),
    *records(
        "annotations:new-on-paragraph", "identifier", "v-{lock}", ON_WORDS, slug="transcription", version=1, number=1
    ),
    *records("annotations:bookmark", "identifier", "v-{lock}", dict.fromkeys(LOCKS, 405)),
    *records("annotations:tag", "identifier", "v-{lock}", dict.fromkeys(LOCKS, (302, 405, 405, 405, 405))),
    Door("annotations:alerts", SIGNED_IN),
    Door("annotations:search-new", 302),
    *records("annotations:watch-new", "name", "v-{lock}", WRITING, kind="volume"),
    *records("annotations:watch-new", "name", "v-{lock}", WRITING, kind="document"),
    Door("annotations:watch-new", NO_NOTE_HERE, {"kind": "other", "name": "v-open"}),
    *(Door("annotations:alert", NO_NOTE_HERE, {"kind": kind, "pk": 1}) for kind in ("search", "watch", "other")),
    Door("annotations:alert-stop", 404, {"token": "forged"}),
]
DESK: list[Door] = [
    *(Door(f"annotations:{name}", SIGNED_IN) for name in ("news", "reports", "folders", "keep_results")),
    *(Door(f"annotations:{name}", SIGNED_IN) for name in ("desk", "tags", "unattached", "bring", "profile", "drafts")),
    *(Door("annotations:take", SIGNED_IN, {"form": form}) for form in ("csv", "markdown", "docx", "json-ld")),
    Door("annotations:take", NO_NOTE_HERE, {"form": "other"}),
    Door("annotations:talk_folder", (302, 405, 405, 405, 405), {"key": NO_NOTE}),
    Door("annotations:talk_group", (302, 405, 405, 405, 405), {"slug": "seminar"}),
    Door("annotations:reader", 404, {"handle": "nobody"}),
    Door("annotations:take_folder", 404, {"key": NO_NOTE, "form": "csv"}),
    Door("annotations:folder", 404, {"key": NO_NOTE}),
    Door("annotations:folder_act", (302, 405, 405, 405, 405), {"key": NO_NOTE, "verb": "add"}),
    Door("annotations:undo", NO_NOTE_HERE, {"number": 1}),
    Door("annotations:keep", NO_NOTE_HERE),
    *(Door(f"annotations:{name}", NO_NOTE_HERE, {"number": 1}) for name in ("my_case", "my_report")),
    Door("annotations:cases", LEADER),
    Door("annotations:case", NO_NOTE_HERE, {"number": 1}),
    Door("annotations:group_rules", LEADER, {"slug": "seminar"}),
]
PICTURE = {"region": "full", "size": "max", "rotation": "0", "file": "default.jpg"}

DOORS: list[Door] = [
    *(Door(name, 200) for name in OPEN_PAGES),
    Door("archive:favicon", 302),
    Door("health", 200),
    *(Door("archive:search-list", 200, {"form": form}) for form in ("csv", "ris", "csl-json")),
    Door("archive:search-list", 404, {"form": "other"}),
    *records("archive:volume", "slug", "v-{lock}"),
    *records("archive:volume-feed", "slug", "v-{lock}", RECORD | {"draft": 404}),
    Door("archive:search-feed", 404),
    *(Door("archive:year", 404, {"number": number}) for number in (1789, 0, 99999)),
    Door("archive:month", 404, {"number": 1789, "month": 13}),
    Door("archive:day", 404, {"number": 1789, "month": 7, "day": 14}),
    *records("archive:document", "identifier", "v-{lock}"),
    *records("archive:page", "identifier", "v-{lock}", LEADS_ON, number=1),
    *records("archive:page-image", "identifier", "v-{lock}", NO_IMAGE, number=1, size="480"),
    *records("archive:iiif-picture", "identifier", "v-{lock}", NO_IMAGE, number=1, **PICTURE),
    *(Door("archive:iiif-image", 303, {"identifier": f"v-{lock}", "number": 1}) for lock in LOCKS),
    *(Door("archive:iiif-info", 404, {"identifier": f"v-{lock}", "number": 1}) for lock in LOCKS),
    *(Door("archive:iiif-probe", 404, {"identifier": f"v-{lock}", "number": 1}) for lock in LOCKS),
    *records("archive:iiif-manifest", "identifier", "v-{lock}"),
    *records("archive:iiif-canvas", "identifier", "v-{lock}", SEE_OTHER, number=1),
    *records("archive:iiif-annotations", "identifier", "v-{lock}", BYTES, number=1, slug="transcription"),
    *records("archive:iiif-search", "identifier", "v-{lock}", BYTES),
    *records("archive:iiif-search-1", "identifier", "v-{lock}", BYTES),
    *records("archive:iiif-volume", "slug", "v-{lock}"),
    *records("archive:iiif-unit", "path", "r-{lock}/1"),
    Door("archive:iiif-top", 200),
    *(Door(f"archive:iiif-{name}", 200) for name in ("access", "token")),
    Door("archive:iiif-token-1", (401, 200, 200, 200, 200)),
    *records("archive:find", "identifier", "v-{lock}", BYTES),
    *records("archive:zones", "identifier", "v-{lock}", NO_IMAGE, number=1),
    *records("archive:text-version", "identifier", "v-{lock}", BYTES, slug="transcription", number=1),
    *records("archive:section", "slug", "v-{lock}", LEADS_ON, key="part"),
    *records("archive:unit", "path", "r-{lock}/1"),
    *records("archive:name", "slug", "n-{lock}"),
    Door("accounts:preferences", 405),
    Door("accounts:tokens", SIGNED_IN),
    *API,
    *NOTES,
    *DESK,
    Door("accounts:plans", 200),
    Door("accounts:institutions", 200),
    Door("accounts:payment_told", 405),
    *(Door(f"accounts:{name}", SIGNED_IN) for name in ("subscription", "redeem")),
    *(Door(f"accounts:{name}", SIGNED_IN) for name in ("profile", "export", "erase", "groups", "group_new")),
    *(Door(f"accounts:{name}", 405) for name in ("verify", "view_as_stop")),
    Door("accounts:stay", (302, 405, 405, 405, 405)),
    Door("accounts:join_code", 200),
    Door("accounts:join", 404, {"token": "NOSUCH"}),
    *(Door(f"accounts:{name}", LEADER, {"slug": "seminar"}) for name in ("group_people", "group_settings")),
    Door("accounts:group_act", (302, 405, 405, 405, 405), {"slug": "seminar", "verb": "archive"}),
    Door("annotations:group_page", LEADER, {"slug": "seminar"}),
    Door("accounts:order_plan", SIGNED_IN, {"slug": "plan"}),
    Door("accounts:order_plan", (302, 404, 404, 404, 404), {"slug": "plan-sold-no-more"}),
    Door("accounts:order", (302, 200, 404, 404, 404), {"number": "ORDER1"}),
    *(
        Door(f"accounts:{name}", (302, 405, 405, 405, 405), {"number": "ORDER1"})
        for name in ("cancel_order", "pay_order")
    ),
]

# Tables of other packages, each with one rule for all of its addresses, tested as a rule.
PACKAGES = {"admin": "staff only", "allauth": "public pages of signing in and one's own account"}
