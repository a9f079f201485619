"""The jobs of this room, and the tabs of the desk that it signs in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.jobs import Job
from annotations.desk_tabs import Tab
from annotations.notifying import send_digests

JOBS = (Job("send_digests", _("News of notes in one mail"), send_digests),)
TABS = (
    Tab("news", _("News"), "annotations:news", 80),
    Tab("reports", _("Reports and appeals"), "annotations:reports", 90),
)
