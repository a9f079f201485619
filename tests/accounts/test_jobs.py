"""Daily work: once a day, caught up once, twice without harm; what each job does."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command

from accounts import jobs
from accounts.daily import JOBS, remind
from accounts.jobs import Job, is_due, last_time, next_time, run_due, run_job, timings
from accounts.leaving import ask_for_erasure
from accounts.models import Contract, Invitation, JobRun, Notice, Order, ReadingGroup, User
from accounts.tasks import daily_work
from tests.factories import accounts as make
from tests.office import librarian

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 20, 12, tzinfo=UTC)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """One job alone, that counts its runs."""
    runs: list[datetime] = []

    def run(at: datetime, dry: bool) -> list[str]:
        if not dry:
            runs.append(at)
        return ["done"]

    monkeypatch.setattr(jobs, "_jobs", {"count": Job("count", "Counting", run)})
    return runs


def test_job_runs_once_a_day_however_often_it_is_asked(counted: list[datetime]) -> None:
    for minutes in range(0, 24 * 60, 10):
        run_due(NOON + timedelta(minutes=minutes))

    assert counted == [NOON, datetime(2026, 5, 21, 4, 30, tzinfo=UTC)]


def test_stand_still_of_a_week_is_caught_up_once(counted: list[datetime]) -> None:
    run_due(NOON)

    later = NOON + timedelta(days=7)
    run_due(later)
    run_due(later + timedelta(minutes=10))

    assert counted == [NOON, later]


def test_dry_run_changes_nothing_and_does_not_count_as_a_run(counted: list[datetime]) -> None:
    run = run_job("count", now=NOON, is_dry=True)

    assert run is not None
    assert (run.report, counted, is_due("count", NOON)) == ("done", [], True)


def test_failed_job_is_written_down_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_at: datetime, _dry: bool) -> list[str]:
        make.make_user("half@example.org")
        raise ValueError("broken pipe")

    monkeypatch.setattr(jobs, "_jobs", {"fail": Job("fail", "Failing", fail)})

    run = run_due(NOON)[0]

    assert "broken pipe" in run.error
    assert is_due("fail", NOON)
    assert not User.objects.filter(email="half@example.org").exists()


def test_times_of_daily_work() -> None:
    assert (last_time(NOON), next_time(NOON)) == (
        datetime(2026, 5, 20, 4, 30, tzinfo=UTC),
        datetime(2026, 5, 21, 4, 30, tzinfo=UTC),
    )


def test_every_job_runs_on_an_empty_archive_and_tells_when_it_runs_next() -> None:
    runs = run_due(NOON)

    every = jobs.jobs()
    assert {job.name for job in JOBS} <= every.keys()
    assert [run.error for run in runs] == [""] * len(every)
    assert [timing.next_at for timing in timings(NOON)] == [next_time(NOON)] * len(every)


@pytest.mark.parametrize(
    ("days", "stage"), [(40, None), (30, "30"), (12, "30"), (7, "7"), (1, "1"), (0, "1"), (-1, "ended"), (-40, None)]
)
def test_reminder_by_days_left(days: int, stage: str | None) -> None:
    last = NOON.date() + timedelta(days=days)
    contract = make.make_contract(make.make_user(), make.make_product(), starts_on=date(2020, 1, 1), ends_on=last)

    remind(NOON, False)

    assert [notice.key for notice in Notice.objects.all()] == ([f"contract:{contract.pk}:{stage}"] if stage else [])


def test_each_reminder_goes_once_and_after_a_renewal_none(django_capture_on_commit_callbacks: Any) -> None:
    user, product = make.make_user(), make.make_product()
    make.make_contract(user, product, starts_on=date(2025, 6, 1), ends_on=date(2026, 5, 31))
    with django_capture_on_commit_callbacks(execute=True):
        remind(NOON, False)
        remind(NOON, False)
        remind(NOON + timedelta(days=5), False)
    make.make_contract(user, product, starts_on=date(2026, 6, 1), ends_on=date(2027, 5, 31))

    assert remind(NOON + timedelta(days=11), False) == []
    assert len(mail.outbox) == 2


def test_person_who_wants_no_reminders_gets_none(django_capture_on_commit_callbacks: Any) -> None:
    user = make.make_user(muted=["reminder"])
    make.make_contract(user, make.make_product(), starts_on=date(2025, 6, 1), ends_on=date(2026, 5, 31))

    with django_capture_on_commit_callbacks(execute=True):
        remind(NOON, False)

    assert mail.outbox == []


def test_daily_work_does_what_is_due() -> None:
    order = make.make_order(make.make_plan(make.make_product()), make.make_user())
    Order.objects.update(created_at=datetime(2020, 1, 1, tzinfo=UTC))
    group = make.make_group(cap=0)
    make.make_waiting(group, make.make_user())
    ReadingGroup.objects.update(cap=1)
    make.make_invitation(group, "late@example.org", expires_at=datetime(2020, 1, 1, tzinfo=UTC))
    leaving = make.make_user("leaving@example.org")
    ask_for_erasure(leaving, datetime(2020, 1, 1, tzinfo=UTC))

    daily_work(timestamp=0)
    daily_work(timestamp=600)

    order.refresh_from_db()
    leaving.refresh_from_db()
    assert (order.state, group.memberships.count(), Invitation.objects.get().revoked_at is not None) == (
        "cancelled",
        1,
        True,
    )
    assert (leaving.erased_at is not None, JobRun.objects.count()) == (True, len(jobs.jobs()))


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_dry_run_of_every_job_changes_nothing(job: Job) -> None:
    make.make_contract(make.make_user(), make.make_product(), starts_on=date(2025, 6, 1), ends_on=date(2026, 5, 31))
    make.make_order(make.make_plan(make.make_product()), make.make_user())
    Order.objects.update(created_at=datetime(2020, 1, 1, tzinfo=UTC))
    make.make_waiting(make.make_group(), make.make_user())

    job.run(NOON, True)

    assert (Notice.objects.count(), Order.objects.get().state, ReadingGroup.objects.get().waiting.count()) == (
        0,
        "pending",
        1,
    )
    assert Contract.objects.filter(state="cancelled").count() == 0


def test_command_lists_and_runs() -> None:
    listed, ran = StringIO(), StringIO()

    call_command("job", stdout=listed)
    call_command("job", "remind", dry_run=True, stdout=ran)

    assert [line.partition(":")[0] for line in listed.getvalue().splitlines()] == list(jobs.jobs())
    assert ran.getvalue() == "Nothing to do.\n"


def test_administration_lists_jobs_and_runs_one() -> None:
    client = librarian()

    page = client.get("/admin/accounts/jobrun/").content.decode()
    client.post("/admin/accounts/jobrun/run/remind/")
    client.post("/admin/accounts/jobrun/run/remind/", {"dry": "1"})

    assert "Reminders of subscriptions" in page
    assert list(JobRun.objects.order_by("pk").values_list("name", "is_dry")) == [("remind", False), ("remind", True)]
    assert [
        client.get("/admin/accounts/jobrun/run/remind/").status_code,
        client.post("/admin/accounts/jobrun/run/no/").status_code,
    ] == [405, 404]
