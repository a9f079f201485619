"""Everybody, notes of every kind by one owner, and who may read which: what the tables of leaks are made of."""

from django.utils import timezone

from accounts.models import Membership, ReadingGroup, User
from annotations.models import Annotation, Folder
from tests.factories.accounts import (
    make_contract,
    make_curator,
    make_group,
    make_member,
    make_product,
    make_superuser,
    make_user,
)
from tests.factories.annotations import make_group_note, make_note, make_public_note, make_reply
from tests.factories.archive import make_document, make_volume

MISSING = "00000000-0000-4000-8000-000000000000"
PEOPLE = ("anonymous", "stranger", "member", "former", "owner", "curator", "root", "lapsed")

# Who may read which note; everybody else must not be able to tell it from one that does not exist.
READERS: dict[str, set[str]] = {
    "private": {"owner"},
    "group": {"owner", "member"},
    "public": set(PEOPLE),
    "hidden": {"owner"},
    "waiting": {"owner"},
    "deleted": set(),
    "draft_document": {"owner", "curator"},
    "licensed_document": set(PEOPLE),
    "reply_in_private_thread": {"owner"},
    "reply_in_deleted_thread": {"owner"},
    "reply_in_hidden_thread": {"owner"},
    "archived_group": {"owner"},
}


def planted(name: str) -> str:
    """Give the word that a note says and no other."""
    return f"planted{name.replace('_', '')}"


class World:
    """Everybody, and a note of each kind, all by the same owner."""

    def __init__(self) -> None:
        self.people: dict[str, User | None] = {
            "anonymous": None,
            "stranger": make_user(),
            "member": make_user(),
            "former": make_user(),
            "owner": make_user(name="Olga"),
            "curator": make_curator(),
            "root": make_superuser(),
            "lapsed": make_user(),
        }
        self.owner = self.person("owner")
        product = make_product("papers")
        make_contract(
            self.person("lapsed"), product, ends_on=timezone.now().date().replace(year=2020), starts_on="2019-01-01"
        )
        self.group = self._group("seminar")
        self.old_group = self._group("old")
        ReadingGroup.objects.filter(pk=self.old_group.pk).update(archived_at=timezone.now())
        Membership.objects.filter(user=self.people["former"]).delete()
        self.product = product
        self.document = make_document(make_volume("open"), "a", identifier="open-a")
        self.draft = make_document(make_volume("draft", state="draft"), "b", identifier="draft-b")
        licensed = make_volume("licensed", audience="controlled", product=product)
        self.licensed = make_document(licensed, "c", identifier="licensed-c")
        self.notes = self._notes()
        self.folders: dict[str, Folder] = {}

    def person(self, name: str) -> User:
        user = self.people[name]
        assert user is not None
        return user

    def _group(self, slug: str) -> ReadingGroup:
        group = make_group(slug=slug)
        for name in ("member", "former", "owner"):
            make_member(group, self.person(name))
        return group

    def _notes(self) -> dict[str, Annotation]:
        document, owner, now = self.document, self.owner, timezone.now()
        other = make_user()
        threads = {
            "private": make_note(other, document),
            "deleted": make_public_note(other, document, "", deleted_at=now),
            "hidden": make_public_note(other, document, hidden_at=now),
        }
        notes = {
            "private": make_note(owner, document, planted("private")),
            "group": make_group_note(owner, self.group, document, body=planted("group")),
            "public": make_public_note(owner, document, planted("public")),
            "hidden": make_public_note(owner, document, planted("hidden"), hidden_at=now),
            "waiting": make_public_note(owner, document, planted("waiting"), withdrawn_at=now),
            "deleted": make_public_note(owner, document, "", deleted_at=now),
            "draft_document": make_public_note(owner, self.draft, planted("draft_document")),
            "licensed_document": make_public_note(owner, self.licensed, planted("licensed_document")),
            "archived_group": make_group_note(owner, self.old_group, document, body=planted("archived_group")),
        }
        for name, thread in threads.items():
            key = f"reply_in_{name}_thread"
            notes[key] = make_reply(owner, thread, planted(key), audience="open")
        return notes
