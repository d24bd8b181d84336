"""The story behind a figure: five short answers that go with it to the Board."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from ehportal.seen import version_of as version_of_words
from ehportal.words import why_not_kept
from governance.models import User
from governance.services.events import record
from outcomes.models import PROMPTS, Observation, Story, Submission
from outcomes.services.exceptions import Refused, StatusChanged
from outcomes.services.submissions import lock, name_in_audit, refuse_unless_editable

LONGEST_ANSWER = 400
"""Characters. Five of them are read in a minute."""


@transaction.atomic
def save_story(
    *,
    observation: Observation,
    answers: Mapping[str, str],
    seen: str,
    by: User,
    at: datetime,
    on: date,
) -> Story | None:
    """Keeps what a reporter tells of one figure, and returns it; None where nothing was ever told.

    `seen` is the `version_of` the story that the person changed. Raises PeriodClosed or
    StatusChanged where the figure may no longer be changed, or somebody else has changed the story
    meanwhile, and Refused where an answer is too long or cannot be kept.
    """
    submission = lock(observation.submission)
    refuse_unless_editable(submission, on=on)
    row = Observation.objects.select_for_update(of=("self",)).get(pk=observation.pk)
    if row.approved_at is not None:
        raise StatusChanged(
            "The coordinator has approved this figure. Ask for it to be opened again if its story "
            "is wrong."
        )
    told = {name: answers.get(name, "").replace("\r\n", "\n").strip() for name in PROMPTS}
    for name, words in told.items():
        if why := why_not_kept(words, longest=LONGEST_ANSWER):
            raise Refused(f"Your answer to “{PROMPTS[name]}” {why}.")
    story = Story.objects.filter(observation=row).select_related("changed_by").first()
    before = story.by_name if story else dict.fromkeys(PROMPTS, "")
    if told == before:
        return story
    if story and seen != version_of(story):
        raise StatusChanged(
            f"{story.changed_by} has changed this story since you opened it. Theirs stands below: "
            "put the two together, then save again."
        )
    story, _ = Story.objects.update_or_create(
        observation=row, defaults={**told, "changed_at": at, "changed_by": by}
    )
    Submission.objects.filter(pk=submission.pk).mark_changed(by=by, at=at)
    record(
        verb="story.save",
        subject=story,
        by=by,
        at=at,
        before=before,
        after=told,
        name=f"{submission}: story of {name_in_audit(observation)}",
    )
    return story


def version_of(story: Story | None) -> str:
    """What tells one wording of a story from another; nothing of one that was never told."""
    return version_of_words(story.by_name) if story else ""
