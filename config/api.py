"""The table of the small API, version 1: what programs may read, and its description."""

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView

from archive.api import DocumentDoor, DocumentsDoor, TextDoor

app_name = "api"

urlpatterns = [
    path("openapi.json", SpectacularJSONAPIView.as_view(), name="schema"),
    path("documents/", DocumentsDoor.as_view(), name="documents"),
    path("documents/<str:identifier>/", DocumentDoor.as_view(), name="document"),
    path("documents/<str:identifier>/texts/<str:slug>/", TextDoor.as_view(), name="text"),
]
