"""What clients send becomes a draft: bodies, tags, links, audience; what a reader may not set is left out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.access import Audience
from accounts.models import ReadingGroup
from accounts.visitor import Visitor
from annotations import addresses, w3c
from annotations.annotate import AnnotateError, Draft
from annotations.markdown import words_of
from annotations.models import Annotation

# Kept as they came; everything else that a client may add is not for it to say.
KEPT = ("rights", "canonical", "generator", "generated", "stylesheet", "label")
MOST_EXTRA = 8_000
LONGEST_LINK = 600
PUBLIC = "https://schema.org/Audience"
_HTML = re.compile(r"\s*<(?:p|div|span|b|i|em|strong|ul|ol|h[1-6]|blockquote)\b[^>]*>", re.IGNORECASE)
_MOTIVATIONS = frozenset(Annotation.Motivation.values)
_REMARKS = frozenset(("assessing", "classifying", "describing", "editing", "identifying", "moderating", "questioning"))


@dataclass(slots=True)
class _Bodies:
    """What the bodies of an annotation come to."""

    texts: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    others: list[Any] = field(default_factory=list)
    link: str = ""
    language: str = ""
    format: str = Annotation.Format.MARKDOWN


def draft_of(
    visitor: Visitor, sent: w3c.Annotation, on: str, base: str, kept: Mapping[str, Any] | None = None
) -> Draft:
    """Read what a client sent; `on` is what the note is on, `kept` what was kept of it before.

    Creator, dates, id and owner are the archive's to say; a sent id is kept as `via`. Raises AnnotateError.
    """
    bodies = _bodies(sent)
    audience, group = audience_of(visitor, sent.properties.get("audience"), base)
    return Draft(
        motivation=_motivation(sent, bodies, on),
        body="\n\n".join(bodies.texts),
        format=bodies.format,
        language=bodies.language[:20],
        tags=tuple(dict.fromkeys(bodies.tags)),
        link=bodies.link,
        audience=audience,
        group_id=group,
        extra=_extra(sent, bodies, kept or {}, base),
    )


def _motivation(sent: w3c.Annotation, bodies: _Bodies, on: str) -> str:
    if on == Annotation.Target.NOTE:
        return Annotation.Motivation.REPLYING
    known = [word for word in sent.motivations if word in _MOTIVATIONS and word != "replying"]
    if known:
        return known[0]
    if bodies.texts or _REMARKS.intersection(sent.motivations):
        return Annotation.Motivation.COMMENTING
    if bodies.tags:
        return Annotation.Motivation.TAGGING
    if bodies.link:
        return Annotation.Motivation.LINKING
    is_part = on in (Annotation.Target.WORDS, Annotation.Target.REGION)
    return Annotation.Motivation.HIGHLIGHTING if is_part else Annotation.Motivation.COMMENTING


def _bodies(sent: w3c.Annotation) -> _Bodies:
    found = _Bodies()
    is_tag = "tagging" in sent.motivations and len(sent.motivations) == 1
    for body in sent.bodies:
        _add(found, body, is_tag=is_tag)
    return found


def _add(found: _Bodies, body: Any, *, is_tag: bool) -> None:
    if isinstance(body, str):
        body = {"type": "SpecificResource", "purpose": "linking", "source": body}
    if body.get("type") in ("Choice", "List") and body.get("items"):
        _add(found, body["items"][0], is_tag=is_tag)
        return
    purposes = [str(purpose) for purpose in w3c.many(body.get("purpose", []))]
    if isinstance(body.get("value"), str):
        if "tagging" in purposes or (is_tag and not purposes):
            found.tags.append(" ".join(body["value"].split()))
        else:
            _add_words(found, body)
        return
    source = body.get("source", body.get("id"))
    source = source.get("id") if isinstance(source, Mapping) else source
    if isinstance(source, str) and not found.link and len(source) <= LONGEST_LINK and source.startswith("http"):
        found.link = source
    else:
        found.others.append(body)


def _add_words(found: _Bodies, body: Mapping[str, Any]) -> None:
    value, kind = body["value"], str(next(iter(w3c.many(body.get("format", ""))), ""))
    if kind.startswith(("text/html", "application/xhtml")) or (not kind and _HTML.match(value)):
        value = words_of(value)
    elif kind.startswith("text/plain"):
        found.format = Annotation.Format.PLAIN
    if value.strip():
        found.texts.append(value.replace("\r\n", "\n"))
    found.language = found.language or str(next(iter(w3c.many(body.get("language", ""))), ""))


def _extra(sent: w3c.Annotation, bodies: _Bodies, kept: Mapping[str, Any], base: str) -> dict[str, Any]:
    extra = {name: sent.properties[name] for name in KEPT if name in sent.properties}
    if "canonical" in kept:
        extra["canonical"] = kept["canonical"]
    via = list(kept.get("via", [])) or [str(each) for each in w3c.many(sent.properties.get("via", []))]
    if sent.id and addresses.read(sent.id, base) is None and sent.id not in via:
        via.append(sent.id)
    if via:
        extra["via"] = via
    remarks = [word for word in sent.motivations if word in _REMARKS]
    if remarks:
        extra["motivation"] = remarks
    if bodies.others:
        extra["body"] = bodies.others
    if len(json.dumps(extra, ensure_ascii=False)) > MOST_EXTRA:
        raise AnnotateError(_("There is too much beside the note itself."))
    return extra


def audience_of(visitor: Visitor, sent: Any, base: str) -> tuple[str, int | None]:
    """Read who a note is for: nothing or one's own container, everybody, or the container of a group of one's own.

    Raises AnnotateError for anything else; a group one is not in is like one that does not exist.
    """
    named = [each.get("id", "") if isinstance(each, Mapping) else each for each in w3c.many(sent or [])]
    if not named or named == [addresses.container(base, "mine")]:
        return Audience.OWNER, None
    if named in ([addresses.container(base)], [PUBLIC]):
        return Audience.OPEN, None
    prefix = addresses.container(base, "groups")
    if len(named) == 1 and isinstance(named[0], str) and named[0].startswith(prefix):
        slug = named[0].removeprefix(prefix).strip("/")
        group = ReadingGroup.objects.filter(slug=slug, pk__in=list(visitor.groups)).values_list("pk", flat=True).first()
        if group is not None:
            return Audience.GROUP, group
    raise AnnotateError(_("A note is for you only, for one of your groups, or for everyone."))
