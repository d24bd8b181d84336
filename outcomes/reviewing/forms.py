"""The coordinator's two forms: a decision about a submission, and publishing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms

from ehportal.forms import Form
from governance.models import User
from outcomes.models import Status, Submission
from outcomes.services import review

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
    reason = forms.CharField(
        label="Why?",
        help_text="The reporter reads this. Not needed to approve.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "The reason must be 1,000 characters or fewer"},
    )

    #: Of the figures that were read, so that others are not approved by mistake.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, submission: Submission, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"seen": submission.content_hash})
        super().__init__(*args, **kwargs)
        self.submission = submission
        self.fields["decision"].choices = [  # type: ignore[attr-defined]
            (name, words)
            for name, (words, statuses) in DECISIONS.items()
            if submission.status in statuses
        ]

    @property
    def has_decisions(self) -> bool:
        return bool(self.fields["decision"].choices)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        decision = self.cleaned_data.get("decision")
        if decision in NEEDS_REASON and not self.cleaned_data.get("reason", "").strip():
            self.add_error("reason", "Say why, in a sentence; the reporter will read it")
        return cleaned

    def decide(self, *, by: User, at: datetime, on: date) -> str:
        """Carries the decision out and returns what to tell the coordinator."""
        decision, reason = self.cleaned_data["decision"], self.cleaned_data["reason"]
        name, submission = str(self.submission.reporter), self.submission
        if decision == "approve":
            seen = self.cleaned_data["seen"]
            review.approve(submission=submission, by=by, at=at, seen_hash=seen)
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


class PublishForm(Form):
    reason = forms.CharField(
        label="Why are these figures published again?",
        help_text="Readers see this beside every figure that changed.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Say why these figures are published again",
            "max_length": "The reason must be 500 characters or fewer",
        },
    )

    #: The last publication of the period when the page was opened; 0 before the first.
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, last_number: int, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"seen": last_number})
        super().__init__(*args, **kwargs)
        if not last_number:
            del self.fields["reason"]
