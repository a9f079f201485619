"""The tables of the room: annotations, where they stand, alerts, and the keys of requests."""

from annotations.models.alerts import Alert, Rhythm, SavedSearch, Watch
from annotations.models.annotations import BODY, Anchor, Annotation, AnnotationQuerySet, public_or_shared, visible
from annotations.models.requests import IdempotencyKey

__all__ = [
    "BODY",
    "Alert",
    "Anchor",
    "Annotation",
    "AnnotationQuerySet",
    "IdempotencyKey",
    "Rhythm",
    "SavedSearch",
    "Watch",
    "public_or_shared",
    "visible",
]
