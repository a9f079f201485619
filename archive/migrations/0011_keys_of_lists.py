"""Documents are put together for counting by a number for their languages and one for their names."""

from django.db import migrations, models

# Both at once: each statement writes the table anew.
_ADD = (
    "ALTER TABLE archive_documentindex "
    "ADD COLUMN languages_key bigint GENERATED ALWAYS AS (hash_array_extended(languages, 0)) STORED, "
    "ADD COLUMN names_key bigint GENERATED ALWAYS AS "
    "(hash_array_extended(authors || ARRAY[0] || recipients || ARRAY[0] || places, 0)) STORED;"
)
_DROP = "ALTER TABLE archive_documentindex DROP COLUMN languages_key, DROP COLUMN names_key;"


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0010_bytes_of_breaks"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(_ADD, _DROP)],
            [
                migrations.AddField(
                    model_name="documentindex",
                    name="languages_key",
                    field=models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            "languages",
                            arg_joiner=" || ARRAY[0] || ",
                            output_field=models.BigIntegerField(),
                            template="hash_array_extended(%(expressions)s, 0)",
                        ),
                        output_field=models.BigIntegerField(),
                    ),
                ),
                migrations.AddField(
                    model_name="documentindex",
                    name="names_key",
                    field=models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            "authors",
                            "recipients",
                            "places",
                            arg_joiner=" || ARRAY[0] || ",
                            output_field=models.BigIntegerField(),
                            template="hash_array_extended(%(expressions)s, 0)",
                        ),
                        output_field=models.BigIntegerField(),
                    ),
                ),
            ],
        )
    ]
