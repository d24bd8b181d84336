from django.db import migrations

from ehportal.append_only import MakeAppendOnly


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial")]

    operations = [MakeAppendOnly("Event")]
