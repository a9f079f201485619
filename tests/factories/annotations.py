"""Plain makers of notes: each makes one row, and only what it is told."""

from typing import Any

from accounts.models import ReadingGroup, User
from annotations.models import Annotation, Case, Folder, FolderItem, Profile, Report, Rules, SavedSearch, Watch
from annotations.selectors import quote_at
from archive.models import Document, Page, Text, Volume


def make_note(owner: User, document: Document | None = None, body: str = "A note.", **fields: Any) -> Annotation:
    """A note on a document, for its owner only unless the fields say otherwise."""
    place = {"on": "document", "document": document} if document else {}
    return Annotation.objects.create(
        **{
            "owner": owner,
            "audience": "owner",
            "state": "published",
            "motivation": "commenting",
            "body": body,
            **place,
            **fields,
        }
    )


def make_public_note(owner: User, document: Document, body: str = "A note.", **fields: Any) -> Annotation:
    return make_note(owner, document, body, audience="open", **fields)


def make_group_note(owner: User, group: ReadingGroup, document: Document, **fields: Any) -> Annotation:
    return make_note(owner, document, audience="group", group=group, **fields)


def make_note_on_words(owner: User, text: Text, words: str, **fields: Any) -> Annotation:
    """A note on the first place of some words in the current version of a text."""
    version = text.current
    assert version is not None
    start = version.canonical.index(words)
    quote = quote_at(version.canonical, start, start + len(words))
    place = {
        "on": "words",
        "text": text,
        "version": version,
        "start": start,
        "end": start + len(words),
        "exact": quote.exact,
        "prefix": quote.prefix,
        "suffix": quote.suffix,
    }
    return make_note(owner, text.document, **{**place, **fields})


def make_note_on_region(owner: User, page: Page, **fields: Any) -> Annotation:
    region = {"type": "rectangle", "xywh": [10, 20, 30, 40]}
    return make_note(owner, page.document, **{"on": "region", "page": page, "region": region, **fields})


def make_reply(owner: User, note: Annotation, body: str = "A reply.", **fields: Any) -> Annotation:
    """A reply as wide as the note unless the fields say otherwise."""
    place = {"on": "note", "reply_to": note, "thread_id": note.thread_id or note.pk}
    lock = {"audience": note.audience, "group_id": note.group_id}
    return make_note(
        owner,
        body=body,
        document=note.document,
        volume=note.volume,
        motivation="replying",
        **{**place, **lock, **fields},
    )


def make_saved_search(owner: User, name: str, state: str, **fields: Any) -> SavedSearch:
    """A saved search to which nothing is known yet."""
    return SavedSearch.objects.create(owner=owner, name=name, state=state, **fields)


def make_watch(owner: User, thing: Volume | Document, **fields: Any) -> Watch:
    """A watch to which nothing is known yet."""
    place = {"volume": thing} if isinstance(thing, Volume) else {"document": thing}
    return Watch.objects.create(owner=owner, **place, **fields)


def make_rules(group: ReadingGroup | None = None, **fields: Any) -> Rules:
    return Rules.objects.create(group=group, **fields)


def make_case(note: Annotation, **fields: Any) -> Case:
    """A case before the archive's moderators unless the fields say otherwise."""
    return Case.objects.create(annotation=note, author=note.owner, snapshot={"body": note.body}, **fields)


def make_report(case: Case, reporter: User, **fields: Any) -> Report:
    return Report.objects.create(case=case, reporter=reporter, **{"reason": "spam", "revision": 1, **fields})


def make_folder(owner: User | None = None, title: str = "Papers", **fields: Any) -> Folder:
    """A folder of a person; without one name the group whose it is."""
    lock = {"audience": "owner" if owner else "group", "state": "published"}
    return Folder.objects.create(**{"owner": owner, "title": title, **lock, **fields})


def make_item(folder: Folder, document: Document | None = None, **fields: Any) -> FolderItem:
    order = folder.items.count() + 1
    return FolderItem.objects.create(**{"folder": folder, "document": document, "order": order, **fields})


def make_profile(user: User, handle: str = "", **fields: Any) -> Profile:
    return Profile.objects.create(user=user, handle=handle or f"reader-{user.pk}", **fields)
