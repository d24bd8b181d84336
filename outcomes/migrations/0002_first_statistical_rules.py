from datetime import UTC, date, datetime

from django.db import migrations

BY = "Came with the portal; the partnership may choose others"
RECORDED = datetime(2026, 11, 26, tzinfo=UTC)
RULES: list[dict[str, object]] = [
    {
        "version": "xmr-1",
        "name": "National form of November 2023",
        "two_sigma": "all_beyond_2_sigma",
        "in_force_from": date(2020, 4, 1),
        "reason": "Runs and trends of 7, and points beyond three sigma count in two of three, as "
        "NHS boards read their charts.",
    },
    {
        "version": "xmr-0",
        "name": "Earlier form, as in NHSRplotthedots",
        "two_sigma": "between_2_and_3_sigma_only",
        "in_force_from": None,
        "reason": "Kept to compare with charts that other partners make with that package.",
    },
]


def add(apps, schema_editor):
    rules = apps.get_model("outcomes", "StatisticalRules")
    stored = rules.objects.using(schema_editor.connection.alias)
    for row in RULES:
        if stored.filter(version=row["version"]).exists():
            continue  # the migration ran before: rows of this table are never deleted
        stored.create(
            **row,
            approved_by="Came with the portal; the partnership may choose others",
            recorded_at=RECORDED,
        )


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0001_framework_and_figures")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
