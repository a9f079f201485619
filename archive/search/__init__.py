"""Search: a query answered for a visitor, documents with the pages on which they answer it."""

from archive.search.finding import Found, Hit, LayerHit, search

__all__ = ["Found", "Hit", "LayerHit", "search"]
