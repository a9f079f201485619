"""The table of addresses of the API, first version."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from archive.api import SearchView

urlpatterns = [
    path("search/", SearchView.as_view(), name="api-search"),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
]
