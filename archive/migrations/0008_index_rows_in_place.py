"""Leaves room beside the narrow rows of the search index."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("archive", "0007_name_merges")]

    operations = [
        # What a document is counted under is written after its words, and changes oftener than they do. With room on
        # the same page PostgreSQL changes the row in place and does not enter all its words anew.
        migrations.RunSQL(
            "ALTER TABLE archive_documentindex SET (fillfactor = 40);",
            "ALTER TABLE archive_documentindex RESET (fillfactor);",
        ),
    ]
