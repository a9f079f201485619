"""The doors of Atom feeds: they answer everybody alike, as one who is not signed in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.feeds import PUBLIC, search_feed, volume_feed
from archive.models import Volume
from archive.views.search import asked, measured

TYPE = "application/atom+xml; charset=utf-8"


@require_safe
def volume(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the documents last added to a volume."""
    found = get_object_or_404(Volume.objects.findable_by(PUBLIC), slug=slug)
    site = request.build_absolute_uri("/").rstrip("/")
    response = HttpResponse(volume_feed(found, site, request.path, get_language() or "en"), content_type=TYPE)
    patch_cache_control(response, public=True, max_age=900)
    return response


@require_safe
@measured
def search(request: HttpRequest) -> HttpResponse:
    """Give the newest documents that a search finds; without a search there is no feed."""
    it = asked(request)
    if not it.query.text and it.selection.is_empty:
        raise Http404(_("A feed is of a search: give one in the address."))
    site = request.build_absolute_uri("/").rstrip("/")
    words = request.META.get("QUERY_STRING", "")
    paths = (site, f"{reverse('archive:search')}?{words}", f"{request.path}?{words}")
    title = _("Search: %(words)s") % {"words": it.query.text or _("everything that was chosen")}
    body = search_feed(it.query, it.selection, title, paths, get_language() or "en")
    return HttpResponse(body, content_type=TYPE, headers={"X-Robots-Tag": "noindex"})
