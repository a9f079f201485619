"""The audit trail, to be looked at."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import F, Model, OuterRef, Subquery, TextField, UUIDField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.back_office import ReadOnlyAdmin, lines
from accounts.models import (
    Contract,
    ContractEvent,
    ContractProductEvent,
    Institution,
    InstitutionEvent,
    MembershipEvent,
    NetworkRangeEvent,
    Product,
    ReadingGroup,
    SeatEvent,
    Surrogate,
    User,
    UserEvent,
)

LABELS = {"insert": _("added"), "update": _("changed"), "delete": _("deleted")}
# Columns that are bare numbers of other rows, and what names those rows while they exist.
NAMED: dict[str, tuple[type[Model], str]] = {
    "institution": (Institution, "name"),
    "consortium": (Institution, "name"),
    "contract": (Contract, "reference"),
    "product": (Product, "name"),
    "group": (ReadingGroup, "name"),
    "person": (User, "email"),
    "user": (User, "email"),
}


class EventAdmin(ReadOnlyAdmin):
    """What was changed, when, and by whom; a name is shown as long as there is one."""

    list_display = ("pgh_created_at", "what", "id", "row", "who", "where")
    list_filter = ("pgh_label",)
    list_display_links = ("pgh_created_at",)
    date_hierarchy = "pgh_created_at"
    ordering = ("-pgh_id",)
    search_help_text = _("Number of the row, who did it, or what it was called.")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Name the numbers in the same breath."""
        surrogate = Cast(KeyTextTransform("surrogate", OuterRef("pgh_context")), UUIDField())
        named = {f"{name}_named": self._name_of(name) for name in self._numbers()}
        if self.model is UserEvent:
            named["id_named"] = Subquery(User.objects.filter(pk=OuterRef("id")).values("email")[:1])
        actors = Surrogate.objects.filter(pk=surrogate)
        return (
            super()
            .get_queryset(request)
            .annotate(
                actor=Subquery(actors.values("user__email")[:1]),
                stand_in=Cast(KeyTextTransform("surrogate", F("pgh_context")), TextField()),
                door=Cast(KeyTextTransform("door", F("pgh_context")), TextField()),
                **named,
            )
        )

    def get_search_fields(self, request: HttpRequest) -> list[str]:  # noqa: ARG002 the signature is Django's
        """Search by number, by who did it and by every word that is kept."""
        texts = [name for name in ("name", "slug", "contact_email", "reference", "note") if self._has(name)]
        named = [f"{name}_named" for name in self._numbers()] + (["id_named"] if self.model is UserEvent else [])
        return ["=id", "actor", "stand_in", *texts, *named]

    @admin.display(description=_("what"), ordering="pgh_label")
    def what(self, event: Any) -> Any:
        """Say what happened."""
        return LABELS.get(event.pgh_label, event.pgh_label)

    @admin.display(description=_("row"))
    def row(self, event: Any) -> str:
        """Show what the row held."""
        return lines(f"{title}: {value}" for title, value in self._values(event))

    @admin.display(description=_("who"))
    def who(self, event: Any) -> str:
        """Name the person behind the stand-in, while there is one; a script has none."""
        return event.actor or event.stand_in or "–"

    @admin.display(description=_("where"))
    def where(self, event: Any) -> str:
        """Name the view."""
        return event.door or "–"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:  # noqa: ARG002 the signature is Django's
        """Show the row and what is known about the act."""
        return ("pgh_created_at", "what", "id", "row", "who", "where")

    def _has(self, name: str) -> bool:
        return any(field.name == name for field in self.model._meta.fields)

    def _numbers(self) -> list[str]:
        return [name for name in NAMED if self._has(name)]

    def _name_of(self, name: str) -> Subquery:
        model, column = NAMED[name]
        return Subquery(model._default_manager.filter(pk=OuterRef(name)).values(column)[:1])  # noqa: SLF001

    def _values(self, event: Any) -> list[tuple[str, Any]]:
        fields = [
            field for field in self.model._meta.fields if field.name != "id" and not field.name.startswith("pgh_")
        ]
        pairs = [(str(field.verbose_name), self._value(event, field.name)) for field in fields]
        if self.model is UserEvent:
            pairs.insert(0, (str(_("person")), event.id_named or event.id))
        return [(title, value) for title, value in pairs if value not in (None, "")]

    def _value(self, event: Any, name: str) -> Any:
        value = getattr(event, name)
        return (getattr(event, f"{name}_named", None) or value) if name in NAMED else value


for model in (
    *(InstitutionEvent, NetworkRangeEvent, ContractEvent, ContractProductEvent),
    *(SeatEvent, MembershipEvent, UserEvent),
):
    admin.site.register(model, EventAdmin)
