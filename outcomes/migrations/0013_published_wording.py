import django.db.models.deletion
from django.db import migrations, models

from ehportal.append_only import MakeAppendOnly


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0012_first_statistical_rules")]

    operations = [
        migrations.CreateModel(
            name="PublishedWording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.JSONField()),
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wording",
                        to="outcomes.publication",
                    ),
                ),
            ],
            options={"ordering": ["publication"]},
        ),
        MakeAppendOnly("PublishedWording"),
    ]
