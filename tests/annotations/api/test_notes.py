"""One note over the wire: written, read, replaced, deleted."""

import json
from typing import Any

import pytest

from accounts.tokens import make_token
from annotations.models import Annotation, IdempotencyKey
from tests.annotations.wire import BASE, MEDIA_TYPE, path_of, post, put, sent, words_target
from tests.asking import client_of
from tests.factories.accounts import make_group, make_member, make_user
from tests.factories.annotations import make_note, make_public_note, make_rules
from tests.factories.archive import make_document, make_image, make_page, make_text, make_volume

pytestmark = pytest.mark.django_db
WORDS = "The ice on the river broke on the third of May."


@pytest.fixture(autouse=True)
def letter() -> Any:
    document = make_document(make_volume("papers"), "letter", identifier="papers-letter")
    make_page(document, 1, image=make_image(), width=1200, height=1600)
    make_text(document, [WORDS])
    return document


def test_post_on_words_answers_201_with_location_etag_and_the_note(letter: Any) -> None:
    client = client_of(make_user(name="Ada"))

    response = post(client, sent(words_target("/documents/papers-letter/texts/transcription/v1/", "the river broke")))

    written = response.json()
    assert response.status_code == 201
    assert response["Location"] == written["id"]
    assert response["ETag"] == '"1"'
    assert response["Content-Type"] == MEDIA_TYPE
    assert written["creator"] == {"type": "Person", "name": "Ada"}
    assert written["audience"] == {"id": f"{BASE}/annotations/mine/", "type": "Audience", "name": "Only me"}
    assert written["target"]["source"]["id"] == f"{BASE}/documents/papers-letter/texts/transcription/v1/"
    assert written["target"]["selector"] == [
        {
            "type": "TextQuoteSelector",
            "exact": "the river broke",
            "prefix": "The ice on ",
            "suffix": " on the third of May.",
        },
        {"type": "TextPositionSelector", "start": 11, "end": 26},
    ]
    assert Annotation.objects.get().page == letter.pages.get()


def test_post_on_a_region_rounds_fractions_to_pixels() -> None:
    client = client_of(make_user())
    target = {
        "source": f"{BASE}/documents/papers-letter/pages/1/",
        "selector": {"type": "FragmentSelector", "value": "xywh=pixel:10.4,20.6,99.7,50"},
    }

    written = post(client, sent(target)).json()

    assert written["target"]["selector"]["value"] == "xywh=pixel:10,21,100,50"


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example.org/page1",
        f"{BASE}/documents/no-such-document/",
        f"{BASE}/documents/papers-letter/texts/transcription/v9/",
        f"{BASE}/account/login/",
        [f"{BASE}/documents/papers-letter/", f"{BASE}/volumes/papers/"],
    ],
)
def test_post_on_a_target_that_is_not_ours_answers_422(target: Any) -> None:
    response = post(client_of(make_user()), sent(target))

    assert response.status_code == 422
    assert Annotation.objects.count() == 0


def test_post_on_a_hidden_document_is_refused_like_one_that_does_not_exist() -> None:
    make_document(make_volume("secret", state="draft"), "x", identifier="secret-x")
    client = client_of(make_user())

    hidden = post(client, sent(f"{BASE}/documents/secret-x/"))
    missing = post(client, sent(f"{BASE}/documents/secret-y/"))

    assert (hidden.status_code, hidden.content) == (422, missing.content)


def test_post_of_a_visitor_without_account_answers_401() -> None:
    response = post(client_of(None), sent(f"{BASE}/documents/papers-letter/"))

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"


def test_post_in_a_session_needs_the_csrf_token() -> None:
    response = post(client_of(make_user(), csrf=True), sent(f"{BASE}/documents/papers-letter/"))

    assert response.status_code == 403


