"""Notes, tags and bookmarks on the page of a document, without script."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape
from lxml.html import fragment_fromstring

from annotations.models import Annotation
from tests.asking import BACKEND, client_of
from tests.counting import statements_of
from tests.factories.accounts import make_group, make_member, make_product, make_user
from tests.factories.annotations import make_note, make_note_on_region, make_note_on_words, make_public_note, make_reply
from tests.factories.archive import make_document, make_image, make_page, make_text, make_volume

pytestmark = pytest.mark.django_db
PAGE = "/documents/papers-letter/"
PARAGRAPH = "/annotations/new/papers-letter/transcription/v1/2/"


@pytest.fixture(autouse=True)
def letter() -> Any:
    document = make_document(make_volume("papers"), "letter", identifier="papers-letter")
    make_page(document, 1)
    text = make_text(document, ["First paragraph of the letter.\nSecond paragraph, about the ice."])
    number_paragraphs(text)
    return document


def number_paragraphs(text: Any) -> None:
    """Store the words of the one page as the renderer does, with their numbers."""
    stretch = text.current.breaks.get()
    for number, piece in enumerate(stretch.pieces, 1):
        piece["h"] = piece["h"].replace(">", f' data-n="{number}">', 1)
    stretch.save()


def crops_of(client: Client) -> list[tuple[str, str, str]]:
    images = fragment_fromstring(f"<div>{notes_of(client)}</div>").iter("img")
    return [(str(image.get("src")), str(image.get("width")), str(image.get("height"))) for image in images]


def notes_of(client: Client) -> str:
    page = client.get(PAGE).content.decode()
    return page[page.index('id="notes"') : page.index("</aside>")]


def test_notes_stand_on_the_page_for_those_who_may_read_them(letter: Any) -> None:
    owner, member = make_user(name="Olga"), make_user()
    group = make_group("Seminar")
    make_member(group, member)
    make_note(owner, letter, "Planted private.")
    make_note(owner, letter, "Planted for the group.", audience="group", group=group)
    make_note_on_words(owner, letter.texts.get(), "about the ice", audience="open", body="Planted *public*.")

    seen = {}
    for name, user in {"owner": owner, "member": member, "anonymous": None}.items():
        html = notes_of(client_of(user))
        seen[name] = [
            words for words in ("private.", "for the group.", "<em>public</em>") if f"Planted {words}" in html
        ]

    assert seen == {
        "owner": ["private.", "for the group.", "<em>public</em>"],
        "member": ["for the group.", "<em>public</em>"],
        "anonymous": ["<em>public</em>"],
    }


def test_every_paragraph_has_a_link_to_add_a_note() -> None:
    page = client_of(None).get(PAGE).content.decode()

    links = re.findall(r'<a class="add" href="([^"]+)" aria-label="([^"]+)" data-skip>', page)

    assert links == [
        ("/annotations/new/papers-letter/transcription/v1/1/", "Add a note to paragraph 1"),
        (PARAGRAPH, "Add a note to paragraph 2"),
    ]


def test_r4_the_paragraphs_button_leads_to_a_form_whose_default_is_only_me() -> None:
    page = client_of(make_user()).get(PARAGRAPH).content.decode()

    assert "Second paragraph, about the ice." in page
    assert re.findall(r'<input type="radio" name="audience" value="(\w+)"[^>]*checked', page) == ["owner"]
    assert "Only me: nobody else sees this note." in page


def test_a_note_is_written_on_a_paragraph_and_on_words_of_it() -> None:
    client = client_of(make_user())

    whole = client.post(PARAGRAPH, {"body": "On all of it.", "audience": "owner", "key": "a"})
    part = client.post(
        PARAGRAPH, {"body": "On two.", "audience": "owner", "quote": "the ice", "key": "b", "tags": "ice, cold"}
    )

    first, second = Annotation.objects.order_by("created_at")
    assert whole["Location"] == f"{PAGE}?page=1#note-{first.pk}"
    assert part.status_code == 302
    assert (first.exact, second.exact, second.tags) == (
        "Second paragraph, about the ice.",
        "the ice",
        ["ice", "cold"],
    )


def test_words_that_are_not_in_the_paragraph_keep_what_was_written() -> None:
    response = client_of(make_user()).post(PARAGRAPH, {"body": "My words.", "audience": "owner", "quote": "the snow"})

    page = response.content.decode()
    assert response.status_code == 422
    assert "My words." in page
    assert "These words are not in this version of the text." in page
    assert Annotation.objects.count() == 0


def test_c5_the_same_form_sent_twice_writes_one_note() -> None:
    client = client_of(make_user())
    data = {"body": "Once.", "audience": "owner", "key": "f00d"}

    first, second = client.post(PARAGRAPH, data), client.post(PARAGRAPH, data)

    assert first["Location"] == second["Location"]
    assert Annotation.objects.count() == 1


def test_a_guest_is_led_to_sign_in_and_back() -> None:
    response = client_of(None).get(PARAGRAPH)

    assert response["Location"] == f"/account/login/?next={PARAGRAPH}"


def test_a_reply_is_offered_to_those_who_read_the_note(letter: Any) -> None:
    note = make_public_note(make_user(), letter, "A question.")
    client = client_of(make_user(name="Boris"))
    address = f"/annotations/{note.pk}/reply/"

    page = client.get(address).content.decode()
    client.post(address, {"body": "An answer.", "audience": "open"})

    assert re.findall(r'<input type="radio" name="audience" value="(\w+)"[^>]*checked', page) == ["open"]
    html = notes_of(client_of(None))
    assert html.index("A question.") < html.index('class="replies"') < html.index("An answer.")


def test_r4_a_note_made_private_leaves_replies_to_their_authors(letter: Any) -> None:
    owner, other = make_user(), make_user()
    note = make_public_note(owner, letter, "Planted question.")
    make_reply(other, note, "Planted answer.")

    client_of(owner).post(
        f"/annotations/{note.pk}/change/", {"body": "Planted question.", "audience": "owner", "revision": 1}
    )

    assert "Planted" not in notes_of(client_of(None))
    own = notes_of(client_of(other))
    assert ("Planted answer." in own, "Planted question." in own, "Original withdrawn." in own) == (True, False, True)


def test_a_stale_form_keeps_what_was_written_and_changes_nothing(letter: Any) -> None:
    user = make_user()
    note = make_note(user, letter, "Third.", revision=3)

    response = client_of(user).post(
        f"/annotations/{note.pk}/change/", {"body": "Mine.", "audience": "owner", "revision": 2}
    )

    note.refresh_from_db()
    assert (response.status_code, note.body) == (422, "Third.")
    assert "Mine." in response.content.decode()


def test_a_note_is_removed_after_a_question(letter: Any) -> None:
    user = make_user()
    note = make_note(user, letter)
    client = client_of(user)
    address = f"/annotations/{note.pk}/remove/"

    asked = client.get(address)
    client.post(address)

    note.refresh_from_db()
    assert asked.status_code == 200
    assert note.deleted_at is not None


def test_others_get_no_forms_for_a_note_that_is_not_theirs(letter: Any) -> None:
    note = make_public_note(make_user(), letter)
    client = client_of(make_user())

    statuses = [client.get(f"/annotations/{note.pk}/{act}/").status_code for act in ("change", "remove")]

    assert statuses == [403, 403]


def test_r4_bookmarks_of_a_guest_merge_at_sign_in_and_none_is_doubled(letter: Any) -> None:
    other = make_document(letter.volume, "other", identifier="papers-other")
    user = make_user()
    make_note(user, letter, "", motivation="bookmarking")
    client = Client()
    for identifier in ("papers-letter", "papers-other"):
        client.post(f"/annotations/bookmarks/{identifier}/", {"act": "add"})
    as_guest = "Remove the bookmark" in client.get(PAGE).content.decode()

    client.force_login(user, BACKEND)
    client.get(PAGE)
    client.get(PAGE)

    kept = Annotation.objects.filter(owner=user, motivation="bookmarking", deleted_at=None)
    assert as_guest
    assert sorted(kept.values_list("document_id", flat=True)) == sorted([letter.pk, other.pk])


def test_a_bookmark_is_taken_away(letter: Any) -> None:
    user = make_user()
    make_note(user, letter, "", motivation="bookmarking")
    client = client_of(user)

    client.post("/annotations/bookmarks/papers-letter/", {"act": "remove"})

    assert "Bookmark this document" in client.get(PAGE).content.decode()


def test_tags_are_added_once_and_taken_away() -> None:
    user = make_user()
    client = client_of(user)
    for words in ("ice, snow", " ice ,"):
        client.post("/annotations/tags/papers-letter/", {"tags": words, "audience": "open"})
    before = sorted(Annotation.objects.filter(motivation="tagging").values_list("tags", flat=True))

    client.post("/annotations/tags/papers-letter/", {"remove": "ice"})

    page = client_of(None).get(PAGE).content.decode()
    assert before == [["ice"], ["snow"]]
    assert ("<li>snow</li>" in page, "<li>ice</li>" in page) == (True, False)


def test_a_licensed_document_may_be_bookmarked_and_its_words_not_quoted() -> None:
    closed = make_document(
        make_volume("closed", audience="controlled", product=make_product()), "d", identifier="closed-d"
    )
    make_note_on_words(
        make_user(), make_text(closed, ["Planted secret."]), "Planted secret", audience="open", body="Hm."
    )

    page = client_of(make_user()).get("/documents/closed-d/").content.decode()

    assert "Bookmark this document" in page
    assert "Planted" not in page


def test_hostile_words_are_shown_as_words(letter: Any) -> None:
    hostile = '<img src=x onerror="alert(1)"> [x](javascript:alert(1)) </textarea><script>alert(1)</script>'
    make_public_note(make_user(name='"><script>alert(2)</script>'), letter, hostile, tags=["<b>x</b>"])

    html = notes_of(client_of(None))

    drawn = fragment_fromstring(html.partition(">")[2], create_parent="div")
    assert escape("<b>x</b>") in html
    assert not drawn.xpath(
        "//script | //img | //textarea | //b[text()='x'] | //@onerror | //a[contains(@href, 'javascript')]"
    )


def test_the_page_costs_the_same_at_1_and_at_30_notes(letter: Any) -> None:
    client = client_of(None)
    client.get(PAGE)

    make_reply(make_user(), make_public_note(make_user(), letter))
    few = statements_of(lambda: client.get(PAGE))
    for _ in range(30):
        make_reply(make_user(), make_public_note(make_user(), letter))

    assert statements_of(lambda: client.get(PAGE)) == few


def test_a_note_on_a_part_of_an_image_shows_that_part(letter: Any) -> None:
    scan = make_page(letter, 2, image=make_image(), width=900, height=1200)
    frame = {"type": "rectangle", "xywh": [100, 200, 480, 100]}
    corners = {"type": "polygon", "points": [[10, 20], [40, 20], [30, 60]]}
    make_note_on_region(make_user(), scan, audience="open", region=frame)
    make_note_on_region(make_user(), scan, audience="open", region=corners)

    shown = crops_of(Client())

    assert shown == [
        ("/iiif/image/papers-letter/2/100,200,480,100/240,50/0/default.jpg", "240", "50"),
        ("/iiif/image/papers-letter/2/10,20,30,40/30,40/0/default.jpg", "30", "40"),
    ]
