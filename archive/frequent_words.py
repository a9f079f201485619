"""Chooses the words that are frequent in this archive, and tells which choices its pages may have been written with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import connection

from archive.models import FrequentWords as Choice
from archive.models import PageIndex
from archive.words.frequent import UNKNOWN, FrequentWords, is_word

SHARE = 0.08
"""Of all pages, on how many a word stands that is frequent."""
FEWEST_PAGES = 5_000
"""No word that stands on fewer pages is frequent: to sift these takes no time."""
LONGEST_LOAD = timedelta(weeks=1)
"""No load that is on its way when a choice is made began so long before."""


def choose() -> Choice:
    """Choose the frequent words by what PostgreSQL knows of the pages; who writes pages from now on writes with them.

    Reads a sample of the pages: some seconds.
    """
    table = PageIndex._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {table} (words)")
        cursor.execute(
            "SELECT lexeme FROM pg_stats JOIN pg_class ON oid = %s::regclass, "
            "unnest(most_common_elems::text::text[], most_common_elem_freqs) AS common (lexeme, share) "
            "WHERE schemaname = relnamespace::regnamespace::text AND tablename = relname AND attname = 'words' "
            # Behind the shares stand the least and the greatest of them, which are of no word.
            "AND lexeme IS NOT NULL AND share >= %s AND share * reltuples >= %s ORDER BY lexeme",
            [table, SHARE, FEWEST_PAGES],
        )
        return Choice.objects.create(lexemes=[lexeme for (lexeme,) in cursor if is_word(lexeme)])


def newest() -> FrequentWords:
    """Give the choice that pages are written with now."""
    choice = Choice.objects.order_by("-pk").first()
    return FrequentWords(choice.pk, frozenset(choice.lexemes)) if choice else UNKNOWN


def take_into_use(number: int) -> None:
    """Note that all pages were written with a choice, but those of loads that had begun before it was made.

    Forgets the choices that no such load can have begun with.
    """
    choice = Choice.objects.get(pk=number)
    settled = Choice.objects.filter(chosen_at__lt=choice.chosen_at - LONGEST_LOAD).order_by("-pk").first()
    if settled:
        Choice.objects.filter(pk__lt=settled.pk).delete()
    Choice.objects.filter(pk=number).update(is_ready=True)


def in_use() -> Sequence[FrequentWords]:
    """Give all choices that pages may have been written with, none while there may be pages without a mark."""
    choices = list(Choice.objects.order_by("pk"))
    is_ready = any(choice.is_ready for choice in choices)
    return [FrequentWords(choice.pk, frozenset(choice.lexemes)) for choice in choices] if is_ready else []
