"""What periods and approved submissions meant before figures were approved one by one."""

from __future__ import annotations

from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def fill(apps, schema_editor):
    """Handing in ended with the period, and a submission was approved as a whole."""
    here = schema_editor.connection.alias
    period = apps.get_model("outcomes", "Period")
    period.objects.using(here).filter(entries_close_on=None).update(entries_close_on=F("closes_on"))
    submission = apps.get_model("outcomes", "Submission")
    reviewed = submission.objects.using(here).filter(pk=OuterRef("submission_id"))
    observation = apps.get_model("outcomes", "Observation")
    approved = observation.objects.using(here).filter(submission__status="approved")
    approved.filter(approved_at=None).update(
        approved_at=Subquery(reviewed.values("reviewed_at")[:1]),
        approved_by_id=Subquery(reviewed.values("reviewed_by_id")[:1]),
    )


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0006_queries_imports_and_sign_off")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
