from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outcomes", "0003_figures_in_the_order_of_the_file"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="measure",
            name="pattern",
            field=models.CharField(
                blank=True,
                choices=[
                    ("rolling", "Each figure shares periods with the last"),
                    ("seasonal", "The same quarter differs every year"),
                ],
                help_text="Empty where each period stands alone. A rolling year or a running total shares periods with the last figure; school terms and seasons come back every year. Neither is judged by the control chart.",
                max_length=8,
                verbose_name="how its figures hang together",
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.CheckConstraint(
                condition=models.Q(("pattern__in", ["", "rolling", "seasonal"])),
                name="outcomes_measure_pattern_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pattern", "seasonal"), _negated=True),
                    ("frequency", "quarterly"),
                    _connector="OR",
                ),
                name="outcomes_measure_yearly_has_no_seasons",
                violation_error_message="A figure of once a year has no seasons in it.",
            ),
        ),
    ]
