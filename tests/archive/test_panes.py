import pytest
from django.test import override_settings
from django.utils import translation

from archive.languages import own_name
from archive.panes import Chosen, Layer, Pane, kept_panes, layout_of, panes_of
from tests.archive.layers import make_layer

RU, EN, DE = (
    make_layer(1, "transcription"),
    make_layer(2, "translation-en", "en"),
    make_layer(3, "translation-de", "de"),
)
OLD = make_layer(4, "transcription-original", spelling="original", aligned_with=5)
NEW = make_layer(5, "transcription", spelling="modern")


def shown(panes: list[Pane]) -> list[str]:
    return [pane.slug for pane in panes if pane.is_shown]


@pytest.mark.parametrize(
    ("layers", "has_image", "asked", "language", "slugs"),
    [
        ([RU, EN], True, "", "en", ["image", "transcription", "translation-en"]),
        ([RU, EN], False, "", "en", ["transcription", "translation-en"]),
        ([RU], True, "", "en", ["image", "transcription"]),
        ([EN], True, "", "en", ["image", "translation-en"]),
        ([], True, "", "en", ["image"]),
        ([RU, EN, DE], True, "", "de", ["image", "transcription", "translation-de"]),
        ([RU, EN, DE], True, "", "fr", ["image", "transcription", "translation-en"]),
        ([RU, EN, DE], True, "translation-de,transcription", "en", ["transcription", "translation-de"]),
        ([RU, EN], True, "nothing,<script>", "en", ["image", "transcription", "translation-en"]),
        (
            [RU, EN, DE],
            True,
            "image,transcription,translation-en,translation-de",
            "en",
            ["image", "transcription", "translation-en"],
        ),
    ],
)
def test_panes_of_shows_what_is_asked_else_the_usual(
    layers: list[Layer], has_image: bool, asked: str, language: str, slugs: list[str]
) -> None:
    panes = panes_of(layers, Chosen(panes=asked, language=language), has_image=has_image)

    assert shown(panes) == slugs


def test_panes_of_draws_no_pane_for_what_is_not_there() -> None:
    assert [pane.slug for pane in panes_of([RU], Chosen(), has_image=False)] == ["transcription"]


def test_pressing_a_button_takes_a_pane_out_or_puts_it_in() -> None:
    panes = panes_of([RU, EN, DE], Chosen(panes="image,transcription"), has_image=True)

    assert {pane.slug: pane.panes for pane in panes} == {
        "image": "transcription",
        "transcription": "image",
        "translation-en": "image,transcription,translation-en",
        "translation-de": "image,transcription,translation-de",
    }


def test_pressing_a_fourth_takes_the_place_of_the_last() -> None:
    panes = panes_of([RU, EN, DE], Chosen(panes="image,transcription,translation-en"), has_image=True)

    assert panes[-1].panes == "image,transcription,translation-de"


def test_pressing_the_only_pane_leaves_it() -> None:
    panes = panes_of([RU, EN], Chosen(panes="transcription"), has_image=False)

    assert panes[0].panes == "transcription"


@pytest.mark.parametrize(("spelling", "slug"), [("", "transcription"), ("original", "transcription-original")])
def test_two_spellings_share_a_pane(spelling: str, slug: str) -> None:
    (pane,) = panes_of([NEW, OLD], Chosen(spelling=spelling), has_image=False)

    assert pane.slug == "transcription"
    assert pane.layer is not None
    assert pane.layer.slug == slug
    assert pane.spellings == (NEW, OLD)


def test_layer_is_named_by_its_language_and_what_it_is() -> None:
    with translation.override("en"):
        names = [
            (it.name, it.caption) for it in (RU, make_layer(2, "translation-en", "en", translator="M. Olsza"), OLD)
        ]

    assert names == [
        ("Русский", "transcription"),
        ("English", "translation, M. Olsza"),
        ("Русский", "transcription, original spelling"),
    ]


def test_layer_without_a_language_is_named_by_its_kind() -> None:
    with override_settings(LANGUAGE_CODE="en"):
        assert make_layer(1, "transcription", "").name == "Transcription"


@pytest.mark.parametrize(("script", "direction"), [("Hebr", "rtl"), ("Arab", "rtl"), ("Cyrl", "ltr"), ("", "ltr")])
def test_layer_knows_its_direction(script: str, direction: str) -> None:
    assert make_layer(1, "transcription", script=script).direction == direction


@pytest.mark.parametrize(
    ("code", "name"), [("ru", "Русский"), ("yi", "ייִדיש"), ("de-1901", "Deutsch"), ("cs", "Česky"), ("xx", "Xx")]
)
def test_own_name_is_the_language_s_own(code: str, name: str) -> None:
    assert own_name(code) == name


def test_panes_of_earlier_documents_laid_out_alike_are_shown_again() -> None:
    kept = kept_panes("image.ru.en.de:image,translation-de|ru.en:translation-en|broken")

    panes = panes_of([RU, EN, DE], Chosen(kept=kept), has_image=True)
    others = panes_of([RU, EN], Chosen(kept=kept), has_image=True)
    asked = panes_of([RU, EN, DE], Chosen(panes="transcription", kept=kept), has_image=True)

    assert layout_of(panes) == "image.ru.en.de"
    assert [pane.slug for pane in panes if pane.is_shown] == ["image", "translation-de"]
    assert [pane.slug for pane in others if pane.is_shown] == ["image", "transcription", "translation-en"]
    assert [pane.slug for pane in asked if pane.is_shown] == ["transcription"]


@pytest.mark.parametrize("cookie", ["", "|||", ":image", "image.ru", "x" * 5_000])
def test_a_cookie_that_says_nothing_keeps_nothing(cookie: str) -> None:
    assert kept_panes(cookie) == {}
