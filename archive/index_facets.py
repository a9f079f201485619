"""What a document is counted under in search: read from its rows and written beside its words."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

# Texts that are not published, pages that are withdrawn and names that are merely mentioned count for nothing. The
# score puts documents before front matter, and what is complete before what is bare.
_REFRESH = """
UPDATE archive_documentindex AS target SET
    volume = found.volume_id, fond = found.fond, first_year = found.first_year, last_year = found.last_year,
    languages = found.languages, authors = found.authors, recipients = found.recipients, places = found.places,
    has = found.image + found.transcription + found.translation,
    score = found.proper + 15 * (found.transcription / 2 + found.translation / 4) + 10 * found.image
        + 5 * (cardinality(found.authors) > 0)::int + least(15, floor(4 * ln(1 + found.page_count)))
FROM (
    SELECT document.id, document.volume_id, document.page_count,
        40 * (document.kind = 'document')::int AS proper,
        CASE 'fond' WHEN unit.level THEN unit.id WHEN above.level THEN above.id ELSE above.parent_id END AS fond,
        extract(year FROM document.earliest)::int AS first_year, extract(year FROM document.latest)::int AS last_year,
        EXISTS (
            SELECT FROM archive_page page
            WHERE page.document_id = document.id AND page.state = 'published' AND page.image_id IS NOT NULL
        )::int AS image,
        2 * COALESCE(texts.transcription, false)::int AS transcription,
        4 * COALESCE(texts.translation, false)::int AS translation,
        COALESCE(texts.languages, '{}') AS languages,
        COALESCE(roles.authors, '{}') AS authors, COALESCE(roles.recipients, '{}') AS recipients,
        COALESCE(roles.places, '{}') AS places
    FROM archive_document document
    LEFT JOIN archive_archivalunit unit ON unit.id = document.unit_id
    LEFT JOIN archive_archivalunit above ON above.id = unit.parent_id
    LEFT JOIN LATERAL (
        SELECT bool_or(kind = 'transcription') AS transcription, bool_or(kind = 'translation') AS translation,
            array_agg(DISTINCT language) FILTER (WHERE language <> '') AS languages
        FROM archive_text WHERE document_id = document.id AND state = 'published' AND current_id IS NOT NULL
    ) texts ON true
    LEFT JOIN LATERAL (
        SELECT array_agg(name_id) FILTER (WHERE role = 'author') AS authors,
            array_agg(name_id) FILTER (WHERE role = 'recipient') AS recipients,
            array_agg(name_id) FILTER (WHERE role = 'place') AS places
        FROM archive_namerole WHERE document_id = document.id AND role <> 'mentioned'
    ) roles ON true
    WHERE document.id = ANY(%s)
) found
WHERE target.document_id = found.id
"""


def refresh_facets(documents: Sequence[int]) -> None:
    """Bring what indexed documents are counted under up to date with their texts, pages, names, date and place."""
    if documents:
        with connection.cursor() as cursor:
            cursor.execute(_REFRESH, [list(documents)])
