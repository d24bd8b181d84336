from django.core.management import call_command
from django.db import migrations


def create_cache_table(apps, schema_editor):
    """Sign-in attempts are counted in the cache, which every worker must share: a table."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_structure")]

    operations = [migrations.RunPython(create_cache_table, migrations.RunPython.noop)]
