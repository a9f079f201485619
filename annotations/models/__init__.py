"""The tables of the room: annotations, where they stand, folders, alerts, keys of requests, moderation, news."""

from annotations.models.alerts import Alert, Rhythm, SavedSearch, Watch
from annotations.models.anchors import Anchor, PassageAnchor
from annotations.models.annotations import BODY, Annotation, AnnotationQuerySet, public_or_shared, visible
from annotations.models.folders import Folder, FolderChange, FolderItem
from annotations.models.moderation import REASONS, Case, Decision, Report, Rule, Rules
from annotations.models.notifications import Delivery, Kind, Notification, Way
from annotations.models.profiles import Profile
from annotations.models.requests import IdempotencyKey

__all__ = [
    "BODY",
    "REASONS",
    "Alert",
    "Anchor",
    "Annotation",
    "AnnotationQuerySet",
    "Case",
    "Decision",
    "Delivery",
    "Folder",
    "FolderChange",
    "FolderItem",
    "IdempotencyKey",
    "Kind",
    "Notification",
    "PassageAnchor",
    "Profile",
    "Report",
    "Rhythm",
    "Rule",
    "Rules",
    "SavedSearch",
    "Watch",
    "Way",
    "public_or_shared",
    "visible",
]
