from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.words import Token, fold, lemmas, name_keys, tokenise


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Приказ № 227, от 28 июля!", ["Приказ", "227", "от", "28", "июля"]),
        ("ВКП(б) И.В. Сталин", ["ВКП", "б", "И", "В", "Сталин"]),
        ("поста-\nновление", ["постановление"]),
        ("поста- \r\n   новление", ["постановление"]),
        ("поста¬\nновление", ["постановление"]),
        ("поста\u00adновление", ["постановление"]),
        ("поста\u00ad\nновление", ["постановление"]),
        ("Нью-\nЙорк", ["Нью", "Йорк"]),
        ("1939-\n1940", ["1939", "1940"]),
        ("социал-демократ", ["социал", "демократ"]),
        ("за́мок Lénine Lе́nine", ["за́мок", "Lénine", "Lе́nine"]),
        ("Stalin's d’Estournelles don't", ["Stalin's", "d’Estournelles", "don't"]),
        ("'quoted' ‘words’ dogs'", ["quoted", "words", "dogs"]),
        ("Zinovʹev п'ять", ["Zinovʹev", "п'ять"]),
        ('בְּרֵאשִׁית צה"ל סטאַלין', ["בְּרֵאשִׁית", 'צה"ל', "סטאַלין"]),
        ("____ a_b", ["a", "b"]),
        ("14-го 5об", ["14", "го", "5об"]),
        ("", []),
        (" … — \n", []),
    ],
)
def test_tokenise_reads_words(text: str, words: list[str]) -> None:
    assert [token.text for token in tokenise(text)] == words


def test_tokenise_gives_places_in_code_points() -> None:
    text = "𝄞 Поста-\nновление ЦК"

    tokens = tokenise(text)

    assert tokens == [Token("Постановление", 2, 17), Token("ЦК", 18, 20)]
    assert text[2:17] == "Поста-\nновление"


@given(st.text(max_size=80) | st.text(alphabet="аб-\n\u00ad'’¬ _́1A", max_size=60))
def test_tokenise_places_are_in_order_and_hold_the_words(text: str) -> None:
    tokens = tokenise(text)

    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert all(one.end <= other.start for one, other in pairwise(tokens))
    assert all(token.text in text or not text[token.start : token.end].isalnum() for token in tokens)


@given(st.text(max_size=60))
def test_tokenise_loses_no_letter_or_digit(text: str) -> None:
    covered = {place for token in tokenise(text) for place in range(token.start, token.end)}

    assert [text[place] for place in range(len(text)) if text[place].isalnum() and place not in covered] == []


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("СТАЛИН", "сталин"),
        ("Хрущёв", "хрущев"),
        ("Хрущe\u0308в", "хрущев"),
        ("Йод", "йод"),
        ("Бѣлинскій", "белинский"),
        ("Ѳедоръ", "федор"),
        ("мѵро", "миро"),
        ("объектъ", "объект"),
        ("Прошенiе", "прошение"),
        ("Cталин", "сталин"),
        ("за́мок", "замок"),
        ("Lénine", "lenine"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Stalin's", "stalin"),
        ("Lénine’s", "lenine"),
        ("don't", "dont"),
        ("Zinovʹev", "zinovev"),
        ("п'ять", "пять"),
        ("װײַס", "ווייס"),
        ("סטאַלין", "סטאלין"),
        ("1939", "1939"),
    ],
)
def test_fold_joins_spellings(word: str, folded: str) -> None:
    assert fold(word) == folded


@given(
    st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщьыэюяѣіѳѵїєґАЁЙѢІ\u0301", max_size=20)
    | st.text(alphabet="abcdeéüłøßžźčŁÄŒÀ𝖠ﬁ'’\u0301", max_size=20)
)
def test_fold_twice_is_fold_once(word: str) -> None:
    assert fold(fold(word)) == fold(word)


