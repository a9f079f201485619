import pytest

from archive.formats.language import guess_language, language_code, script_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The question of the treaty was discussed and it is for the committee to decide.", "en"),
        ("Я не знаю, что он сказал, но как же это было с ней и по какой дороге.", "ru"),
        ("Die Frage ist nicht, ob der Vertrag und das Protokoll auch für die Kommission gelten.", "de"),
        ("La question est de savoir si les membres du comité ne sont pas dans la salle pour une heure.", "fr"),
        ("1 2 3", "und"),
        ("", "und"),
        ("Protokol", "und"),
        ("ПЛАНЫ И ВАРИАНТЫ", "ru"),
    ],
)
def test_language_is_guessed_by_small_words(text: str, language: str) -> None:
    assert guess_language(text) == language


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("abc", "Latn"),
        ("Ёлка abc", "Cyrl"),
        ("אויטא", "Hebr"),
        ("123 ,", ""),
        ("ꙮ١٢", "Cyrl"),
        ("Ⴀ", "Geor"),
        ("ᚠ", ""),
    ],
)
def test_script_is_told_by_letters(text: str, script: str) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("said", "code"), [("cz", "cs"), ("eng", "en"), ("EN-gb", "en-gb"), ("ru_RU", "ru-RU"), ("yi", "yi"), ("", "")]
)
def test_language_code_is_the_one_in_use(said: str, code: str) -> None:
    assert language_code(said) == code
