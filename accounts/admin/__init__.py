"""The administration's pages of this room, one file per family of models."""

from accounts.admin import audit, contracts, groups, institutions, people, subscriptions, work

__all__ = ["audit", "contracts", "groups", "institutions", "people", "subscriptions", "work"]
