"""The room annotations: what readers add."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from accounts import erasure
from accounts.erasure import Fate, Reference

REFERENCES = (
    Reference(
        "annotations.Annotation.owner",
        Fate.DELETE,
        "Your notes, tags and bookmarks; replies of others are kept for those who wrote them.",
    ),
    Reference(
        "annotations.IdempotencyKey.owner", Fate.DELETE, "Keys of requests your programs have sent.", is_exported=False
    ),
    Reference("annotations.SavedSearch.owner", Fate.DELETE, "Your saved searches."),
    Reference("annotations.Watch.owner", Fate.DELETE, "The volumes and documents you watch."),
)


class AnnotationsConfig(AppConfig):
    """Signs what becomes of a person's rows here, that notes follow a text, and what they add to its page."""

    name = "annotations"
    label = "annotations"

    def ready(self) -> None:
        """Sign the registries; what knows the tables is named by its path, since they can be loaded only now."""
        erasure.register(REFERENCES)
        import_string("accounts.notices.register_kind")("alert", _("What is new in my saved searches and what I watch"))
        import_string("accounts.jobs.register")(import_string("annotations.alert_mails.JOB"))
        import_string("archive.publication.register")(import_string("annotations.anchoring.FOLLOWER"))
        for panel in import_string("annotations.views.panels.PANELS"):
            import_string("archive.panels.register")(panel)
        import_string("archive.panels.link_paragraphs")(import_string("annotations.views.panels.PARAGRAPH_LINK"))
        import_string("archive.panels.facet_notes")(import_string("annotations.containers.with_public_notes"))
