"""Signatures of neighbouring words beside the vectors of pages; long values are kept as they are, not compressed."""

from django.db import migrations, models

_LONG = (
    ("archive_pageindex", "words"),
    ("archive_documentindex", "words"),
    ("archive_documentindex", "record"),
    ("archive_textversion", "canonical"),
)


class Migration(migrations.Migration):
    dependencies = [("archive", "0008_index_rows_in_place")]

    operations = [
        migrations.AddField(
            model_name="pageindex",
            name="pairs",
            field=models.BinaryField(null=True, verbose_name="neighbours"),
        ),
        # Read for tens of thousands of rows whose vectors are not read: it stays in the row.
        migrations.RunSQL(
            "ALTER TABLE archive_pageindex ALTER COLUMN pairs SET STORAGE PLAIN;",
            "ALTER TABLE archive_pageindex ALTER COLUMN pairs SET STORAGE EXTENDED;",
        ),
        # A vector hardly shrinks and is read in full to be matched; of a text mostly a page is wanted.
        migrations.RunSQL(
            "".join(f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE EXTERNAL;" for table, column in _LONG),
            "".join(f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE EXTENDED;" for table, column in _LONG),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                fields=["id"],
                include=("state", "audience", "public_from", "owner", "group", "product"),
                name="document_lock",
            ),
        ),
    ]
