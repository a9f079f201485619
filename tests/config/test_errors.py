import pytest
from django.db import InterfaceError, OperationalError
from django.test import RequestFactory

from config.errors import server_error


def answer_to(fault: Exception) -> tuple[int, str, str | None]:
    try:
        raise fault
    except type(fault):
        response = server_error(RequestFactory().get("/"))
    return response.status_code, response.content.decode(), response.headers.get("Retry-After")


def test_fault_of_ours_is_500_and_shows_nothing_of_it() -> None:
    status, html, retry = answer_to(RuntimeError("planted secret"))

    assert (status, retry) == (500, None)
    assert ("Something went wrong here" in html, "planted" in html) == (True, False)


@pytest.mark.parametrize("fault", [OperationalError("planted"), InterfaceError("planted")])
def test_silent_database_is_503_with_a_time_to_come_back(fault: Exception) -> None:
    status, html, retry = answer_to(fault)

    assert (status, retry) == (503, "120")
    assert ("being looked after" in html, "planted" in html) == (True, False)
