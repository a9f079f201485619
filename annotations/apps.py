"""The room annotations: what readers add."""

from django.apps import AppConfig


class AnnotationsConfig(AppConfig):
    name = "annotations"
    label = "annotations"
