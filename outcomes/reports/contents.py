"""What each kind of report says, and what must not be missing when it is handed in: pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import models

from governance.models import ReportKind

LONGEST_SECTION = 8000
VOICE = "you_said"


@dataclass(frozen=True)
class Question:
    """A section of a report: what it asks, and whether it may be left out."""

    key: str
    heading: str
    hint: str = ""
    is_required: bool = True


@dataclass(frozen=True)
class Judged:
    """A priority that a stocktake decides about."""

    code: str
    name: str

    @property
    def verdict_key(self) -> str:
        return f"verdict-{self.code}"

    @property
    def why_key(self) -> str:
        return f"why-{self.code}"


class Verdict(models.TextChoices):
    RIGHT = "right", "Still correct"
    CHANGE = "change", "To be changed"
    DROP = "drop", "To be dropped"


#: "Including a 'you said, we did' section in partnership reports" (Accelerate!, line 492).
YOU_SAID = Question(
    VOICE,
    "You said, we did",
    "What children, young people and families told you, and what changed because of it. If nothing "
    "changed yet, say what is being done.",
)
NEXT = Question("next", "What comes next?", "And who does it, by when.")
RISKS = Question("risks", "What stands in the way?", "Risks, and what would help.", False)

_OF_KIND: dict[str, Sequence[Question]] = {
    ReportKind.PROGRESS: (
        Question("progress", "What was achieved since the last report?"), NEXT, RISKS,
    ),
    ReportKind.DETAILED: (
        Question("objectives", "How far is each of the agreed objectives?",
                 "One after another, as the workplan has them."), NEXT, RISKS,
    ),
    ReportKind.OUTCOMES: (
        Question("outcomes", "Which outcomes were achieved?", "Against the annual plan."),
        Question("need", "How does local need look now?", "Figures, and what families said."),
        NEXT, RISKS,
    ),
    ReportKind.ANNUAL: (
        Question("progress", "What progress does the published report tell of?",
                 "In short: the report itself is attached."),
        Question("programmes", "Which new work programmes does it highlight?"),
    ),
    ReportKind.SERVICE: (
        Question("service", "How does the service do?", "For whom, how many, with what result."),
        NEXT, RISKS,
    ),
    ReportKind.STOCKTAKE: (
        Question("voice", "What did children and families say of the priorities?",
                 "The first of three kinds of evidence."),
        Question("data", "What do the data say?", "The second. Draw in the published figures."),
        Question("inspections", "What did inspections find?", "The third: which, when, what."),
    ),
    ReportKind.WORKING: (
        Question("works", "What works well in how the partnership works?"),
        Question("change", "What should change?", "And who sees to it."),
    ),
    ReportKind.REVIEW: (
        Question("groups", "How does each delivery group work?", "Its remit, members and pace."),
        Question("change", "What should change?", "Groups to begin, to end or to join."),
    ),
    ReportKind.SKILLS: (
        Question("skills", "Which skills does the combined workforce have?",
                 "By team and role, in numbers. No names of staff."),
        Question("needed", "Which are missing, and where?"),
        Question("change", "How will they be built?", "Training, recruiting, learning together."),
    ),
    ReportKind.PEERS: (
        Question("practice", "How do the shared behaviours work in practice?",
                 "One after another, with what your peers saw. No names of staff."),
        Question("challenge", "On what did your peers challenge you?"),
        Question("change", "What will you do differently?"),
    ),
    ReportKind.EQUALITY: (
        Question("groups", "Which groups fare differently, and in what?",
                 "Also where two things meet, such as ethnicity and disability. Draw in the "
                 "published figures; small numbers stay hidden."),
        Question("known", "What is not known, and how will it be found out?", "", False),
        Question("change", "What will be done about it?", "By whom, by when."),
    ),
    ReportKind.WORKPLAN: (
        Question("focus", "What is new in the year’s work?",
                 "In short, against the year before: the plan itself is handed in as it stands.",
                 False),
        RISKS,
    ),
    ReportKind.SUMMARY: (),
}  # fmt: skip


def questions_of(kind: str, ambitions: Iterable[Judged] = ()) -> list[Question]:
    """The sections of a kind of report, “you said, we did” the last of all of them."""
    found = list(_OF_KIND[ReportKind(kind)])
    if kind == ReportKind.SUMMARY:
        found = [Question(f"ambition-{each.code}", each.name) for each in ambitions]
    return [*found, YOU_SAID]


def goes_through_ambitions(kind: str) -> bool:
    """Whether a report says something of each of the partnership's ambitions."""
    return kind in {ReportKind.STOCKTAKE, ReportKind.SUMMARY}


def is_empty(text: str) -> bool:
    """Whether nobody could see anything of a text: spaces, and signs without a shape."""
    return all(unicodedata.category(sign) in {"Cf", "Cc", "Zs", "Zl", "Zp"} for sign in text)


def missing(
    kind: str,
    answers: Mapping[str, str],
    *,
    judged: Sequence[Judged],
    files: int,
    plans: Sequence[Mapping[str, Any]] = (),
) -> dict[str, str]:
    """What still has to be said before it is handed in: by question, in words."""
    found = {
        question.key: _asked(question)
        for question in questions_of(kind, judged)
        if question.is_required and is_empty(answers.get(question.key, ""))
    }
    if kind == ReportKind.ANNUAL and not files:
        found["attachment"] = "Attach the published report"
    if kind == ReportKind.WORKPLAN and (why := _no_plan(plans)):
        found["plan"] = why
    if kind == ReportKind.STOCKTAKE:
        for each in judged:
            verdict = answers.get(each.verdict_key, "")
            if verdict not in Verdict.values:
                found[each.verdict_key] = f"Decide whether “{each.name}” is still correct"
            elif verdict != Verdict.RIGHT and is_empty(answers.get(each.why_key, "")):
                found[each.why_key] = f"Say why “{each.name}” is not still correct"
    return found


def _no_plan(plans: Sequence[Mapping[str, Any]]) -> str:
    """What is missing of the plans that are handed in, the first of it; nothing where all is there.

    A workplan has "agreed objectives" (Children and Families Executive, line 22): its actions.
    """
    if not plans:
        return "Make the plan of the year first: it is what is handed in"
    empty = (each["title"] for each in plans if not each["actions"])
    return next((f"Add what is to be done to “{title}” first" for title in empty), "")


def _asked(question: Question) -> str:
    if question.key == VOICE:
        return "Write what you were told, and what was done: “you said, we did”"
    return f"Write something under “{question.heading.rstrip('?')}”"


def frozen(
    kind: str,
    answers: Mapping[str, str],
    *,
    judged: Sequence[Judged],
    figures: Mapping[str, Any] | None,
    files: Sequence[Mapping[str, Any]],
    plans: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """The report as it is kept for good: its headings are those of the day it was handed in."""
    verdicts = []
    if kind == ReportKind.STOCKTAKE:
        verdicts = [
            {
                **asdict(each),
                "verdict": Verdict(answers[each.verdict_key]).label,
                "why": answers.get(each.why_key, ""),
            }
            for each in judged
        ]
    return {
        "sections": [
            {"key": q.key, "heading": q.heading, "text": answers[q.key]}
            for q in questions_of(kind, judged)
            if not is_empty(answers.get(q.key, ""))
        ],
        "verdicts": verdicts,
        "figures": figures,
        "files": list(files),
        **({"plans": list(plans)} if kind == ReportKind.WORKPLAN else {}),
    }
