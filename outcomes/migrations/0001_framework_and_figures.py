import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ehportal.append_only
import outcomes.models.reports


class Migration(migrations.Migration):
    replaces = [
        ("outcomes", "0001_initial"),
        ("outcomes", "0002_publication_append_only"),
        ("outcomes", "0003_loaded_record"),
        ("outcomes", "0004_choices_known"),
        ("outcomes", "0005_withheld_figure"),
        ("outcomes", "0006_queries_imports_and_sign_off"),
        ("outcomes", "0007_dates_and_approvals"),
        ("outcomes", "0008_last_day_to_hand_in_is_set"),
        ("outcomes", "0009_sentence_is_about_a_figure"),
        ("outcomes", "0010_pages_count_what_they_send"),
        ("outcomes", "0011_rules_baselines_and_tolerances"),
        ("outcomes", "0012_first_statistical_rules"),
        ("outcomes", "0013_published_wording"),
        ("outcomes", "0014_who_is_in_full"),
        ("outcomes", "0015_commentary"),
        ("outcomes", "0016_stories"),
        ("outcomes", "0017_discussions"),
        ("outcomes", "0018_plans_and_actions"),
        ("outcomes", "0019_crosswalks"),
        ("outcomes", "0020_reports"),
        ("outcomes", "0021_activities"),
        ("outcomes", "0022_voice"),
        ("outcomes", "0023_publication_loaded"),
        ("outcomes", "0024_feedback"),
        ("outcomes", "0025_survey_figures"),
        ("outcomes", "0026_loaded_judging"),
        ("outcomes", "0027_figures_found_by_series"),
        ("outcomes", "0028_inequalities_acted_on"),
        ("outcomes", "0029_report_drafts_know_their_page"),
    ]

    initial = True

    dependencies = [
        ("governance", "0001_structure"),
    ]

    operations = [
        migrations.CreateModel(
            name="Framework",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(unique=True)),
                ("title", models.CharField(max_length=200)),
                ("strategy", models.CharField(blank=True, max_length=200)),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["order", "title"],
            },
        ),
        migrations.CreateModel(
            name="FrameworkVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.sourcedocument",
                    ),
                ),
                ("source_lines", models.CharField(blank=True, max_length=50)),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="outcomes.framework",
                    ),
                ),
                ("label", models.CharField(help_text="Such as 2025-2028.", max_length=40)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("published", "Published"),
                            ("superseded", "Superseded"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="outcomes.frameworkversion",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        help_text="Empty where a management command published it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["framework__order", "-label"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "published", "superseded"])),
                        name="outcomes_frameworkversion_status_known",
                    ),
                    models.UniqueConstraint(
                        fields=("framework", "label"), name="outcomes_frameworkversion_label_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "published")),
                        fields=("framework",),
                        name="outcomes_frameworkversion_one_published",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeArea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.sourcedocument",
                    ),
                ),
                ("source_lines", models.CharField(blank=True, max_length=50)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="areas",
                        to="outcomes.frameworkversion",
                    ),
                ),
                ("code", models.SlugField()),
                ("name", models.CharField(max_length=200)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "group",
                    models.CharField(
                        blank=True,
                        help_text="Accelerate!: for every child, or a wider barrier.",
                        max_length=100,
                    ),
                ),
                ("wording_in_vision", models.CharField(blank=True, max_length=300)),
                ("lead_quote", models.TextField(blank=True)),
                ("note", models.TextField(blank=True)),
                (
                    "led_by",
                    models.ManyToManyField(
                        blank=True, related_name="leads_areas", to="governance.body"
                    ),
                ),
            ],
            options={
                "ordering": ["version", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "code"), name="outcomes_area_code_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Level",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="levels",
                        to="outcomes.frameworkversion",
                    ),
                ),
                ("code", models.SlugField()),
                ("name", models.CharField(max_length=100)),
                ("table_title", models.CharField(blank=True, max_length=200)),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["version", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "code"), name="outcomes_level_code_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.sourcedocument",
                    ),
                ),
                ("source_lines", models.CharField(blank=True, max_length=50)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="outcomes.frameworkversion"
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("text", models.TextField()),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "confidence",
                    models.CharField(
                        default="high",
                        help_text="Of the transcription: high, medium or low.",
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcomes",
                        to="outcomes.outcomearea",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcomes",
                        to="outcomes.level",
                    ),
                ),
                (
                    "full_text",
                    models.TextField(help_text="With the words that open its table cell."),
                ),
            ],
            options={
                "ordering": ["version", "order"],
                "abstract": False,
                "default_related_name": "outcomes",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "code"), name="outcomes_outcome_code_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.sourcedocument",
                    ),
                ),
                ("source_lines", models.CharField(blank=True, max_length=50)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="outcomes.frameworkversion"
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("text", models.TextField()),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "confidence",
                    models.CharField(
                        default="high",
                        help_text="Of the transcription: high, medium or low.",
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indicators",
                        to="outcomes.outcomearea",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indicators",
                        to="outcomes.level",
                    ),
                ),
            ],
            options={
                "ordering": ["version", "order"],
                "abstract": False,
                "default_related_name": "indicators",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "code"), name="outcomes_indicator_code_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Priority",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.sourcedocument",
                    ),
                ),
                ("source_lines", models.CharField(blank=True, max_length=50)),
                ("code", models.SlugField(unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("outcome", "Outcomes-focused priority"),
                            ("system", "System priority"),
                        ],
                        max_length=10,
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("heading_as_printed", models.CharField(blank=True, max_length=300)),
                ("summary", models.TextField(blank=True)),
                ("aims", models.JSONField(blank=True, default=list)),
                (
                    "first_1001_days",
                    models.BooleanField(default=False, verbose_name="first 1,001 days"),
                ),
                ("diagram_label", models.CharField(blank=True, max_length=150)),
                ("diagram_label_column", models.CharField(blank=True, max_length=20)),
                (
                    "diagram_children",
                    models.TextField(
                        blank=True, verbose_name="Diagram 2: babies, children and young people"
                    ),
                ),
                (
                    "diagram_parents",
                    models.TextField(blank=True, verbose_name="Diagram 2: parents and carers"),
                ),
                (
                    "diagram_services",
                    models.TextField(blank=True, verbose_name="Diagram 2: service and system"),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "lead_manager",
                    models.ForeignKey(
                        blank=True,
                        help_text="The strategy names none: “each priority area will have a lead manager”.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads_priorities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "priorities",
                "ordering": ["kind", "number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["outcome", "system"])),
                        name="outcomes_priority_kind_known",
                    ),
                    models.UniqueConstraint(
                        fields=("kind", "number"), name="outcomes_priority_number_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Breakdown",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=100)),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["order", "name"],
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        help_text="Stable, such as HEA-101. It never changes once figures are collected.",
                        max_length=12,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{3}-\\d{3}$", "Write three letters, a dash, three digits."
                            )
                        ],
                    ),
                ),
                ("title", models.CharField(max_length=90)),
                (
                    "area",
                    models.CharField(
                        choices=[
                            ("safe", "Safe"),
                            ("healthy", "Healthy"),
                            ("happy", "Happy"),
                            ("learning", "Learning"),
                            ("engaged", "Engaged"),
                            ("family-hubs", "Family hubs"),
                        ],
                        help_text="The section of a submission it is entered in.",
                        max_length=12,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("bcyp", "Babies, children and young people"),
                            ("parents", "Parents and carers"),
                            ("service", "Service and system"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("count", "Count"),
                            ("proportion", "Proportion"),
                            ("rate", "Rate"),
                            ("mean", "Mean"),
                            ("duration", "Duration"),
                            ("yes_no", "Yes or no"),
                            ("narrative", "Narrative"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "unit",
                    models.CharField(help_text="%, per 1,000, families, days ...", max_length=40),
                ),
                (
                    "multiplier",
                    models.PositiveIntegerField(
                        default=1,
                        help_text="100 for a percentage.",
                        validators=[django.core.validators.MinValueValidator(1)],
                    ),
                ),
                ("numerator", models.TextField(help_text="What is counted, in full.")),
                ("denominator", models.TextField(blank=True, help_text="Out of what, in full.")),
                (
                    "numerator_label",
                    models.CharField(help_text="Over the entry box.", max_length=24),
                ),
                ("denominator_label", models.CharField(blank=True, max_length=24)),
                (
                    "polarity",
                    models.CharField(
                        choices=[
                            ("higher", "Higher is better"),
                            ("lower", "Lower is better"),
                            ("none", "No judgement"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "frequency",
                    models.CharField(
                        choices=[("quarterly", "Every quarter"), ("annual", "Once a year")],
                        max_length=10,
                    ),
                ),
                (
                    "due_quarter",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Once a year: the quarter (1 to 4) in whose submission it is reported.",
                        null=True,
                    ),
                ),
                (
                    "over_areas",
                    models.CharField(
                        choices=[
                            ("sum", "Add the counts"),
                            ("ratio", "Add numerators, add denominators, then divide"),
                            ("none", "Does not add up"),
                        ],
                        max_length=10,
                        verbose_name="adds up over areas",
                    ),
                ),
                (
                    "over_time",
                    models.CharField(
                        choices=[
                            ("sum", "Add the counts"),
                            ("ratio", "Add numerators, add denominators, then divide"),
                            ("latest", "Take the latest"),
                            ("none", "Does not add up"),
                        ],
                        max_length=10,
                        verbose_name="adds up over time",
                    ),
                ),
                (
                    "accountability",
                    models.CharField(
                        choices=[
                            ("population", "Everyone's: how families are"),
                            ("service", "Someone's: what a service does"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "is_strength",
                    models.BooleanField(
                        help_text="Ticked: counts something good. Not ticked: counts a deficit.",
                        verbose_name="a strength",
                    ),
                ),
                (
                    "counts_people",
                    models.BooleanField(
                        default=True,
                        help_text="Small numbers of people are hidden when figures are published.",
                    ),
                ),
                (
                    "is_sensitive",
                    models.BooleanField(
                        default=False,
                        help_text="0% and 100% of fewer than 10 people are looked at before they are published.",
                        verbose_name="sensitive",
                    ),
                ),
                (
                    "owner_rules",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("dfe_1_to_5", "Hide 1 to 5 (Department for Education)"),
                            ("nhs_1_to_7_round_5", "Hide 1 to 7, round to 5 (NHS)"),
                        ],
                        help_text="Where whoever owns the data asks for one. The stricter of it and the partnership's is used.",
                        max_length=24,
                        verbose_name="rule of the data's owner",
                    ),
                ),
                ("data_source", models.CharField(blank=True, max_length=300)),
                (
                    "reporter_hint",
                    models.CharField(
                        blank=True,
                        help_text="“localities” or an organisation's code; empty where nobody can supply it yet.",
                        max_length=80,
                        verbose_name="likely reporter",
                    ),
                ),
                (
                    "places_hint",
                    models.CharField(
                        blank=True,
                        choices=[("localities", "Each locality"), ("borough", "The borough only")],
                        max_length=12,
                        verbose_name="figures for",
                    ),
                ),
                ("counts", models.TextField(blank=True, verbose_name="what counts")),
                (
                    "does_not_count",
                    models.TextField(blank=True, verbose_name="what does not count"),
                ),
                (
                    "definition_source",
                    models.CharField(
                        blank=True,
                        help_text="The public definition it follows, where there is one.",
                        max_length=300,
                    ),
                ),
                ("why", models.TextField(blank=True, verbose_name="why it matters")),
                (
                    "expected_low",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="In the measure's unit, for a locality. A result below it is queried.",
                        max_digits=12,
                        null=True,
                    ),
                ),
                (
                    "expected_high",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="A result above it is queried.",
                        max_digits=12,
                        null=True,
                    ),
                ),
                (
                    "query_change",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Per cent of last quarter's figure, up or down. Empty: no change is queried.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="change that is queried",
                    ),
                ),
                (
                    "query_repeats",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=3,
                        help_text="So many quarters in a row with one figure are queried. Empty: none are.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(2),
                            django.core.validators.MaxValueValidator(8),
                        ],
                        verbose_name="quarters with the same figure",
                    ),
                ),
                (
                    "query_swap",
                    models.BooleanField(
                        default=True,
                        help_text="Where the two numbers look like last quarter's the other way round.",
                        verbose_name="query numbers that changed places",
                    ),
                ),
                (
                    "query_parts",
                    models.BooleanField(
                        default=True,
                        help_text="Untick where one person can be in two categories of a breakdown.",
                        verbose_name="query parts that do not add up",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("confirmed", "Confirmed"),
                            ("retired", "Retired"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="The data lead who agreed the definition.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("confirmed_on", models.DateField(blank=True, null=True)),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="next review")),
                (
                    "retired_on",
                    models.DateField(
                        blank=True,
                        help_text="No figures are asked for from this day. Old ones stay.",
                        null=True,
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "breakdowns",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Splits we would like.",
                        related_name="measures",
                        to="outcomes.breakdown",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "area__in",
                                ["safe", "healthy", "happy", "learning", "engaged", "family-hubs"],
                            )
                        ),
                        name="outcomes_measure_area_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["bcyp", "parents", "service"])),
                        name="outcomes_measure_level_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "type__in",
                                [
                                    "count",
                                    "proportion",
                                    "rate",
                                    "mean",
                                    "duration",
                                    "yes_no",
                                    "narrative",
                                ],
                            )
                        ),
                        name="outcomes_measure_type_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("polarity__in", ["higher", "lower", "none"])),
                        name="outcomes_measure_polarity_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("frequency__in", ["quarterly", "annual"])),
                        name="outcomes_measure_frequency_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("over_areas__in", ["sum", "ratio", "none"])),
                        name="outcomes_measure_over_areas_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("over_time__in", ["sum", "ratio", "latest", "none"])),
                        name="outcomes_measure_over_time_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("accountability__in", ["population", "service"])),
                        name="outcomes_measure_accountability_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("places_hint__in", ["", "localities", "borough"])),
                        name="outcomes_measure_places_hint_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("owner_rules__in", ["", "dfe_1_to_5", "nhs_1_to_7_round_5"])
                        ),
                        name="outcomes_measure_owner_rules_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["proposed", "confirmed", "retired"])),
                        name="outcomes_measure_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_by__isnull", True), ("confirmed_on__isnull", True)
                            ),
                            models.Q(
                                ("confirmed_by__isnull", False), ("confirmed_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="outcomes_measure_confirmed_on_with_confirmed_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("frequency", "annual"), _negated=True),
                            models.Q(
                                ("due_quarter__isnull", False), ("due_quarter__range", (1, 4))
                            ),
                            _connector="OR",
                        ),
                        name="outcomes_measure_annual_has_quarter",
                        violation_error_message="Say in which quarter (1 to 4) it is reported each year.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("denominator", ""), ("type__in", ["count", "yes_no", "narrative"])
                            ),
                            models.Q(
                                ("type__in", ["proportion", "rate", "mean", "duration"]),
                                models.Q(("denominator", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="outcomes_measure_denominator_by_type",
                        violation_error_message="A proportion, rate, mean or duration needs a denominator; a count, a yes or no and a narrative have none.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "confirmed"), _negated=True),
                            models.Q(
                                ("confirmed_by__isnull", False), ("confirmed_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="outcomes_measure_confirmed_by_a_person",
                        violation_error_message="Say who confirmed the definition, and when.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "retired"), _negated=True),
                            ("retired_on__isnull", False),
                            _connector="OR",
                        ),
                        name="outcomes_measure_retired_on_a_day",
                        violation_error_message="Say from which day the measure is retired.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expected_low__isnull", True),
                            ("expected_high__isnull", True),
                            ("expected_low__lte", models.F("expected_high")),
                            _connector="OR",
                        ),
                        name="outcomes_measure_expected_in_order",
                        violation_error_message="The low end of the range must not be above the high end.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("query_change__isnull", True),
                            ("query_change__gte", 1),
                            _connector="OR",
                        ),
                        name="outcomes_measure_query_change_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("query_repeats__isnull", True),
                            ("query_repeats__range", (2, 8)),
                            _connector="OR",
                        ),
                        name="outcomes_measure_query_repeats_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Metric",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.sourcedocument",
                    ),
                ),
                ("source_lines", models.CharField(blank=True, max_length=50)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="outcomes.frameworkversion"
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("text", models.TextField()),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "confidence",
                    models.CharField(
                        default="high",
                        help_text="Of the transcription: high, medium or low.",
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="metrics",
                        to="outcomes.outcomearea",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="metrics",
                        to="outcomes.level",
                    ),
                ),
                (
                    "text_as_printed",
                    models.TextField(help_text="With its priority tags, such as (1)."),
                ),
                (
                    "direction",
                    models.CharField(
                        blank=True,
                        help_text="Accelerate!: increase, reduce or none stated.",
                        max_length=20,
                    ),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="outcomes.metric",
                    ),
                ),
                (
                    "priorities",
                    models.ManyToManyField(
                        blank=True, related_name="metrics", to="outcomes.priority"
                    ),
                ),
            ],
            options={
                "ordering": ["version", "order"],
                "abstract": False,
                "default_related_name": "metrics",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "code"), name="outcomes_metric_code_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MetricComponent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "metric",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="components",
                        to="outcomes.metric",
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("text", models.TextField()),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["metric", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("metric", "code"), name="outcomes_component_code_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AmbitionAction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.sourcedocument",
                    ),
                ),
                ("source_lines", models.CharField(blank=True, max_length=50)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="actions",
                        to="outcomes.outcomearea",
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("text", models.TextField()),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["area", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("area", "code"), name="outcomes_action_code_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "breakdown",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="categories",
                        to="outcomes.breakdown",
                    ),
                ),
                ("code", models.SlugField()),
                ("name", models.CharField(max_length=100)),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name_plural": "categories",
                "ordering": ["breakdown", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("breakdown", "code"), name="outcomes_category_code_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MetricMeasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "metric",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="serves",
                        to="outcomes.metric",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="serves",
                        to="outcomes.measure",
                    ),
                ),
                (
                    "component",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="outcomes.metriccomponent",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "measure of a metric",
                "verbose_name_plural": "measures of metrics",
                "ordering": ["metric", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("metric", "measure"), name="outcomes_metricmeasure_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "dfe_code",
                    models.CharField(
                        blank=True,
                        help_text="The code of its type in the Department for Education’s returns.",
                        max_length=20,
                        verbose_name="DfE code",
                    ),
                ),
                ("what", models.TextField(help_text="What is done, for whom and how often.")),
                (
                    "team",
                    models.CharField(
                        help_text="A team or a service, never a person.", max_length=150
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="governance.organisation",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="governance.place",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="governance.site",
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "activities",
                "ordering": ["place__order", "title"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="outcomes_activity_ends_on_after_starts_on",
                        violation_error_message="The end date must be on or after the start date.",
                    ),
                    models.UniqueConstraint(
                        fields=("place", "organisation", "title"),
                        name="outcomes_activity_once",
                        violation_error_message="This activity is there already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contributions",
                        to="outcomes.activity",
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="outcomes.outcome",
                    ),
                ),
                ("how", models.TextField(help_text="How the one leads to the other.")),
                (
                    "evidence",
                    models.TextField(
                        help_text="What shows that it does, and where it can be read."
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("research", "Published research"),
                            ("figures", "Our own figures"),
                            ("families", "What families say"),
                            ("practice", "What practitioners see"),
                        ],
                        max_length=10,
                        verbose_name="kind of evidence",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        help_text="The figure that should move if it works.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="outcomes.measure",
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["activity", "outcome__area__order", "outcome__order"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["research", "figures", "families", "practice"])
                        ),
                        name="outcomes_contribution_kind_known",
                    ),
                    models.UniqueConstraint(
                        fields=("activity", "outcome"),
                        name="outcomes_contribution_once",
                        violation_error_message="What it contributes to this outcome is there already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("quarter", "Quarter of the financial year"),
                            ("year", "Financial year"),
                            ("academic_year", "Academic year"),
                            ("term", "School term"),
                            ("snapshot", "Snapshot on one day"),
                        ],
                        default="quarter",
                        max_length=15,
                    ),
                ),
                ("label", models.CharField(help_text="July to September 2026", max_length=60)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("opens_on", models.DateField(help_text="Figures can be entered from this day.")),
                ("due_on", models.DateField(help_text="The deadline that people are shown.")),
                (
                    "entries_close_on",
                    models.DateField(
                        help_text="After this day figures that were never handed in are no longer taken.",
                        verbose_name="last day to hand in",
                    ),
                ),
                (
                    "closes_on",
                    models.DateField(
                        help_text="Until this day figures that were handed in can be sent back and corrected."
                    ),
                ),
                ("opened_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        help_text="Empty where a management command opened it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_on", "kind"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["quarter", "year", "academic_year", "term", "snapshot"])
                        ),
                        name="outcomes_period_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="outcomes_period_ends_on_after_starts_on",
                        violation_error_message="The end date must be on or after the start date.",
                    ),
                    models.UniqueConstraint(
                        fields=("kind", "starts_on"), name="outcomes_period_start_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_on__lte", models.F("entries_close_on")),
                            ("entries_close_on__lte", models.F("closes_on")),
                            ("opens_on__lte", models.F("due_on")),
                        ),
                        name="outcomes_period_dates_in_order",
                        violation_error_message="It must open, fall due, end handing in and close in that order.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="outcomes.period",
                    ),
                ),
                ("published_at", models.DateTimeField()),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reason",
                    models.TextField(blank=True, help_text="Why the period is published again."),
                ),
                ("is_correction", models.BooleanField(default=False)),
                (
                    "is_illustrative",
                    models.BooleanField(
                        default=False, help_text="Holds synthetic figures of a demonstration."
                    ),
                ),
                (
                    "rules_version",
                    models.CharField(help_text="Of calculation and disclosure.", max_length=60),
                ),
                (
                    "owner_rules",
                    models.JSONField(
                        help_text="Measures whose small numbers were hidden by their owner's own rule.",
                        null=True,
                    ),
                ),
                ("submissions_expected", models.PositiveIntegerField()),
                ("submissions_included", models.PositiveIntegerField()),
                (
                    "late_or_missing",
                    models.JSONField(
                        default=list,
                        help_text="Names of the reporters whose figures are not in it.",
                    ),
                ),
                (
                    "in_full",
                    models.JSONField(
                        editable=False,
                        help_text="Names of the reporters whose figures are all in it. Empty: not noted then.",
                        null=True,
                    ),
                ),
                (
                    "loaded_at",
                    models.DateTimeField(
                        editable=False,
                        help_text="When it was loaded from an export, without what it hid. Empty: published here.",
                        null=True,
                    ),
                ),
                (
                    "publisher",
                    models.CharField(
                        editable=False,
                        help_text="Who published it, as they were called, where it was loaded from an export.",
                        max_length=150,
                        null=True,
                    ),
                ),
                ("signals", models.PositiveIntegerField(default=0)),
                (
                    "signals_by_chance",
                    models.DecimalField(decimal_places=1, default=0, max_digits=6),
                ),
                ("measures_with_enough_history", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_correction", False),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="outcomes_publication_correction_has_reason",
                        violation_error_message="Say why these figures are published again.",
                    )
                ],
            },
        ),
        ehportal.append_only.MakeAppendOnly(
            model_name="Publication",
        ),
        migrations.CreateModel(
            name="PublishedFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="outcomes.publication",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published",
                        to="outcomes.measure",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="governance.place",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="outcomes.period",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="outcomes.category",
                    ),
                ),
                ("numerator", models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ("denominator", models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ("value", models.FloatField(null=True)),
                ("lower", models.FloatField(null=True)),
                ("upper", models.FloatField(null=True)),
                (
                    "shorthand",
                    models.CharField(
                        blank=True,
                        help_text="c, x, z or r (Government Analysis Function).",
                        max_length=10,
                    ),
                ),
                ("reporters_expected", models.PositiveSmallIntegerField()),
                ("reporters_included", models.PositiveSmallIntegerField()),
                ("note", models.TextField(blank=True, help_text="What reporters said of it.")),
                ("source", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["publication", "measure__order", "place__order"],
                "indexes": [
                    models.Index(
                        fields=["measure", "category", "place", "period", "publication"],
                        name="figure_series",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("publication", "measure", "place", "period", "category"),
                        name="outcomes_publishedfigure_category_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("category__isnull", True)),
                        fields=("publication", "measure", "place", "period"),
                        name="outcomes_publishedfigure_everybody_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("shorthand__in", ["c", "x", "z"]), _negated=True),
                            models.Q(
                                ("denominator__isnull", True),
                                ("lower__isnull", True),
                                ("numerator__isnull", True),
                                ("upper__isnull", True),
                                ("value__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="outcomes_publishedfigure_hidden_holds_nothing",
                    ),
                ],
            },
        ),
        ehportal.append_only.MakeAppendOnly(
            model_name="PublishedFigure",
        ),
        migrations.CreateModel(
            name="WithheldFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withheld",
                        to="outcomes.publication",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="outcomes.measure"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="governance.place"
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="outcomes.category",
                    ),
                ),
                ("numerator", models.DecimalField(decimal_places=4, max_digits=18)),
                ("denominator", models.DecimalField(decimal_places=4, max_digits=18, null=True)),
            ],
            options={
                "ordering": ["publication", "measure__order", "place__order"],
            },
        ),
        ehportal.append_only.MakeAppendOnly(
            model_name="WithheldFigure",
        ),
        migrations.CreateModel(
            name="MeasureSummary",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="summaries",
                        to="outcomes.publication",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="outcomes.measure"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="governance.place"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        help_text="The period of its latest figure.",
                        on_delete=django.db.models.deletion.PROTECT,
                        to="outcomes.period",
                    ),
                ),
                (
                    "is_due",
                    models.BooleanField(help_text="A figure was due in the publication's period."),
                ),
                ("value", models.FloatField(null=True)),
                ("shorthand", models.CharField(blank=True, max_length=10)),
                ("value_text", models.CharField(help_text="24.3%, 158, [c] ...", max_length=40)),
                ("of_text", models.CharField(blank=True, help_text="253 of 1,041", max_length=60)),
                (
                    "change_text",
                    models.CharField(
                        blank=True, help_text="Up 3.1 percentage points", max_length=80
                    ),
                ),
                (
                    "coverage_text",
                    models.CharField(blank=True, help_text="4 of 4 localities", max_length=120),
                ),
                (
                    "finding",
                    models.CharField(
                        help_text="better, worse, changed, no_change, too_early, no_figure",
                        max_length=12,
                    ),
                ),
                (
                    "finding_text",
                    models.CharField(blank=True, help_text="Which rule, in words.", max_length=200),
                ),
                (
                    "sparkline",
                    models.TextField(blank=True, help_text="Inline SVG, made when published."),
                ),
            ],
            options={
                "verbose_name_plural": "measure summaries",
                "ordering": ["publication", "measure__order", "place__order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("publication", "place", "measure"),
                        name="outcomes_measuresummary_once",
                    )
                ],
            },
        ),
        ehportal.append_only.MakeAppendOnly(
            model_name="MeasureSummary",
        ),
        migrations.CreateModel(
            name="PublishedWording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wording",
                        to="outcomes.publication",
                    ),
                ),
                ("content", models.JSONField()),
            ],
            options={
                "ordering": ["publication"],
            },
        ),
        ehportal.append_only.MakeAppendOnly(
            model_name="PublishedWording",
        ),
        migrations.CreateModel(
            name="Commentary",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commentaries",
                        to="outcomes.publication",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commentaries",
                        to="outcomes.measure",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="governance.place"
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("accepted", "Accepted as it is"),
                            ("written", "Replaced by a person’s own words"),
                            ("taken_back", "Made automatic again"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True, help_text="The person’s own words, where they wrote any."
                    ),
                ),
                ("written_at", models.DateTimeField()),
                (
                    "written_by",
                    models.ForeignKey(
                        help_text="Empty where it was loaded from an export.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "writer",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="Who did it, as they were called, where it was loaded from an export.",
                        max_length=150,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "commentaries",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["measure", "place", "publication"], name="commentary_on")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("act__in", ["accepted", "written", "taken_back"])),
                        name="outcomes_commentary_act_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("act", "written"), models.Q(("text", ""), _negated=True)),
                            models.Q(models.Q(("act", "written"), _negated=True), ("text", "")),
                            _connector="OR",
                        ),
                        name="outcomes_commentary_words_where_written",
                        violation_error_message="Only a commentary in own words has words.",
                    ),
                ],
            },
        ),
        ehportal.append_only.MakeAppendOnly(
            model_name="Commentary",
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.sourcedocument",
                    ),
                ),
                ("source_lines", models.CharField(blank=True, max_length=50)),
                (
                    "priority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="commitments",
                        to="outcomes.priority",
                    ),
                ),
                ("code", models.CharField(max_length=30, unique=True)),
                ("text", models.TextField()),
                (
                    "kind",
                    models.CharField(
                        blank=True, help_text="A 'we will', an aim, ...", max_length=20
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["priority", "order"],
            },
        ),
        migrations.CreateModel(
            name="Scheme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.sourcedocument",
                    ),
                ),
                ("source_lines", models.CharField(blank=True, max_length=50)),
                ("code", models.SlugField(unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("plan", "Plan or strategy"),
                            ("funding", "Funding stream"),
                            ("contract", "Contract or service"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "owner",
                    models.CharField(
                        help_text="The organisation, such as the council.",
                        max_length=200,
                        verbose_name="whose it is",
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "quote",
                    models.TextField(
                        blank=True,
                        help_text="Word for word, where they do.",
                        verbose_name="what the strategies say of it",
                    ),
                ),
                (
                    "where_to_read",
                    models.CharField(
                        blank=True,
                        help_text="Where its own wording is published or kept.",
                        max_length=300,
                    ),
                ),
            ],
            options={
                "verbose_name": "plan, contract or funding stream",
                "verbose_name_plural": "plans, contracts and funding streams",
                "ordering": ["kind", "title"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["plan", "funding", "contract"])),
                        name="outcomes_scheme_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="outcomes_scheme_ends_on_after_starts_on",
                        violation_error_message="The end date must be on or after the start date.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SchemeRequirement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requirements",
                        to="outcomes.scheme",
                        verbose_name="plan, contract or funding stream",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        help_text="Its number there, such as KPI 4 or Outcome 2.", max_length=30
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="Word for word as the plan or the contract prints it."
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "requirement of a plan or contract",
                "verbose_name_plural": "requirements of plans and contracts",
                "ordering": ["scheme", "order", "reference"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scheme", "reference"),
                        name="outcomes_schemerequirement_reference_once",
                        violation_error_message="This plan or contract already has that reference.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CrosswalkLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "requirement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="outcomes.schemerequirement",
                    ),
                ),
                (
                    "match",
                    models.CharField(
                        choices=[
                            ("exact", "The same"),
                            ("close", "Nearly the same"),
                            ("narrow", "A part of it"),
                            ("broad", "More than it"),
                            ("related", "Has to do with it"),
                        ],
                        max_length=10,
                        verbose_name="ours is",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked_by",
                        to="outcomes.outcomearea",
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked_by",
                        to="outcomes.outcome",
                    ),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked_by",
                        to="outcomes.priority",
                    ),
                ),
                (
                    "metric",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked_by",
                        to="outcomes.metric",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked_by",
                        to="outcomes.measure",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "verbose_name": "answer",
                "ordering": ["requirement", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("match__in", ["exact", "close", "narrow", "broad", "related"])
                        ),
                        name="outcomes_crosswalklink_match_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("area__isnull", False),
                                ("measure__isnull", True),
                                ("metric__isnull", True),
                                ("outcome__isnull", True),
                                ("priority__isnull", True),
                            ),
                            models.Q(
                                ("area__isnull", True),
                                ("measure__isnull", True),
                                ("metric__isnull", True),
                                ("outcome__isnull", False),
                                ("priority__isnull", True),
                            ),
                            models.Q(
                                ("area__isnull", True),
                                ("measure__isnull", True),
                                ("metric__isnull", True),
                                ("outcome__isnull", True),
                                ("priority__isnull", False),
                            ),
                            models.Q(
                                ("area__isnull", True),
                                ("measure__isnull", True),
                                ("metric__isnull", False),
                                ("outcome__isnull", True),
                                ("priority__isnull", True),
                            ),
                            models.Q(
                                ("area__isnull", True),
                                ("measure__isnull", False),
                                ("metric__isnull", True),
                                ("outcome__isnull", True),
                                ("priority__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="outcomes_crosswalklink_one_target",
                        violation_error_message="Choose one thing that answers it: an area, an outcome, a priority, a metric or a measure.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("area__isnull", False)),
                        fields=("requirement", "area"),
                        name="outcomes_crosswalklink_area_once",
                        violation_error_message="That is said of this requirement already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("outcome__isnull", False)),
                        fields=("requirement", "outcome"),
                        name="outcomes_crosswalklink_outcome_once",
                        violation_error_message="That is said of this requirement already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("priority__isnull", False)),
                        fields=("requirement", "priority"),
                        name="outcomes_crosswalklink_priority_once",
                        violation_error_message="That is said of this requirement already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("metric__isnull", False)),
                        fields=("requirement", "metric"),
                        name="outcomes_crosswalklink_metric_once",
                        violation_error_message="That is said of this requirement already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("measure__isnull", False)),
                        fields=("requirement", "measure"),
                        name="outcomes_crosswalklink_measure_once",
                        violation_error_message="That is said of this requirement already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="governance.meeting",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        help_text="The quarter whose figures were read.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="outcomes.period",
                    ),
                ),
                ("text", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "measures",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The measures it rests on; none: all.",
                        related_name="decisions",
                        to="outcomes.measure",
                    ),
                ),
            ],
            options={
                "ordering": ["-meeting__held_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Discussion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="discussions",
                        to="governance.meeting",
                    ),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="discussions",
                        to="outcomes.priority",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="discussions",
                        to="outcomes.measure",
                    ),
                ),
                (
                    "said",
                    models.TextField(blank=True, help_text="Progress, as the meeting saw it."),
                ),
                (
                    "asked",
                    models.TextField(blank=True, help_text="What the meeting asks, and of whom."),
                ),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-meeting__held_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(
                                ("answered_at__isnull", False), ("answered_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="outcomes_discussion_answered_at_with_answered_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("measure__isnull", True), ("priority__isnull", False)),
                            models.Q(("measure__isnull", False), ("priority__isnull", True)),
                            _connector="OR",
                        ),
                        name="outcomes_discussion_of_one_thing",
                        violation_error_message="A discussion is of one priority or of one measure.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("said", ""), _negated=True),
                            models.Q(("asked", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="outcomes_discussion_says_something",
                        violation_error_message="Write what was said, or what was asked.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Baseline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.sourcedocument",
                    ),
                ),
                ("source_lines", models.CharField(blank=True, max_length=50)),
                ("code", models.SlugField(max_length=80, unique=True)),
                ("title", models.CharField(max_length=250)),
                (
                    "value",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True),
                ),
                ("value_text", models.CharField(help_text="As printed.", max_length=120)),
                ("unit", models.CharField(blank=True, max_length=60)),
                ("qualifier", models.CharField(blank=True, max_length=40)),
                ("period", models.CharField(blank=True, max_length=120)),
                ("geography", models.CharField(blank=True, max_length=120)),
                ("section", models.CharField(blank=True, max_length=250)),
                (
                    "area_code",
                    models.SlugField(blank=True, help_text="The outcome area it is printed under."),
                ),
                ("area_suggested", models.SlugField(blank=True)),
                ("category", models.CharField(blank=True, max_length=20)),
                ("caveat", models.TextField(blank=True)),
                ("original_source", models.CharField(blank=True, max_length=250)),
                ("quote", models.TextField()),
                (
                    "extra",
                    models.JSONField(
                        blank=True, default=dict, help_text="Other details of the record."
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "metrics",
                    models.ManyToManyField(
                        blank=True, related_name="baselines", to="outcomes.metric"
                    ),
                ),
                ("contradicts", models.ManyToManyField(blank=True, to="outcomes.baseline")),
            ],
            options={
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="BaselineComparator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "baseline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comparators",
                        to="outcomes.baseline",
                    ),
                ),
                ("geography", models.CharField(max_length=120)),
                (
                    "value",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True),
                ),
                ("value_text", models.CharField(max_length=120)),
                ("period", models.CharField(blank=True, max_length=120)),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["baseline", "order"],
            },
        ),
        migrations.CreateModel(
            name="Comparator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comparators",
                        to="outcomes.measure",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="governance.place"
                    ),
                ),
                ("period_label", models.CharField(max_length=60)),
                (
                    "starts_on",
                    models.DateField(help_text="First day of the period the value is for."),
                ),
                ("value", models.DecimalField(decimal_places=4, max_digits=14)),
                (
                    "upper_value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        help_text="Where the source prints a range, its upper end.",
                        max_digits=14,
                        null=True,
                    ),
                ),
                ("source", models.CharField(max_length=300)),
                ("reason", models.TextField(blank=True, help_text="Why it is a fair comparison.")),
                (
                    "approved_by",
                    models.CharField(
                        blank=True, help_text="The body or person who agreed it.", max_length=200
                    ),
                ),
            ],
            options={
                "ordering": ["measure", "place__order", "-starts_on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("measure", "place", "starts_on"), name="outcomes_comparator_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="outcomes.measure",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="governance.place"
                    ),
                ),
                ("value", models.DecimalField(decimal_places=4, max_digits=14)),
                ("starts_on", models.DateField(help_text="From when it is the target.")),
                (
                    "due_on",
                    models.DateField(
                        blank=True, help_text="By when it should be reached.", null=True
                    ),
                ),
                ("reason", models.TextField()),
                (
                    "approved_by",
                    models.CharField(help_text="The body or person who agreed it.", max_length=200),
                ),
            ],
            options={
                "ordering": ["measure", "place__order", "-starts_on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("measure", "place", "starts_on"), name="outcomes_target_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StartingPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="starting_points",
                        to="outcomes.measure",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="governance.place"
                    ),
                ),
                ("value", models.DecimalField(decimal_places=4, max_digits=14)),
                (
                    "period_label",
                    models.CharField(
                        help_text="2023/24, March 2024 ...", max_length=60, verbose_name="period"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day of the period")),
                ("source", models.CharField(help_text="Where the figure is from.", max_length=300)),
                ("reason", models.TextField(blank=True, help_text="Why this figure.")),
                (
                    "approved_by",
                    models.CharField(help_text="The body or person who agreed it.", max_length=200),
                ),
            ],
            options={
                "ordering": ["measure", "place__order", "-starts_on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("measure", "place", "starts_on"), name="outcomes_startingpoint_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tolerance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tolerances",
                        to="outcomes.measure",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=4,
                        help_text="In the measure's unit; percentage points for a percentage.",
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(0)],
                    ),
                ),
                ("starts_on", models.DateField(help_text="From when it is used.")),
                ("reason", models.TextField()),
                (
                    "approved_by",
                    models.CharField(help_text="The body or person who agreed it.", max_length=200),
                ),
            ],
            options={
                "ordering": ["measure", "-starts_on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("measure", "starts_on"), name="outcomes_tolerance_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__gte", 0)),
                        name="outcomes_tolerance_not_negative",
                        violation_error_message="A tolerance cannot be less than 0.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DataGap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.sourcedocument",
                    ),
                ),
                ("source_lines", models.CharField(blank=True, max_length=50)),
                (
                    "measure",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gap",
                        to="outcomes.measure",
                    ),
                ),
                ("quote", models.TextField(blank=True, help_text="The strategy's own words.")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("not_collected", "Not collected"),
                            ("collected_not_shared", "Collected but not shared"),
                            ("no_agreed_definition", "No agreed definition"),
                            ("cannot_be_split", "Cannot be split this way"),
                            ("national_only", "Only national figures exist"),
                        ],
                        max_length=25,
                    ),
                ),
                ("explanation", models.TextField()),
                ("potential_solution", models.TextField()),
                (
                    "with_others",
                    models.BooleanField(
                        default=False,
                        verbose_name="with other boroughs or the national collaborative",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owns_gaps",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="next review")),
                (
                    "filled_on",
                    models.DateField(blank=True, help_text="Set when figures start.", null=True),
                ),
            ],
            options={
                "ordering": ["measure__order"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason__in",
                                [
                                    "not_collected",
                                    "collected_not_shared",
                                    "no_agreed_definition",
                                    "cannot_be_split",
                                    "national_only",
                                ],
                            )
                        ),
                        name="outcomes_datagap_reason_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("potential_solution", ""), _negated=True),
                        name="outcomes_datagap_has_solution",
                        violation_error_message="Say what might fill the gap.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VoiceGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.sourcedocument",
                    ),
                ),
                ("source_lines", models.CharField(blank=True, max_length=50)),
                ("code", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=100)),
                (
                    "is_sought",
                    models.BooleanField(
                        default=True,
                        help_text="A year in which nobody asked them is pointed out.",
                        verbose_name="flag a year without them",
                    ),
                ),
                (
                    "quote",
                    models.TextField(
                        blank=True, help_text="Where a strategy names it, word for word."
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["order", "name"],
            },
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("meeting", "Meeting of a panel or forum"),
                            ("workshop", "Workshop or group"),
                            ("event", "Event or visit"),
                            ("survey", "Survey"),
                            ("form", "Feedback form"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="What it was about. No names of children, parents or anybody who took part.",
                        max_length=200,
                    ),
                ),
                ("held_on", models.DateField()),
                (
                    "place",
                    models.ForeignKey(
                        limit_choices_to={"kind__in": ["locality", "borough"]},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="governance.place",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        help_text="The panel, forum or team that asked, or was asked.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="governance.body",
                    ),
                ),
                (
                    "participants",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="How many people took part. No names of children, parents or anybody who took part.",
                        null=True,
                    ),
                ),
                (
                    "consent",
                    models.BooleanField(
                        default=False,
                        help_text="Everybody agreed that what they said is used, without their name.",
                    ),
                ),
                (
                    "service",
                    models.CharField(
                        blank=True,
                        help_text="The service or strategy that they helped to design.",
                        max_length=200,
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        help_text="The ambition whose design it was for.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="outcomes.outcomearea",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="Of a survey: who asked, and where it is published.",
                        max_length=300,
                    ),
                ),
                (
                    "space",
                    models.TextField(
                        blank=True, help_text="How it was made safe and easy to take part."
                    ),
                ),
                (
                    "voice",
                    models.TextField(
                        blank=True, help_text="How people were helped to say what they think."
                    ),
                ),
                (
                    "audience",
                    models.TextField(blank=True, help_text="Who listened, and could decide."),
                ),
                (
                    "influence",
                    models.TextField(blank=True, help_text="How it was acted on and told back."),
                ),
                (
                    "shared_with",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Other panels and forums that took part or were told.",
                        related_name="consultations_shared",
                        to="governance.body",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True, related_name="consultations", to="outcomes.voicegroup"
                    ),
                ),
            ],
            options={
                "ordering": ["-held_on", "-pk"],
                "indexes": [models.Index(fields=["place", "-held_on"], name="consultation_place")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["meeting", "workshop", "event", "survey", "form"])
                        ),
                        name="outcomes_consultation_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("participants__isnull", True),
                            ("participants__gte", 1),
                            _connector="OR",
                        ),
                        name="outcomes_consultation_somebody_took_part",
                        violation_error_message="At least one person took part.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VoiceItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="outcomes.consultation",
                    ),
                ),
                (
                    "said",
                    models.TextField(
                        help_text="In a sentence or two. No names of children, parents or anybody who took part."
                    ),
                ),
                (
                    "response",
                    models.TextField(blank=True, help_text="What was done, or why it cannot be."),
                ),
                ("change", models.TextField(blank=True, help_text="What is different now.")),
                (
                    "area",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("safe", "Safe"),
                            ("healthy", "Healthy"),
                            ("happy", "Happy"),
                            ("learning", "Learning"),
                            ("engaged", "Engaged"),
                            ("family-hubs", "Family hubs"),
                        ],
                        max_length=12,
                        verbose_name="outcome area",
                    ),
                ),
                (
                    "is_published",
                    models.BooleanField(
                        default=False,
                        help_text="Anybody may read it, where that page is switched on.",
                    ),
                ),
                (
                    "outcomes",
                    models.ManyToManyField(
                        blank=True, related_name="voice_items", to="outcomes.outcome"
                    ),
                ),
                (
                    "measures",
                    models.ManyToManyField(
                        blank=True, related_name="voice_items", to="outcomes.measure"
                    ),
                ),
                (
                    "priorities",
                    models.ManyToManyField(
                        blank=True, related_name="voice_items", to="outcomes.priority"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "area__in",
                                [
                                    "",
                                    "safe",
                                    "healthy",
                                    "happy",
                                    "learning",
                                    "engaged",
                                    "family-hubs",
                                ],
                            )
                        ),
                        name="outcomes_voiceitem_area_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("change", ""),
                            models.Q(("response", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="outcomes_voiceitem_change_has_response",
                        violation_error_message="Say what was done before what changed.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedbackMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "nonce",
                    models.CharField(
                        help_text="Of the page it was sent from: sent twice, kept once.",
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("text", models.TextField(blank=True, help_text="Empty once it is decided about.")),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"kind": "locality"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.place",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"kind": "family_hub"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.site",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="outcomes.voicegroup",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be read"),
                            ("accepted", "Accepted"),
                            ("set_aside", "Set aside"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True, help_text="Why it was set aside.")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        blank=True,
                        help_text="What it became.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
                        to="outcomes.voiceitem",
                    ),
                ),
            ],
            options={
                "ordering": ["received_at", "pk"],
                "indexes": [models.Index(fields=["state", "received_at"], name="feedback_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "accepted", "set_aside"])),
                        name="outcomes_feedbackmessage_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="outcomes_feedbackmessage_decided_at_with_decided_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("state", "waiting")),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("text", ""),
                                models.Q(("state", "waiting"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="outcomes_feedbackmessage_words_go_once_decided",
                        violation_error_message="Once it is decided about, its words are not kept.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reporter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="governance.place"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: the locality itself.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="governance.organisation",
                    ),
                ),
                ("name", models.CharField(help_text="As the chase list shows it.", max_length=200)),
                ("slug", models.SlugField(max_length=100, unique=True)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "needs_two_people",
                    models.BooleanField(
                        default=False,
                        help_text="One person prepares the figures, and another of the same reporter submits them.",
                        verbose_name="two people sign",
                    ),
                ),
            ],
            options={
                "ordering": [
                    models.OrderBy(models.F("organisation"), nulls_first=True),
                    "place__order",
                    "name",
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("place", "organisation"), name="outcomes_reporter_organisation_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("organisation__isnull", True)),
                        fields=("place",),
                        name="outcomes_reporter_locality_once",
                        violation_error_message="This locality already is a reporter.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="outcomes.reporter",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="outcomes.measure",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="governance.place"
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "breakdowns",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Splits this reporter is asked for.",
                        to="outcomes.breakdown",
                    ),
                ),
            ],
            options={
                "ordering": ["reporter", "measure__order", "place__order"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="outcomes_assignment_ends_on_after_starts_on",
                        violation_error_message="The end date must be on or after the start date.",
                    ),
                    models.UniqueConstraint(
                        fields=("reporter", "measure", "place", "starts_on"),
                        name="outcomes_assignment_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("reporter", "measure", "place"),
                        name="outcomes_assignment_one_current",
                        violation_error_message="This reporter is already asked for this figure.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="outcomes.reporter",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="outcomes.period",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("due", "Not started"),
                            ("draft", "In progress"),
                            ("submitted", "Submitted"),
                            ("queried", "Sent back"),
                            ("approved", "Approved"),
                            ("excused", "Excused"),
                        ],
                        default="due",
                        max_length=10,
                    ),
                ),
                (
                    "due_on",
                    models.DateField(
                        help_text="The period's, unless this reporter was given longer."
                    ),
                ),
                (
                    "open_until",
                    models.DateField(
                        blank=True,
                        help_text="Only where this reporter was given longer: the last day to hand in and change.",
                        null=True,
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=0, help_text="Goes up with every save."),
                ),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("prepared_at", models.DateTimeField(blank=True, null=True)),
                (
                    "prepared_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="The first of two people who sign.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "prepared_version",
                    models.PositiveIntegerField(
                        blank=True, help_text="The figures the first person vouched for.", null=True
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reference",
                    models.CharField(blank=True, help_text="On the receipt.", max_length=20),
                ),
                ("content_hash", models.CharField(blank=True, max_length=64)),
                ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review_reason",
                    models.TextField(
                        blank=True, help_text="Why it was sent back or excused; both sides see it."
                    ),
                ),
            ],
            options={
                "ordering": ["-period__starts_on", "reporter"],
                "indexes": [
                    models.Index(fields=["period", "status"], name="submission_period_status")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["due", "draft", "submitted", "queried", "approved", "excused"],
                            )
                        ),
                        name="outcomes_submission_status_known",
                    ),
                    models.UniqueConstraint(
                        fields=("reporter", "period"), name="outcomes_submission_once_a_period"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("changed_at__isnull", True), ("changed_by__isnull", True)),
                            models.Q(("changed_at__isnull", False), ("changed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="outcomes_submission_changed_at_with_changed_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("prepared_at__isnull", True), ("prepared_by__isnull", True)),
                            models.Q(
                                ("prepared_at__isnull", False), ("prepared_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="outcomes_submission_prepared_at_with_prepared_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("submitted_at__isnull", True), ("submitted_by__isnull", True)
                            ),
                            models.Q(
                                ("submitted_at__isnull", False), ("submitted_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="outcomes_submission_submitted_at_with_submitted_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reviewed_at__isnull", True), ("reviewed_by__isnull", True)),
                            models.Q(
                                ("reviewed_at__isnull", False), ("reviewed_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="outcomes_submission_reviewed_at_with_reviewed_by",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("reference", ""), _negated=True),
                        fields=("reference",),
                        name="outcomes_submission_reference_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SectionState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to="outcomes.submission",
                    ),
                ),
                (
                    "area",
                    models.CharField(
                        choices=[
                            ("safe", "Safe"),
                            ("healthy", "Healthy"),
                            ("happy", "Happy"),
                            ("learning", "Learning"),
                            ("engaged", "Engaged"),
                            ("family-hubs", "Family hubs"),
                        ],
                        max_length=12,
                    ),
                ),
                ("is_complete", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "area__in",
                                ["safe", "healthy", "happy", "learning", "engaged", "family-hubs"],
                            )
                        ),
                        name="outcomes_sectionstate_area_known",
                    ),
                    models.UniqueConstraint(
                        fields=("submission", "area"), name="outcomes_sectionstate_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="outcomes.submission",
                    ),
                ),
                (
                    "area",
                    models.CharField(
                        choices=[
                            ("safe", "Safe"),
                            ("healthy", "Healthy"),
                            ("happy", "Happy"),
                            ("learning", "Learning"),
                            ("engaged", "Engaged"),
                            ("family-hubs", "Family hubs"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("seen_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-seen_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "area__in",
                                ["safe", "healthy", "happy", "learning", "engaged", "family-hubs"],
                            )
                        ),
                        name="outcomes_presence_area_known",
                    ),
                    models.UniqueConstraint(
                        fields=("submission", "area", "user"), name="outcomes_presence_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpenPage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pages",
                        to="outcomes.submission",
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="What the page calls itself: chance.", max_length=32
                    ),
                ),
                ("turn", models.PositiveIntegerField()),
                ("sent_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("submission", "key"), name="outcomes_openpage_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FigureImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imports",
                        to="outcomes.submission",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("paste", "Pasted from a spreadsheet"),
                            ("upload", "Uploaded workbook"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "area",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("safe", "Safe"),
                            ("healthy", "Healthy"),
                            ("happy", "Happy"),
                            ("learning", "Learning"),
                            ("engaged", "Engaged"),
                            ("family-hubs", "Family hubs"),
                        ],
                        help_text="Empty: the whole submission.",
                        max_length=12,
                    ),
                ),
                ("file_name", models.CharField(blank=True, max_length=200)),
                (
                    "content",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        help_text="What was understood of each cell, as it was read.",
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "changes",
                    models.JSONField(
                        blank=True,
                        default=list,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        help_text="Once accepted: each box that it changed, with the words before and after.",
                    ),
                ),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["paste", "upload"])),
                        name="outcomes_figureimport_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "area__in",
                                [
                                    "",
                                    "safe",
                                    "healthy",
                                    "happy",
                                    "learning",
                                    "engaged",
                                    "family-hubs",
                                ],
                            )
                        ),
                        name="outcomes_figureimport_area_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at__isnull", True), ("accepted_by__isnull", True)),
                            models.Q(
                                ("accepted_at__isnull", False), ("accepted_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="outcomes_figureimport_accepted_at_with_accepted_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="outcomes_figureimport_undone_at_with_undone_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("undone_at__isnull", True),
                            ("accepted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="outcomes_figureimport_undone_after_accepted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LoadedRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        help_text="The model, such as governance.body.", max_length=60
                    ),
                ),
                ("name", models.CharField(help_text="What the fixtures call it.", max_length=250)),
                ("values", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["kind", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "name"), name="outcomes_loadedrecord_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Observation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="observations",
                        to="outcomes.submission",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="observations",
                        to="outcomes.measure",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="governance.place"
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="outcomes.category",
                    ),
                ),
                ("numerator_typed", models.CharField(blank=True, max_length=200)),
                ("denominator_typed", models.CharField(blank=True, max_length=200)),
                (
                    "numerator",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True),
                ),
                (
                    "denominator",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True),
                ),
                (
                    "missing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("z", "Not applicable [z]"),
                            ("x", "Not available this quarter [x]"),
                            ("c", "Too small to give [c]"),
                        ],
                        max_length=4,
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True, help_text="Why it is unusual or missing; the Board sees it."
                    ),
                ),
                (
                    "note_about",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="The figure that the sentence was written about: it explains no other. Empty while the figure was not changed since.",
                        max_length=60,
                    ),
                ),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Approved figures are published, and can no longer be changed.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["submission", "measure__order", "place__order"],
                "indexes": [
                    models.Index(fields=["measure", "place"], name="observation_measure_place")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("submission", "measure", "place", "category"),
                        name="outcomes_observation_category_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("category__isnull", True)),
                        fields=("submission", "measure", "place"),
                        name="outcomes_observation_everybody_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("missing__in", ["", "z", "x", "c"])),
                        name="outcomes_observation_missing_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("missing", ""), ("numerator__isnull", True), _connector="OR"
                        ),
                        name="outcomes_observation_number_or_reason",
                        violation_error_message="Enter a number, or say why there is none; not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("numerator__isnull", True), ("numerator__gte", 0), _connector="OR"
                        ),
                        name="outcomes_observation_numerator_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("denominator__isnull", True), ("denominator__gte", 0), _connector="OR"
                        ),
                        name="outcomes_observation_denominator_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                            models.Q(
                                ("approved_at__isnull", False), ("approved_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="outcomes_observation_approved_at_with_approved_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("changed_at__isnull", True), ("changed_by__isnull", True)),
                            models.Q(("changed_at__isnull", False), ("changed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="outcomes_observation_changed_at_with_changed_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "observation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="outcomes.observation",
                    ),
                ),
                ("text", models.TextField()),
                ("asked_at", models.DateTimeField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When the coordinator had nothing more to ask.",
                        null=True,
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(
                                ("answered_at__isnull", False), ("answered_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="outcomes_question_answered_at_with_answered_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("settled_by__isnull", True)),
                            models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="outcomes_question_settled_at_with_settled_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True)),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="outcomes_question_answer_is_dated",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        blank=True,
                        help_text="Only of plans that come with the strategies.",
                        max_length=80,
                        null=True,
                        unique=True,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("implementation", "Implementation plan"),
                            ("locality", "Locality delivery plan"),
                            ("team", "Leadership team annual plan"),
                            ("workplan", "Sub-group workplan"),
                            ("ambition", "Ambition delivery plan"),
                            ("executive", "Executive’s yearly priorities"),
                            ("board", "Board annual plan"),
                        ],
                        max_length=20,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="governance.body",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"kind": "locality"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="governance.place",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        help_text="The ambition that it delivers.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="outcomes.outcomearea",
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Being written"),
                            ("agreed", "Agreed"),
                            ("closed", "Closed"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "basis",
                    models.TextField(
                        blank=True, help_text="The need it answers, and how it was agreed."
                    ),
                ),
                (
                    "drawn_from",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The reviews that a Board annual plan is drawn from.",
                        related_name="plans",
                        to="governance.meeting",
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_on", "kind", "title"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "implementation",
                                    "locality",
                                    "team",
                                    "workplan",
                                    "ambition",
                                    "executive",
                                    "board",
                                ],
                            )
                        ),
                        name="outcomes_plan_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "agreed", "closed"])),
                        name="outcomes_plan_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="outcomes_plan_ends_on_after_starts_on",
                        violation_error_message="The end date must be on or after the start date.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body__isnull", False), ("place__isnull", True)),
                            models.Q(("body__isnull", True), ("place__isnull", False)),
                            _connector="OR",
                        ),
                        name="outcomes_plan_has_one_owner",
                        violation_error_message="A plan is of a body or of a locality.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Action",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="outcomes.plan",
                    ),
                ),
                ("title", models.CharField(help_text="In one sentence.", max_length=500)),
                (
                    "what",
                    models.TextField(blank=True, help_text="What is done, and how one will know."),
                ),
                (
                    "owner_role",
                    models.CharField(blank=True, help_text="Such as hub manager.", max_length=150),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner_body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="governance.body",
                    ),
                ),
                (
                    "owner_organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="governance.organisation",
                    ),
                ),
                (
                    "due_on",
                    models.DateField(
                        blank=True, help_text="Empty only where a strategy states none.", null=True
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("not_started", "Not started"),
                            ("on_track", "On track"),
                            ("at_risk", "At risk"),
                            ("off_track", "Off track"),
                            ("done", "Done"),
                            ("stopped", "Stopped"),
                        ],
                        default="not_started",
                        max_length=12,
                    ),
                ),
                (
                    "milestone",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("year_6_7", "Year 6 to 7 transition (year one of the strategy)"),
                            ("year_9", "Year 9 (year two of the strategy)"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "inequality",
                    models.CharField(
                        blank=True,
                        help_text="Who fares worse, and in what. Empty where it acts on no inequality.",
                        max_length=200,
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="outcomes.decision",
                    ),
                ),
                (
                    "ambition_action",
                    models.OneToOneField(
                        blank=True,
                        help_text="The action of a strategy that this one is.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="action",
                        to="outcomes.ambitionaction",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "partners",
                    models.ManyToManyField(
                        blank=True, related_name="partner_in", to="governance.organisation"
                    ),
                ),
                (
                    "outcomes",
                    models.ManyToManyField(
                        blank=True, related_name="actions", to="outcomes.outcome"
                    ),
                ),
                (
                    "measures",
                    models.ManyToManyField(
                        blank=True, related_name="actions", to="outcomes.measure"
                    ),
                ),
                (
                    "priorities",
                    models.ManyToManyField(
                        blank=True, related_name="actions", to="outcomes.priority"
                    ),
                ),
            ],
            options={
                "ordering": [
                    "plan",
                    models.OrderBy(models.F("due_on"), nulls_last=True),
                    "order",
                    "pk",
                ],
                "indexes": [models.Index(fields=["status", "due_on"], name="action_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "not_started",
                                    "on_track",
                                    "at_risk",
                                    "off_track",
                                    "done",
                                    "stopped",
                                ],
                            )
                        ),
                        name="outcomes_action_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("milestone__in", ["", "year_6_7", "year_9"])),
                        name="outcomes_action_milestone_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionUpdate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="updates",
                        to="outcomes.action",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("text", models.TextField(help_text="What was done since the last one.")),
                (
                    "status_before",
                    models.CharField(
                        choices=[
                            ("not_started", "Not started"),
                            ("on_track", "On track"),
                            ("at_risk", "At risk"),
                            ("off_track", "Off track"),
                            ("done", "Done"),
                            ("stopped", "Stopped"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "status_after",
                    models.CharField(
                        choices=[
                            ("not_started", "Not started"),
                            ("on_track", "On track"),
                            ("at_risk", "At risk"),
                            ("off_track", "Off track"),
                            ("done", "Done"),
                            ("stopped", "Stopped"),
                        ],
                        max_length=12,
                    ),
                ),
                ("due_before", models.DateField(null=True)),
                ("due_after", models.DateField(null=True)),
                (
                    "reason",
                    models.TextField(
                        blank=True, help_text="Where it got worse, or its date was moved."
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status_before__in",
                                [
                                    "not_started",
                                    "on_track",
                                    "at_risk",
                                    "off_track",
                                    "done",
                                    "stopped",
                                ],
                            )
                        ),
                        name="outcomes_actionupdate_status_before_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status_after__in",
                                [
                                    "not_started",
                                    "on_track",
                                    "at_risk",
                                    "off_track",
                                    "done",
                                    "stopped",
                                ],
                            )
                        ),
                        name="outcomes_actionupdate_status_after_known",
                    ),
                ],
            },
        ),
        ehportal.append_only.MakeAppendOnly(
            model_name="ActionUpdate",
        ),
        migrations.CreateModel(
            name="ReportDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "due",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft",
                        to="governance.reportdue",
                    ),
                ),
                (
                    "answers",
                    models.JSONField(
                        default=dict, help_text="What was written, by the question's key."
                    ),
                ),
                (
                    "figures",
                    models.JSONField(
                        help_text="Figures as a publication has them, drawn in word for word.",
                        null=True,
                    ),
                ),
                (
                    "revision",
                    models.PositiveIntegerField(default=0, help_text="How often it was saved."),
                ),
                (
                    "page",
                    models.CharField(
                        blank=True,
                        help_text="The open page that saved it last, by its own name.",
                        max_length=32,
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["due"],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "due",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="governance.reportdue",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "content",
                    models.JSONField(help_text="Headings, words, figures and files as on the day."),
                ),
                ("answers", models.JSONField(help_text="The words alone, by the question's key.")),
                ("reason", models.TextField(blank=True, help_text="Why it is handed in again.")),
                ("submitted_at", models.DateTimeField()),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["due", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("due", "number"), name="outcomes_report_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="outcomes_report_correction_has_reason",
                        violation_error_message="Say why it is handed in again.",
                    ),
                ],
            },
        ),
        ehportal.append_only.MakeAppendOnly(
            model_name="Report",
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "due",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="governance.reportdue",
                    ),
                ),
                ("name", models.CharField(max_length=150)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "PDF"),
                            ("docx", "Word document"),
                            ("xlsx", "Excel workbook"),
                            ("png", "Picture (PNG)"),
                            ("jpg", "Picture (JPEG)"),
                        ],
                        max_length=4,
                    ),
                ),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "file",
                    models.FileField(
                        storage=outcomes.models.reports.attachment_store,
                        upload_to=outcomes.models.reports.name_in_store,
                    ),
                ),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "removed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["pdf", "docx", "xlsx", "png", "jpg"])),
                        name="outcomes_attachment_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at__isnull", True), ("removed_by__isnull", True)),
                            models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="outcomes_attachment_removed_at_with_removed_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatisticalRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.SlugField(
                        help_text="Such as xmr-2. Publications name it.", max_length=20, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "shift_points",
                    models.PositiveSmallIntegerField(
                        default=7,
                        help_text="So many in a row on one side of the average are a signal.",
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="points in a shift",
                    ),
                ),
                (
                    "trend_points",
                    models.PositiveSmallIntegerField(
                        default=7,
                        help_text="So many in a row rising, or falling, are a signal.",
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="points in a trend",
                    ),
                ),
                (
                    "two_sigma",
                    models.CharField(
                        choices=[
                            (
                                "all_beyond_2_sigma",
                                "All beyond two sigma (national, November 2023)",
                            ),
                            (
                                "between_2_and_3_sigma_only",
                                "Only those between two and three sigma",
                            ),
                        ],
                        default="all_beyond_2_sigma",
                        max_length=30,
                        verbose_name="two of three",
                    ),
                ),
                (
                    "limit_constant",
                    models.FloatField(
                        default=2.66,
                        help_text="So many average moving ranges from the average.",
                        verbose_name="limits at",
                    ),
                ),
                (
                    "screen_ranges",
                    models.BooleanField(
                        default=True,
                        help_text="Once, before limits are worked out, so that one odd figure does not widen them.",
                        verbose_name="leave out large moving ranges",
                    ),
                ),
                (
                    "screen_constant",
                    models.FloatField(
                        default=3.267,
                        help_text="So many times their average.",
                        verbose_name="large from",
                    ),
                ),
                (
                    "fewest_for_limits",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[django.core.validators.MinValueValidator(3)],
                        verbose_name="points for trial limits",
                    ),
                ),
                (
                    "fewest_for_findings",
                    models.PositiveSmallIntegerField(
                        default=13,
                        validators=[django.core.validators.MinValueValidator(5)],
                        verbose_name="points for findings",
                    ),
                ),
                (
                    "disclosure_rules",
                    models.CharField(
                        choices=[
                            ("dfe_1_to_5", "Hide 1 to 5 (Department for Education)"),
                            ("nhs_1_to_7_round_5", "Hide 1 to 7, round to 5 (NHS)"),
                        ],
                        default="dfe_1_to_5",
                        help_text="The partnership's rule. A measure's owner may ask for a stricter one.",
                        max_length=24,
                        verbose_name="small numbers",
                    ),
                ),
                (
                    "in_force_from",
                    models.DateField(
                        blank=True,
                        help_text="What is published from this day on is judged by it. Empty: kept to compare.",
                        null=True,
                    ),
                ),
                ("reason", models.TextField(help_text="Why these settings.")),
                (
                    "approved_by",
                    models.CharField(help_text="The body or person who agreed it.", max_length=200),
                ),
                ("recorded_at", models.DateTimeField(editable=False)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        help_text="Empty where it came with the portal.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "statistical rules",
                "ordering": [
                    models.OrderBy(models.F("in_force_from"), descending=True, nulls_last=True),
                    "-pk",
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("two_sigma__in", ["all_beyond_2_sigma", "between_2_and_3_sigma_only"])
                        ),
                        name="outcomes_statisticalrules_two_sigma_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("disclosure_rules__in", ["dfe_1_to_5", "nhs_1_to_7_round_5"])
                        ),
                        name="outcomes_statisticalrules_disclosure_rules_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("limit_constant__gt", 0),
                            ("screen_constant__gt", 1),
                            ("shift_points__range", (5, 12)),
                            ("trend_points__range", (5, 12)),
                        ),
                        name="outcomes_statisticalrules_possible",
                        violation_error_message="Limits must be above 0, and large ranges above average.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fewest_for_findings__gte", models.F("fewest_for_limits")),
                            ("fewest_for_limits__gte", 3),
                        ),
                        name="outcomes_statisticalrules_points_in_order",
                        violation_error_message="Findings need at least as many points as trial limits.",
                    ),
                ],
            },
        ),
        ehportal.append_only.MakeAppendOnly(
            model_name="StatisticalRules",
        ),
        migrations.CreateModel(
            name="Rebase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rebases",
                        to="outcomes.measure",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="governance.place"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        help_text="The first period of the new baseline.",
                        on_delete=django.db.models.deletion.PROTECT,
                        to="outcomes.period",
                    ),
                ),
                (
                    "reason",
                    models.TextField(help_text="What changed, and why it is expected to last."),
                ),
                ("asked_by", models.CharField(max_length=200)),
                ("approved_by", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        help_text="Empty where it was loaded from an export.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("withdrawn_because", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["measure", "place__order", "period__starts_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("measure", "place", "period"),
                        name="outcomes_rebase_standing_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_by", None),
                            models.Q(("withdrawn_at", None), _negated=True),
                            _connector="OR",
                        ),
                        name="outcomes_rebase_withdrawn_by_with_a_day",
                        violation_error_message="Who took it back did so at a moment.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="outcomes_rebase_has_reason",
                        violation_error_message="Say what changed.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StrategyStatement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.sourcedocument",
                    ),
                ),
                ("source_lines", models.CharField(blank=True, max_length=50)),
                ("code", models.SlugField(max_length=80, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mission", "Mission"),
                            ("vision", "Vision"),
                            ("value", "Value"),
                            ("principle", "Guiding principle"),
                            ("behaviour", "Shared behaviour"),
                            ("improvement", "Principle for improvement"),
                            ("need", "Statement of need"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "strategy",
                    models.CharField(
                        choices=[
                            ("early-help", "Early Help Strategy"),
                            ("accelerate", "Accelerate!"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200)),
                ("text", models.TextField()),
                ("note", models.TextField(blank=True)),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["strategy", "kind", "order"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "mission",
                                    "vision",
                                    "value",
                                    "principle",
                                    "behaviour",
                                    "improvement",
                                    "need",
                                ],
                            )
                        ),
                        name="outcomes_strategystatement_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("strategy__in", ["early-help", "accelerate"])),
                        name="outcomes_strategystatement_strategy_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contradiction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(unique=True)),
                ("kind", models.CharField(max_length=20)),
                ("topic", models.CharField(max_length=200)),
                ("description", models.TextField()),
                ("resolution", models.TextField()),
                (
                    "evidence",
                    models.JSONField(default=list, help_text="Quotations, each with its source."),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="Story",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("happened", models.TextField(blank=True)),
                ("why", models.TextField(blank=True)),
                ("did", models.TextField(blank=True)),
                ("will", models.TextField(blank=True)),
                ("needs", models.TextField(blank=True)),
                (
                    "observation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="story",
                        to="outcomes.observation",
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "stories",
                "ordering": ["observation"],
            },
        ),
        migrations.CreateModel(
            name="PublishedStory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("happened", models.TextField(blank=True)),
                ("why", models.TextField(blank=True)),
                ("did", models.TextField(blank=True)),
                ("will", models.TextField(blank=True)),
                ("needs", models.TextField(blank=True)),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stories",
                        to="outcomes.publication",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stories",
                        to="outcomes.measure",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="governance.place"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="outcomes.period"
                    ),
                ),
                (
                    "reporter",
                    models.CharField(
                        help_text="Who tells it, as they were called.", max_length=200
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "published stories",
                "ordering": ["publication", "measure__order", "place__order", "reporter"],
                "indexes": [
                    models.Index(fields=["measure", "publication"], name="story_of_measure")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("publication", "measure", "place", "period", "reporter"),
                        name="outcomes_publishedstory_once",
                    )
                ],
            },
        ),
        ehportal.append_only.MakeAppendOnly(
            model_name="PublishedStory",
        ),
        migrations.CreateModel(
            name="SurveyFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="outcomes.consultation",
                        verbose_name="survey",
                    ),
                ),
                (
                    "question",
                    models.CharField(
                        help_text="What was asked or said. No names of children, parents or anybody who took part.",
                        max_length=300,
                    ),
                ),
                (
                    "population",
                    models.CharField(
                        help_text="Of whom: secondary pupils, Somali families, everybody ...",
                        max_length=150,
                    ),
                ),
                (
                    "number",
                    models.PositiveIntegerField(
                        blank=True, help_text="How many said so.", null=True
                    ),
                ),
                (
                    "base",
                    models.PositiveIntegerField(
                        blank=True, help_text="How many answered.", null=True
                    ),
                ),
                (
                    "percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        help_text="Where only the share is published.",
                        max_digits=4,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                    ),
                ),
                (
                    "source",
                    models.CharField(help_text="Where the figure is printed.", max_length=300),
                ),
                (
                    "area",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("safe", "Safe"),
                            ("healthy", "Healthy"),
                            ("happy", "Happy"),
                            ("learning", "Learning"),
                            ("engaged", "Engaged"),
                            ("family-hubs", "Family hubs"),
                        ],
                        max_length=12,
                        verbose_name="outcome area",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="survey_figures",
                        to="outcomes.measure",
                    ),
                ),
            ],
            options={
                "ordering": ["question", "population", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "area__in",
                                [
                                    "",
                                    "safe",
                                    "healthy",
                                    "happy",
                                    "learning",
                                    "engaged",
                                    "family-hubs",
                                ],
                            )
                        ),
                        name="outcomes_surveyfigure_area_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("base__isnull", False),
                                ("number__isnull", False),
                                ("percent__isnull", True),
                            ),
                            models.Q(
                                ("base__isnull", True),
                                ("number__isnull", True),
                                ("percent__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="outcomes_surveyfigure_counted_or_share",
                        violation_error_message="Give the two numbers, or the share.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number__isnull", True),
                            models.Q(("base__gte", 1), ("number__lte", models.F("base"))),
                            _connector="OR",
                        ),
                        name="outcomes_surveyfigure_no_more_than_answered",
                        violation_error_message="No more can have said so than answered.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("percent__isnull", True),
                            models.Q(("percent__gte", 0), ("percent__lte", 100)),
                            _connector="OR",
                        ),
                        name="outcomes_surveyfigure_percent_in_range",
                        violation_error_message="A share lies from 0 to 100.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="Metric",
            name="measures",
            field=models.ManyToManyField(
                related_name="metrics", through="outcomes.MetricMeasure", to="outcomes.measure"
            ),
        ),
    ]
