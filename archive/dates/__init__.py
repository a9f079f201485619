"""Dates of documents: EDTF with sortable bounds, read from attributes and queries, shown with the year."""

from archive.dates.attributes import parse_attributes
from archive.dates.display import display
from archive.dates.historical import (
    Calendar,
    HistoricalDate,
    bounds,
    from_edtf,
    julian_to_gregorian,
    sort_key,
)
from archive.dates.query import parse_query

__all__ = [
    "Calendar",
    "HistoricalDate",
    "bounds",
    "display",
    "from_edtf",
    "julian_to_gregorian",
    "parse_attributes",
    "parse_query",
    "sort_key",
]
