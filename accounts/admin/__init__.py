"""The administration's pages of this room, one file per family of models; and the name over all of them."""

from django.conf import settings
from django.contrib import admin

from accounts.admin import audit, contracts, groups, institutions, people, subscriptions, work

admin.site.site_header = admin.site.site_title = settings.SITE_NAME

__all__ = ["audit", "contracts", "groups", "institutions", "people", "subscriptions", "work"]
