"""What stands side by side on the page of a document: its image and its texts, one to three at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from django.utils.translation import gettext as _

from accounts.access import own_state
from accounts.compiled import Compiled
from accounts.visitor import Visitor
from archive.languages import font_for, own_name
from archive.models import Document, Text

IMAGE = "image"
MOST = 3
LONGEST_COOKIE = 2_000
RTL_SCRIPTS = frozenset({"Hebr", "Arab", "Syrc", "Thaa"})


@dataclass(frozen=True, slots=True)
class Layer:
    """One text in one version."""

    text_id: int
    slug: str
    kind: str
    language: str
    script: str
    spelling: str
    translator: str
    aligned_with: int | None
    version_id: int
    version: int

    @property
    def direction(self) -> str:
        """Give the direction of writing as HTML says it."""
        return "rtl" if self.script in RTL_SCRIPTS else "ltr"

    @property
    def name(self) -> str:
        """Name the text by its language, or by its kind where the language is not known."""
        return own_name(self.language) if self.language else self.kind_name.capitalize()

    @property
    def kind_name(self) -> str:
        """Name the kind for readers."""
        return _("transcription") if self.kind == Text.Kind.TRANSCRIPTION else _("translation")

    @property
    def font(self) -> str:
        """Name the part of the text's font that these words need beside the common letters, or ""."""
        return font_for(self.language, self.script, self.spelling)

    @property
    def caption(self) -> str:
        """Say what kind of text it is, in which spelling, by whom."""
        spellings = {"original": _("original spelling"), "modern": _("modern spelling")}
        parts = (self.kind_name, spellings.get(self.spelling), self.translator)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Pane:
    """A place on the page; `layer` is None for the image. `panes` is the choice that pressing its button makes.

    `spellings` are the texts that share the place, two where the source has an old and a modern spelling.
    """

    slug: str
    layer: Layer | None = None
    spellings: tuple[Layer, ...] = ()
    is_shown: bool = False
    panes: str = ""


_COLUMNS = (
    "pk",
    "slug",
    "kind",
    "language",
    "script",
    "spelling",
    "translator",
    "aligned_with_id",
    "current_id",
    "current__number",
)


@cache
def _texts_as(*, is_curator: bool) -> Compiled:
    """Give the query for the texts of a document as curators see them, or as others do."""
    visitor = Visitor(is_curator=is_curator)
    return Compiled(
        lambda document: (
            Text.objects.filter(own_state(visitor, Text), document_id=document, current__isnull=False)
            .order_by("order", "pk")
            .values_list(*_COLUMNS)
        ),
        int,
    )


def layers_of(visitor: Visitor, document: Document) -> list[Layer]:
    """Give the texts of a document the visitor may read, transcriptions first; one statement.

    The document's own lock was asked when it was fetched; what is asked here is the state of each text.
    """
    layers = [Layer(*row) for row in _texts_as(is_curator=visitor.is_curator)(document.pk)]
    return sorted(layers, key=lambda layer: layer.kind != Text.Kind.TRANSCRIPTION)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a reader chose to see: `panes` in the address, `kept` from earlier documents, both lists of slugs.

    `kept` holds, by the layout of a document (see `layout_of`), what was last shown of documents so laid out.
    """

    panes: str = ""
    spelling: str = ""
    language: str = "en"
    kept: Mapping[str, str] = field(default_factory=dict)


def kept_panes(cookie: str) -> dict[str, str]:
    """Read what a browser keeps: layouts with the panes shown, `image.cs.en:image,transcription|…`."""
    parts = (entry.partition(":") for entry in cookie[:LONGEST_COOKIE].split("|"))
    return {layout: shown for layout, _, shown in parts if layout and shown}


def layout_of(panes: Sequence[Pane]) -> str:
    """Name a layout by what can be shown: the image, and the language of each text."""
    return ".".join(pane.layer.language if pane.layer else pane.slug for pane in panes)


def panes_of(layers: Sequence[Layer], chosen: Chosen, *, has_image: bool) -> list[Pane]:
    """Lay out the panes; at most three of those that were chosen are shown.

    Without a choice, or with none that exists: the image, the transcription, and the translation into the reader's
    language, else the first one.
    """
    panes = [Pane(IMAGE)] if has_image else []
    panes += [_pane(group, chosen.spelling) for group in _groups(layers)]
    slugs = [pane.slug for pane in panes]
    shown = (
        _existing(slugs, chosen.panes)
        or _existing(slugs, chosen.kept.get(layout_of(panes), ""))
        or _usual(panes, chosen.language)
    )
    return [
        replace(pane, is_shown=pane.slug in shown, panes=",".join(_pressed(slugs, shown, pane.slug))) for pane in panes
    ]


def _existing(slugs: Sequence[str], asked: str) -> list[str]:
    return [slug for slug in slugs if slug in asked.split(",")][:MOST]


def _groups(layers: Sequence[Layer]) -> list[list[Layer]]:
    """Put together the texts that differ in spelling only; the first of each group names it."""
    groups: dict[int, list[Layer]] = {}
    for layer in layers:
        sister = layer.aligned_with if layer.spelling and layer.aligned_with in groups else layer.text_id
        groups.setdefault(sister if sister is not None else layer.text_id, []).append(layer)
    return list(groups.values())


def _pane(group: list[Layer], spelling: str) -> Pane:
    chosen = next((layer for layer in group if layer.spelling == spelling), group[0])
    return Pane(group[0].slug, chosen, tuple(group) if len(group) > 1 else ())


def _usual(panes: Sequence[Pane], language: str) -> list[str]:
    translations = [pane for pane in panes if pane.layer and pane.layer.kind == Text.Kind.TRANSLATION]
    wanted = [pane for pane in translations if pane.layer and pane.layer.language.partition("-")[0] == language]
    chosen = (wanted or translations)[:1]
    others = [pane for pane in panes if pane not in translations]
    return [pane.slug for pane in (*others[: MOST - len(chosen)], *chosen)]


def _pressed(slugs: Sequence[str], shown: Sequence[str], slug: str) -> list[str]:
    """Give the choice after a button is pressed: taken out, or put in; a fourth takes the place of the last."""
    if slug in shown:
        return [other for other in shown if other != slug] or [slug]
    kept = shown[: MOST - 1]
    return [other for other in slugs if other in kept or other == slug]
