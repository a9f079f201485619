"""The tables of the room: annotations, where they stand, the keys of requests, moderation, news."""

from annotations.models.annotations import BODY, Anchor, Annotation, AnnotationQuerySet, public_or_shared, visible
from annotations.models.moderation import REASONS, Case, Decision, Report, Rule, Rules
from annotations.models.notifications import Delivery, Kind, Notification, Way
from annotations.models.requests import IdempotencyKey

__all__ = [
    "BODY",
    "REASONS",
    "Anchor",
    "Annotation",
    "AnnotationQuerySet",
    "Case",
    "Decision",
    "Delivery",
    "IdempotencyKey",
    "Kind",
    "Notification",
    "Report",
    "Rule",
    "Rules",
    "Way",
    "public_or_shared",
    "visible",
]
