"""Forms of people's own pages."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar
from zoneinfo import available_timezones

from allauth.account.forms import SignupForm as PackageSignupForm
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Institution, Membership, ReadingGroup, User
from accounts.notices import KINDS
from accounts.orders import Wishes


class SignupForm(PackageSignupForm):
    """The package's; it takes as long where the address has an account as where it has none."""

    def try_save(self, request: HttpRequest) -> Any:
        """Hash the password in either case: that is nearly all the time an answer takes."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class ProfileForm(forms.ModelForm):
    """What a person says of oneself."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(name, name.replace("_", " ")) for name in sorted(available_timezones())],
        help_text=_("Days of your subscription begin and end at midnight here."),
    )
    mails = forms.MultipleChoiceField(
        label=_("Mails I want"), required=False, widget=forms.CheckboxSelectMultiple, choices=KINDS.items
    )

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["name", "language", "time_zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Tick what is not switched off."""
        super().__init__(*args, **kwargs)
        self.fields["mails"].initial = [kind for kind in KINDS if kind not in self.instance.muted]

    def save(self, commit: bool = True) -> User:
        """Keep what was not ticked as not wanted."""
        self.instance.muted = [kind for kind in KINDS if kind not in self.cleaned_data["mails"]]
        saved: User = super().save(commit)
        return saved


class OrderForm(forms.Form):
    """What is asked of a buyer."""

    billing_name = forms.CharField(label=_("Name on the invoice"), max_length=200)
    billing_address = forms.CharField(
        label=_("Address on the invoice"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_gift = forms.BooleanField(
        label=_("This is a gift"),
        required=False,
        help_text=_("You get a code to give away. It opens nothing for you unless you redeem it yourself."),
    )
    recipient_email = forms.EmailField(
        label=_("Mail the code to"),
        required=False,
        help_text=_("For a gift, if you like: an address that gets the code as soon as the order is paid."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a recipient of what is no gift."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("recipient_email") and not cleaned.get("is_gift"):
            self.add_error("is_gift", _("Tick this if somebody else is to get the code, or leave the address empty."))
        return cleaned

    def wishes(self) -> Wishes:
        """Give what was asked for."""
        return Wishes(**self.cleaned_data)


class RedeemForm(forms.Form):
    """The box for a code."""

    code = forms.CharField(
        label=_("Activation code"),
        max_length=100,
        help_text=_("Sixteen letters and digits. Hyphens, spaces and small letters do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )


class GroupForm(forms.ModelForm):
    """A reading group's name, rules and days; `institutions` are those the person may choose."""

    class Meta:
        model = ReadingGroup
        fields: ClassVar[list[str]] = [
            *("name", "description", "folder_access", "cap", "join_until", "read_only_from", "time_zone"),
            *("institution", "own_addresses_only", "is_public"),
        ]
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "join_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "read_only_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, institutions: Collection[int], **kwargs: Any) -> None:
        """Offer only what can be chosen."""
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = Institution.objects.filter(pk__in=institutions)  # type: ignore[attr-defined]
        self.fields["time_zone"] = forms.ChoiceField(
            label=_("Time zone"), choices=[(name, name.replace("_", " ")) for name in sorted(available_timezones())]
        )
        if not settings.PUBLIC_GROUPS:
            del self.fields["is_public"]
        if not institutions:
            del self.fields["institution"], self.fields["own_addresses_only"]

    def clean(self) -> dict[str, Any]:
        """Refuse days that contradict each other."""
        cleaned = super().clean() or self.cleaned_data
        until, over = cleaned.get("join_until"), cleaned.get("read_only_from")
        if until and over and over <= until:
            self.add_error("read_only_from", _("Whoever joins on the last day could never write: choose a later day."))
        return cleaned


class InviteForm(forms.Form):
    """Addresses, typed or in a sheet."""

    addresses = forms.CharField(
        label=_("E-mail addresses"),
        required=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One to a line, or separated by commas."),
    )
    sheet = forms.FileField(label=_("Or a sheet (CSV)"), required=False, help_text=_("One address to a line."))
    role = forms.ChoiceField(
        label=_("As"),
        choices=[choice for choice in Membership.Role.choices if choice[0] != Membership.Role.OWNER],
        initial=Membership.Role.MEMBER,
    )

    def clean_sheet(self) -> Any:
        """Refuse what is too big to be a list of people."""
        sheet = self.cleaned_data["sheet"]
        if sheet and sheet.size > 1_000_000:
            raise forms.ValidationError(_("This file is larger than a megabyte."), code="large")
        return sheet

    def clean(self) -> dict[str, Any]:
        """Ask for one or the other."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("addresses") and not cleaned.get("sheet") and not self.errors:
            self.add_error("addresses", _("Write an address, or choose a sheet."))
        return cleaned
