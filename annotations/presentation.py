"""Notes as they go over the wire: rows become Web Annotations, as the visitor may see them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import Audience
from accounts.visitor import Visitor
from annotations import addresses
from annotations.markdown import render, render_plain
from annotations.models import Anchor, Annotation
from annotations.selectors import Quote, region_from_json, region_selector, text_selectors
from annotations.w3c import CONTEXT, OWN_CONTEXT

# The greatest width and height of a part of an image beside its note, in pixels.
CROP = (240, 120)
FORMATS = {Annotation.Format.MARKDOWN: "text/markdown", Annotation.Format.PLAIN: "text/plain"}


def readable_of(visitor: Visitor, keys: Iterable[Any]) -> QuerySet[Annotation]:
    """Give those of some notes that the visitor may read."""
    notes: QuerySet[Annotation] = Annotation.objects.readable_by(visitor).filter(pk__in=list(keys))
    return notes


def stands(note: Any) -> str:
    """Say whether a note on words stands in the current version: found, reworded or unattached; "" for others."""
    if note.on != "words":
        return ""
    if note.current_id is not None and note.current_id == note.version_id:
        return str(Anchor.Finding.FOUND)
    if note.current_id is None or note.anchor is None:
        return str(Anchor.Finding.UNATTACHED)
    return str(Anchor.Finding.FOUND if note.anchor.is_certain else note.anchor.finding)


def write(note: Any, visitor: Visitor, base: str) -> dict[str, Any]:
    """Write one note that `fetching` gave; words and place it is on only if the visitor may be told."""
    extra = dict(note.extra)
    motivations = [note.motivation, *extra.pop("motivation", [])]
    others = extra.pop("body", [])
    written = {
        "@context": [CONTEXT, OWN_CONTEXT],
        "id": addresses.note(base, note.pk),
        "type": "Annotation",
        "motivation": motivations[0] if len(motivations) == 1 else motivations,
        "creator": creator(note, visitor),
        "created": moment(note.created_at),
        "modified": moment(note.modified_at),
        "audience": audience(note, base),
        **extra,
    }
    bodies = [*_bodies(note), *others]
    if bodies:
        written["body"] = bodies
    written["target"] = _target(note, base)
    return written | _ours(note, visitor)


def write_all(notes: Iterable[Any], visitor: Visitor, base: str) -> list[dict[str, Any]]:
    """Write several; the context stands once around them."""
    written = [write(note, visitor, base) for note in notes]
    for each in written:
        del each["@context"]
    return written


def creator(note: Any, visitor: Visitor) -> dict[str, str]:
    """Name the writer as others may know them: never by address."""
    name = note.owner_name
    if note.owner_id is not None and note.owner_id == visitor.user_id:
        name = name or note.owner_email
    return {"type": "Person", "name": name or _("A reader")}


def audience(note: Any, base: str) -> dict[str, str]:
    """Say who reads a note."""
    if note.audience == Audience.OPEN:
        return {"id": addresses.container(base), "type": "Audience", "name": _("Public")}
    if note.audience == Audience.GROUP:
        return {
            "id": addresses.container(base, f"groups/{note.group_slug}"),
            "type": "Audience",
            "name": note.group_name,
        }
    return {"id": addresses.container(base, "mine"), "type": "Audience", "name": _("Only me")}


def audience_sentence(note: Any) -> str:
    """Say in a sentence who reads a note."""
    if note.audience == Audience.OPEN:
        return _("Everyone who can find this document reads it.")
    if note.audience == Audience.GROUP:
        return _("The members of %(group)s read it.") % {"group": note.group.name}
    return _("Only you read it.")


def _bodies(note: Any) -> list[dict[str, Any]]:
    bodies: list[dict[str, Any]] = []
    if note.body:
        purpose = "replying" if note.on == "note" else "commenting"
        words = {"type": "TextualBody", "value": note.body, "format": FORMATS[note.format], "purpose": purpose}
        if note.language:
            words["language"] = note.language
        bodies.append(words | {"fonds:html": html(note)})
    bodies += [{"type": "TextualBody", "value": tag, "purpose": "tagging"} for tag in note.tags]
    if note.link:
        bodies.append({"type": "SpecificResource", "source": note.link, "purpose": "linking"})
    return bodies


def html(note: Any) -> str:
    """Draw the words of a note; what comes out can do nothing."""
    return render(note.body) if note.format == Annotation.Format.MARKDOWN else render_plain(note.body)


def crop(note: Any) -> dict[str, Any] | None:
    """Say where the part of the image that a note is on can be had, and how many pixels it is drawn; None if not."""
    if note.on != "region" or not note.region or not note.may_quote or note.page_order is None:
        return None
    x, y, width, height = region_from_json(note.region).frame
    # A polygon may be a mere line.
    width, height = max(width, 1), max(height, 1)
    shrunk = min(CROP[0] / width, CROP[1] / height, 1)
    wide, high = max(1, round(width * shrunk)), max(1, round(height * shrunk))
    image = reverse("archive:iiif-image", args=[note.document_key, note.page_order])
    address = f"{image}/{x},{y},{width},{height}/{wide},{high}/0/default.jpg"
    return {"address": address, "width": wide, "height": high}


_TARGETS: dict[str, Callable[[Any, str], str]] = {
    "note": lambda note, base: addresses.note(base, note.reply_to_id),
    "volume": lambda note, base: addresses.volume(base, note.volume_key),
    "folder": lambda note, base: addresses.folder(base, note.folder_id),
    "group": lambda note, base: addresses.container(base, f"groups/{note.group_slug}"),
}


def _target(note: Any, base: str) -> Any:
    if note.on in _TARGETS:
        return _TARGETS[note.on](note, base)
    if note.on == "words" and note.may_quote:
        return _words_target(note, base)
    if note.page_order is not None and note.may_quote and note.on in ("page", "region"):
        source = addresses.page(base, note.document_key, note.page_order)
        if note.on == "region" and note.region:
            region = region_selector(region_from_json(note.region))
            return {"type": "SpecificResource", "source": source, "selector": region}
        return source
    return addresses.document(base, note.document_key)


def _words_target(note: Any, base: str) -> dict[str, Any]:
    """Write words where they stand now, or, if they stand nowhere for certain, where they were read."""
    anchor = note.anchor
    if anchor is not None and anchor.is_certain:
        number, quote, start, end = (
            note.current_number,
            Quote(anchor.exact, anchor.prefix, anchor.suffix),
            anchor.start,
            anchor.end,
        )
    else:
        number, start, end = note.version_number, note.start, note.end
        quote = Quote(note.exact, note.prefix, note.suffix)
    source = addresses.words(base, note.document_key, note.text_slug, number)
    target: dict[str, Any] = {"type": "SpecificResource", "source": source}
    if note.text_language:
        target["source"] = {"id": source, "type": "Text", "language": note.text_language}
    return target | {"selector": text_selectors(quote, start, end)}


def _ours(note: Any, visitor: Visitor) -> dict[str, Any]:
    """Add what the reader's own script needs."""
    is_own = note.owner_id is not None and note.owner_id == visitor.user_id
    found: dict[str, Any] = {
        "fonds:revision": note.revision,
        "fonds:mine": is_own,
        "fonds:on": note.on,
        "fonds:audience": note.audience,
    }
    if note.thread_id:
        found["fonds:thread"] = str(note.thread_id)
    if note.page_order is not None and note.may_quote:
        found["fonds:page"] = note.page_order
    if note.on == "words" and note.may_quote:
        found["fonds:text"] = note.text_slug
        found["fonds:finding"] = stands(note)
        if is_own and note.anchor is not None and stands(note) != Anchor.Finding.FOUND:
            found["fonds:offer"] = _offer(note.anchor)
    if is_own and (note.hidden_at or note.withdrawn_at):
        found["fonds:state"] = "waiting" if note.withdrawn_at else "hidden"
    return found


def _offer(anchor: Anchor) -> Mapping[str, Any]:
    """Say which words an author may keep the note on."""
    return {"anchor": anchor.pk, "start": anchor.start, "end": anchor.end, "exact": anchor.exact}


def moment(at: datetime) -> str:
    """Write a moment in UTC."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if at.microsecond else at.strftime("%Y-%m-%dT%H:%M:%SZ")
