"""Forms of the administration of the archive: what is typed is checked, what follows from it is worked out."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access import Audience, State
from accounts.models import Product
from archive.cataloguing import date_document, place_unit
from archive.models import ArchivalUnit, Document, EarlierIdentifier, Load, Section
from archive.models.identifiers import SLUG

CALENDARS = [("gregorian", _("New Style (Gregorian)")), ("julian", _("Old Style (Julian)"))]


class DocumentForm(forms.ModelForm):
    """A document's record; the bounds for sorting follow from the date."""

    calendar = forms.ChoiceField(choices=CALENDARS, label=_("Calendar"), initial="gregorian")

    class Meta:
        model = Document
        fields: ClassVar[list[str]] = [
            *("identifier", "volume", "key", "section", "order", "number", "kind", "title", "other_titles", "genre"),
            *("description", "date_edtf", "date_printed", "calendar", "place", "is_editorial_note", "repository"),
            *(
                "unit",
                "shelf_mark",
                "folios",
                "audience",
                "state",
                "public_from",
                "product",
                "group",
                "owner",
                "licence",
            ),
        ]

    def clean_identifier(self) -> str:
        """Refuse an identifier that leads somewhere already."""
        identifier = str(self.cleaned_data["identifier"])
        if EarlierIdentifier.objects.filter(value=identifier).exists():
            raise forms.ValidationError(_("A document had this identifier once; it is never used again."), code="taken")
        return identifier

    def clean(self) -> dict[str, Any]:
        """Say in words what the database would refuse in its own."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("volume") and "key" in cleaned and not cleaned["key"]:
            self.add_error("key", _("A document of a volume needs a key: the next load finds it by that."))
        section, volume = cleaned.get("section"), cleaned.get("volume")
        if section and section.volume_id != (volume or self.instance.volume or section).pk:
            self.add_error("section", _("This section is part of another volume."))
        needed = {Audience.GROUP: "group", Audience.OWNER: "owner"}.get(cleaned.get("audience", ""))
        if cleaned.get("audience") == Audience.CONTROLLED and cleaned.get("state") == State.PUBLISHED:
            needed = "product"
        if needed and not cleaned.get(needed):
            self.add_error(needed, _("With this audience, say which."))
        return cleaned

    def _post_clean(self) -> None:
        """Work out the bounds before the row is checked."""
        super()._post_clean()  # type: ignore[misc]  # Django's own hook, left out of the stubs
        if "date_edtf" in self.cleaned_data and "calendar" in self.cleaned_data:
            try:
                date_document(self.instance)
            except ValueError:
                text = _("Not a date in EDTF. Write 1939-12-24, 1939-12, 1939, 1939/1941, 1939~; or leave it empty.")
                self.add_error("date_edtf", text)


class UnitForm(forms.ModelForm):
    """A fond, opis or delo; its path follows from the number and what it is part of."""

    class Meta:
        model = ArchivalUnit
        fields: ClassVar[list[str]] = ["repository", "parent", "level", "number", "title", "dates"]

    def clean_number(self) -> str:
        """Keep slashes out of the path."""
        number = str(self.cleaned_data["number"])
        if "/" in number:
            raise forms.ValidationError(_("A slash would look like a level of its own."), code="slash")
        return number

    def clean(self) -> dict[str, Any]:
        """Put the unit in its place."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors or self.instance.pk:
            return cleaned
        unit = ArchivalUnit(**{name: cleaned[name] for name in ("repository", "parent", "level", "number")})
        try:
            place_unit(unit)
        except ValueError as error:
            words = {
                "repository": ("parent", _("This is part of another repository.")),
                "level": ("level", _("A fond stands at the top, an opis in a fond, a delo in an opis.")),
            }
            self.add_error(*words[str(error)])
            return cleaned
        if ArchivalUnit.objects.filter(path=unit.path).exists():
            self.add_error("number", _("There is already a unit with this number here."))
        return cleaned


class SectionForm(forms.ModelForm):
    """A section; its depth follows from what it is part of."""

    class Meta:
        model = Section
        fields: ClassVar[list[str]] = ["volume", "parent", "key", "kind", "title", "order"]

    def clean(self) -> dict[str, Any]:
        """Refuse a parent elsewhere, and a ring."""
        cleaned = super().clean() or self.cleaned_data
        parent, volume = cleaned.get("parent"), cleaned.get("volume") or getattr(self.instance, "volume", None)
        if parent and volume and parent.volume_id != volume.pk:
            self.add_error("parent", _("This section is part of another volume."))
        above = parent
        while above is not None and self.instance.pk:
            if above.pk == self.instance.pk:
                self.add_error("parent", _("A section cannot be part of itself."))
                break
            above = above.parent
        return cleaned


class EarlierIdentifierForm(forms.ModelForm):
    """An identifier that shall lead to a document for ever."""

    class Meta:
        model = EarlierIdentifier
        fields: ClassVar[list[str]] = ["document", "value"]

    def clean_value(self) -> str:
        """Refuse an identifier that a document has today."""
        value = str(self.cleaned_data["value"])
        if Document.objects.filter(identifier=value).exists():
            raise forms.ValidationError(_("A document has this identifier today."), code="taken")
        return value


class LoadForm(forms.ModelForm):
    """A file to be checked and loaded."""

    volume_slug = forms.CharField(
        required=False,
        max_length=80,
        validators=[SLUG],
        label=_("Volume"),
        help_text=_("Short name of the volume it belongs to; empty: taken from the file."),
    )

    class Meta:
        model = Load
        fields: ClassVar[list[str]] = ["file", "volume_slug", "product", "is_open"]

    def clean_file(self) -> Any:
        """Refuse a name longer than the column that keeps it."""
        file = self.cleaned_data["file"]
        if len(file.name) > 60:
            raise forms.ValidationError(
                _("The file's name is longer than 60 letters; give it a shorter one."), code="name"
            )
        return file


class ProductChoice(forms.Form):
    """Asked before volumes are put under a product."""

    product = forms.ModelChoiceField(Product.objects.all(), label=_("Product"))


class WithdrawnToo(forms.Form):
    """Asked before volumes are published."""

    with_withdrawn = forms.BooleanField(
        required=False,
        label=_("Publish what was withdrawn as well"),
        help_text=_("Leave this empty unless the volume as a whole had been withdrawn."),
    )
