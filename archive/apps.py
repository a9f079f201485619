"""The room archive: what is kept, how it is found and how it comes in and goes out."""

from django.apps import AppConfig

from accounts.erasure import Fate, Reference, register


class ArchiveConfig(AppConfig):
    """Signs what becomes of a person's rows in this room."""

    name = "archive"
    label = "archive"

    def ready(self) -> None:
        """Sign the registry of erasure."""
        register(
            [
                Reference("archive.Document.owner", Fate.HAND_OVER, "Documents you own must have another owner first."),
                Reference("archive.Volume.owner", Fate.HAND_OVER, "Volumes you own must have another owner first."),
            ]
        )
