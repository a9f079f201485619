"""Walking through the administration in tests."""

from typing import Any

from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.accounts import make_superuser


def librarian(**fields: Any) -> Client:
    """A client signed in as someone who may do everything."""
    client = Client()
    client.force_login(make_superuser(**fields))
    return client


def url_of(model: type[Model], page: str = "changelist", *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def listed(client: Client, model: type[Model], **query: Any) -> list[Any]:
    """The rows a list shows, by primary key."""
    response = client.get(url_of(model), query)

    assert response.status_code == 200
    return sorted(row.pk for row in response.context["cl"].result_list)


def statements(client: Client, model: type[Model]) -> int:
    """How many statements the list takes, content types and session warmed up."""
    client.get(url_of(model))
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(url_of(model))

    assert response.status_code == 200
    return len(captured)


def act(client: Client, model: type[Model], action: str, rows: list[Any], **choices: Any) -> Any:
    """Post an action of a list for the rows."""
    data = {"action": action, "_selected_action": [row.pk for row in rows], **choices}
    return client.post(url_of(model), data, follow=True)


def said(response: Any) -> list[str]:
    """What the page told the person."""
    return [str(message) for message in response.context["messages"]]


def errors(response: Any) -> dict[str, list[str]]:
    """What a form refuses, by field."""
    assert response.status_code == 200
    return dict(response.context["adminform"].form.errors.items())
