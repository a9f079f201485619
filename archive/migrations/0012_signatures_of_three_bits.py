"""Signatures of neighbouring words are made another way; those of before are forgotten until `manage.py reindex`."""

from django.db import migrations

# Without one, a page is looked through for a phrase as if there were none: slower, and as right. A signature made the
# other way would deny phrases that are there, so going back forgets them too. A new column is made at once; an update of
# every row would enter all words into their index again.
_FORGET = (
    "ALTER TABLE archive_pageindex DROP COLUMN pairs; "
    "ALTER TABLE archive_pageindex ADD COLUMN pairs bytea; "
    "ALTER TABLE archive_pageindex ALTER COLUMN pairs SET STORAGE PLAIN;"
)


class Migration(migrations.Migration):
    dependencies = [("archive", "0011_keys_of_lists")]

    operations = [migrations.RunSQL(_FORGET, _FORGET)]
