"""Walking through the administration in tests."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from accounts.models import ContractProduct
from tests.counting import statements_when_warm
from tests.factories.accounts import make_superuser

BETWEEN = {ContractProduct}  # shown on the page of one of the two rows


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

    def look() -> None:
        assert client.get(url_of(model)).status_code == 200

    return statements_when_warm(look)


def statements_for_one_and_three(model: type[Model], make: Callable[[], Any]) -> tuple[int, int]:
    """How many statements the list takes when `make` has been called once, and when it has three times."""
    client = librarian()
    make()
    for_one = statements(client, model)
    make()
    make()
    assert model._default_manager.count() >= 3
    return for_one, statements(client, model)


def models_with_pages(room: str) -> set[type[Model]]:
    """The models of a room, none of which is without pages here, but for the lines between two rows."""
    models = set(apps.get_app_config(room).get_models()) - BETWEEN
    assert models - set(admin.site._registry) == set()
    return models


def latest(model: type[Model]) -> Any:
    row = model._default_manager.order_by("-pk").first()
    assert row is not None
    return row


def answers(client: Client, row: Model) -> list[int]:
    """The status of the list, of the page of the row and of the page to add one."""
    model = type(row)
    pages = (url_of(model), url_of(model, "change", row.pk), url_of(model, "add"))
    return [client.get(page).status_code for page in pages]


def permissions(client: Client, model: type[Model]) -> tuple[bool, bool, bool]:
    """Whether a row may be added, changed and deleted by the client's person."""
    request = client.get(url_of(model)).wsgi_request
    page, row = admin.site._registry[model], model._default_manager.first()
    return (
        page.has_add_permission(request),
        page.has_change_permission(request, row),
        page.has_delete_permission(request, row),
    )


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
