"""What the pages of reports show beside the form itself."""

from __future__ import annotations

from dataclasses import dataclass

from outcomes.models import ReportDraft
from outcomes.reports.forms import WriteForm


@dataclass(frozen=True)
class Theirs:
    """A section that somebody else saved in other words."""

    label: str
    text: str


def differences(form: WriteForm, draft: ReportDraft) -> list[Theirs]:
    """The sections whose words in the draft are others than were just sent."""
    return [
        Theirs(str(form.fields[key].label), draft.answers.get(key, ""))
        for key, text in form.answers.items()
        if draft.answers.get(key, "") != text
    ]
