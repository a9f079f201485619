import pytest

from archive.bulk import clean, copy, reserve
from archive.models import Repository

pytestmark = pytest.mark.django_db


def test_ids_are_reserved_once() -> None:
    first, second = reserve(Repository, 3), reserve(Repository, 2)

    assert len({*first, *second}) == 5
    assert reserve(Repository, 0) == []


def test_rows_are_copied_and_made_fit_for_their_columns() -> None:
    [pk] = reserve(Repository, 1)

    copy(Repository, ["id", "name", "slug", "code", "place", "url"], [(pk, "a\x00b" + "x" * 300, "one", "", "", "")])

    row = Repository.objects.get(pk=pk)
    assert (row.slug, row.name[:3], len(row.name), row.name[-1]) == ("one", "abx", 200, "…")


def test_what_is_no_text_is_left_alone() -> None:
    assert (clean(7, 1), clean(None, 1), clean("abc", None), clean("abc", 3), clean("abcd", 3)) == (
        7,
        None,
        "abc",
        "abc",
        "ab…",
    )
