"""The form that a report is written in: a box for each of its sections, and a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from ehportal.forms import Form, WordsField
from ehportal.layout import Field
from governance.models import ReportDue, ReportKind
from outcomes.models import ReportDraft
from outcomes.reports.contents import LONGEST_SECTION, NO_NAMES, Judged, Verdict, questions_of
from outcomes.services.reports import LONGEST_REASON


class WriteForm(Form):
    """A draft. Whatever is missing is said when it is handed in, and not before."""

    mark_optional = False

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    reason = WordsField(
        label="Why is it handed in again?",
        help_text="Only needed when you hand in a correction. It stands above the new version.",
        what="The reason",
        max_length=LONGEST_REASON,
        rows=2,
        required=False,
    )
    attachment = forms.FileField(
        label="Attach a file",
        help_text="PDF, Word, Excel or a picture (PNG, JPEG), smaller than 10 MB. " + NO_NAMES,
        max_length=200,
        allow_empty_file=True,
        required=False,
        error_messages={
            "max_length": "The name of the selected file must be 200 characters or fewer",
        },
    )

    def __init__(
        self,
        *args: Any,
        due: ReportDue,
        draft: ReportDraft | None,
        judged: Sequence[Judged],
        **kwargs: Any,
    ) -> None:
        answers = draft.answers if draft else {}
        kwargs["initial"] = {**answers, "seen": draft.revision if draft else 0}
        self.questions = questions_of(due.kind, judged)
        self.judged = judged if due.kind == ReportKind.STOCKTAKE else ()
        super().__init__(*args, **kwargs)
        if not due.version:
            del self.fields["reason"]

    def reword(self) -> None:
        """The boxes of this kind of report, before they are drawn."""
        for each in self.questions:
            self.fields[each.key] = WordsField(
                label=each.heading,
                help_text=each.hint or NO_NAMES,
                what=f"“{each.heading.rstrip('?')}”",
                max_length=LONGEST_SECTION,
                rows=6,
                required=False,
            )
        for judged in self.judged:
            self.fields[judged.verdict_key] = forms.ChoiceField(
                label=f"Is “{judged.name}” still correct?",
                choices=Verdict,
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[judged.why_key] = WordsField(
                label=f"Why? ({judged.name})",
                help_text="Only needed where it is not still correct.",
                what="Why",
                max_length=LONGEST_SECTION,
                rows=2,
                required=False,
            )

    def layout(self) -> Sequence[Any]:
        judged = [
            name
            for each in self.judged
            for name in (Field(each.verdict_key, inline=True), each.why_key)
        ]
        last = [name for name in ("reason", "attachment") if name in self.fields]
        *first, voice = (each.key for each in self.questions)
        return ["seen", *first, *judged, voice, *last]

    @property
    def answers(self) -> dict[str, str]:
        """What was written in the boxes that hold something the portal can keep."""
        keys = [each.key for each in self.questions]
        keys += [key for each in self.judged for key in (each.verdict_key, each.why_key)]
        return {key: self.cleaned_data[key] for key in keys if key in self.cleaned_data}

    @property
    def revision(self) -> int:
        """The draft that was on the page; one that never was where the page did not say."""
        found = self.cleaned_data.get("seen")
        return -1 if found is None else found

    def has_seen(self, revision: int) -> None:
        """What the page shows from now on, so that it can be saved again."""
        self.data = {**self.data.dict(), "seen": str(revision)}  # type: ignore[attr-defined]
