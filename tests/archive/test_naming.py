import pytest

from archive.naming import address_of, name_skeleton, script_of, slug_of, sort_key


def test_sort_key_sets_case_accents_and_marks_aside_and_counts() -> None:
    names = ["Ёлкин, 10", "Елкин, 9", "«Жук»", "école 2", "Ecole 10"]

    assert sorted(names, key=sort_key) == ["école 2", "Ecole 10", "Елкин, 9", "Ёлкин, 10", "«Жук»"]


def test_names_meet_in_any_script_and_order() -> None:
    assert name_skeleton("Хрущёв, Никита") == name_skeleton("Nikita Khrushchev")


@pytest.mark.parametrize(("text", "script"), [("Жук", "Cyrl"), ("Zhuk", "Latn"), ("זשוק", "Hebr"), ("123", "")])
def test_script(text: str, script: str) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("key", "address"),
    [
        ("d12", "d12"),
        ("Lettre0011_", "Lettre0011_"),
        ("EHRI-ET-JMP001_CS_EN", "EHRI-ET-JMP001_CS_EN"),
        ("Письмо № 1", "Pismo-No-1"),
        ("a/b c", "a-b-c"),
        ("日本", ""),
    ],
)
def test_address_keeps_what_may_stand_in_one(key: str, address: str) -> None:
    assert address_of(key) == address


def test_slug_is_lower_case_latin_with_hyphens() -> None:
    assert slug_of("Письма Ёлкина, том 2") == "pisma-elkina-tom-2"
    assert slug_of("a" * 100, 10) == "a" * 10
