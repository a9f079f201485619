"""Counts what was found under every facet in one statement, and gives the candidates for ranking with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Written = tuple[str, Sequence[Any]]

MOST_SHOWN = 12
# A document of many years is counted in each, up to so many.
LONGEST_SPAN = 50

_COLUMNS = (
    "pk", "is_readable", "index__score", "index__has", "index__volume", "index__fond", "index__first_year",
    "index__last_year", "index__languages_key", "index__names_key",
)  # fmt: skip
_ROW = "id, is_readable, score, has, volume, fond, first_year, last_year, languages_key, names_key, is_named, is_record"

# One materialised set, put together from three sides in one pass, by numbers alone; the lists behind their keys are
# looked up in the row of one document. Values of a facet are cut to the most frequent ones.
_SIDES = {
    "groups": ("has", "is_readable", "volume", "fond", "languages_key"), "years": ("first_year", "last_year"),
    "names": ("names_key",),
}  # fmt: skip
_COUNTED = [column for columns in _SIDES.values() for column in columns]
_SETS = ", ".join("(" + ", ".join(columns) + ")" for columns in _SIDES.values())
_LISTED = ", ".join(_COUNTED)
_GROUPED = (
    f"grouped AS MATERIALIZED (SELECT grouping({_LISTED}) AS side, {_LISTED}, count(*) AS same, min(id) AS one "  # noqa: S608 columns
    f"FROM found GROUP BY GROUPING SETS ({_SETS}))"
)
_LISTS = (
    "lists AS MATERIALIZED (SELECT side, same, languages, authors AS author, recipients AS recipient, places AS place "
    "FROM grouped JOIN archive_documentindex ON document_id = one WHERE side IN ({groups}, {names}))"
)
_SINGLE = (
    "(SELECT '{name}', {name}::text, sum(same)::bigint FROM grouped WHERE side = {side} AND {name} IS NOT NULL "
    "GROUP BY {name} ORDER BY 3 DESC, 2 LIMIT {most})"
)
_MANY = (
    "(SELECT '{name}', value::text, sum(same)::bigint FROM lists, unnest({column}) AS value WHERE side = {side} "
    "GROUP BY value ORDER BY 3 DESC, 2 LIMIT {most})"
)
_YEARS = (
    "(SELECT 'year', year::text, sum(same)::bigint FROM grouped, "
    "generate_series(first_year, least(last_year, first_year + {span})) AS year WHERE side = {side} GROUP BY year)"
)
_TOTAL = "(SELECT {value}, coalesce(sum(same), 0)::bigint FROM grouped WHERE side = {side} AND {which})"
_TOTALS = {
    "'all', ''": "true",
    "'access', 'mine'": "is_readable",
    "'has', 'image'": "has & 1 > 0",
    "'has', 'transcription'": "has & 2 > 0",
    "'has', 'translation'": "has & 4 > 0",
}
_MANY_VALUED = {"language": "languages", "author": "author", "recipient": "recipient", "place": "place"}
_NOTES = "(SELECT 'has', 'notes', count(*) FROM found WHERE id IN ({noted}))"
_CANDIDATES = (
    "(SELECT 'candidate ' || is_named::int || is_record::int, id::text, score FROM found "
    "ORDER BY (is_named::int * 2 + is_record::int) * 65536 + score DESC, found.id LIMIT %s)"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that may be ranked: named outright by the query, found by its record, and its standing score."""

    pk: int
    is_named: bool
    is_record: bool
    score: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were found, values of each facet with their counts (the most frequent first), the best candidates."""

    count: int = 0
    facets: Mapping[str, list[tuple[str, int]]] = field(default_factory=dict)
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Sets:
    """Ids of documents, whether or not they are found: `named` and `record` stand before others, `noted` have notes.

    Each is a statement with its parameters, "" for none.
    """

    named: Written = ("", ())
    record: Written = ("", ())
    noted: Written = ("", ())


def counted(documents: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Give of documents that `findable_by` let through what they are counted by."""
    return documents.order_by().values_list(*_COLUMNS)


def count(documents: Written, sets: Sets, candidates: int) -> Counts:
    """Count what `counted` gives, and give as many of the documents as may be ranked."""
    found, parameters = documents
    if not found:
        return Counts()
    flags: list[str] = []
    more: list[Any] = []
    for sql, values in (sets.named, sets.record):
        flags.append(f"inner_found.id IN ({sql})" if sql else "false")
        more += values
    names = _ROW.removesuffix(", is_named, is_record")
    lists = _LISTS.format(groups=_side("groups"), names=_side("names"))
    # Written by the query compiler, every value a parameter of its own.
    matched = (
        f"WITH found ({_ROW}) AS MATERIALIZED (SELECT inner_found.*, {flags[0]}, {flags[1]} "  # noqa: S608
        f"FROM ({found}) AS inner_found ({names})), {_GROUPED}, {lists} "
    )
    noted, with_notes = sets.noted
    parts = [
        *_facets(),
        *([_NOTES.format(noted=noted)] if noted else []),
        *([_CANDIDATES] if candidates else []),
    ]
    given = [*more, *parameters, *with_notes, *([candidates] if candidates else [])]
    with connection.cursor() as cursor:
        cursor.execute(matched + " UNION ALL ".join(parts), given)
        return _read(cursor.fetchall())


def _facets() -> list[str]:
    totals = [_TOTAL.format(value=value, which=which, side=_side("groups")) for value, which in _TOTALS.items()]
    single = [_SINGLE.format(name=name, side=_side("groups"), most=MOST_SHOWN) for name in ("volume", "fond")]
    many = [
        _MANY.format(name=name, column=column, side=_side("groups" if name == "language" else "names"), most=MOST_SHOWN)
        for name, column in _MANY_VALUED.items()
    ]
    return [*totals, *single, *many, _YEARS.format(span=LONGEST_SPAN, side=_side("years"))]


def _side(name: str) -> int:
    """Give what `grouping` says of a side: a bit for every column that it is not counted by, the last the lowest."""
    bits = "".join("0" if column in _SIDES[name] else "1" for column in _COUNTED)
    return int(bits, 2)


def as_written(rows: QuerySet[Any] | None) -> Written:
    """Give the statement of a query with its parameters, "" for none and for one that can find nothing."""
    if rows is None:
        return "", ()
    try:
        sql, parameters = rows.query.sql_with_params()
    except EmptyResultSet:
        return "", ()
    return sql, parameters


def _read(rows: list[tuple[str, str, int]]) -> Counts:
    facets: dict[str, list[tuple[str, int]]] = defaultdict(list)
    years: dict[str, int] = defaultdict(int)
    candidates = []
    total = 0
    for kind, value, number in rows:
        if kind.startswith("candidate"):
            candidates.append(Candidate(int(value), kind[-2] == "1", kind[-1] == "1", number))
        elif kind == "all":
            total = number
        elif kind == "year":
            years[value] += number
        elif number:
            facets[kind].append((value, number))
    facets["year"] = sorted(years.items(), key=lambda row: int(row[0]))
    return Counts(total, facets, tuple(candidates))
