"""The search index: narrow rows that hang on documents and page breaks, and the words in them; see `archive.indexing`.

Vectors are kept out of line (`toast_tuple_target`), so that a scan of many rows reads few pages.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
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


def _key(*columns: str) -> models.Func:
    """Write a number for the values of some lists together: 64 bits of hash, which the database computes.

    Of ids, none is 0, so that it parts the lists; the hash of an empty list would not depend on its neighbours.
    """
    template = "hash_array_extended(%(expressions)s, 0)"
    number = models.BigIntegerField()
    return models.Func(*columns, template=template, arg_joiner=" || ARRAY[0] || ", output_field=number)


class DocumentIndex(models.Model):
    """What finds a document: its record, all words of its published texts, and what it is counted under.

    Weights in `record`: A titles, B description, C people and places in every spelling, D numbers, shelf-marks and the
    rest. `words` has no places. `has` is a sum of `Has`; `years` is none or the first and the last; people and
    places are ids of names. `score` orders documents among which words alone cannot choose. Counting puts documents
    together by `languages_key` and `names_key`, as comparing lists is slow.
    """

    class Has(models.IntegerChoices):
        """What there is to read."""

        IMAGE = 1, _("page images")
        TRANSCRIPTION = 2, _("transcription")
        TRANSLATION = 4, _("translation")

    document = models.OneToOneField(
        Document, verbose_name=_("document"), on_delete=models.CASCADE, primary_key=True, related_name="index"
    )
    record = SearchVectorField(_("record"))
    words = SearchVectorField(_("words"))
    analyser = models.CharField(_("analyser's version"), max_length=80)
    score = models.SmallIntegerField(_("score"), default=0, db_default=0)
    has = models.SmallIntegerField(_("what there is"), default=0, db_default=0)
    volume = models.IntegerField(_("volume"), null=True)
    fond = models.IntegerField(_("fond"), null=True)
    first_year = models.SmallIntegerField(_("first year"), null=True)
    last_year = models.SmallIntegerField(_("last year"), null=True)
    languages = ArrayField(models.CharField(max_length=20), verbose_name=_("languages"), default=list, db_default=[])
    authors = ArrayField(models.IntegerField(), verbose_name=_("authors"), default=list, db_default=[])
    recipients = ArrayField(models.IntegerField(), verbose_name=_("recipients"), default=list, db_default=[])
    places = ArrayField(models.IntegerField(), verbose_name=_("places"), default=list, db_default=[])

    languages_key = models.GeneratedField(
        expression=_key("languages"), output_field=models.BigIntegerField(), db_persist=True
    )
    names_key = models.GeneratedField(
        expression=_key("authors", "recipients", "places"), output_field=models.BigIntegerField(), db_persist=True
    )

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
    """The words of one page of one text (its id in `text`); those of its notes have weight B.

    `pairs` is a signature of neighbouring words (`archive.words.adjacency`); none where it is not known.
    """

    page_break = models.OneToOneField(
        PageBreak, verbose_name=_("page"), on_delete=models.CASCADE, primary_key=True, related_name="index"
    )
    document = models.ForeignKey(Document, verbose_name=_("document"), on_delete=models.CASCADE, related_name="+")
    text = models.BigIntegerField(_("text"))
    words = SearchVectorField(_("words"))
    pairs = models.BinaryField(_("neighbours"), null=True)
    analyser = models.CharField(_("analyser's version"), max_length=80)

    class Meta:
        verbose_name = _("index of a page")
        verbose_name_plural = _("index of pages")
        indexes: ClassVar[list[models.Index]] = [GinIndex(fields=["words"], name="page_index_words")]

    def __str__(self) -> str:
        return str(self.page_break_id)


class FrequentWords(models.Model):
    """A choice of lexemes that stand on a large part of all pages; where two are neighbours, the page tells it.

    Pages bear the mark of the choice they were written with, the latest at that time (`archive.frequent_words`).
    `is_ready` from when all pages bear such a mark.
    """

    lexemes = ArrayField(models.CharField(max_length=250), verbose_name=_("lexemes"), default=list, db_default=[])
    is_ready = models.BooleanField(_("in use"), default=False)
    chosen_at = models.DateTimeField(_("chosen"), auto_now_add=True)

    class Meta:
        verbose_name = _("choice of frequent words")
        verbose_name_plural = _("choices of frequent words")

    def __str__(self) -> str:
        return str(self.pk)


class WordForm(models.Model):
    """A form of a word as it stands in texts and records, folded; the bridge from one script to the other.

    `lexemes` are what the index has it under, in whatever language. A form seen with a capital may be a name and
    has `keys`, the skeletons it shares with its other spellings.
    """

    word = models.CharField(_("word"), max_length=60, primary_key=True)
    lexemes = ArrayField(models.CharField(max_length=250), verbose_name=_("lexemes"), default=list, db_default=[])
    keys = ArrayField(models.CharField(max_length=250), verbose_name=_("skeletons"), default=list, db_default=[])
    is_capital = models.BooleanField(_("seen with a capital"), default=False)
    is_small = models.BooleanField(_("seen without a capital"), default=False)

    class Meta:
        verbose_name = _("form of a word")
        verbose_name_plural = _("forms of words")
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["keys"], name="word_form_keys"),
            GinIndex(fields=["word"], name="word_form_trigram", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.word
