import pytest

from archive.languages import font_for


@pytest.mark.parametrize(
    ("code", "script", "spelling", "font"),
    [
        ("cs", "Latn", "", "latin-ext"),
        ("pl-PL", "Latn", "", "latin-ext"),
        ("en", "Latn", "", ""),
        ("ru", "Cyrl", "", ""),
        ("ru", "Cyrl", "modern", ""),
        ("ru", "Cyrl", "original", "cyrillic-ext"),
    ],
)
def test_font_for_letters_beyond_the_common(code: str, script: str, spelling: str, font: str) -> None:
    assert font_for(code, script, spelling) == font
