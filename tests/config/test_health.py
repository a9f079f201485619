import pytest
from django.test import Client


@pytest.mark.django_db
def test_health_answers_and_is_never_cached(client: Client) -> None:
    response = client.get("/health/")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_content_policy_allows_nothing_inline(client: Client) -> None:
    policy = dict(part.split(" ", 1) for part in client.get("/health/")["Content-Security-Policy"].split("; "))

    assert policy == {
        "default-src": "'self'",
        "img-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
