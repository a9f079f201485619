"""Plain forms for notes, tags and bookmarks; everything a reader writes works without script."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access import Audience
from accounts.models import ReadingGroup
from accounts.visitor import Visitor
from annotations.annotate import Draft
from annotations.models import BODY, REASONS, Annotation, Profile, Rhythm, Rule, Rules


class NoteForm(forms.Form):
    """A note: what it says, its tags, and who reads it."""

    body = forms.CharField(
        label=_("Your note"),
        required=False,
        max_length=BODY,
        widget=forms.Textarea(attrs={"rows": 6, "autofocus": True}),
        help_text=_("Plain text or Markdown: *emphasis*, **strong**, lists, links."),
    )
    tags = forms.CharField(label=_("Tags"), required=False, max_length=1000, help_text=_("Separated by commas."))
    audience = forms.ChoiceField(label=_("Who reads it"), widget=forms.RadioSelect, initial=Audience.OWNER.value)
    key = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, visitor: Visitor, *arguments: Any, **named: Any) -> None:
        """Offer the visitor's groups among the audiences."""
        super().__init__(*arguments, **named)
        choices: list[tuple[str, Any]] = [(Audience.OWNER.value, _("Only me: nobody else sees this note."))]
        groups = ReadingGroup.objects.filter(pk__in=list(visitor.groups)).order_by("name")
        choices += [
            (f"group-{group.pk}", _("%(group)s: the members of this group.") % {"group": group.name})
            for group in groups
        ]
        choices.append((Audience.OPEN.value, _("Public: everyone who can find this document.")))
        self.fields["audience"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField's

    def draft(self, motivation: str, kept: Annotation | None = None) -> Draft:
        """Give what was written; what the form does not ask about stays as it was."""
        said = self.cleaned_data
        audience, _dash, group = said["audience"].partition("-")
        return Draft(
            motivation=motivation,
            body=said["body"].replace("\r\n", "\n"),
            format=kept.format if kept else Annotation.Format.MARKDOWN,
            language=kept.language if kept else "",
            tags=tuple(dict.fromkeys(" ".join(part.split()) for part in said["tags"].split(",") if part.strip())),
            link=kept.link if kept else "",
            audience=audience,
            group_id=int(group) if group else None,
            extra=kept.extra if kept else {},
        )


class WordsForm(NoteForm):
    """A note on a paragraph, or on some of its words."""

    quote = forms.CharField(
        label=_("On these words only"),
        required=False,
        max_length=2000,
        help_text=_("Copy them from the paragraph; empty: the whole paragraph."),
    )
    field_order = ("quote", "body", "tags", "audience")


class ReportForm(forms.Form):
    """Two fields: which rule, and what there is to say."""

    reason = forms.ChoiceField(label=_("What is wrong with it?"), widget=forms.RadioSelect, choices=Rule.choices)
    words = forms.CharField(
        label=_("In your words"), required=False, max_length=REASONS, widget=forms.Textarea(attrs={"rows": 4})
    )


class DecisionForm(forms.Form):
    """The rule and the reasons of a decision; which one it is says the button."""

    rule = forms.ChoiceField(label=_("Rule"), required=False, choices=[("", "–"), *Rule.choices])
    reasons = forms.CharField(
        label=_("Reasons, as the author reads them"),
        required=False,
        max_length=REASONS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed to hide a note, to ask its author and to refuse an appeal."),
    )


class AppealForm(forms.Form):
    """Why a hidden note should be shown."""

    words = forms.CharField(
        label=_("Why should the note be shown?"), max_length=REASONS, widget=forms.Textarea(attrs={"rows": 5})
    )


class AgainForm(forms.Form):
    """Why a note that was kept should not stay."""

    words = forms.CharField(
        label=_("Why should the note not stay?"), max_length=REASONS, widget=forms.Textarea(attrs={"rows": 5})
    )


class NoticeForm(forms.Form):
    """A note brought to the archive's moderators for a legal reason."""

    note = forms.UUIDField(label=_("Number of the note"))
    reasons = forms.CharField(label=_("Legal reason"), max_length=REASONS, widget=forms.Textarea(attrs={"rows": 2}))


class FolderForm(forms.Form):
    """The name of a folder, and what it is for."""

    title = forms.CharField(label=_("Name"), max_length=200)
    description = forms.CharField(
        label=_("What it is for"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )


class TalkForm(forms.Form):
    """Something said in the discussion of a folder or a group."""

    body = forms.CharField(
        label=_("Say something"),
        max_length=BODY,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Markdown. Mention somebody by @handle."),
    )
    key = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)


class ReaderForm(forms.ModelForm):
    """A person's handle and public page."""

    class Meta:
        model = Profile
        fields: ClassVar[list[str]] = ["handle", "is_public", "about"]
        widgets: ClassVar[dict[str, Any]] = {"about": forms.Textarea(attrs={"rows": 4})}


class RulesForm(forms.ModelForm):
    """The rules of a group for its notes."""

    class Meta:
        model = Rules
        fields: ClassVar[list[str]] = ["policy", "looks_first", "words", "rate"]
        widgets: ClassVar[dict[str, Any]] = {
            "policy": forms.Textarea(attrs={"rows": 5}),
            "words": forms.Textarea(attrs={"rows": 4}),
        }


def audience_value(note: Annotation) -> str:
    """Give the choice of the form that a note's audience is."""
    return f"group-{note.group_id}" if note.audience == Audience.GROUP else str(note.audience)


class RhythmForm(forms.Form):
    """How often to be told."""

    rhythm = forms.ChoiceField(
        label=_("Mail me what is new"),
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        initial=Rhythm.WEEKLY.value,
        help_text=_("A mail only goes when there is something new, and can be stopped by the link in it."),
    )


class SavedSearchForm(RhythmForm):
    """A search under a name."""

    name = forms.CharField(label=_("Name"), max_length=120, strip=True)
    field_order = ("name", "rhythm")
