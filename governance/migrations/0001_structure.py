import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import ehportal.append_only


class Migration(migrations.Migration):
    replaces = [
        ("governance", "0001_initial"),
        ("governance", "0002_event_append_only"),
        ("governance", "0003_cache_table"),
        ("governance", "0004_body_confidence_known"),
        ("governance", "0005_notices_and_meetings"),
        ("governance", "0006_seats_and_planned_meetings"),
        ("governance", "0007_reports_due"),
        ("governance", "0008_data_tokens"),
        ("governance", "0009_escalations"),
        ("governance", "0010_three_more_kinds_of_report"),
        ("governance", "0011_reports_and_escalations_taken_back"),
        ("governance", "0012_workplans_handed_in"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SourceDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(unique=True)),
                ("title", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=100)),
                (
                    "file",
                    models.CharField(
                        help_text="Name of the text file that its wording was taken from.",
                        max_length=100,
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Place",
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
                        help_text="ONS code where the place has one (E09000030), otherwise ours (TH-NE).",
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("slug", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=100)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("locality", "Locality"),
                            ("borough", "Borough"),
                            ("region", "Region"),
                            ("country", "Country"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="governance.place",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["order", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["locality", "borough", "region", "country"])
                        ),
                        name="governance_place_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
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
                ("name", models.CharField(max_length=150)),
                (
                    "aliases",
                    models.JSONField(
                        blank=True, default=list, help_text="Other names the documents use for it."
                    ),
                ),
                (
                    "quote",
                    models.TextField(
                        blank=True, help_text="Where a document names it, word for word."
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True)),
                (
                    "ends_on",
                    models.DateField(
                        blank=True,
                        help_text="Set when it merges or leaves; old figures stay.",
                        null=True,
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="governance_organisation_ends_on_after_starts_on",
                        violation_error_message="The end date must be on or after the start date.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Site",
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
                ("name", models.CharField(max_length=150)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("family_hub", "Family hub"),
                            ("centre", "Children and family centre"),
                            ("safe_place", "Safe place"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "locality",
                    models.ForeignKey(
                        limit_choices_to={"kind": "locality"},
                        on_delete=django.db.models.deletion.PROTECT,
                        to="governance.place",
                    ),
                ),
                (
                    "hub",
                    models.ForeignKey(
                        blank=True,
                        help_text="The family hub that a centre or a safe place is linked to.",
                        limit_choices_to={"kind": "family_hub"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="linked_sites",
                        to="governance.site",
                    ),
                ),
                (
                    "name_is_stated",
                    models.BooleanField(
                        default=True,
                        help_text="Untick while the name is ours because no document prints one.",
                    ),
                ),
            ],
            options={
                "ordering": ["locality__order", "kind", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["family_hub", "centre", "safe_place"])),
                        name="governance_site_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "family_hub"), _negated=True),
                            ("hub__isnull", True),
                            _connector="OR",
                        ),
                        name="governance_site_hub_has_no_hub",
                        violation_error_message="A family hub is not linked to another hub.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Body",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("board", "Board"),
                            ("executive", "Executive"),
                            ("forum", "Forum"),
                            ("sub-group", "Sub-group"),
                            ("locality team", "Locality team"),
                            ("panel", "Panel"),
                            ("network", "Network"),
                            ("voice forum", "Voice forum"),
                            ("working group", "Working group"),
                            ("partnership", "Partnership"),
                        ],
                        max_length=20,
                    ),
                ),
                ("kind_note", models.TextField(blank=True)),
                (
                    "group",
                    models.CharField(
                        blank=True, help_text="The wider group it is part of.", max_length=100
                    ),
                ),
                ("aliases", models.JSONField(blank=True, default=list)),
                (
                    "per_locality",
                    models.BooleanField(
                        default=False,
                        help_text="There is one in each locality; its instances are listed below.",
                    ),
                ),
                (
                    "instance_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instances",
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
                        related_name="bodies",
                        to="governance.place",
                    ),
                ),
                (
                    "cadence",
                    models.CharField(blank=True, help_text="How often it meets.", max_length=100),
                ),
                ("cadence_is_stated", models.BooleanField(default=False)),
                ("cadence_quote", models.TextField(blank=True)),
                (
                    "meets",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("monthly", "Every month"),
                            ("two_months", "Every two months"),
                            ("quarterly", "Every quarter"),
                            ("term", "Each term"),
                        ],
                        help_text="How often its meetings are planned; a month or quarter without one is flagged.",
                        max_length=10,
                    ),
                ),
                ("chair", models.TextField(blank=True, help_text="As a document states it.")),
                (
                    "confidence",
                    models.CharField(
                        choices=[("high", "High"), ("medium", "Medium"), ("low", "Low")],
                        default="high",
                        help_text="Of the record.",
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "sources",
                    models.ManyToManyField(
                        blank=True, related_name="bodies", to="governance.sourcedocument"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "bodies",
                "ordering": ["group", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "board",
                                    "executive",
                                    "forum",
                                    "sub-group",
                                    "locality team",
                                    "panel",
                                    "network",
                                    "voice forum",
                                    "working group",
                                    "partnership",
                                ],
                            )
                        ),
                        name="governance_body_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confidence__in", ["high", "medium", "low"])),
                        name="governance_body_confidence_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("meets__in", ["", "monthly", "two_months", "quarterly", "term"])
                        ),
                        name="governance_body_meets_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("instance_of__isnull", True), ("place__isnull", True)),
                            models.Q(
                                ("instance_of__isnull", False),
                                ("per_locality", False),
                                ("place__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="governance_body_instance_has_place",
                        violation_error_message="A local instance needs its locality, and only it has one.",
                    ),
                    models.UniqueConstraint(
                        fields=("instance_of", "place"), name="governance_body_one_instance_a_place"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BodyReference",
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
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="references",
                        to="governance.body",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("purpose", "Is responsible for"),
                            ("produces", "Produces"),
                            ("receives", "Receives"),
                            ("member", "Member"),
                            ("mention", "Is mentioned"),
                        ],
                        max_length=10,
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("text", models.TextField(help_text="What or who, in a few words.")),
                ("quote", models.TextField(blank=True)),
                ("cadence", models.CharField(blank=True, max_length=100)),
                (
                    "counterpart",
                    models.CharField(
                        blank=True,
                        help_text="From or to whom, as the document puts it.",
                        max_length=200,
                    ),
                ),
                (
                    "represents",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("statutory", "Statutory partner"),
                            ("vcs", "Voluntary and community sector"),
                            ("safe_place", "Manager of a safe place"),
                            ("young_people", "Children and young people"),
                            ("parents", "Parents and carers"),
                            ("schools", "Schools and early years settings"),
                            ("health", "Primary care and other health services"),
                            ("faith", "Faith groups"),
                        ],
                        help_text="Of a member: whom the body is to have on it, by this sentence.",
                        max_length=20,
                    ),
                ),
            ],
            options={
                "ordering": ["body", "kind", "order"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["purpose", "produces", "receives", "member", "mention"])
                        ),
                        name="governance_bodyreference_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "represents__in",
                                [
                                    "",
                                    "statutory",
                                    "vcs",
                                    "safe_place",
                                    "young_people",
                                    "parents",
                                    "schools",
                                    "health",
                                    "faith",
                                ],
                            )
                        ),
                        name="governance_bodyreference_represents_known",
                    ),
                    models.UniqueConstraint(
                        fields=("body", "kind", "order"), name="governance_bodyreference_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportingLine",
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
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports_to",
                        to="governance.body",
                    ),
                ),
                (
                    "reports_to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reported_by",
                        to="governance.body",
                    ),
                ),
                (
                    "strength",
                    models.CharField(
                        choices=[("stated", "Stated"), ("inferred", "Inferred")], max_length=10
                    ),
                ),
                ("basis", models.TextField(blank=True, help_text="Why we infer it.")),
                ("quote", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["body", "reports_to"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("strength__in", ["stated", "inferred"])),
                        name="governance_reportingline_strength_known",
                    ),
                    models.UniqueConstraint(
                        fields=("body", "reports_to"), name="governance_reportingline_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("body", models.F("reports_to")), _negated=True),
                        name="governance_reportingline_not_itself",
                        violation_error_message="A body does not report to itself.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportingRequirement",
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
                ("rule", models.CharField(max_length=300)),
                (
                    "owed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owes",
                        to="governance.body",
                    ),
                ),
                (
                    "owed_by_text",
                    models.CharField(
                        blank=True,
                        help_text="Where the document names a group of bodies.",
                        max_length=200,
                    ),
                ),
                (
                    "owed_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="is_owed",
                        to="governance.body",
                    ),
                ),
                ("cadence", models.CharField(blank=True, max_length=100)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("progress", "Progress report"),
                            ("detailed", "Detailed report against objectives"),
                            ("outcomes", "Outcomes of the annual plan"),
                            ("annual", "Annual report"),
                            ("service", "Service report"),
                            ("summary", "Summary of progress against all ambitions"),
                            ("stocktake", "Stocktake of the priorities"),
                            ("working", "Stocktake of how the partnership works"),
                            ("review", "Review of the delivery groups"),
                            ("skills", "Analysis of the skills we need"),
                            ("peers", "Peer review of the shared behaviours"),
                            ("equality", "Equality analysis"),
                            ("workplan", "Workplan for the year"),
                        ],
                        help_text="Empty where no report follows.",
                        max_length=12,
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("rolling", "Once a year, at one of the receiver’s meetings"),
                            ("twice", "Twice a year"),
                            ("yearly", "Once a year"),
                            ("once", "Once"),
                            ("ahead", "Once a year, before the year it is for begins"),
                        ],
                        help_text="How often its reports fall due; empty where each is asked for.",
                        max_length=10,
                    ),
                ),
                (
                    "basis",
                    models.TextField(
                        blank=True, help_text="What the document leaves open, and our reading."
                    ),
                ),
                ("evidence_types", models.JSONField(blank=True, default=list)),
                ("quote", models.TextField()),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "bodies",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Where the document names no single body: whose reports they are, as we read it.",
                        related_name="owes_with_others",
                        to="governance.body",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "",
                                    "progress",
                                    "detailed",
                                    "outcomes",
                                    "annual",
                                    "service",
                                    "summary",
                                    "stocktake",
                                    "working",
                                    "review",
                                    "skills",
                                    "peers",
                                    "equality",
                                    "workplan",
                                ],
                            )
                        ),
                        name="governance_reportingrequirement_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rhythm__in", ["", "rolling", "twice", "yearly", "once", "ahead"])
                        ),
                        name="governance_reportingrequirement_rhythm_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", ""), _negated=True), ("rhythm", ""), _connector="OR"
                        ),
                        name="governance_reportingrequirement_rhythm_has_kind",
                        violation_error_message="What falls due in a rhythm is a kind of report.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "email",
                    models.EmailField(
                        error_messages={"unique": "Somebody already signs in with this address."},
                        max_length=254,
                        unique=True,
                    ),
                ),
                ("name", models.CharField(max_length=150)),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Untick, and this person is stopped at the next request.",
                        verbose_name="may sign in",
                    ),
                ),
                (
                    "emails_paused_until",
                    models.DateField(
                        blank=True,
                        help_text="Until this day messages wait on the portal and are not sent by e-mail.",
                        null=True,
                    ),
                ),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["name", "email"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="governance_user_email_any_case",
                        violation_error_message="Somebody already signs in with this address.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalations",
                        to="governance.body",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalations_to_answer",
                        to="governance.body",
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("resources", "Resources"),
                            ("performance", "Performance"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                    ),
                ),
                ("issue", models.TextField(help_text="What cannot be settled there.")),
                ("asked", models.TextField(help_text="What the body above is asked to do.")),
                ("raised_at", models.DateTimeField()),
                (
                    "raised_by",
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
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("taken_back_because", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-raised_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("about__in", ["resources", "performance", "other"])),
                        name="governance_escalation_about_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(
                                ("answered_at__isnull", False), ("answered_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="governance_escalation_answered_at_with_answered_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("taken_back_at__isnull", True), ("taken_back_by__isnull", True)
                            ),
                            models.Q(
                                ("taken_back_at__isnull", False), ("taken_back_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="governance_escalation_taken_back_at_with_taken_back_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_at__isnull", True),
                            ("taken_back_at__isnull", True),
                            _connector="OR",
                        ),
                        name="governance_escalation_answered_or_taken_back",
                        violation_error_message="What was answered is not taken back.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True)),
                            models.Q(
                                ("answered_at__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="governance_escalation_answered_has_answer",
                        violation_error_message="An answer says something.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("body", models.F("to")), _negated=True),
                        name="governance_escalation_not_to_itself",
                        violation_error_message="A body takes an issue to another.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        help_text="Empty where a management command acted.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("verb", models.CharField(help_text="Such as submission.approve.", max_length=60)),
                ("subject_kind", models.CharField(max_length=60)),
                ("subject_id", models.CharField(max_length=60)),
                (
                    "subject",
                    models.CharField(help_text="What it was called at the time.", max_length=300),
                ),
                (
                    "before",
                    models.JSONField(
                        default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder
                    ),
                ),
                (
                    "after",
                    models.JSONField(
                        default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder
                    ),
                ),
                ("reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["subject_kind", "subject_id", "at"], name="event_subject")
                ],
            },
        ),
        ehportal.append_only.MakeAppendOnly(
            model_name="Event",
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="governance.body",
                    ),
                ),
                ("held_on", models.DateField(help_text="The day it is held on, or was.")),
                (
                    "starts_at",
                    models.TimeField(
                        blank=True, help_text="As clocks in London show it.", null=True
                    ),
                ),
                ("ends_at", models.TimeField(blank=True, null=True)),
                (
                    "where",
                    models.CharField(blank=True, help_text="The room or building.", max_length=150),
                ),
                (
                    "planned_for",
                    models.DateField(
                        blank=True, help_text="The day it was first planned for.", null=True
                    ),
                ),
                (
                    "change_reason",
                    models.TextField(
                        blank=True,
                        help_text="Why it was last moved, or cancelled, for everybody to read.",
                    ),
                ),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When its minutes were closed; nothing changes after.",
                        null=True,
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sequence",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="How often it was changed, for calendars that have it already.",
                    ),
                ),
            ],
            options={
                "ordering": ["-held_on"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at__isnull", True)),
                        fields=("body", "held_on"),
                        name="governance_meeting_once_a_day",
                        violation_error_message="This body already has a meeting on that day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("cancelled_at__isnull", True), ("cancelled_by__isnull", True)
                            ),
                            models.Q(
                                ("cancelled_at__isnull", False), ("cancelled_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="governance_meeting_cancelled_at_with_cancelled_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="governance_meeting_closed_at_with_closed_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True),
                            ("ends_at__gt", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="governance_meeting_ends_after_it_starts",
                        violation_error_message="A meeting ends after it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cancelled_at__isnull", True),
                            ("closed_at__isnull", True),
                            _connector="OR",
                        ),
                        name="governance_meeting_cancelled_has_no_minutes",
                        violation_error_message="A cancelled meeting has no minutes.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendance",
                        to="governance.meeting",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance",
                        to="governance.organisation",
                    ),
                ),
                (
                    "came",
                    models.CharField(
                        choices=[
                            ("came", "Came"),
                            ("apologies", "Sent apologies"),
                            ("absent", "Did not come"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
            options={
                "ordering": ["meeting", "organisation__name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("came__in", ["came", "apologies", "absent"])),
                        name="governance_attendance_came_known",
                    ),
                    models.UniqueConstraint(
                        fields=("meeting", "organisation"), name="governance_attendance_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="What it is about: the same thing is told once to each person.",
                        max_length=150,
                    ),
                ),
                ("subject", models.CharField(max_length=200)),
                (
                    "text",
                    models.TextField(
                        help_text="Never a figure, never a name of a child or parent."
                    ),
                ),
                (
                    "path",
                    models.CharField(blank=True, help_text="The page to go to.", max_length=200),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "by_email",
                    models.BooleanField(
                        default=True, help_text="Not ticked where the person had paused e-mails."
                    ),
                ),
                (
                    "emailed_at",
                    models.DateTimeField(
                        blank=True, help_text="Empty until the mail server has taken it.", null=True
                    ),
                ),
                ("read_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
                "indexes": [models.Index(fields=["to", "read_at"], name="notice_unread")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("to", "key"), name="governance_notice_once_a_person"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deputises",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
            ],
            options={
                "ordering": ["-starts_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="governance_absence_ends_on_after_starts_on",
                        violation_error_message="The end date must be on or after the start date.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("user", models.F("deputy")), _negated=True),
                        name="governance_absence_deputy_is_another",
                        violation_error_message="Choose somebody else to be told.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("locality_lead", "Locality lead"),
                            ("partner_lead", "Partner data lead"),
                            ("coordinator", "Partnership coordinator"),
                            ("board_member", "Board member"),
                            ("administrator", "Framework administrator"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "locality",
                    models.ForeignKey(
                        blank=True,
                        help_text="For a locality lead.",
                        limit_choices_to={"kind": "locality"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="governance.place",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        help_text="For a partner data lead.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="governance.organisation",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        help_text="For a Board member or the coordinator: the body they serve.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="governance.body",
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ["user__name", "role"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "locality_lead",
                                    "partner_lead",
                                    "coordinator",
                                    "board_member",
                                    "administrator",
                                ],
                            )
                        ),
                        name="governance_membership_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="governance_membership_ends_on_after_starts_on",
                        violation_error_message="The end date must be on or after the start date.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "locality_lead"), _negated=True),
                            ("locality__isnull", False),
                            _connector="OR",
                        ),
                        name="governance_membership_lead_has_locality",
                        violation_error_message="A locality lead needs a locality.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "partner_lead"), _negated=True),
                            ("organisation__isnull", False),
                            _connector="OR",
                        ),
                        name="governance_membership_partner_has_organisation",
                        violation_error_message="A partner data lead needs an organisation.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "board_member"), _negated=True),
                            ("body__isnull", False),
                            _connector="OR",
                        ),
                        name="governance_membership_board_has_body",
                        violation_error_message="A Board member needs a body.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportDue",
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
                        blank=True,
                        help_text="The rule it follows from; empty where the coordinator asked for it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports_due",
                        to="governance.reportingrequirement",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("progress", "Progress report"),
                            ("detailed", "Detailed report against objectives"),
                            ("outcomes", "Outcomes of the annual plan"),
                            ("annual", "Annual report"),
                            ("service", "Service report"),
                            ("summary", "Summary of progress against all ambitions"),
                            ("stocktake", "Stocktake of the priorities"),
                            ("working", "Stocktake of how the partnership works"),
                            ("review", "Review of the delivery groups"),
                            ("skills", "Analysis of the skills we need"),
                            ("peers", "Peer review of the shared behaviours"),
                            ("equality", "Equality analysis"),
                            ("workplan", "Workplan for the year"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports_due",
                        to="governance.body",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports_due",
                        to="governance.organisation",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports_to_receive",
                        to="governance.body",
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        blank=True,
                        help_text="Such as the service that it is about.",
                        max_length=150,
                    ),
                ),
                ("starts_on", models.DateField(help_text="The first day that it is about.")),
                ("ends_on", models.DateField(help_text="The last day that it is about.")),
                (
                    "due_on",
                    models.DateField(help_text="The day that counts while it goes to no meeting."),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.meeting",
                    ),
                ),
                (
                    "change_reason",
                    models.TextField(blank=True, help_text="Why it goes to another meeting."),
                ),
                (
                    "version",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="How often it was handed in, corrections included."
                    ),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, help_text="Its latest version.", null=True),
                ),
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
                    "sent_back_at",
                    models.DateTimeField(
                        blank=True, help_text="Until it is handed in again.", null=True
                    ),
                ),
                (
                    "sent_back_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("sent_back_because", models.TextField(blank=True)),
                ("received_at", models.DateTimeField(blank=True, null=True)),
                (
                    "received_by",
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
                "verbose_name_plural": "reports due",
                "ordering": ["due_on", "kind", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "progress",
                                    "detailed",
                                    "outcomes",
                                    "annual",
                                    "service",
                                    "summary",
                                    "stocktake",
                                    "working",
                                    "review",
                                    "skills",
                                    "peers",
                                    "equality",
                                    "workplan",
                                ],
                            )
                        ),
                        name="governance_reportdue_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="governance_reportdue_ends_on_after_starts_on",
                        violation_error_message="The end date must be on or after the start date.",
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
                        name="governance_reportdue_submitted_at_with_submitted_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("received_at__isnull", True), ("received_by__isnull", True)),
                            models.Q(
                                ("received_at__isnull", False), ("received_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="governance_reportdue_received_at_with_received_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("sent_back_at__isnull", True), ("sent_back_by__isnull", True)
                            ),
                            models.Q(
                                ("sent_back_at__isnull", False), ("sent_back_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="governance_reportdue_sent_back_at_with_sent_back_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_back_at__isnull", True),
                            ("submitted_at__isnull", True),
                            _connector="OR",
                        ),
                        name="governance_reportdue_sent_back_or_submitted",
                        violation_error_message="What was sent back waits to be handed in again.",
                    ),
                    models.UniqueConstraint(
                        fields=("requirement", "body", "starts_on", "subject"),
                        name="governance_reportdue_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body__isnull", False), ("organisation__isnull", True)),
                            models.Q(("body__isnull", True), ("organisation__isnull", False)),
                            _connector="OR",
                        ),
                        name="governance_reportdue_has_one_author",
                        violation_error_message="A report is of a body or of an organisation.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("body", models.F("to")), _negated=True),
                        name="governance_reportdue_not_to_itself",
                        violation_error_message="A body does not report to itself.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("submitted_at__isnull", False),
                            ("received_at__isnull", True),
                            _connector="OR",
                        ),
                        name="governance_reportdue_received_was_submitted",
                        violation_error_message="Only what was handed in is received.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seat",
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
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seats",
                        to="governance.body",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="governance.organisation",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        help_text="A role, such as head of early help. Never the name of a child, a parent or a member.",
                        max_length=150,
                    ),
                ),
                (
                    "represents",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("statutory", "Statutory partner"),
                            ("vcs", "Voluntary and community sector"),
                            ("safe_place", "Manager of a safe place"),
                            ("young_people", "Children and young people"),
                            ("parents", "Parents and carers"),
                            ("schools", "Schools and early years settings"),
                            ("health", "Primary care and other health services"),
                            ("faith", "Faith groups"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        help_text="For the manager of a safe place: which one.",
                        limit_choices_to={"kind": "safe_place"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="governance.site",
                    ),
                ),
                ("is_chair", models.BooleanField(default=False, verbose_name="chairs it")),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "quote",
                    models.TextField(
                        blank=True, help_text="Where a document says so, word for word."
                    ),
                ),
            ],
            options={
                "ordering": ["body", "-is_chair", "organisation__name", "role"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "represents__in",
                                [
                                    "",
                                    "statutory",
                                    "vcs",
                                    "safe_place",
                                    "young_people",
                                    "parents",
                                    "schools",
                                    "health",
                                    "faith",
                                ],
                            )
                        ),
                        name="governance_seat_represents_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="governance_seat_ends_on_after_starts_on",
                        violation_error_message="The end date must be on or after the start date.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("organisation__isnull", False),
                            models.Q(("role", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="governance_seat_is_held",
                        violation_error_message="A seat is held by an organisation, a role, or both.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DataToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("name", models.CharField(help_text="What it is for.", max_length=100)),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        help_text="It reads the figures of this place alone. Empty: of every place.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.place",
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="Finds the row. It is part of the token, no secret.",
                        max_length=16,
                        unique=True,
                    ),
                ),
                ("digest", models.CharField(help_text="SHA-256 of the secret.", max_length=64)),
                ("made_at", models.DateTimeField()),
                ("expires_on", models.DateField(help_text="The last day on which it works.")),
                (
                    "last_used_at",
                    models.DateTimeField(help_text="Noted at most once an hour.", null=True),
                ),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "revoked_by",
                    models.ForeignKey(
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
                        condition=models.Q(
                            models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                            models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="governance_datatoken_revoked_at_with_revoked_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="governance_datatoken_has_name",
                        violation_error_message="Say what the token is for.",
                    ),
                ],
            },
        ),
    ]
