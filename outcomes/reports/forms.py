"""The form that a report is written in: a box for each of its sections, and a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.crypto import get_random_string

from ehportal.forms import Form, WordsField
from ehportal.keys import is_key
from ehportal.layout import Field, Fieldset
from ehportal.seen import SeenForm
from governance.models import ReportDue, ReportKind
from governance.models.seats import NO_NAMES_OF_FAMILIES
from outcomes.models import ReportDraft
from outcomes.reports.contents import LONGEST_SECTION, Judged, Verdict, questions_of
from outcomes.services.reports import LONGEST_REASON, REASON


class SendBackForm(Form):
    """What is to be changed before a report is received."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = WordsField(
        label="What is to be changed?",
        help_text=f"Its writers and every member read it. {NO_NAMES_OF_FAMILIES}",
        what="The reason",
        max_length=LONGEST_REASON,
        rows=4,
        error_messages={"required": "Say what is to be changed, in a sentence"},
    )


class WriteForm(SeenForm):
    """A draft. Whatever is missing is said when it is handed in, and not before."""

    mark_optional = False

    page = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)
    plans = forms.CharField(required=False, widget=forms.HiddenInput)
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
        help_text="PDF, Word, Excel or a picture (PNG, JPEG), smaller than 10 MB.",
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
        self.questions = questions_of(due.kind, judged)
        self.judged = judged if due.kind == ReportKind.STOCKTAKE else ()
        self.is_again = bool(due.version)
        super().__init__(*args, over=draft, **kwargs)
        self.initial["page"] = get_random_string(16)
        if not self.is_again:
            del self.fields["reason"]
        if due.kind != ReportKind.WORKPLAN:
            del self.fields["plans"]

    def reword(self) -> None:
        """The boxes of this kind of report, before they are drawn."""
        for each in self.questions:
            self.fields[each.key] = WordsField(
                label=each.heading,
                help_text=each.hint,
                what=f"“{each.heading.rstrip('?')}”",
                max_length=LONGEST_SECTION,
                rows=6,
                required=False,
            )
        for judged in self.judged:
            self.fields[judged.verdict_key] = forms.ChoiceField(
                label="Is it still correct?",
                choices=Verdict,
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[judged.why_key] = WordsField(
                label="Why?",
                help_text="Only needed where it is not still correct.",
                what=f"Why ({judged.name})",
                max_length=LONGEST_SECTION,
                rows=2,
                required=False,
            )

    def layout(self) -> Sequence[Any]:
        judged = [
            Fieldset(
                each.name,
                Field(each.verdict_key, inline=True),
                each.why_key,
                css_id=each.code,
                css_class="eh-fieldset",
            )
            for each in self.judged
        ]
        last = [name for name in ("reason", "attachment") if name in self.fields]
        *first, voice = (each.key for each in self.questions)
        hidden = [name for name in ("page", "plans") if name in self.fields]
        return [*self.HIDDEN, *hidden, *first, *judged, voice, *last]

    @property
    def contents(self) -> list[tuple[str, str]]:
        """Where each part of a long report begins, and what it is called."""
        if not self.judged:
            return []
        *first, voice = ((self[each.key].id_for_label, each.heading) for each in self.questions)
        return [*first, *((each.code, each.name) for each in self.judged), voice]

    def label_of(self, name: str) -> str:
        """With the ambition that it is asked of, which the page says once above its questions."""
        about = {key: each.name for each in self.judged for key in (each.verdict_key, each.why_key)}
        label = super().label_of(name)
        return f"{about[name]}: {label}" if name in about else label

    @property
    def answers(self) -> dict[str, str]:
        """What was written in the boxes that were sent and that hold what the portal can keep."""
        sent = [key for key in self._keys if key in self.data]
        return {key: self.cleaned_data[key] for key in sent if key in self.cleaned_data}

    def shows_plans(self, version: str) -> None:
        """Which plans stand beside the boxes, so that no others are handed in unseen."""
        self.initial["plans"] = version
        if self.is_bound:
            data = self.data.copy()  # type: ignore[attr-defined]
            data["plans"] = version
            self.data = data

    @property
    def revision(self) -> int:
        """The draft that was on the page; one that never was where the page did not say."""
        return int(self.version) if is_key(self.version) else -1

    @property
    def _keys(self) -> list[str]:
        judged = [key for each in self.judged for key in (each.verdict_key, each.why_key)]
        last = [REASON] if self.is_again else []
        return [*(each.key for each in self.questions), *judged, *last]

    def shown(self, over: ReportDraft) -> dict[str, str]:
        return {key: over.answers.get(key, "") for key in self._keys}

    def version_over(self, over: ReportDraft) -> str:
        return str(over.revision)