@pytest.mark.parametrize(
    ("forms", "lemma"),
    [
        ("Ворошилов Ворошилова Ворошилову Ворошиловым Ворошилове ворошиловъ", "ворошилов"),
        ("Молотов Молотова Молотову Молотовым Молотове", "молотов"),
        ("Ежов Ежова Ежову Ежовым Ежове Ежовъ", "ежов"),
        ("Троцкий Троцкого Троцкому Троцким Троцкій Троцкаго", "троцкий"),
        ("Берия Берии Берию Берией Берія", "берия"),
        ("Хрущёв Хрущева Хрущёву Хрущевымъ", "хрущев"),
        ("исследование исследования изслѣдованіе изслѣдованія", "исследование"),
        ("рассказ рассказа разсказъ разсказа", "рассказ"),
        ("бессмысленный бессмысленного безсмысленный безсмысленнаго", "бессмысленный"),
        ("добрый доброго добрые добраго добрыя", "добрый"),
        ("синий синего синяго", "синий"),
        ("история истории исторія исторіи", "история"),
        ("они онѣ", "они"),
        ("договор договора договору договоры договоровъ", "договор"),
    ],
)
def test_lemmas_join_cases_and_old_orthography(forms: str, lemma: str) -> None:
    missed = [form for form in forms.split() if lemma not in lemmas(form, "ru")]

    assert missed == []


def test_lemmas_keep_up_to_three_readings_and_the_surname() -> None:
    assert lemmas("Молотов") == ("молотов", "молот")
    assert lemmas("стали") == ("стать", "сталь")
    assert "толстой" in lemmas("толстого")
    assert "толстый" in lemmas("толстого")


def test_lemmas_of_cyrillic_do_not_depend_on_the_language() -> None:
    assert lemmas("Ворошилову", "uk") == lemmas("Ворошилову", "en") == lemmas("Ворошилову") == ("ворошилов",)


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("negotiations", "en", ("negoti",)),
        ("negotiations", "en-GB", ("negoti",)),
        ("negotiations", "ru", ("negoti",)),
        ("negotiations", "", ("negoti",)),
        ("Regierungen", "de", ("regier",)),
        ("gouvernements", "fr", ("gouvern",)),
        ("l'homme", "fr", ("lhomm", "homm")),
        ("mesta", "sk", ("mesta",)),
        ("Stalin's", "en", ("stalin",)),
        ("1939", "ru", ("1939",)),
        ("שלום", "he", ("שלום",)),
    ],
)
def test_lemmas_of_other_languages_are_stems(word: str, language: str, expected: tuple[str, ...]) -> None:
    assert lemmas(word, language) == expected


@pytest.mark.parametrize(("accented", "plain", "language"), [("Lénine", "Lenine", "fr"), ("věcmi", "vecmi", "cs")])
def test_lemmas_meet_with_and_without_accents(accented: str, plain: str, language: str) -> None:
    assert set(lemmas(accented, language)) & set(lemmas(plain, language))


def test_lemmas_of_yiddish_meet_with_and_without_points() -> None:
    assert set(lemmas("סטאַלין", "yi")) & set(lemmas("סטאלין", "yi"))


def test_lemmas_of_what_is_no_word_are_kept_and_cut() -> None:
    assert lemmas("я" * 5000) == ("я" * 250,)
    assert lemmas("ʹ") == ("ʹ",)


@given(st.text(min_size=1, max_size=30), st.sampled_from(["", "ru", "en", "de", "yi", "xx-Latn"]))
def test_lemmas_are_never_empty(word: str, language: str) -> None:
    found = lemmas(word, language)

    assert found
    assert all(found)


def test_name_keys_of_a_woman_hold_her_nominative() -> None:
    assert name_keys("Krupskaia") & name_keys("Крупской")


def test_name_keys_leave_out_the_possessive() -> None:
    assert name_keys("Ezhov's") == name_keys("Ezhov") == name_keys("Ezhov’s")
