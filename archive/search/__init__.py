"""Search: a query answered for a visitor, documents with the pages on which they answer it."""

from archive.search.finding import Found, Hit, search
from archive.search.quoting import LayerHit

__all__ = ["Found", "Hit", "LayerHit", "search"]
