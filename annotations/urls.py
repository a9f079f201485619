"""The table of addresses of what readers add."""

from django.urls import path

from annotations.views.groups import group

app_name = "annotations"

urlpatterns = [
    path("groups/<slug:slug>/", group, name="group_page"),
]
