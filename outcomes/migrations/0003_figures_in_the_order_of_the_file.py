"""On PostgreSQL, keeps the series of figures in the order in which the open data gives them.

There nothing stands after everything by default, so that everybody's figures, which have no group,
would follow the groups'; SQLite has them first. With the last publication of a figure first, its
last version is found without reading on. Models cannot say so: SQLite refuses NULLS FIRST.
"""

from django.db import migrations

TABLE = "outcomes_publishedfigure"
OF_THE_FILE = "measure_id, category_id NULLS FIRST, place_id, period_id, publication_id DESC"
AS_DECLARED = "measure_id, category_id, place_id, period_id, publication_id"


def rebuild(schema_editor, columns):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX figure_series")
        schema_editor.execute(f"CREATE INDEX figure_series ON {TABLE} ({columns})")


def forwards(apps, schema_editor):
    rebuild(schema_editor, OF_THE_FILE)


def backwards(apps, schema_editor):
    rebuild(schema_editor, AS_DECLARED)


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0002_first_statistical_rules")]

    operations = [migrations.RunPython(forwards, backwards)]
