import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection

from tests.arena import database_address
from tests.tools import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
SHARED = {"BACKEND": "config.cache.SharedCache", "LOCATION": "cache", "OPTIONS": {"MAX_ENTRIES": 3}}
PRODUCTION = {
    "FONDS_ENV": "production",
    "SECRET_KEY": "long and random",
    "ALLOWED_HOSTS": "archive.example.org,www.example.org",
    "TRUSTED_PROXIES": "none",
}
# What a web process does when somebody signs in, by one name of the archive and by the other.
TRIES = """
import django
django.setup()
from django.conf import settings
from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.test import RequestFactory
let_through = 0
for number in range({times}):
    host = settings.ALLOWED_HOSTS[number % 2]
    request = RequestFactory().post("/account/login/", SERVER_NAME=host, REMOTE_ADDR="{address}".format(number))
    try:
        get_adapter(request).pre_authenticate(request, email="{email}".format(number))
    except ValidationError:
        continue
    let_through += 1
print(let_through)
"""


@pytest.fixture
def table(settings: Any) -> Any:
    settings.CACHES = {"default": SHARED}
    call_command("createcachetable", verbosity=0)
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE cache")


def tries(folder: Path, environment: dict[str, str], **words: Any) -> int:
    """Let a process of its own try to sign in; gives how many tries got as far as the password."""
    around = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "DATABASE_URL": database_address(), **environment}
    around["DJANGO_SETTINGS_MODULE"] = "config.settings"
    command = [sys.executable, "-c", TRIES.format(**words)]
    done = subprocess.run(command, cwd=ROOT, env=around, capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("environment", [{}, PRODUCTION], ids=["development", "production"])
@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        ({"email": "known@example.org", "address": "198.51.100.{}", "times": 7}, 5),
        ({"email": "person{}@example.org", "address": "203.0.113.9", "times": 12}, 10),
    ],
    ids=["one account, many addresses", "one address, many accounts"],
)
def test_a8_two_processes_keep_one_count(
    tmp_path: Path, environment: dict[str, str], words: dict[str, Any], allowed: int
) -> None:
    assert [tries(tmp_path, environment, **words) for _ in range(2)] == [allowed, 0]


@pytest.mark.usefixtures("table")
def test_a8_a_full_cache_forgets_what_is_over_and_no_count_that_runs() -> None:
    cache = caches["default"]
    with time_machine.travel("2026-03-01 12:00+00:00", tick=False) as clock:
        cache.set("over", 1, 10)
        for number in range(5):
            cache.set(f"runs-{number}", number, 300)
        clock.shift(20)

        cache.set("new", 1, 300)

        kept = cache.get_many(["over", *(f"runs-{number}" for number in range(5)), "new"])
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cache")
            assert cursor.fetchone() == (6,)
    assert kept == {**{f"runs-{number}": number for number in range(5)}, "new": 1}
