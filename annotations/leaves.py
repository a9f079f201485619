"""Which notes are on which leaves of a document."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q

from annotations.models import Anchor
from archive.models import PageBreak


def in_leaves(first: int, last: int) -> Q:
    """Give the query for notes on leaves, on words there in current versions, on the whole document, and replies.

    Words that stand nowhere now are counted to the page they were on.
    """
    breaks = PageBreak.objects.filter(version=OuterRef("version"), leaf__gte=first, leaf__lte=last)
    here = Exists(breaks.filter(start__lt=OuterRef("end"), end__gt=OuterRef("start")))
    anchors = Anchor.objects.filter(annotation=OuterRef("pk"), version=OuterRef("text__current"), start__isnull=False)
    on_page = Q(page__order__gte=first, page__order__lte=last)
    is_current = Q(version=F("text__current"))
    words = (is_current & here) | (~is_current & (Exists(anchors.filter(here)) | (~Exists(anchors) & on_page)))
    return Q(on__in=("document", "note")) | (Q(on__in=("page", "region")) & on_page) | (Q(on="words") & words)
