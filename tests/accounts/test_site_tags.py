"""What every page's templates can say."""

import pytest

from accounts.templatetags.site import initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Nadezhda Ozerova", "NO"),
        ("Надежда Петровна Озерова", "НО"),
        ("madonna", "M"),
        ("Ada (guest)", "A"),
        ("  ", ""),
        ("…", ""),
    ],
)
def test_initials_are_of_the_first_and_the_last_word(name: str, letters: str) -> None:
    assert initials(name) == letters
