"""The table of addresses of what readers add; those of notes are permanent."""

from django.urls import path

from annotations.api.lists import AllDoor, DocumentDoor, GroupDoor, MineDoor, VolumeDoor
from annotations.api.notes import NoteDoor

app_name = "annotations"

urlpatterns = [
    path("annotations/", AllDoor.as_view(), name="container"),
    path("annotations/mine/", MineDoor.as_view(), name="mine"),
    path("annotations/groups/<slug:slug>/", GroupDoor.as_view(), name="group"),
    path("annotations/volumes/<str:slug>/", VolumeDoor.as_view(), name="volume"),
    path("annotations/documents/<str:identifier>/", DocumentDoor.as_view(), name="document"),
    path("annotations/<uuid:key>/", NoteDoor.as_view(), name="note"),
]
