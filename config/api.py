"""The table of addresses of the API, version 1: what programs may read, and its description."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from annotations.api.folders import FoldersDoor, ItemDoor, ItemsDoor, OneFolderDoor
from archive.api.documents import DocumentDoor, DocumentsDoor, TextDoor
from archive.api.search import SearchView

app_name = "api"

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("search/", SearchView.as_view(), name="search"),
    path("folders/", FoldersDoor.as_view(), name="folders"),
    path("folders/<uuid:key>/", OneFolderDoor.as_view(), name="folder"),
    path("folders/<uuid:key>/items/", ItemsDoor.as_view(), name="folder-items"),
    path("folders/<uuid:key>/items/<int:item>/", ItemDoor.as_view(), name="folder-item"),
    path("documents/", DocumentsDoor.as_view(), name="documents"),
    path("documents/<str:identifier>/", DocumentDoor.as_view(), name="document"),
    path("documents/<str:identifier>/texts/<str:slug>/", TextDoor.as_view(), name="text"),
]
