"""What the archive gives to programs, under the same rule as its pages."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from archive import rates
from archive.api.doors import ApiDoor
from archive.query import parse
from archive.search import SORTS, Found, Hit, LayerHit, TooLongError, read_selection, search
from archive.search.facets import Facets, plain_counts

LARGEST_PAGE = 10_000_000


class LayerSerializer(serializers.Serializer[Any]):
    """A page of a text that answers; `snippet` is plain text, `marks` are the places in it that were looked for."""

    text = serializers.CharField(help_text="Short name of the text in its document.")
    kind = serializers.ChoiceField(choices=["transcription", "translation"])
    language = serializers.CharField(help_text="BCP 47; empty when it is not known.")
    page = serializers.IntegerField(help_text="Place of the page in the document, from 1.")
    label = serializers.CharField(help_text="Number printed on the page.")  # type: ignore[assignment]
    snippet = serializers.CharField()
    marks = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2),
        help_text="Start and end in `snippet`, in code points.",
    )


class ResultSerializer(serializers.Serializer[Any]):
    """A document; without a licence it has no layers."""

    id = serializers.CharField()
    url = serializers.URLField()
    title = serializers.CharField()
    date = serializers.CharField(help_text="In words of the language asked for, always with its year.")
    volume = serializers.CharField(help_text="Title of the volume, if it has one.")
    readable = serializers.BooleanField()
    layers = LayerSerializer(many=True)


class FacetValueSerializer(serializers.Serializer[Any]):
    """A value of a facet, as the parameter takes it, with its name and the number of documents."""

    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField()


class FoundSerializer(serializers.Serializer[Any]):
    """A page of results."""

    count = serializers.IntegerField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    facets = serializers.DictField(child=FacetValueSerializer(many=True))
    results = ResultSerializer(many=True)


class ParametersSerializer(serializers.Serializer[Any]):
    """What is checked of a request; the facets are read leniently, as on the page."""

    q = serializers.CharField(required=False, allow_blank=True, default="", max_length=20_000)
    page = serializers.IntegerField(required=False, default=1, min_value=1, max_value=LARGEST_PAGE)
    sort = serializers.ChoiceField(choices=list(SORTS), required=False, default="relevance")


class SearchTooLong(APIException):
    """The database was stopped."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = "The search took too long and was stopped; ask for less at once."
    default_code = "too_long"


_FACETS = ("volume", "fond", "author", "recipient", "place", "language", "has", "access")


class SearchView(ApiDoor):
    """Search documents as the search page does."""

    @extend_schema(
        parameters=[
            ParametersSerializer,
            *(OpenApiParameter(name, str, many=True, description="Narrow to this value.") for name in _FACETS),
            OpenApiParameter("from", int, description="First year."),
            OpenApiParameter("to", int, description="Last year."),
        ],
        responses={
            200: FoundSerializer,
            400: OpenApiResponse(description="A parameter is not what it should be."),
            429: OpenApiResponse(description="Too many requests; Retry-After says how many seconds to wait."),
            503: OpenApiResponse(description="The search took too long and was stopped."),
        },
    )
    def get(self, request: Request) -> Response:
        """Find documents; counts, facets, snippets and order are those of the visitor who asks."""
        wait = rates.seconds_to_wait(request._request)  # noqa: SLF001 DRF's own way to the request of Django
        if wait:
            raise Throttled(wait)
        parameters = ParametersSerializer(data=request.query_params)
        parameters.is_valid(raise_exception=True)
        found = self._found(request, parameters.validated_data)
        return Response(found)

    def _found(self, request: Request, parameters: dict[str, Any]) -> dict[str, Any]:
        visitor = self.visitor
        selection = read_selection(request.query_params.getlist)
        query = parse(parameters["q"])
        page, sort = parameters["page"], parameters["sort"]
        try:
            found = search(visitor, query, selection, page=page, sort=sort, language=get_language() or "en")
        except TooLongError as error:
            raise SearchTooLong from error
        named = Facets(visitor, found.counts, selection, lambda _pairs: "").facets()
        return _as_data(request, found) | {"facets": plain_counts(named, found.counts)}


def _as_data(request: Request, found: Found) -> dict[str, Any]:
    results = [_result(request, hit) for hit in found.hits]
    return {"count": found.count, "page": found.number, "pages": found.last, "results": results}


def _result(request: Request, hit: Hit) -> dict[str, Any]:
    entry = hit.entry
    return {
        "id": entry.identifier,
        "url": request.build_absolute_uri(reverse("archive:document", args=[entry.identifier])),
        "title": entry.title,
        "date": entry.date,
        "volume": entry.where,
        "readable": entry.is_readable,
        "layers": [_layer(layer) for layer in hit.layers],
    }


def _layer(layer: LayerHit) -> dict[str, Any]:
    return {
        "text": layer.slug,
        "kind": layer.kind,
        "language": layer.language,
        "page": layer.leaf,
        "label": layer.label,
        "snippet": layer.snippet.text,
        "marks": [list(span) for span in layer.snippet.spans],
    }
