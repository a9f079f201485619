"""Signatures of neighbouring words are made another way; those of before are forgotten until `reindex --stale`."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("archive", "0011_keys_of_lists")]

    operations = [
        # Without one, a page is looked through for a phrase as if there were none: slower, and as right.
        migrations.RunSQL("UPDATE archive_pageindex SET pairs = NULL WHERE pairs IS NOT NULL;", migrations.RunSQL.noop)
    ]
