"""Asking for pages as somebody."""

from django.test import Client

from accounts.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def client_of(user: User | None, *, csrf: bool = False) -> Client:
    """A browser of that person, or of somebody who has not signed in."""
    client = Client(enforce_csrf_checks=csrf)
    if user is not None:
        client.force_login(user, BACKEND)
    return client


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()
