"""The table of addresses: what belongs to no room, then the rooms from the top down."""

from django.contrib import admin
from django.urls import include, path

from config.health import health

urlpatterns = [
    path("health/", health, name="health"),
    path("admin/", admin.site.urls),
    path("account/", include("allauth.urls")),
    path("api/v1/", include("config.api")),
    path("", include("accounts.urls")),
    path("", include("annotations.urls")),
    path("", include("archive.urls")),
]

handler500 = "config.errors.server_error"
