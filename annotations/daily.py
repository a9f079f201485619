"""What this room signs in elsewhere: its jobs, its tabs of the desk, what it keeps in groups."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.groups import Follower
from accounts.jobs import Job
from annotations.alert_mails import send_due
from annotations.desk_tabs import Tab
from annotations.folders import clone_folders, keep_for_group
from annotations.notifying import send_digests

JOBS = (
    Job("alerts", _("What is new in saved searches and what is watched is mailed"), send_due),
    Job("send_digests", _("News of notes in one mail"), send_digests),
)
TABS = (
    Tab("alerts", _("Saved searches"), "annotations:alerts", 60),
    Tab("notes", _("Notes and bookmarks"), "annotations:desk", 10),
    Tab("drafts", _("Drafts"), "annotations:drafts", 15),
    Tab("unattached", _("Unattached notes"), "annotations:unattached", 20),
    Tab("tags", _("Tags"), "annotations:tags", 30),
    Tab("groups", _("Groups"), "accounts:groups", 50),
    Tab("bring", _("Take away, bring back"), "annotations:bring", 70),
    Tab("folders", _("Folders"), "annotations:folders", 40),
    Tab("profile", _("Public profile"), "annotations:profile", 95),
    Tab("news", _("News"), "annotations:news", 80),
    Tab("reports", _("Reports and appeals"), "annotations:reports", 90),
)
FOLLOWER = Follower("folders", clone_folders, keep_for_group)
