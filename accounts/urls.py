"""The table of addresses of people's own pages; signing in and out is allauth's."""

from django.urls import path

from accounts.views.preferences import preferences
from accounts.views.tokens import tokens

app_name = "accounts"

urlpatterns = [
    path("preferences/", preferences, name="preferences"),
    path("tokens/", tokens, name="tokens"),
]
