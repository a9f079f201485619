"""People: what a decision about access costs among many networks; whether answers' times tell who has an account."""

from __future__ import annotations

import itertools
import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from ipaddress import ip_address
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string

from tests.bench.cluster import throwaway
from tests.bench.measure import Subject, ask, cost

INSTITUTIONS, RANGES, SAMPLES = 1_000, 20_000, 200
ROUNDS, TIMES = 9, 60
CLOSE = 0.10  # the share by which medians may differ


def access() -> str:
    """Compare the decision for a signed-in visitor on campus with the control view, in interleaved rounds."""
    with throwaway():
        _start()
        user = _institutions()
        visitor_for = import_string("accounts.visitor.visitor_for")
        decide: Callable[[], Any] = partial(visitor_for, user, ip_address("10.39.8.1"))
        control = Subject("control", "/control/")
        handler = WSGIHandler()
        request_finished.disconnect(close_old_connections)
        decide()
        with CaptureQueriesContext(connection) as captured:
            visitor = decide()
        statements = len(captured)  # a request forgets what was captured before it
        ours, theirs = [], []
        for _ in range(ROUNDS):
            theirs.append(cost(lambda: ask(handler, control), TIMES))
            ours.append(cost(decide, TIMES))
        ratio = statistics.median(ours) / statistics.median(theirs)
        return (
            f"{INSTITUTIONS} institutions, {RANGES} ranges: {statements} statements, "
            f"{len(visitor.grants)} grant; CPU {statistics.median(ours):.2f} ms, "
            f"control {statistics.median(theirs):.2f} ms, ratio {ratio:.2f}"
            f"{'' if ratio <= 1 else ' **missed** (≤ 1)'}"
        )


def enumeration() -> str:
    """Time the answers to known and unknown addresses, 200 of each, one after the other."""
    with throwaway():
        _start()
        users: Any = apps.get_model("accounts", "User")
        hashed = make_password("correct horse battery staple")  # once: hashing is what takes the time here
        known = users.objects.bulk_create(
            users(email=f"known{number}@example.org", password=hashed) for number in range(SAMPLES)
        )
        addresses: Any = apps.get_model("account", "EmailAddress")
        addresses.objects.bulk_create(
            addresses(user=user, email=user.email, verified=True, primary=True) for user in known
        )
        lines = ["| what | known, ms | unknown, ms | differ by |", "| --- | --- | --- | --- |"]
        for name, path, form in ATTEMPTS:
            lines.append(_row(name, *_times(path, form)))
            print(lines[-1], file=sys.stderr, flush=True)  # the whole takes minutes
        lines.append(_row("invitation", *_times_of_invitations(users)))
        return "\n".join(lines)


ATTEMPTS = [
    ("log-in", "/account/login/", {"login": "{}", "password": "not the password"}),
    ("reset", "/account/password/reset/", {"email": "{}"}),
    ("log-in by code", "/account/login/code/", {"email": "{}"}),
    (
        "sign-up",
        "/account/signup/",
        {"email": "{}", "password1": "a long new password", "password2": "a long new password"},
    ),
]


def _row(name: str, known: float, unknown: float) -> str:
    share = abs(known - unknown) / max(known, unknown)
    mark = "" if share <= CLOSE else " **missed**"
    return f"| {name} | {known:.1f} | {unknown:.1f} | {share:.1%}{mark} |"


def _times_of_invitations(users: Any) -> tuple[float, float]:
    """Give the same for a professor who invites people with and without an account, one at a time."""
    professor = users.objects.create_user("professor@example.org")
    group = apps.get_model("accounts", "ReadingGroup").objects.create(name="Seminar", slug="seminar")
    apps.get_model("accounts", "Membership").objects.create(group=group, user=professor, role="owner")
    client = Client(SERVER_NAME="localhost")
    client.force_login(professor, "allauth.account.auth_backends.AuthenticationBackend")
    form = {"addresses": "{}", "role": "member"}
    return _times("/groups/seminar/people/", form, client)


def _times(path: str, form: dict[str, str], one: Client | None = None) -> tuple[float, float]:
    """Give the median wall-clock milliseconds for known and unknown addresses, interleaved; a new visitor each time."""
    taken: dict[str, list[float]] = {"known": [], "unknown": []}
    for number, kind in itertools.product(range(SAMPLES), taken):
        filled = {name: value.format(f"{kind}{number}@example.org") for name, value in form.items()}
        client = one or Client(SERVER_NAME="localhost")
        start = time.perf_counter()
        client.post(path, filled)
        taken[kind].append((time.perf_counter() - start) * 1000)
    return statistics.median(taken["known"]), statistics.median(taken["unknown"])


def _start() -> None:
    """Set Django up with production's password hasher and least time of an answer, so that times are the real ones."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    settings.ROOT_URLCONF = "tests.bench.control"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    settings.EVEN_SECONDS = import_string("config.settings.EVEN_SECONDS")


def _institutions() -> Any:
    """Fill the tables: each institution with twenty networks and a contract; a person with nothing."""
    models: Any = apps.get_app_config("accounts").get_model
    institutions = models("Institution").objects.bulk_create(
        models("Institution")(name=f"University {number}", slug=f"u{number}") for number in range(INSTITUTIONS)
    )
    models("NetworkRange").objects.bulk_create(
        (
            models("NetworkRange")(
                institution=institutions[number % INSTITUTIONS], network=f"10.{number // 256}.{number % 256}.0/24"
            )
            for number in range(RANGES)
        ),
        batch_size=1000,
    )
    product = models("Product").objects.create(name="Papers", slug="papers")
    for institution in institutions:
        contract = models("Contract").objects.create(institution=institution, starts_on="2020-01-01")
        contract.products.add(product)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return models("User").objects.create_user("reader@example.org")
