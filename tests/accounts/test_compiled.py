from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from accounts.compiled import Compiled
from archive.models import Document
from tests.factories.archive import make_document, make_volume

pytestmark = pytest.mark.django_db
Counted = Callable[[int], AbstractContextManager[Any]]


def between() -> Compiled:
    return Compiled(
        lambda volume, first, last: (
            Document.objects.filter(volume_id=volume, order__gte=first, order__lte=last, state="published")
            .order_by("order")
            .values_list("order", "title")
        ),
        int,
        int,
        int,
    )


def test_compiled_gives_what_the_query_gives_for_other_values_each_time(django_assert_num_queries: Counted) -> None:
    query = between()
    one, two = make_volume(), make_volume()
    for volume in (one, two):
        for order in range(1, 6):
            make_document(volume, title=f"{volume.slug} {order}", order=order)
    make_document(one, order=3, state="draft")

    with django_assert_num_queries(3):
        found = [query(one.pk, 2, 3), query(two.pk, 3, 3), query(one.pk, 9, 9)]

    assert found == [[(2, f"{one.slug} 2"), (3, f"{one.slug} 3")], [(3, f"{two.slug} 3")], []]


def test_compiled_builds_its_query_once() -> None:
    built = []

    def build(order: int) -> Any:
        built.append(order)
        return Document.objects.filter(order=order).values_list("pk")

    query = Compiled(build, int)
    query(1)
    query(2)

    assert len(built) == 1


def test_compiled_refuses_a_query_that_leaves_a_value_out() -> None:
    query = Compiled(lambda order, _title: Document.objects.filter(order=order).values_list("pk"), int, str)

    with pytest.raises(ValueError, match="does not use its parameters"):
        query(1, "title")
