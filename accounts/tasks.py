"""What the worker does by the clock."""

from __future__ import annotations

from procrastinate.contrib.django import app

from accounts.jobs import run_due


# Often, so that what was missed while nothing ran is caught up soon; what has run today is not due.
@app.periodic(cron="*/10 * * * *")
@app.task(name="daily_work", queueing_lock="daily_work")
def daily_work(timestamp: int) -> None:  # noqa: ARG001 the worker tells the moment it was planned for
    """Run what is due."""
    run_due()
