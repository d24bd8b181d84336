"""The figures as they were typed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from ehportal.constraints import both_or_neither, one_of
from outcomes.models.measures import Measure
from outcomes.models.submissions import Submission


class Missing(models.TextChoices):
    """Why a figure is missing (Government Analysis Function shorthand)."""

    NOT_APPLICABLE = "z", "Not applicable [z]"
    NOT_AVAILABLE = "x", "Not available this quarter [x]"
    TOO_SMALL = "c", "Too small to give [c]"


class Observation(models.Model):
    """One figure asked of a reporter, with what was typed and what it was understood as.

    What was typed is kept as it was, also where it is not a number: nothing typed is lost.
    A row exists for every figure that is due, from the day its period opens.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="observations"
    )
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="observations")
    place = models.ForeignKey("governance.Place", on_delete=models.PROTECT)
    category = models.ForeignKey(
        "outcomes.Category", on_delete=models.PROTECT, null=True, blank=True
    )
    numerator_typed = models.CharField(max_length=200, blank=True)
    denominator_typed = models.CharField(max_length=200, blank=True)
    numerator = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    missing = models.CharField(max_length=4, blank=True, choices=Missing)
    note = models.TextField(
        blank=True, help_text="Why it is unusual or missing; the Board sees it."
    )
    note_about = models.CharField(
        max_length=60,
        blank=True,
        editable=False,
        help_text="The figure that the sentence was written about: it explains no other. "
        "Empty while the figure was not changed since.",
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Approved figures are published, and can no longer be changed.",
    )
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["submission", "measure__order", "place__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "measure", "place", "category"],
                name="outcomes_observation_category_once",
            ),
            models.UniqueConstraint(
                fields=["submission", "measure", "place"],
                condition=Q(category__isnull=True),
                name="outcomes_observation_everybody_once",
            ),
            one_of("missing", Missing, or_blank=True),
            models.CheckConstraint(
                condition=Q(missing="") | Q(numerator__isnull=True),
                name="outcomes_observation_number_or_reason",
                violation_error_message="Enter a number, or say why there is none; not both.",
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True) | Q(numerator__gte=0),
                name="outcomes_observation_numerator_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gte=0),
                name="outcomes_observation_denominator_not_negative",
            ),
            both_or_neither("approved_at", "approved_by"),
            both_or_neither("changed_at", "changed_by"),
        ]
        indexes = [models.Index(fields=["measure", "place"], name="observation_measure_place")]

    def __str__(self) -> str:
        return f"{self.measure.code}, {self.place}, {self.submission.period.code}"

    @property
    def is_blank(self) -> bool:
        return not (self.numerator_typed or self.denominator_typed or self.missing)

    @property
    def told(self) -> list[tuple[str, str]]:
        """The story behind it: each question with its answer; nothing where none is told."""
        story = getattr(self, "story", None)
        return story.told if story else []


class QuestionQuerySet(models.QuerySet["Question"]):
    def open(self) -> QuestionQuerySet:
        """Those that the reporter has not answered."""
        return self.filter(answered_at=None, settled_at=None)


class Question(models.Model):
    """What the coordinator asks about one figure, and the reporter's answer."""

    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(
        null=True, blank=True, help_text="When the coordinator had nothing more to ask."
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            both_or_neither("answered_at", "answered_by"),
            both_or_neither("settled_at", "settled_by"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | ~Q(answer="") & Q(answered_at__isnull=False),
                name="outcomes_question_answer_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.observation}: {self.text[:60]}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for the reporter."""
        return self.answered_at is None and self.settled_at is None
