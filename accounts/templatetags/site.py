"""What every page says of the archive itself; works without a request too, as error pages must."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def site_name() -> str:
    """Give the archive's name."""
    name: str = settings.SITE_NAME
    return name


@register.simple_tag
def contact_email() -> str:
    """Give the address to which readers write."""
    address: str = settings.CONTACT_EMAIL
    return address


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a symbol of static/img/icons.svg; it is decoration, the words beside it carry the meaning."""
    return format_html(
        '<svg class="i" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("img/icons.svg"),
        name,
    )
