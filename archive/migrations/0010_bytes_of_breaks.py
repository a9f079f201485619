"""Page breaks know their stretch in bytes, so that the words of a page are cut out without counting letters."""

import django.db.models.expressions
from django.db import migrations, models

_FILL = """
UPDATE archive_pagebreak SET
    byte_start = octet_length(left(archive_textversion.canonical, archive_pagebreak.start)),
    byte_end = octet_length(left(archive_textversion.canonical, archive_pagebreak."end"))
FROM archive_textversion WHERE archive_textversion.id = archive_pagebreak.version_id;
"""


class Migration(migrations.Migration):
    dependencies = [("archive", "0009_neighbours")]

    operations = [
        migrations.AddField(
            model_name="pagebreak",
            name="byte_start",
            field=models.PositiveIntegerField(default=0, verbose_name="start in bytes"),
        ),
        migrations.AddField(
            model_name="pagebreak",
            name="byte_end",
            field=models.PositiveIntegerField(default=0, verbose_name="end in bytes"),
        ),
        # A minute for a hundred thousand pages.
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="pagebreak",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "byte_end__gte",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("byte_start"), "+", models.F("end")
                            ),
                            "-",
                            models.F("start"),
                        ),
                    )
                ),
                name="page_break_bytes",
            ),
        ),
    ]
