"""What is left of a person's notes: nothing but, where others replied, an empty nameless row."""

import pytest

from accounts.visitor import Visitor
from annotations.erasing import erase_notes
from annotations.models import Annotation
from tests.factories.accounts import make_group, make_member, make_user
from tests.factories.annotations import make_group_note, make_note, make_public_note, make_reply
from tests.factories.archive import make_document, make_volume

pytestmark = pytest.mark.django_db


def test_erasing_leaves_no_word_and_no_name() -> None:
    user, other = make_user(), make_user()
    group = make_group()
    make_member(group, user)
    document = make_document(make_volume())
    make_note(user, document, "Planted private.")
    make_group_note(user, group, document, body="Planted shared.")
    opener = make_public_note(user, document, "Planted public.", tags=["planted"])
    kept = make_reply(other, opener, "Mine stays.")
    make_reply(user, kept, "Planted answer.")

    count = erase_notes(user.pk)

    assert count == 4
    assert sorted(Annotation.objects.values_list("body", "owner_id")) == [("", None), ("Mine stays.", other.pk)]
    assert list(Annotation.objects.readable_by(Visitor(user_id=other.pk))) == [kept]
    assert list(Annotation.objects.readable_by(Visitor(user_id=make_user().pk))) == []
