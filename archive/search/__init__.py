"""Search: a query answered for a visitor, documents with the pages on which they answer it."""

from archive.search.comparing import hits
from archive.search.finding import SORTS, Found, Hit, all_found, matching, search
from archive.search.quoting import LayerHit
from archive.search.selection import Selection, read_selection
from archive.search.session import TooLongError, bounded
from archive.search.spelling import across_scripts

__all__ = [
    "SORTS",
    "Found",
    "Hit",
    "LayerHit",
    "Selection",
    "TooLongError",
    "across_scripts",
    "all_found",
    "bounded",
    "hits",
    "matching",
    "read_selection",
    "search",
]
