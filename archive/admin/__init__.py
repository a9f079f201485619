"""The administration's pages of this room, one file per family of models."""

from archive.admin import documents, holdings, images, loads, names, texts, usage, volumes

__all__ = ["documents", "holdings", "images", "loads", "names", "texts", "usage", "volumes"]
