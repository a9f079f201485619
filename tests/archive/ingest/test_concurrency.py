"""Two loads at once, and one that is killed."""

import json
import signal
import time
from pathlib import Path

import pytest
from django.db import connection, connections

from archive.ingest.locks import Lock, _number
from archive.models import Document, Volume
from tests.archive.ingest.children import start
from tests.archive.ingest.samples import load, tei, write

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "v", **{f"d{number}": tei("<p>Words.</p>") for number in range(300)})


def wait_for(statement: str, seconds: float = 60) -> None:
    """Ask the database until it answers with something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise TimeoutError(statement)


# The view shows the locks of the whole cluster, and other tests load volumes into other databases of it.
HELD = f"""SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
    WHERE datname = current_database() AND locktype = 'advisory' AND classid = {Lock.VOLUME.value}"""  # noqa: S608


def test_a_volume_that_is_being_loaded_is_refused(tmp_path: Path, folder: Path) -> None:
    child = start(tmp_path, "ingest", str(folder), "--json")
    try:
        wait_for(HELD)
        refused = load(folder)
    finally:
        output, errors = child.communicate(timeout=120)

    assert (child.returncode, json.loads(output)["sources"][0]["created"]) == (0, 300), errors
    if refused.status == "refused":
        assert [notice.code for notice in refused.sources[0].warnings] == ["busy"]
    else:
        assert refused.sources[0].unchanged == 300
    assert Document.objects.count() == 300


def test_the_lock_of_a_volume_is_its_own(folder: Path) -> None:
    other = connections.create_connection("default")
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [Lock.VOLUME, _number("v")])

        report = load(folder)

        assert [notice.code for notice in report.sources[0].warnings][:1] == ["busy"]
        assert (report.status, Volume.objects.count()) == ("refused", 0)
        assert load(folder, volume="w").status == "success"
    finally:
        other.close()
    assert load(folder).status == "success"


def test_a_load_that_is_killed_leaves_nothing_and_comes_in_the_next_time(tmp_path: Path, folder: Path) -> None:
    child = start(tmp_path, "ingest", str(folder), "--json")
    wait_for(HELD)
    time.sleep(0.3)
    child.send_signal(signal.SIGKILL)
    child.communicate(timeout=60)
    if child.returncode != -signal.SIGKILL:
        pytest.fail("the load was done before it could be killed")

    wait_for(f"SELECT NOT EXISTS ({HELD.replace('count(*)', '1')})")
    assert (Volume.objects.count(), Document.objects.count()) == (0, 0)
    assert load(folder).sources[0].created == 300
