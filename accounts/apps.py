"""The room accounts: who is asking and which doors they may open."""

from django.apps import AppConfig

from accounts.erasure import register
from accounts.references import OURS


class AccountsConfig(AppConfig):
    """Signs what becomes of a person's rows in this room."""

    name = "accounts"
    label = "accounts"

    def ready(self) -> None:
        """Sign the registry of erasure."""
        register(OURS)
