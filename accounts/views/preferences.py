"""Language and colours, chosen without an account and kept in two cookies."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

THEME_COOKIE = "theme"
THEMES = ("light", "dark")
YEAR = 365 * 24 * 60 * 60


# The form stands on every page. A token in it would make every page the visitor's own and unfit for a shared cache,
# to keep others from changing no more than the language and the colours.
@csrf_exempt
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep what was chosen, forget the rest, and go back to the page; anything unknown changes nothing."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    response = redirect(wanted if safe else "/")
    language = request.POST.get("language")
    if language in dict(settings.LANGUAGES):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, language)
    theme = request.POST.get("theme")
    if theme in THEMES:
        _keep(response, THEME_COOKIE, theme)
    elif theme == "system":
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")
