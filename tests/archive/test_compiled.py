from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from time import sleep
from typing import Any

import pytest
from django.utils import timezone

from accounts.visitor import Visitor
from archive.compiled import Compiled, CompiledRule
from archive.models import Document
from tests.factories.accounts import make_group, make_product, make_user
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


def findable_titles() -> CompiledRule:
    return CompiledRule(
        lambda visitor, at, kind: (
            Document.objects.findable_by(visitor, at)
            .filter(kind=kind)
            .order_by("title")
            .values_list("title", "is_readable")
        ),
        str,
    )


def test_compiled_rule_answers_every_visitor_as_the_rule_does() -> None:
    products, groups = [make_product() for _ in range(3)], [make_group() for _ in range(2)]
    owner, volume = make_user(), make_volume()
    for product in products:
        make_document(volume, audience="controlled", product=product, title=f"licensed {product.slug}")
    for group in groups:
        make_document(volume, audience="group", group=group, title=f"group {group.slug}")
    make_document(volume, title="open")
    make_document(volume, title="draft", state="draft")
    make_document(volume, title="own", audience="owner", owner=owner)
    make_document(volume, title="later", public_from=timezone.now() + timedelta(days=1))
    visitors = [
        Visitor.anonymous(),
        Visitor.curator(),
        Visitor(user_id=owner.pk),
        Visitor(user_id=owner.pk + 1),
        *(Visitor(products=frozenset({product.pk})) for product in products),
        Visitor(products=frozenset(product.pk for product in products[:2])),
        *(Visitor(groups={group.pk: "member"}) for group in groups),
        Visitor(owner.pk, True, {group.pk: "" for group in groups}, frozenset(product.pk for product in products)),
    ]
    query = findable_titles()

    for visitor in (*visitors, *reversed(visitors)):
        wanted = Document.objects.findable_by(visitor).order_by("title").values_list("title", "is_readable")
        assert query(visitor, "document") == list(wanted)


def test_compiled_rule_asks_at_the_moment_it_runs() -> None:
    query = findable_titles()
    make_document(make_volume(), title="soon", public_from=timezone.now() + timedelta(seconds=0.5))

    before = query(Visitor.anonymous(), "document")
    sleep(0.6)
    after = query(Visitor.anonymous(), "document")

    assert (before, after) == ([], [("soon", True)])
