"""Doors: one file per kind of visit."""
