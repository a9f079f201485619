"""The search index: narrow rows that hang on documents and page breaks, filled by `archive.indexing`."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

from archive.models.documents import Document
from archive.models.texts import PageBreak


@SearchVectorField.register_lookup
class Matches(models.Lookup):
    """`words__matches`: the vector holds what a tsquery, written as text, asks for; no dictionary is consulted."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Write `vector @@ text::tsquery`."""
        left, params = self.process_lhs(compiler, connection)
        return f"{left} @@ %s::tsquery", (*params, self.rhs)


class DocumentIndex(models.Model):
    """What finds a document as a record: titles, people, shelf-mark, identifier; and all its words for facets."""

    document = models.OneToOneField(
        Document, verbose_name=_("document"), on_delete=models.CASCADE, primary_key=True, related_name="index"
    )
    record = SearchVectorField(_("record"))
    words = SearchVectorField(_("words"))
    analyser = models.CharField(_("analyser's version"), max_length=80)

    class Meta:
        verbose_name = _("index of a document")
        verbose_name_plural = _("index of documents")
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["record"], name="document_index_record"),
            GinIndex(fields=["words"], name="document_index_words"),
        ]

    def __str__(self) -> str:
        return str(self.document_id)


class PageIndex(models.Model):
    """The words of one page of one text."""

    page_break = models.OneToOneField(
        PageBreak, verbose_name=_("page"), on_delete=models.CASCADE, primary_key=True, related_name="index"
    )
    document = models.ForeignKey(Document, verbose_name=_("document"), on_delete=models.CASCADE, related_name="+")
    words = SearchVectorField(_("words"))
    analyser = models.CharField(_("analyser's version"), max_length=80)

    class Meta:
        verbose_name = _("index of a page")
        verbose_name_plural = _("index of pages")
        indexes: ClassVar[list[models.Index]] = [GinIndex(fields=["words"], name="page_index_words")]

    def __str__(self) -> str:
        return str(self.page_break_id)
