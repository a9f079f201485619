"""The words of a page, cut out of the text of its version by the database."""

from __future__ import annotations

from django.db.models import BinaryField, F, Func, TextField, Value


def words_of_break() -> Func:
    """Give the expression of a page break's words.

    To cut a text by letters PostgreSQL counts them from its start, a third of a millisecond where a text is long;
    bytes need no counting. `textsend` gives the bytes of a text as the connection writes them, which is in UTF-8.
    """
    sent = Func(F("version__canonical"), function="textsend", output_field=BinaryField())
    size = F("byte_end") - F("byte_start")
    cut = Func(sent, F("byte_start") + 1, size, function="substr", output_field=BinaryField())
    return Func(cut, Value("UTF8"), function="convert_from", output_field=TextField())
