"""The room annotations: what readers add."""

from typing import Any

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from accounts import erasure
from accounts.erasure import Fate, Reference


def _by(path: str) -> Any:
    """Give an act by its path: what knows the tables can be loaded only when they are."""

    def run(person: Any) -> Any:
        return import_string(path)(person)

    return run


REFERENCES = (
    Reference(
        "annotations.Annotation.owner",
        Fate.DELETE,
        _("Your notes, tags and bookmarks; replies of others are kept for those who wrote them."),
        erase=_by("annotations.erasing.erase_person"),
        export=_by("annotations.erasing.export_notes"),
    ),
    Reference(
        "annotations.IdempotencyKey.owner",
        Fate.DELETE,
        _("Keys of requests your programs have sent."),
        is_exported=False,
    ),
    Reference("annotations.SavedSearch.owner", Fate.DELETE, _("Your saved searches.")),
    Reference("annotations.Watch.owner", Fate.DELETE, _("The volumes and documents you watch.")),
    Reference(
        "annotations.Case.author",
        Fate.NAMELESS,
        _("That a note was decided on stays; the note and who wrote it go."),
        erase=_by("annotations.reporting.forget_author"),
    ),
    Reference(
        "annotations.Report.reporter",
        Fate.NAMELESS,
        _("That a note was reported stays; who reported it, and your words, go."),
        erase=_by("annotations.reporting.forget_reporter"),
    ),
    Reference(
        "annotations.Folder.owner",
        Fate.DELETE,
        _("Your folders, those you shared too; what lies in them is not touched."),
        erase=_by("annotations.erasing.erase_folders"),
    ),
    Reference("annotations.Folder.made_by", Fate.NAMELESS, _("Folders of groups stay; who made them is forgotten.")),
    Reference(
        "annotations.FolderItem.added_by",
        Fate.NAMELESS,
        _("What you put into folders of others stays; who put it there is forgotten."),
    ),
    Reference("annotations.FolderChange.person", Fate.DELETE, _("What it takes to undo your acts."), is_exported=False),
    Reference("annotations.Profile.user", Fate.DELETE, _("Your handle and your profile.")),
    Reference("annotations.Notification.recipient", Fate.DELETE, _("What you were told.")),
    Reference("annotations.Delivery.user", Fate.DELETE, _("How you wanted to be told.")),
)


class AnnotationsConfig(AppConfig):
    """Signs what becomes of a person's rows here, that notes follow a text, and what they add to its page."""

    name = "annotations"
    label = "annotations"

    def ready(self) -> None:
        """Sign the registries; what knows the tables is named by its path, since they can be loaded only now."""
        erasure.register(REFERENCES)
        import_string("accounts.notices.register_kind")("alert", _("What is new in my saved searches and what I watch"))
        for room in ("anchoring", "passage_anchors"):
            import_string("archive.publication.register")(import_string(f"annotations.{room}.FOLLOWER"))
        import_string("accounts.groups.register")(import_string("annotations.daily.FOLLOWER"))
        import_string("accounts.jobs.register")(*import_string("annotations.daily.JOBS"))
        import_string("annotations.desk_tabs.register")(*import_string("annotations.daily.TABS"))
        for panel in import_string("annotations.views.panels.PANELS"):
            import_string("archive.panels.register")(panel)
        import_string("archive.panels.link_paragraphs")(import_string("annotations.views.panels.PARAGRAPH_LINK"))
        import_string("archive.panels.facet_notes")(import_string("annotations.containers.with_public_notes"))
