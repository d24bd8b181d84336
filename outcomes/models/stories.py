"""The story behind a figure, in the words of whoever reports it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ehportal.append_only import AppendOnlyModel, AppendOnlyQuerySet
from outcomes.models.measures import Measure
from outcomes.models.observations import Observation
from outcomes.models.periods import Period
from outcomes.models.publication import Publication

PROMPTS = {
    "happened": "What happened?",
    "why": "Why do we think so?",
    "did": "What did we do?",
    "will": "What will we do next?",
    "needs": "What help do we need?",
}
"""The five questions, by the column that keeps the answer. None has to be answered."""


class Answers(models.Model):
    """The answers to the five questions; blank where a question was left out."""

    happened = models.TextField(blank=True)
    why = models.TextField(blank=True)
    did = models.TextField(blank=True)
    will = models.TextField(blank=True)
    needs = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def told(self) -> list[tuple[str, str]]:
        """What was answered: each question with its answer, in their order."""
        answers = self.by_name
        return [(prompt, answers[name]) for name, prompt in PROMPTS.items() if answers[name]]

    @property
    def by_name(self) -> dict[str, str]:
        """The answers by the column that keeps them."""
        return {name: getattr(self, name) for name in PROMPTS}


class Story(Answers):
    """What a reporter tells of one figure. It is approved, and published, with the figure."""

    observation = models.OneToOneField(Observation, on_delete=models.CASCADE, related_name="story")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["observation"]
        verbose_name_plural = "stories"

    def __str__(self) -> str:
        return f"Story of {self.observation}"


class PublishedStory(Answers, AppendOnlyModel):
    """A story as it was published, beside a figure that is shown: never beside a hidden one."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="stories")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="stories")
    place = models.ForeignKey("governance.Place", on_delete=models.PROTECT)
    period = models.ForeignKey(Period, on_delete=models.PROTECT)
    reporter = models.CharField(max_length=200, help_text="Who tells it, as they were called.")

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["publication", "measure__order", "place__order", "reporter"]
        verbose_name_plural = "published stories"
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "measure", "place", "period", "reporter"],
                name="outcomes_publishedstory_once",
            )
        ]
        indexes = [models.Index(fields=["measure", "publication"], name="story_of_measure")]

    def __str__(self) -> str:
        return f"{self.measure.code}, {self.place}, told by {self.reporter}"
