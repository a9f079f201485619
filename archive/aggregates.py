"""What remains of usage: monthly sums, made once when the month's events and the key of their actors are destroyed."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.db import connection, transaction

from archive.models import ActorKey, MonthlyUsage, UsageEvent

# Two clicks of one actor on one item within this many seconds are one; the last is kept (Code of Practice, 7.2).
DOUBLE_CLICK_SECONDS = 30

# Every event counts for the world (institution empty) and for each institution it names. A session is an actor in
# one hour of one day (7.3). A denial shows the record page and is an investigation too (3.3.4).
_SUMS = """
WITH clicked AS (
  SELECT kind, item, volume_id, institutions, access_type,
    (actor, date_trunc('hour', at AT TIME ZONE 'UTC')) AS session,
    coalesce(lead(at) OVER clicks - at > make_interval(secs => %(window)s), true) AS is_last
  FROM archive_usageevent WHERE at >= %(start)s AND at < %(end)s AND NOT is_robot
  WINDOW clicks AS (PARTITION BY actor, item, kind ORDER BY at, id)
), held AS (
  SELECT clicked.*, holder.institution
  FROM clicked CROSS JOIN LATERAL (SELECT NULL::bigint UNION ALL SELECT unnest(institutions)) AS holder (institution)
), items AS (
  SELECT institution, volume_id, item, access_type,
    count(*) FILTER (WHERE is_last) AS total_item_investigations,
    count(*) FILTER (WHERE is_last AND kind = 'request') AS total_item_requests,
    count(DISTINCT session) AS unique_item_investigations,
    count(DISTINCT session) FILTER (WHERE kind = 'request') AS unique_item_requests,
    count(*) FILTER (WHERE is_last AND kind = 'no_license') AS no_license,
    count(*) FILTER (WHERE is_last AND kind = 'limit_exceeded') AS limit_exceeded
  FROM held GROUP BY institution, volume_id, item, access_type
), titles AS (
  SELECT institution, volume_id, access_type,
    count(DISTINCT session) AS unique_title_investigations,
    count(DISTINCT session) FILTER (WHERE kind = 'request') AS unique_title_requests
  FROM held WHERE volume_id IS NOT NULL GROUP BY institution, volume_id, access_type
)
INSERT INTO archive_monthlyusage (month, metric, institution, volume_id, item, access_type, count)
SELECT %(start)s::date, metric, institution, volume_id, item, access_type, sum
FROM (
  SELECT institution, volume_id, item, access_type, metric, sum FROM items CROSS JOIN LATERAL (VALUES
    ('total_item_investigations', total_item_investigations), ('total_item_requests', total_item_requests),
    ('unique_item_investigations', unique_item_investigations), ('unique_item_requests', unique_item_requests),
    ('no_license', no_license), ('limit_exceeded', limit_exceeded)) AS sums (metric, sum)
  UNION ALL
  SELECT institution, volume_id, '', access_type, metric, sum FROM titles CROSS JOIN LATERAL (VALUES
    ('unique_title_investigations', unique_title_investigations),
    ('unique_title_requests', unique_title_requests)) AS sums (metric, sum)
) AS every WHERE sum > 0
"""


def forget_before(first_kept: date) -> list[date]:
    """Sum up every month before `first_kept`, then destroy its events and its key; give the months, oldest first.

    Each month is one transaction under the lock of its key, so that two runs at once do it once.
    """
    months = ActorKey.objects.filter(month__lt=first_kept.replace(day=1)).order_by("month")
    return [month for month in months.values_list("month", flat=True) if _forget(month)]


def _forget(month: date) -> bool:
    with transaction.atomic():
        key = ActorKey.objects.select_for_update().filter(month=month).first()
        if key is None:
            return False
        start, end = datetime(month.year, month.month, 1, tzinfo=UTC), _next_month(month)
        MonthlyUsage.objects.filter(month=month).delete()
        with connection.cursor() as cursor:
            cursor.execute(_SUMS, {"start": start, "end": end, "window": DOUBLE_CLICK_SECONDS})
        UsageEvent.objects.filter(at__gte=start, at__lt=end).delete()
        key.delete()
    return True


def _next_month(month: date) -> datetime:
    return datetime(month.year + month.month // 12, month.month % 12 + 1, 1, tzinfo=UTC)
