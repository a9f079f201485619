import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.romanisation import (
    SCHEMES,
    fold_lookalikes,
    is_cyrillic,
    modernise,
    romanise,
    skeleton,
    skeletons,
    strip_marks,
    variants,
)
from tests.archive.names_table import NAMES, NEAR_NAMES, Name


@pytest.mark.parametrize(
    ("scheme", "written"),
    [
        ("ala-lc", "Zinovʹev I͡uriĭ Shchërs Khrushchëv Berii͡a"),
        ("ala-lc-plain", "Zinov'ev Iurii Shchers Khrushchev Beriia"),
        ("bgn-pcgn", "Zinov’yev Yuriy Shchërs Khrushchëv Beriya"),
        ("bsi-plain", "Zinov'ev Yury Shchers Khrushchev Beriya"),
        ("gost-7.79-b", "Zinov`ev Yurij Shhyors Xrushhyov Beriya"),
        ("iso-9", "Zinovʹev Ûrij Ŝërs Hruŝëv Beriâ"),
        ("iso-r9", "Zinovʹev Jurij Ščërs Hruščëv Berija"),
        ("scientific", "Zinovʹev Jurij Ščërs Xruščëv Berija"),
        ("passport-french", "Zinoviev Iourii Chtchers Khrouchtchev Beriia"),
        ("house", "Zinoviev Yury Shchers Khrushchev Beria"),
        ("press", "Zinovyev Yury Shchers Khrushchev Beriya"),
        ("older-press", "Zinoviev Yury Shchers Khrushchev Beria"),
        ("german", "Sinowjew Juri Schtschors Chruschtschow Berija"),
    ],
)
def test_romanise_by_scheme(scheme: str, written: str) -> None:
    assert romanise("Зиновьев Юрий Щёрс Хрущёв Берия", scheme) == written


@pytest.mark.parametrize(
    ("cyrillic", "house"),
    [
        ("Достоевский", "Dostoevsky"),
        ("Ежов", "Yezhov"),
        ("Ягода", "Yagoda"),
        ("Юрьев", "Yuriev"),
        ("Королёв", "Korolyov"),
        ("Горбачёв", "Gorbachev"),
        ("Мария Ильинична", "Maria Ilinichna"),
        ("Известия", "Izvestia"),
        ("ЦК ВКП(б)", "TSK VKP(b)"),
    ],
)
def test_romanise_by_house_rules(cyrillic: str, house: str) -> None:
    assert romanise(cyrillic, "house") == house


def test_romanise_leaves_no_cyrillic_in_any_scheme() -> None:
    everything = "Съешь ещё этих мягких французских булок, да выпей же чаю; Ёлка, объём, Бѣлинскій, ЖЮРИ"

    left = [scheme for scheme in SCHEMES if is_cyrillic(romanise(everything, scheme))]

    assert left == []


def test_romanise_spells_old_orthography_as_modern() -> None:
    assert romanise("Бѣлинскій Ѳедоръ", "ala-lc-plain") == "Belinskii Fedor"


def test_romanise_by_an_unknown_scheme_raises() -> None:
    with pytest.raises(KeyError):
        romanise("Ежов", "no-such-scheme")


def test_variants_hold_library_house_and_press_spellings() -> None:
    found = variants("Зиновьев")

    assert {"Zinov'ev", "Zinovʹev", "Zinovev", "Zinoviev", "Zinovyev", "Zinov’yev", "Sinowjew"} <= found


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name.modern)
def test_skeletons_join_every_spelling_of_a_name(name: Name) -> None:
    own = skeletons(name.modern)

    missed = [spelling for spelling in name.latin if not own & skeletons(spelling)]

    assert missed == []


def test_skeletons_join_every_variant_but_german_s_in_words_without_a_sign_of_german() -> None:
    missed = {
        spelling
        for name in NAMES
        for spelling in variants(name.modern)
        if not skeletons(name.modern) & skeletons(spelling)
    }

    assert missed == {"Frunse", "Kasan"}


@pytest.mark.parametrize(("name", "other"), NEAR_NAMES)
def test_skeletons_keep_near_names_apart(name: str, other: str) -> None:
    assert skeletons(name) & skeletons(other) == frozenset()


def test_skeletons_keep_all_names_of_the_table_apart() -> None:
    confused = [
        (one.modern, spelling)
        for one, other in itertools.permutations(NAMES, 2)
        for spelling in other.latin
        if skeletons(one.modern) & skeletons(spelling)
    ]

    assert confused == []


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Хрущёв", "hruQev"),
        ("Khrushchev", "hruQev"),
        ("Хрущевъ", "hruQev"),
        ("Тѣло", "telo"),
        ("Ивановъ", "ivanov"),
        ("Объедков", "obedkov"),
        ("Нью-Йорк", "nUerk"),
        ("Œuvre", "oeuvre"),
        ("1939", "1939"),
        ("אברהם", "אברהם"),
        ("'", ""),
    ],
)
def test_skeleton_of_a_word(word: str, expected: str) -> None:
    assert skeleton(word) == expected


@given(st.text(max_size=30))
def test_skeletons_hold_the_skeleton_and_stay_few(word: str) -> None:
    found = skeletons(word)

    assert skeleton(word) in found
    assert len(found) <= 240


_syllables = st.tuples(st.sampled_from("бвгджзйклмнпрстфхцчшщ"), st.sampled_from("аеёиоуыэюя")).map("".join)


@given(st.lists(_syllables, min_size=1, max_size=5).map("".join))
def test_skeletons_of_scholarly_romanisation_hold_that_of_the_word(word: str) -> None:
    assert skeleton(word) in skeletons(romanise(word, "iso-9"))


@pytest.mark.parametrize(
    ("mixed", "folded"),
    [
        ("Прошенiе", "Прошеніе"),
        ("Cталин", "Сталин"),
        ("Stаlin", "Stalin"),
        ("Khrushchёv", "Khrushchëv"),
        ("coвeт", "совет"),
        ("Stalin", "Stalin"),
        ("Сталин", "Сталин"),
        ("кwз", "кwз"),
        ("COBET", "COBET"),
        ("", ""),
    ],
)
def test_fold_lookalikes(mixed: str, folded: str) -> None:
    assert fold_lookalikes(mixed) == folded


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Бѣлинскій", "Белинский"),
        ("миръ", "мир"),
        ("Ѳедоръ и мѵро", "Федор и миро"),
        ("объект", "объект"),
        ("ъ", "ъ"),
        ("міръ, въ которомъ", "мир, в котором"),
    ],
)
def test_modernise_old_orthography(old: str, new: str) -> None:
    assert modernise(old) == new


@pytest.mark.parametrize(
    ("marked", "plain"),
    [("Ёжик й", "Ежик й"), ("за́мок", "замок"), ("Lénine", "Lenine"), ("T͡Sʹ", "TSʹ"), ("בְּ", "ב"), ("plain", "plain")],
)
def test_strip_marks(marked: str, plain: str) -> None:
    assert strip_marks(marked) == plain
