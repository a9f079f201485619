"""What the pages of the administration have in common: read-only pages, links, questions before big acts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import LogEntry
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.db.models import Model, QuerySet, URLField
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.address import read_address

# Above this many rows an inline only shows them: a form of thousands of fields is refused by Django, rightly.
EDITABLE_ROWS = 100


class OfficeAdmin(admin.ModelAdmin):
    """The house's defaults for every list."""

    list_per_page = 50
    show_full_result_count = False
    ordering: ClassVar[tuple[str, ...]] = ("-pk",)
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        URLField: {"assume_scheme": "https", "widget": AdminURLFieldWidget}
    }
    empty_value_display = "–"
    # An address in the search box also finds what holds it: the path to the network column.
    network_path = ""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Name the two boxes of a moment, which share one label, to those who cannot see them."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, forms.SplitDateTimeField):
            for widget, part in zip(field.widget.widgets, (_("date"), _("time")), strict=True):
                widget.attrs["aria-label"] = f"{db_field.verbose_name}: {part}"
        return field

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by words, or by who holds a network address."""
        address = read_address(search_term) if self.network_path else None
        if address is None:
            return super().get_search_results(request, queryset, search_term)
        return queryset.filter(**{f"{self.network_path}__holds": address}), True


class ReadOnlyMixin:
    """Shown, never written by hand: there is a verb or a trigger that writes it."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Refuse."""
        return False


class ReadOnlyAdmin(ReadOnlyMixin, OfficeAdmin):
    """A list to look things up in."""


class ReadOnlyTable(ReadOnlyMixin, admin.TabularInline):
    """Rows shown on a neighbour's page, each with a link to its own."""

    extra = 0
    show_change_link = True


class KeptAdmin(OfficeAdmin):
    """Rows that are changed and never deleted, because addresses or accounts hang on them."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Refuse."""
        return False


class LabelledFormSet(forms.BaseInlineFormSet):
    """A table whose boxes are named to those who cannot see the head of the column."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Name every box."""
        super().add_fields(form, index)
        for name, field in form.fields.items():
            label = _("Delete") if name == DELETION_FIELD_NAME else field.label or name
            field.widget.attrs.setdefault("aria-label", f"{label} {'' if index is None else index + 1}".strip())


class SmallTable(admin.TabularInline):
    """Rows edited on a neighbour's page while there are few, only shown when there are many."""

    formset = LabelledFormSet
    extra = 0
    show_change_link = True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow what the person may do, up to so many rows."""
        return super().has_change_permission(request, obj) and (obj is None or self._is_small(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow what the person may do, up to so many rows."""
        return super().has_delete_permission(request, obj) and (obj is None or self._is_small(obj))

    def _is_small(self, parent: Model) -> bool:
        known: dict[tuple[type, Any], bool] = self.__dict__.setdefault("_known", {})
        key = (type(self), parent.pk)
        if key not in known:
            rows = self.model.objects.filter(**{self._link_to(parent): parent})
            known[key] = rows[:EDITABLE_ROWS].count() < EDITABLE_ROWS
        return known[key]

    def _link_to(self, parent: Model) -> str:
        if self.fk_name:
            return self.fk_name
        return next(field.name for field in self.model._meta.fields if field.related_model is type(parent))


class NamelessMixin:
    """Keeps people's names out of the administration's log, whose rows outlive the person."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Log by number."""
        return _nameless(super().log_addition(request, obj, message))  # type: ignore[misc]

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Log by number."""
        return _nameless(super().log_change(request, obj, message))  # type: ignore[misc]

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Log by number."""
        return [_nameless(entry) for entry in super().log_deletions(request, queryset)]  # type: ignore[misc]


def _nameless(entry: LogEntry) -> LogEntry:
    entry.object_repr = f"№ {entry.object_id}"
    entry.save(update_fields=["object_repr"])
    return entry


def page_link(thing: Model | None, text: Any = None) -> SafeString | str:
    """Link to a row's page in the administration; a dash for nothing."""
    if thing is None:
        return "–"
    name = f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change"
    return format_html('<a href="{}">{}</a>', reverse(name, args=[thing.pk]), thing if text is None else text)


def list_link(model: type[Model], text: Any, **filters: Any) -> SafeString:
    """Link to a list in the administration, narrowed."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    return format_html('<a href="{}?{}">{}</a>', reverse(name), urlencode(filters), text)


def lines(items: Iterable[Any]) -> SafeString | str:
    """Show one thing below the other; a dash for none."""
    return format_html_join(SafeString("<br>"), "{}", ((item,) for item in items)) or "–"


def ask_first(
    page: admin.ModelAdmin,
    request: HttpRequest,
    queryset: QuerySet[Any],
    *,
    title: Promise | str,
    effects: Sequence[Any],
    form: forms.Form | None = None,
) -> TemplateResponse:
    """Ask before an action that changes much: what will happen, to what, with what choices.

    The answer comes back to the same action with `confirmed` in it. When everything the list
    holds was chosen, one row stands for all of them, who could be too many for one form.
    """
    is_all = request.POST.get("select_across") == "1"
    context = {
        **page.admin_site.each_context(request),
        "title": title,
        "opts": page.model._meta,
        "media": page.media + form.media if form else page.media,
        "rows": queryset[:1] if is_all else queryset,
        "is_all": is_all,
        "effects": effects,
        "form": form,
        "action": request.POST["action"],
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/ask_first.html", context)
