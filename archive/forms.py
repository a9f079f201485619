"""Forms for readers."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from archive.dates import parse_query

_OPERATORS = str.maketrans({"(": " ", ")": " ", '"': " "})


class AdvancedSearchForm(forms.Form):
    """A field for everything a query can ask; it is written as a query, which the reader then sees."""

    words = forms.CharField(label=_("All of these words"), required=False, max_length=200)
    phrase = forms.CharField(label=_("This phrase"), required=False, max_length=200)
    any_of = forms.CharField(label=_("Any of these words"), required=False, max_length=200)
    none_of = forms.CharField(label=_("None of these words"), required=False, max_length=200)
    exact = forms.CharField(
        label=_("Exactly these characters"),
        required=False,
        max_length=200,
        help_text=_("Case, endings and signs count."),
    )
    title = forms.CharField(label=_("Title"), required=False, max_length=200)
    author = forms.CharField(
        label=_("Author"), required=False, max_length=100, help_text=_("In any script or spelling.")
    )
    recipient = forms.CharField(label=_("Recipient"), required=False, max_length=100)
    place = forms.CharField(label=_("Place of writing"), required=False, max_length=100)
    text = forms.CharField(label=_("Text"), required=False, max_length=200)
    notes = forms.CharField(label=_("Editors’ notes"), required=False, max_length=200)
    description = forms.CharField(label=_("Description"), required=False, max_length=200)
    id = forms.CharField(label=_("Number or identifier"), required=False, max_length=100)
    fond = forms.CharField(
        label=_("Fond or shelf-mark"), required=False, max_length=100, help_text=_("558, or ф. 558, оп. 11, д. 1082")
    )
    volume = forms.CharField(label=_("Volume"), required=False, max_length=100)
    date = forms.CharField(
        label=_("Date or years"), required=False, max_length=60, help_text=_("December 1939, 24.12.1939 or 1937–1938")
    )

    def clean_date(self) -> str:
        """Refuse what is no date, saying what one looks like."""
        text: str = self.cleaned_data["date"]
        if text and parse_query(text) is None:
            raise forms.ValidationError(_("This is no date: write 24.12.1939, December 1939, 1939 or 1937–1938."))
        return text

    def parameters(self) -> QueryDict:
        """Give the parameters of the results' address."""
        data = {name: " ".join(str(value).translate(_OPERATORS).split()) for name, value in self.cleaned_data.items()}
        parts = [data["words"], _quoted(data["phrase"])]
        parts += [f"({' OR '.join(data['any_of'].split())})"] if data["any_of"] else []
        parts += [f"-{word}" for word in data["none_of"].split()]
        parts += [f"={_quoted(data['exact'])}"] if data["exact"] else []
        fields = (
            "title",
            "author",
            "recipient",
            "place",
            "text",
            "notes",
            "description",
            "id",
            "fond",
            "volume",
            "date",
        )
        parts += [f"{name}:{_quoted(data[name])}" for name in fields if data[name]]
        found = QueryDict(mutable=True)
        found["q"] = " ".join(part for part in parts if part)
        return found


def _quoted(text: str) -> str:
    return f'"{text}"' if text else ""
