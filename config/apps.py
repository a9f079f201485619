"""The roof as a Django app: it has no models, only the checks made before a start."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from config.checks import check_database


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        register(check_database, Tags.database)
