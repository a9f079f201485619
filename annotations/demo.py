"""Notes of the demonstration: written by its people, in the ordinary way, on words of its documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accounts.access import Audience
from accounts.models import ReadingGroup, User
from accounts.visitor import visitor_for
from annotations import addresses
from annotations.annotate import Draft, write
from annotations.models import Annotation
from annotations.targets import TargetError, find_place
from archive.demo.people import SEMINAR, SIGN_INS

BASE = "http://localhost"
DIARY = "kolva-papers-d07-diary-of-nadezhda-ozerova"
LETTER = "upper-kolva-letters-l01-volokova-to-her-son"
STAMP = {"type": "FragmentSelector", "value": "xywh=pixel:783,1529,407,226"}
PEOPLE = {person.role: person.email for person in SIGN_INS}
M = Annotation.Motivation


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of another person, for the same readers."""

    role: str
    says: str


@dataclass(frozen=True, slots=True)
class Said:
    """A note: who writes it, on what, what it says, for whom; and what others answer. `exact` is the words it is on."""

    role: str
    document: str
    says: str
    exact: str = ""
    text: str = "transcription"
    audience: str = Audience.OPEN
    tags: tuple[str, ...] = ()
    motivation: str = M.COMMENTING
    replies: tuple[Reply, ...] = ()
    page: int = 0
    selector: Any = None


NOTES = (
    Said(
        "seat",
        DIARY,
        "The river is given breath here and a bass voice on leaf 2 verso. The two passages frame the diary; "
        "I would cite them together.",
        "вода уже не дышит",
        tags=("imagery", "river"),
        replies=(Reply("subscriber", "The telegram of the same day says only *ice-bound 6.20*. Both are hers."),),
    ),
    Said(
        "group owner",
        DIARY,
        "Compare the “glass” passages in the letters to Lunina.",
        "серое стекло от берега до берега, и по нему ходит ворона",
        audience=Audience.OWNER,
        tags=("to check",),
    ),
    Said(
        "group owner",
        DIARY,
        "A *revizor* is also the title of Gogol’s comedy, and a reader of 1934 hears it. Is a footnote enough, "
        "or should the translation carry it?",
        "self-important as an inspector",
        "translation-en",
        audience=Audience.GROUP,
        replies=(Reply("group manager", "A footnote. “Inspector” keeps the crow’s gait, which is the joke."),),
    ),
    Said(
        "group owner",
        DIARY,
        "The stamp of the river archive gives the present number of the file; older ones are crossed out elsewhere.",
        page=1,
        selector=STAMP,
        tags=("stamp",),
    ),
    Said(
        "group owner",
        DIARY,
        "",
        "Записала в книгу: ледостав, 6 часов 20 минут",
        audience=Audience.OWNER,
        motivation=M.HIGHLIGHTING,
    ),
    Said(
        "subscriber",
        LETTER,
        "Dictated: Ozerova writes it down, and the letter says so.",
        "она пишет как есть и ничего не прибавляет",
        tags=("dictation",),
    ),
)


def write_notes() -> int:
    """Write the notes of the demonstration if nobody has written any yet; gives how many, replies too.

    What does not fit, because a document or its words are not there, is left out.
    """
    if Annotation.objects.exists():
        return 0
    people = {user.email: user for user in User.objects.filter(email__in=PEOPLE.values())}
    group = ReadingGroup.objects.filter(slug=SEMINAR).values_list("pk", flat=True).first()
    return sum(_write(said, people, group) for said in NOTES if PEOPLE[said.role] in people)


def _write(said: Said, people: dict[str, User], group: int | None) -> int:
    group_id = group if said.audience == Audience.GROUP else None
    draft = Draft(said.motivation, said.says, tags=said.tags, audience=said.audience, group_id=group_id)
    try:
        note = _say(people[PEOPLE[said.role]], draft, _target(said))
    except TargetError:
        return 0
    for reply in said.replies:
        answer = Draft(M.REPLYING, reply.says, audience=said.audience, group_id=group_id)
        _say(people[PEOPLE[reply.role]], answer, addresses.note(BASE, note.pk))
    return 1 + len(said.replies)


def _say(person: User, draft: Draft, target: Any) -> Annotation:
    visitor = visitor_for(person, None)
    return write(visitor, draft, find_place(visitor, [target], BASE))[0]


def _target(said: Said) -> Any:
    if said.page:
        source = addresses.page(BASE, said.document, said.page)
        return {"type": "SpecificResource", "source": source, "selector": said.selector}
    source = addresses.words(BASE, said.document, said.text, 1)
    return {
        "type": "SpecificResource",
        "source": source,
        "selector": {"type": "TextQuoteSelector", "exact": said.exact},
    }
