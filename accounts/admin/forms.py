"""Forms of the administration: people, institutions with pasted networks, contracts, the test of access."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.address import type_of_network
from accounts.back_office import page_link
from accounts.diagnosis import Asked, read_question
from accounts.models import Contract, Institution, NetworkRange, Seat, User
from accounts.networks import MAX_CHARACTERS, Fault, Flag, Problem, Reading, flags_of, read_networks
from accounts.ranges import held_by_others, lock_ranges

FAULTS = {
    Fault.UNREADABLE: _("not a network or an address"),
    Fault.LEADING_ZERO: _("numbers with leading zeros can be read in two ways; leave the zeros out"),
    Fault.BACKWARDS: _("the end comes before the beginning"),
    Fault.MIXED: _("one end is IPv4, the other IPv6"),
    Fault.TOO_MANY: _("this makes more than a thousand networks; write it more plainly"),
    Fault.TOO_BROAD: _("so many addresses belong to no one institution"),
}
FLAGS = {
    Flag.PRIVATE: _("private or reserved: visitors never arrive from there over the internet"),
    Flag.BROAD: _("larger than one institution usually has"),
    Flag.HOST_BITS: _("written with the address of one machine; read as the whole network"),
}
# A page of errors is read; a book of them is not.
SHOWN = 20


def clean_time_zone(name: str) -> str:
    """Refuse a time zone that does not exist: every clock of the contract would stop."""
    if name and name not in available_timezones():
        raise ValidationError(_("There is no such time zone. Write it like Europe/Berlin."), code="time_zone")
    return name


class PersonAddForm(AdminUserCreationForm):
    """A new account; without a password the person sets one through “forgot password”."""

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["email", "name"]


class PersonChangeForm(UserChangeForm):
    """An account; the password is changed on a page of its own."""

    class Meta:
        model = User
        fields = "__all__"

    def clean_time_zone(self) -> str:
        """Check that it exists."""
        return clean_time_zone(self.cleaned_data["time_zone"])


def strangers(networks: Sequence[type_of_network], institution_id: int | None, consortium_id: int | None) -> list[Any]:
    """Say which other institutions hold some of these addresses, with links.

    Locks the ranges until the transaction ends, so that the answer still holds when the form is saved.
    """
    lock_ranges()
    held = held_by_others(networks, institution_id, consortium_id)
    return [
        format_html(
            gettext("{} is on file for {}. Delete it there first, or make one a member of the other's consortium."),
            page_link(row),
            page_link(row.institution),
        )
        for row in held[:SHOWN]
    ]


class PastedNetworks(forms.CharField):
    """A box for many networks in any notation; cleans to a `Reading`."""

    def __init__(self, **kwargs: Any) -> None:
        """Make the box."""
        super().__init__(
            required=False,
            max_length=MAX_CHARACTERS,
            label=_("Add networks"),
            help_text=_(
                "Paste as many as you like, one to a line or separated by commas: 192.0.2.0/24, "
                "192.0.2.0-192.0.3.255, 192.0.2.*, 2001:db8::/32. What follows # becomes the note."
            ),
            widget=forms.Textarea(attrs={"rows": 5, "cols": 70, "class": "vLargeTextField", "spellcheck": "false"}),
            **kwargs,
        )

    def clean(self, value: Any) -> Reading:
        """Read the list; raises ValidationError with every line that cannot be read."""
        reading = read_networks(super().clean(value))
        if reading.problems:
            raise ValidationError([_fault_of(problem) for problem in reading.problems[:SHOWN]])
        return reading


def _fault_of(problem: Problem) -> ValidationError:
    params = {"line": problem.line, "entry": problem.entry, "why": FAULTS[problem.fault]}
    return ValidationError(_("Line %(line)s, “%(entry)s”: %(why)s."), code=problem.fault.value, params=params)


class InstitutionForm(forms.ModelForm):
    """An institution and the networks pasted beside it."""

    paste = PastedNetworks()
    keep_flagged = forms.BooleanField(
        required=False,
        label=_("Save odd networks all the same"),
        help_text=_("Tick this when you were warned of a network and it is right."),
    )

    class Meta:
        model = Institution
        fields: ClassVar[list[str]] = [
            *("name", "slug", "is_active", "consortium", "contact_email"),
            *("email_domains", "country", "time_zone", "note"),
        ]

    def clean_country(self) -> str:
        """Keep it as two capital letters."""
        country = self.cleaned_data["country"].upper()
        if country and not re.fullmatch("[A-Z]{2}", country):
            raise ValidationError(_("Write two letters, as in ISO 3166: DE, US."), code="country")
        return str(country)

    def clean_email_domains(self) -> str:
        """Keep them in small letters, separated by single spaces, without @."""
        words = re.split(r"[\s,;]+", self.cleaned_data["email_domains"].lower())
        return " ".join(dict.fromkeys(word.lstrip("@") for word in words if word.lstrip("@")))

    def clean_time_zone(self) -> str:
        """Check that it exists."""
        return clean_time_zone(self.cleaned_data["time_zone"])

    def clean(self) -> dict[str, Any]:
        """Refuse networks of strangers; ask back about odd ones."""
        cleaned = super().clean() or self.cleaned_data
        reading: Reading | None = cleaned.get("paste")
        if reading is None or not reading.ranges:
            return cleaned
        consortium = cleaned.get("consortium")
        networks = [one.network for one in reading.ranges]
        held = strangers(networks, self.instance.pk, consortium.pk if consortium else None)
        if held:
            self.add_error("paste", held)
        if reading.doubts and not cleaned.get("keep_flagged"):
            self.add_error(
                "keep_flagged", [_doubt(one.line, str(one.network), one.flag) for one in reading.doubts[:SHOWN]]
            )
        return cleaned


def _doubt(line: int, network: str, flag: Flag) -> ValidationError:
    params = {"line": line, "network": network, "why": FLAGS[flag]}
    return ValidationError(_("Line %(line)s, %(network)s: %(why)s."), code=flag.value, params=params)


class NetworkRangeForm(forms.ModelForm):
    """One network on a page of its own."""

    class Meta:
        model = NetworkRange
        fields: ClassVar[list[str]] = ["institution", "network", "note"]

    def clean_network(self) -> type_of_network:
        """Read it in any notation that gives one network."""
        reading = read_networks(str(self.cleaned_data["network"]))
        if reading.problems:
            raise _fault_of(reading.problems[0])
        if len(reading.ranges) != 1:
            raise ValidationError(_("This is not one network. Paste many on the page of the institution."), code="many")
        return reading.ranges[0].network

    def clean(self) -> dict[str, Any]:
        """Refuse a network that strangers hold."""
        cleaned = super().clean() or self.cleaned_data
        institution, network = cleaned.get("institution"), cleaned.get("network")
        if institution and network:
            held = strangers([network], institution.pk, institution.consortium_id)
            if held:
                self.add_error("network", held)
        return cleaned

    def warnings(self) -> list[Any]:
        """Say what is odd about the network that was saved."""
        return [FLAGS[flag] for flag in flags_of(self.cleaned_data["network"])]


class ContractForm(forms.ModelForm):
    """A contract; without a time zone it takes the institution's."""

    time_zone = forms.CharField(
        required=False,
        max_length=64,
        label=_("Time zone"),
        help_text=_("Empty: the holder's own, for example Europe/Berlin."),
    )

    class Meta:
        model = Contract
        fields: ClassVar[list[str]] = [
            *("institution", "person", "products", "kind", "state", "starts_on", "ends_on", "time_zone"),
            *("grace_minutes", "seats", "off_campus_days", "reference", "note"),
        ]

    def clean(self) -> dict[str, Any]:
        """Fill in the time zone; refuse fewer seats than are taken."""
        cleaned = super().clean() or self.cleaned_data
        if "time_zone" in cleaned:
            holder = cleaned.get("institution") or cleaned.get("person")
            cleaned["time_zone"] = clean_time_zone(cleaned["time_zone"] or (holder.time_zone if holder else "UTC"))
        seats = cleaned.get("seats")
        if seats is not None and self.instance.pk:
            taken = self.instance.assigned_seats.filter(released_at__isnull=True, is_queued=False).count()
            if taken > seats:
                text = ngettext(
                    "%(taken)d seat is taken; release some first.",
                    "%(taken)d seats are taken; release some first.",
                    taken,
                )
                self.add_error("seats", text % {"taken": taken})
        return cleaned


class SeatForm(forms.ModelForm):
    """A person for a seat."""

    class Meta:
        model = Seat
        fields: ClassVar[list[str]] = ["contract", "user"]

    def clean(self) -> dict[str, Any]:
        """Refuse a contract that has no seats, and a second seat for one person."""
        cleaned = super().clean() or self.cleaned_data
        contract, user = cleaned.get("contract"), cleaned.get("user")
        if contract and contract.seats is None:
            self.add_error("contract", _("This contract has no seats: it is not limited to named people."))
        elif contract and user and contract.assigned_seats.filter(user=user, released_at__isnull=True).exists():
            self.add_error("user", _("This person has a seat under this contract, or waits for one."))
        return cleaned


class QuestionForm(forms.Form):
    """The box of the test of access."""

    asked = forms.CharField(
        max_length=400,
        label=_("Address, e-mail address or domain"),
        help_text=_("Or a network address and an e-mail address, to see what the person gets when there."),
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )

    def clean_asked(self) -> Asked:
        """Read the question."""
        return read_question(self.cleaned_data["asked"])
