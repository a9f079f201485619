"""The tables of the room: annotations, where they stand, and the keys of requests."""

from annotations.models.annotations import BODY, Anchor, Annotation, AnnotationQuerySet, public_or_shared, visible
from annotations.models.requests import IdempotencyKey

__all__ = ["BODY", "Anchor", "Annotation", "AnnotationQuerySet", "IdempotencyKey", "public_or_shared", "visible"]
