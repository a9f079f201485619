"""Documents are put together for counting by a number for their languages and one for their names."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0010_bytes_of_breaks"),
    ]

    operations = [
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
    ]
