"""Choices of words so frequent that pages tell which of them are neighbours; none until `manage.py reindex`."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0012_signatures_of_three_bits")]

    operations = [
        migrations.CreateModel(
            name="FrequentWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("is_ready", models.BooleanField(default=False, verbose_name="in use")),
                ("chosen_at", models.DateTimeField(auto_now_add=True, verbose_name="chosen")),
            ],
            options={
                "verbose_name": "choice of frequent words",
                "verbose_name_plural": "choices of frequent words",
            },
        ),
    ]
