from django.db import migrations

from ehportal.append_only import MakeAppendOnly


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0001_initial")]

    operations = [
        MakeAppendOnly("Publication"),
        MakeAppendOnly("PublishedFigure"),
        MakeAppendOnly("MeasureSummary"),
    ]
