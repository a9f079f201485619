"""The room archive: what is kept, how it is found and how it comes in and goes out."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "archive"
    label = "archive"
