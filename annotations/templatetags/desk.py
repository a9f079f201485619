"""What pages of the desk have in common."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest

from annotations.cases import moderator_of, queue
from annotations.desk_tabs import tabs
from annotations.notifying import unread

register = template.Library()


@register.inclusion_tag("annotations/_desk_nav.html", takes_context=True)
def desk_nav(context: dict[str, Any]) -> dict[str, Any]:
    """Draw the tabs of the desk, with how many news and cases wait."""
    request: HttpRequest = context["request"]
    moderator = moderator_of(request.user, request.visitor)  # type: ignore[attr-defined]
    return {
        "tabs": tabs(),
        "tab": context.get("tab", ""),
        "unread": unread(request.visitor),  # type: ignore[attr-defined]
        "waiting": queue(moderator).count() if moderator else None,
    }
