"""The authority file: persons, places and other names with their variants, and their roles on documents."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Name(models.Model):
    """A person, place, organisation or subject; two of one name are told apart by `disambiguation`."""

    class Kind(models.TextChoices):
        """What the name is of."""

        PERSON = "person", _("person")
        PLACE = "place", _("place")
        ORGANISATION = "organisation", _("organisation")
        SUBJECT = "subject", _("subject")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=300, help_text=_("As it is shown, family name first for people."))
    slug = models.SlugField(_("short name"), max_length=120, unique=True, allow_unicode=True)
    disambiguation = models.CharField(
        _("told apart by"),
        max_length=300,
        blank=True,
        help_text=_("A few words shown beside the name where two people share it."),
    )
    dates = models.CharField(_("dates"), max_length=60, blank=True)
    sort_key = models.CharField(_("sort key"), max_length=300, editable=False)

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names")
        ordering: ClassVar[list[str]] = ["sort_key", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "sort_key"], name="name_kind_sort"),
            GinIndex(fields=["name"], name="name_trigram", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.name


class NameVariant(models.Model):
    """Another spelling of a name; `skeleton` is how it is found across scripts (see `romanisation`)."""

    name = models.ForeignKey(Name, verbose_name=_("name"), on_delete=models.CASCADE, related_name="variants")
    text = models.CharField(_("variant"), max_length=300)
    skeleton = models.CharField(_("skeleton"), max_length=300, editable=False, db_index=True)
    script = models.CharField(
        _("script"), max_length=4, blank=True, help_text=_("Four letters, as in ISO 15924: Cyrl, Latn.")
    )

    class Meta:
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # The same spelling twice would find and count the name twice.
            models.UniqueConstraint(fields=["name", "text"], name="name_variant_once"),
        ]

    def __str__(self) -> str:
        return self.text


class NameIdentifier(models.Model):
    """What a name is called elsewhere: the id in a volume's own list, or an authority's URI."""

    name = models.ForeignKey(Name, verbose_name=_("name"), on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("scheme"), max_length=120, help_text=_("A volume's short name, or “uri”."))
    value = models.CharField(_("identifier"), max_length=400)

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # One identifier names one person, or a second load would pick either.
            models.UniqueConstraint(fields=["scheme", "value"], name="name_identifier_once"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.value}"


class NameMerge(models.Model):
    """A name that was merged into another: by its name a load finds the other, by its short name the address leads on.

    `gone` is all that is needed to make it anew: {"name": columns, "variants": [[text, skeleton, script, moved]],
    "identifiers": [[scheme, value]], "roles": [[document, role, order, moved]], "merges": [ids of earlier merges]}.
    """

    kept = models.ForeignKey(Name, verbose_name=_("kept"), on_delete=models.CASCADE, related_name="merges")
    name = models.CharField(_("merged name"), max_length=300)
    slug = models.SlugField(_("its short name"), max_length=120, allow_unicode=True)
    gone = models.JSONField(_("what it had"), editable=False)
    created_at = models.DateTimeField(_("merged"), auto_now_add=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("merge of names")
        verbose_name_plural = _("merges of names")
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # An address leads on to one name.
            models.UniqueConstraint(
                fields=["slug"], condition=Q(undone_at__isnull=True), name="name_merge_address_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} → {self.kept_id}"


class NameRole(models.Model):
    """A name in its role on a document, in source order."""

    class Role(models.TextChoices):
        """MARC relator terms where there is one."""

        AUTHOR = "author", _("author")
        RECIPIENT = "recipient", _("recipient")
        PLACE = "place", _("place of writing")
        MENTIONED = "mentioned", _("mentioned")
        SUBJECT = "subject", _("subject")
        TRANSLATOR = "translator", _("translator")
        EDITOR = "editor", _("editor")

    document = models.ForeignKey(
        "archive.Document", verbose_name=_("document"), on_delete=models.CASCADE, related_name="roles"
    )
    name = models.ForeignKey(Name, verbose_name=_("name"), on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering: ClassVar[list[str]] = ["order", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A person is the author of a document once.
            models.UniqueConstraint(fields=["document", "name", "role"], name="name_role_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["name", "role"], name="name_role_documents"),
            models.Index(fields=["document"], name="name_role_shown", condition=~Q(role="mentioned")),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.name_id}"
