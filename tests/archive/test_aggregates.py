from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from archive.aggregates import forget_before
from archive.models import ActorKey, Document, MonthlyUsage, UsageEvent
from tests.factories.archive import make_document, make_volume

pytestmark = pytest.mark.django_db

NOON = datetime(2025, 3, 10, 12, 0, tzinfo=UTC)


def make_event(document: Document, seconds: float = 0, actor: bytes = b"a", **fields: Any) -> UsageEvent:
    at = fields.pop("at", NOON) + timedelta(seconds=seconds)
    ActorKey.objects.get_or_create(month=at.date().replace(day=1), defaults={"secret": b"s"})
    return UsageEvent.objects.create(
        **{
            "at": at,
            "kind": "request",
            "document": document,
            "item": document.identifier,
            "volume_id": document.volume_id,
            "access_type": "open",
            "actor": actor,
            **fields,
        }
    )


def sums(institution: int | None = None) -> dict[str, int]:
    return dict(MonthlyUsage.objects.filter(institution=institution).values_list("metric", "count"))


def test_forget_before_sums_up_a_month_and_destroys_events_and_key() -> None:
    document = make_document(make_volume("papers"), "d1")
    make_event(document)

    months = forget_before(date(2025, 4, 1))

    assert months == [date(2025, 3, 1)]
    assert (UsageEvent.objects.count(), ActorKey.objects.count()) == (0, 0)
    rows = MonthlyUsage.objects.order_by("metric").values_list("month", "metric", "institution", "item", "count")
    assert list(rows) == [
        (date(2025, 3, 1), "total_item_investigations", None, "papers-d1", 1),
        (date(2025, 3, 1), "total_item_requests", None, "papers-d1", 1),
        (date(2025, 3, 1), "unique_item_investigations", None, "papers-d1", 1),
        (date(2025, 3, 1), "unique_item_requests", None, "papers-d1", 1),
        (date(2025, 3, 1), "unique_title_investigations", None, "", 1),
        (date(2025, 3, 1), "unique_title_requests", None, "", 1),
    ]


def test_forget_before_keeps_the_months_of_the_window() -> None:
    document = make_document(make_volume())
    make_event(document, at=datetime(2025, 4, 1, tzinfo=UTC))

    months = forget_before(date(2025, 4, 1))

    assert months == []
    assert (UsageEvent.objects.count(), ActorKey.objects.count(), MonthlyUsage.objects.count()) == (1, 1, 0)


def test_forget_before_keeps_the_last_of_clicks_within_thirty_seconds() -> None:
    document = make_document(make_volume())
    for seconds in (0, 29, 58, 93):  # a chain of three, and one 35 s later
        make_event(document, seconds)

    forget_before(date(2025, 4, 1))

    assert sums()["total_item_requests"] == 2


def test_forget_before_counts_other_actors_and_items_apart() -> None:
    volume = make_volume()
    first, second = make_document(volume), make_document(volume)
    make_event(first)
    make_event(first, actor=b"b")
    make_event(second)

    forget_before(date(2025, 4, 1))

    totals = MonthlyUsage.objects.filter(metric="total_item_requests").order_by("item").values_list("count", flat=True)
    assert list(totals) == [2, 1]
    assert MonthlyUsage.objects.get(metric="unique_title_requests").count == 2


def test_forget_before_counts_a_session_an_hour_once() -> None:
    document = make_document(make_volume())
    for seconds in (0, 600, 3599, 3660):
        make_event(document, seconds)

    forget_before(date(2025, 4, 1))

    assert (sums()["total_item_requests"], sums()["unique_item_requests"]) == (4, 2)


def test_forget_before_counts_a_denial_as_an_investigation_and_not_as_a_request() -> None:
    document = make_document(make_volume())
    make_event(document, kind="no_license")

    forget_before(date(2025, 4, 1))

    assert sums() == {
        "no_license": 1,
        "total_item_investigations": 1,
        "unique_item_investigations": 1,
        "unique_title_investigations": 1,
    }


def test_forget_before_leaves_robots_out() -> None:
    make_event(make_document(make_volume()), is_robot=True)

    forget_before(date(2025, 4, 1))

    assert MonthlyUsage.objects.count() == 0


def test_forget_before_counts_for_each_institution_and_once_for_the_world() -> None:
    make_event(make_document(make_volume()), institutions=[5, 8])

    forget_before(date(2025, 4, 1))

    assert [sums(number)["total_item_requests"] for number in (None, 5, 8)] == [1, 1, 1]


def test_forget_before_a_second_time_changes_nothing() -> None:
    make_event(make_document(make_volume()))
    forget_before(date(2025, 4, 1))

    again = forget_before(date(2025, 4, 1))

    assert again == []
    assert MonthlyUsage.objects.count() == 6


def test_forget_actors_keeps_the_months_it_is_told() -> None:
    document = make_document(make_volume())
    today = timezone.now().replace(day=15, hour=12)
    make_event(document, at=today)
    make_event(document, at=(today.replace(day=1) - timedelta(days=1)))
    out = StringIO()

    call_command("forget_actors", "--months", "1", stdout=out)
    first = (out.getvalue().strip(), UsageEvent.objects.count())
    call_command("forget_actors", "--months", "0", stdout=StringIO())

    assert first == ("Nothing is older than the window.", 2)
    assert UsageEvent.objects.count() == 1


def test_forget_actors_refuses_to_destroy_the_running_month() -> None:
    with pytest.raises(CommandError, match="--months must be 0 or more"):
        call_command("forget_actors", "--months", "-1")
