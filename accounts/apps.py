"""The room accounts: who is asking and which doors they may open."""

from importlib import import_module

from django.apps import AppConfig

from accounts.erasure import register, register_traces
from accounts.references import OURS, TRACES


class AccountsConfig(AppConfig):
    """Signs what becomes of a person's rows in this room."""

    name = "accounts"
    label = "accounts"

    def ready(self) -> None:
        """Sign the registry of erasure."""
        register(OURS)
        register_traces(TRACES)
        # The jobs know the models, which Django has only loaded by now.
        import_module("accounts.jobs").register(*import_module("accounts.daily").JOBS)
