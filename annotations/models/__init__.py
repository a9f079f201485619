"""The tables of the room: annotations and where they stand."""

from annotations.models.annotations import Anchor, Annotation

__all__ = ["Anchor", "Annotation"]
