"""The coordinator's forms: deciding about a submission, asking about a figure, publishing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms

from ehportal import wording
from ehportal.forms import DateField, Form, WordsField
from governance.models import User
from outcomes.models import Status, Submission
from outcomes.reviewing.sheet import Sheet
from outcomes.services import questions, review

DECISIONS: dict[str, tuple[str, frozenset[str]]] = {
    "approve": ("Approve: the figures may be published", frozenset({Status.SUBMITTED})),
    "send_back": (
        "Send back: the reporter can change them again",
        frozenset({Status.SUBMITTED}),
    ),
    "reopen": (
        "Reopen: the reporter can change them; what was published stays",
        frozenset({Status.APPROVED}),
    ),
    "excuse": (
        "Excuse: nothing is expected this quarter",
        frozenset({Status.DUE, Status.DRAFT}),
    ),
    "expect_again": ("Expect figures after all", frozenset({Status.EXCUSED})),
}
NEEDS_REASON = frozenset({"send_back", "reopen", "excuse", "expect_again"})


class ReviewForm(Form):
    mark_optional = False

    decision = forms.ChoiceField(
        label="What do you decide?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what you decide",
            "invalid_choice": "Somebody changed this submission meanwhile. Choose again",
        },
    )
    reason = WordsField(
        label="Why?",
        help_text="The reporter reads this. Not needed to approve.",
        what="The reason",
        max_length=1000,
        required=False,
    )

    #: Of the figures and answers that were read, so that others are not approved by mistake.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    answers = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, submission: Submission, sheet: Sheet, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _seen(submission, sheet))
        super().__init__(*args, **kwargs)
        self.submission = submission
        self.has_questions = bool(sheet.open_questions)
        self.fields["decision"].choices = [  # type: ignore[attr-defined]
            (name, _words(name, sheet))
            for name, (_, statuses) in DECISIONS.items()
            if submission.status in statuses
        ]

    @property
    def has_decisions(self) -> bool:
        return bool(self.fields["decision"].choices)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        decision = self.cleaned_data.get("decision")
        asks = decision == "send_back" and self.has_questions
        needs_reason = decision in NEEDS_REASON and not asks
        if needs_reason and not self.cleaned_data.get("reason", "").strip():
            self.add_error("reason", "Say why, in a sentence; the reporter will read it")
        return cleaned

    def show_again(self, submission: Submission, sheet: Sheet) -> None:
        """After a refusal the page shows the figures as they are now: they are decided on anew."""
        self.data = {**dict(self.data.items()), **_seen(submission, sheet), "decision": ""}

    def decide(self, *, by: User, at: datetime, on: date) -> str:
        """Carries the decision out and returns what to tell the coordinator."""
        decision, reason = self.cleaned_data["decision"], self.cleaned_data["reason"]
        name, submission = str(self.submission.reporter), self.submission
        if decision == "approve":
            review.approve(
                submission=submission,
                by=by,
                at=at,
                seen_hash=self.cleaned_data["seen"],
                seen_answers=self.cleaned_data["answers"],
            )
            return f"{name}: approved."
        if decision == "send_back":
            review.send_back(submission=submission, reason=reason, by=by, at=at, on=on)
            return f"{name}: sent back."
        if decision == "reopen":
            review.reopen(submission=submission, reason=reason, by=by, at=at, on=on)
            return f"{name}: reopened."
        if decision == "excuse":
            review.excuse(submission=submission, reason=reason, by=by, at=at)
            return f"{name}: excused."
        review.expect_again(submission=submission, reason=reason, by=by, at=at)
        return f"{name}: expected again."


def _seen(submission: Submission, sheet: Sheet) -> dict[str, Any]:
    return {"seen": submission.content_hash, "answers": sheet.answers}


def _words(decision: str, sheet: Sheet) -> str:
    """What a decision is called: of the figures that still wait, with the questions that go."""
    if decision == "approve" and sheet.approved:
        waiting = len(sheet.lines) - sheet.approved
        return f"Approve the other {wording.count(waiting, 'figure')}: they may be published"
    if decision == "send_back" and sheet.open_questions:
        asked = wording.count(sheet.open_questions, "question")
        these = "this" if sheet.open_questions == 1 else "these"
        return f"Send back with {these} {asked}: the reporter can change the figures again"
    return DECISIONS[decision][0]


class FiguresForm(Form):
    """Which figures are approved: those that are ticked, or an outcome area's."""

    figure = forms.TypedMultipleChoiceField(
        coerce=int,
        required=False,
        error_messages={
            "invalid_choice": "Somebody changed these figures meanwhile. Choose again",
            "invalid_list": "Choose figures of this submission",
        },
    )
    section = forms.CharField(required=False)
    seen = forms.CharField(required=False)
    answers = forms.IntegerField(required=False, min_value=0)

    def __init__(self, *args: Any, submission: Submission, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submission, self.sheet = submission, sheet
        self.fields["figure"].choices = [  # type: ignore[attr-defined]
            (line.row.pk, line.name) for line in sheet.lines
        ]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        section = self.sheet.section(self.cleaned_data.get("section", ""))
        if section is not None:
            self.cleaned_data["figure"] = [line.row.pk for line in section.ready]
        if not self.errors and not self.cleaned_data["figure"]:
            self.add_error(None, "Tick the figures that you approve, or approve an outcome area")
        return cleaned

    def approve(self, *, by: User, at: datetime) -> str:
        """Approves them and returns what to tell the coordinator."""
        figures = self.cleaned_data["figure"]
        done = review.approve_figures(
            submission=self.submission,
            figures=figures,
            by=by,
            at=at,
            seen_hash=self.cleaned_data["seen"],
            seen_answers=self.cleaned_data["answers"],
        )
        name = str(self.submission.reporter)
        if done.status == Status.APPROVED:
            return f"{name}: approved."
        return f"{name}: {wording.count(len(figures), 'figure')} approved."


class LongerForm(Form):
    """More time for one reporter."""

    until = DateField(
        label="Until which day?",
        help_text="It becomes their deadline, such as 31 10 2026.",
        error_messages={"required": "Enter the day until which they have time"},
    )
    reason = WordsField(
        label="Why?",
        help_text="The reporter reads this.",
        what="The reason",
        max_length=1000,
        error_messages={
            "required": "Say why, in a sentence; the reporter will read it",
        },
        widget=forms.TextInput(),
    )


class QuestionForm(Form):
    text = WordsField(
        label="What do you want to know?",
        help_text="The reporter reads this beside the figure, and answers in words.",
        what="The question",
        max_length=questions.LONGEST_QUESTION,
        error_messages={
            "required": "Write what you want to know about this figure",
        },
    )


class ReopenForm(Form):
    """Why one approved figure may be changed again."""

    reason = WordsField(
        label="Why is this figure opened again?",
        help_text="The reporter reads this, and can change this figure alone.",
        what="The reason",
        max_length=1000,
        rows=2,
        error_messages={
            "required": "Say why, in a sentence; the reporter will read it",
        },
    )


class PublishForm(Form):
    reason = WordsField(
        label="Why are these figures published again?",
        help_text="Readers see this beside every figure that changed.",
        what="The reason",
        max_length=500,
        error_messages={
            "required": "Say why these figures are published again",
        },
    )

    looked_at = forms.BooleanField(
        label="I have looked at the figures named above, and they can be published",
        error_messages={"required": "Look at the figures named above, and say that you have"},
    )

    #: The last publication of the period when the page was opened; 0 before the first.
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, last_number: int, asks_to_look: bool = False, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {"seen": last_number})
        super().__init__(*args, **kwargs)
        if not last_number:
            del self.fields["reason"]
        if not asks_to_look:
            del self.fields["looked_at"]