def test_post_with_a_personal_token_needs_no_session() -> None:
    user = make_user()
    _row, write = make_token(user, "script", scope="write")
    _row, read = make_token(user, "reader")
    data = sent(f"{BASE}/documents/papers-letter/")

    statuses = [
        post(client_of(None, csrf=True), data, Authorization=f"Bearer {text}").status_code
        for text in (write, read, "fonds_x")
    ]

    assert statuses == [201, 403, 401]
    assert Annotation.objects.get().owner == user


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", MEDIA_TYPE, 400),
        (b"[]", MEDIA_TYPE, 400),
        (b'{"a": "\\u0000"}', MEDIA_TYPE, 400),
        (b"\xff\xfe", MEDIA_TYPE, 400),
        (b"{}", "text/plain", 415),
        (b" " * (256 * 1024 + 1), MEDIA_TYPE, 413),
    ],
)
def test_post_of_what_is_no_annotation_is_refused(body: bytes, kind: str, status: int) -> None:
    response = client_of(make_user()).post("/annotations/", body, content_type=kind)

    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"


def test_post_ignores_what_is_not_for_clients_to_say() -> None:
    other = make_user()
    claims = {
        "id": "0c6ee8ab-7d8b-4b9d-9bd6-1f3c8d2f0a11",
        "creator": {"id": "https://example.org/somebody", "name": "Somebody"},
        "created": "1999-01-01T00:00:00Z",
        "owner": other.pk,
        "hidden_at": None,
        "revision": 99,
        "is_staff": True,
        "state": "draft",
    }

    written = post(client_of(make_user(name="Ada")), sent(f"{BASE}/documents/papers-letter/", **claims)).json()

    note = Annotation.objects.get()
    assert (note.owner == other, note.revision, note.state, str(note.pk) == claims["id"]) == (
        False,
        1,
        "published",
        False,
    )
    assert written["creator"]["name"] == "Ada"
    assert written["created"] > "2020"
    assert written["via"] == [claims["id"]]
    assert not {"owner", "is_staff", "hidden_at", "state"} & written.keys()


def test_post_with_the_same_key_twice_makes_one_note() -> None:
    client = client_of(make_user())
    data = sent(f"{BASE}/documents/papers-letter/")

    first = post(client, data, **{"Idempotency-Key": "k1"})
    again = post(client, data, **{"Idempotency-Key": "k1"})
    other = post(client, sent(f"{BASE}/documents/papers-letter/", "Another."), **{"Idempotency-Key": "k1"})

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert first.json() == again.json()
    assert (Annotation.objects.count(), IdempotencyKey.objects.count()) == (1, 1)


def test_put_with_the_etag_replaces_the_note(letter: Any) -> None:
    user = make_user()
    note = make_note(user, letter)
    client = client_of(user)
    address = f"/annotations/{note.pk}/"
    target = client.get(address).json()["target"]

    response = put(client, address, sent(target, "Better."), **{"If-Match": '"1"'})

    assert (response.status_code, response["ETag"]) == (200, '"2"')
    assert response.json()["body"][0]["value"] == "Better."


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 428), ({"If-Match": '"7"'}, 412), ({"If-Match": 'W/"1"'}, 412), ({"If-Match": "*"}, 200)],
)
def test_put_without_the_present_etag_changes_nothing(letter: Any, headers: dict[str, str], status: int) -> None:
    user = make_user()
    note = make_note(user, letter, "First.")

    response = put(
        client_of(user), f"/annotations/{note.pk}/", sent(f"{BASE}/documents/papers-letter/", "New."), **headers
    )

    note.refresh_from_db()
    assert response.status_code == status
    assert note.body == ("New." if status == 200 else "First.")


def test_put_sets_a_region_anew() -> None:
    client = client_of(make_user())
    page = f"{BASE}/documents/papers-letter/pages/1/"
    written = post(client, sent(f"{page}#xywh=0,0,10,10")).json()

    changed = put(client, path_of(written["id"]), sent(f"{page}#xywh=5,5,20,20"), **{"If-Match": '"1"'})

    assert changed.json()["target"]["selector"]["value"] == "xywh=pixel:5,5,20,20"


def test_put_on_another_thing_is_refused(letter: Any) -> None:
    user = make_user()
    note = make_note(user, letter)

    response = put(client_of(user), f"/annotations/{note.pk}/", sent(f"{BASE}/volumes/papers/"), **{"If-Match": '"1"'})

    assert response.status_code == 422


