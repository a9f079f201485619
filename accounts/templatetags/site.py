"""What every page says of the archive itself; works without a request too, as error pages must."""

from __future__ import annotations

from functools import cache

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.money import written

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
def invoice_terms() -> str:
    """Say how an invoice is paid here."""
    terms: str = settings.INVOICE_TERMS
    return terms


@register.filter
def money(amount: int, currency: str) -> str:
    """Write an amount of a currency's smallest unit: 4900|money:"EUR" is 49.00 EUR."""
    return written(amount, currency)


@register.filter
def initials(name: str) -> str:
    """Give the first letters of the first and the last word of a name, as capitals: "Nadezhda Ozerova" is NO."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in dict.fromkeys((words[0], words[-1]))).upper() if words else ""


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """Draw a symbol of static/img/icons.svg; it is decoration, the words beside it carry the meaning.

    Kept, since a page has dozens and the file's address stays as long as the process.
    """
    return format_html(
        '<svg class="i" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("img/icons.svg"),
        name,
    )
