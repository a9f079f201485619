from datetime import timedelta
from time import sleep

import pytest
from django.utils import timezone

from accounts.compiled_rules import CompiledRule
from accounts.visitor import Visitor
from archive.models import Document
from tests.factories.accounts import make_group, make_product, make_user
from tests.factories.archive import make_document, make_volume

pytestmark = pytest.mark.django_db


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