def test_delete_takes_the_words_out_of_the_database(letter: Any) -> None:
    user = make_user()
    note = make_note(user, letter, "Planted words.")
    client = client_of(user)

    missing = client.delete(f"/annotations/{note.pk}/")
    response = client.delete(f"/annotations/{note.pk}/", headers={"If-Match": '"1"'})

    note.refresh_from_db()
    assert (missing.status_code, response.status_code) == (428, 204)
    assert (note.body, note.deleted_at is None) == ("", False)
    assert client.get(f"/annotations/{note.pk}/").status_code == 404


def test_others_may_read_a_public_note_and_not_change_it(letter: Any) -> None:
    note = make_public_note(make_user(), letter)
    client = client_of(make_user())
    address = f"/annotations/{note.pk}/"

    got = client.get(address)
    changed = put(client, address, sent(f"{BASE}/documents/papers-letter/"), **{"If-Match": '"1"'})
    deleted = client.delete(address, headers={"If-Match": '"1"'})

    assert (got.status_code, changed.status_code, deleted.status_code) == (200, 403, 403)


def test_audience_is_widened_and_narrowed() -> None:
    user, other = make_user(), make_user()
    group = make_group(slug="seminar")
    make_member(group, user)
    make_member(group, other)
    client, reader = client_of(user), client_of(other)
    target = f"{BASE}/documents/papers-letter/"
    written = post(client, sent(target)).json()
    address = path_of(written["id"])
    audiences = [f"{BASE}/annotations/groups/seminar/", f"{BASE}/annotations/", f"{BASE}/annotations/mine/"]

    seen = []
    for revision, audience in enumerate(audiences, 1):
        changed = put(client, address, sent(target, audience=audience), **{"If-Match": f'"{revision}"'})
        seen.append((changed.json()["audience"]["id"], reader.get(address).status_code))

    assert seen == list(zip(audiences, (200, 200, 404), strict=True))


def test_a_group_one_is_not_in_is_no_audience() -> None:
    make_group(slug="others")
    target = f"{BASE}/documents/papers-letter/"
    client = client_of(make_user())

    closed = post(client, sent(target, audience=f"{BASE}/annotations/groups/others/"))
    missing = post(client, sent(target, audience=f"{BASE}/annotations/groups/nobody/"))

    assert (closed.status_code, closed.content) == (422, missing.content)


def test_head_and_options_say_what_can_be_done(letter: Any) -> None:
    note = make_public_note(make_user(), letter)
    client = client_of(None)
    address = f"/annotations/{note.pk}/"

    head, options = client.head(address), client.options(address)

    assert (head.status_code, head.content, head["ETag"]) == (200, b"", '"1"')
    assert head["Allow"] == "GET, PUT, DELETE, HEAD, OPTIONS"
    assert '<http://www.w3.org/ns/ldp#Resource>; rel="type"' in head["Link"]
    assert head["Vary"] == "Accept, Prefer, Authorization, Cookie, Accept-Language"
    assert head["Cache-Control"] == "private, no-cache"
    assert options.status_code == 204


def test_json_is_given_to_who_asks_for_it(letter: Any) -> None:
    note = make_public_note(make_user(), letter)

    response = client_of(None).get(f"/annotations/{note.pk}/", headers={"Accept": "application/json"})

    assert response["Content-Type"] == "application/json"
    assert json.loads(response.content)["type"] == "Annotation"


@pytest.mark.usefixtures("letter")
def test_a13_writing_over_the_api_is_limited_by_account_and_says_when_to_come_again(settings: Any) -> None:
    settings.NOTE_RATE = 2
    mine, other = client_of(make_user()), client_of(make_user())
    target = words_target("/documents/papers-letter/texts/transcription/v1/", "the river broke")

    answers = [post(client, sent(target)) for client in (mine, mine, mine, other)]

    assert [answer.status_code for answer in answers] == [201, 201, 429, 201]
    assert 0 < int(answers[2]["Retry-After"]) <= 60 * 60


@pytest.mark.usefixtures("letter")
def test_a13_shared_notes_are_limited_by_the_rules_and_say_when_to_come_again() -> None:
    make_rules(rate=1)
    client = client_of(make_user())
    target = words_target("/documents/papers-letter/texts/transcription/v1/", "the river broke")

    answers = [post(client, sent(target, audience={"id": f"{BASE}/annotations/"})) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 429]
    assert 0 < int(answers[1]["Retry-After"]) <= 60 * 60
