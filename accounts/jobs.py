"""The daily work: what there is, when it last ran, what is due. Each job may run twice without harm."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.functional import Promise

from accounts.models import JobRun

# Half past four, when most readers of an installation's time zone sleep.
DAILY_AT = time(4, 30)


@dataclass(frozen=True, slots=True)
class Job:
    """Something done once a day. `run(at, dry)` gives a line for each thing done, or, dry, that would be done."""

    name: str
    label: str | Promise
    run: Callable[[datetime, bool], list[str]]


@dataclass(frozen=True, slots=True)
class Timing:
    """A job with its last real run and the next."""

    job: Job
    last: JobRun | None
    next_at: datetime


_jobs: dict[str, Job] = {}


def register(*jobs: Job) -> None:
    """Sign in jobs; called in AppConfig.ready."""
    _jobs.update({job.name: job for job in jobs})


def jobs() -> dict[str, Job]:
    """Give every signed job by its name."""
    return dict(sorted(_jobs.items()))


def last_time(now: datetime) -> datetime:
    """Give the latest moment at which daily work was to begin, by the installation's clock."""
    here = timezone.localtime(now)
    today = datetime.combine(here.date(), DAILY_AT, here.tzinfo)
    return today if today <= now else datetime.combine(here.date() - timedelta(days=1), DAILY_AT, here.tzinfo)


def next_time(now: datetime) -> datetime:
    """Give the next such moment."""
    last = timezone.localtime(last_time(now))
    return datetime.combine(last.date() + timedelta(days=1), DAILY_AT, last.tzinfo)


def timings(now: datetime | None = None) -> list[Timing]:
    """List all jobs with last and next run; one that was missed is due at once."""
    moment = now or timezone.now()
    return [Timing(job, last_run(name), _next(name, moment)) for name, job in jobs().items()]


def last_run(name: str) -> JobRun | None:
    """Give the last real run that came to its end."""
    return JobRun.objects.filter(name=name, is_dry=False, ended_at__isnull=False).order_by("-started_at").first()


def is_due(name: str, now: datetime) -> bool:
    """Tell whether the job has not run since daily work was last to begin."""
    return not JobRun.objects.filter(
        name=name, is_dry=False, ended_at__isnull=False, error="", started_at__gte=last_time(now)
    ).exists()


def _next(name: str, now: datetime) -> datetime:
    return now if is_due(name, now) else next_time(now)


def run_due(now: datetime | None = None) -> list[JobRun]:
    """Run what is due, once each, however many days were missed; called every few minutes."""
    moment = now or timezone.now()
    runs = [run_job(name, now=moment, only_if_due=True) for name in jobs()]
    return [run for run in runs if run is not None]


def run_job(
    name: str, *, now: datetime | None = None, is_dry: bool = False, only_if_due: bool = False
) -> JobRun | None:
    """Run a job and keep what it said; None when another worker runs it, or it is not due.

    Raises KeyError for a job nobody signed. What the job raises is kept in the run and not raised.
    """
    job, moment = jobs()[name], now or timezone.now()
    with _alone(name) as is_mine:
        if not is_mine or (only_if_due and not is_due(name, moment)):
            return None
        run = JobRun.objects.create(name=name, started_at=moment, is_dry=is_dry)
        try:
            with transaction.atomic():
                run.report = "\n".join(job.run(moment, is_dry))
        except Exception:  # noqa: BLE001 one job's failure is written down and must not stop the others
            run.error = traceback.format_exc(limit=5)
        run.ended_at = max(timezone.now(), moment)
        run.save()
        return run


class _alone:  # noqa: N801 reads as a word after "with"
    """A lock of the database that only one worker holds for a job; it ends with the connection at the latest."""

    def __init__(self, name: str) -> None:
        self.key = f"job:{name}"
        self.is_mine = False

    def __enter__(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [self.key])
            self.is_mine = bool(cursor.fetchone()[0])
        return self.is_mine

    def __exit__(self, *_details: object) -> None:
        if self.is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [self.key])
