import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0005_place_of_upload"),
    ]

    operations = [
        migrations.CreateModel(
            name="WordForm",
            fields=[
                ("word", models.CharField(max_length=60, primary_key=True, serialize=False, verbose_name="word")),
                (
                    "lexemes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=250),
                        db_default=[],
                        default=list,
                        size=None,
                        verbose_name="lexemes",
                    ),
                ),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=250),
                        db_default=[],
                        default=list,
                        size=None,
                        verbose_name="skeletons",
                    ),
                ),
                ("is_capital", models.BooleanField(default=False, verbose_name="seen with a capital")),
                ("is_small", models.BooleanField(default=False, verbose_name="seen without a capital")),
            ],
            options={
                "verbose_name": "form of a word",
                "verbose_name_plural": "forms of words",
            },
        ),
        migrations.AddField(
            model_name="documentindex",
            name="authors",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.IntegerField(), db_default=[], default=list, size=None, verbose_name="authors"
            ),
        ),
        migrations.AddField(
            model_name="documentindex",
            name="first_year",
            field=models.SmallIntegerField(null=True, verbose_name="first year"),
        ),
        migrations.AddField(
            model_name="documentindex",
            name="fond",
            field=models.IntegerField(null=True, verbose_name="fond"),
        ),
        migrations.AddField(
            model_name="documentindex",
            name="has",
            field=models.SmallIntegerField(db_default=0, default=0, verbose_name="what there is"),
        ),
        migrations.AddField(
            model_name="documentindex",
            name="languages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20),
                db_default=[],
                default=list,
                size=None,
                verbose_name="languages",
            ),
        ),
        migrations.AddField(
            model_name="documentindex",
            name="last_year",
            field=models.SmallIntegerField(null=True, verbose_name="last year"),
        ),
        migrations.AddField(
            model_name="documentindex",
            name="places",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.IntegerField(), db_default=[], default=list, size=None, verbose_name="places"
            ),
        ),
        migrations.AddField(
            model_name="documentindex",
            name="recipients",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.IntegerField(), db_default=[], default=list, size=None, verbose_name="recipients"
            ),
        ),
        migrations.AddField(
            model_name="documentindex",
            name="score",
            field=models.SmallIntegerField(db_default=0, default=0, verbose_name="score"),
        ),
        migrations.AddField(
            model_name="documentindex",
            name="volume",
            field=models.IntegerField(null=True, verbose_name="volume"),
        ),
        migrations.AddField(
            model_name="pageindex",
            name="text",
            field=models.BigIntegerField(null=True, verbose_name="text"),
        ),
        migrations.RunSQL(
            "UPDATE archive_pageindex AS target SET text = version.text_id FROM archive_pagebreak AS page "
            "JOIN archive_textversion AS version ON version.id = page.version_id WHERE page.id = target.page_break_id",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="pageindex",
            name="text",
            field=models.BigIntegerField(verbose_name="text"),
        ),
        migrations.AddIndex(
            model_name="text",
            index=models.Index(
                condition=models.Q(("state", "published"), _negated=True), fields=["document"], name="text_unpublished"
            ),
        ),
        migrations.AddIndex(
            model_name="wordform",
            index=django.contrib.postgres.indexes.GinIndex(fields=["keys"], name="word_form_keys"),
        ),
        migrations.AddIndex(
            model_name="wordform",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["word"], name="word_form_trigram", opclasses=["gin_trgm_ops"]
            ),
        ),
        # Rows of the index are scanned by the thousand and their vectors read by the dozen: keep vectors out of line.
        migrations.RunSQL(
            "ALTER TABLE archive_documentindex SET (toast_tuple_target = 256); "
            "ALTER TABLE archive_pageindex SET (toast_tuple_target = 128);",
            "ALTER TABLE archive_documentindex RESET (toast_tuple_target); "
            "ALTER TABLE archive_pageindex RESET (toast_tuple_target);",
        ),
    ]
