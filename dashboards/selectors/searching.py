"""What is found by the words of its title: measures, the framework, bodies, plans, pages."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from django.urls import reverse

from governance.access import Access, Permission
from governance.models import Body, Place
from outcomes.models import (
    AmbitionAction,
    Framework,
    FrameworkVersion,
    Measure,
    Metric,
    Outcome,
    OutcomeArea,
    Plan,
    Priority,
    PriorityKind,
)
from outcomes.models.measures import Area

LONGEST = 100
SHOWN = 15
"""So many of a kind are listed; more words find fewer."""


@dataclass(frozen=True)
class Hit:
    """A page that was found: what it is called, where it is, and what tells it from others."""

    title: str
    href: str
    detail: str = ""


@dataclass(frozen=True)
class Kind:
    """What was found of one kind, and how much more there is."""

    key: str
    heading: str
    hits: Sequence[Hit]
    more: int


@dataclass(frozen=True)
class Found:
    """What was asked for, as it was understood, and what was found."""

    asked: str
    kinds: Sequence[Kind]

    @property
    def total(self) -> int:
        return sum(len(each.hits) + each.more for each in self.kinds)


def search(asked: str, access: Access) -> Found:
    """Everything whose title, code or detail has all the words, of what a person may open.

    Capitals and accents do not count. A title that begins with the words comes first. About ten
    queries, however much is found.
    """
    asked = " ".join(asked.replace("\x00", " ").split())[:LONGEST]
    words = plain(asked).split()
    if not words:
        return Found(asked, ())
    kinds = [
        _kind(key, heading, _matching(make(), words))
        for key, heading, permission, make in _KINDS
        if permission is None or access.may(permission)
    ]
    return Found(asked, tuple(each for each in kinds if each.hits))


def plain(text: str) -> str:
    """A text without capitals and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def _matching(hits: Iterable[Hit], words: Sequence[str]) -> list[Hit]:
    found = [hit for hit in hits if _has(plain(f"{hit.title} {hit.detail}"), words)]
    return sorted(found, key=lambda hit: not plain(hit.title).startswith(words[0]))


def _has(text: str, words: Sequence[str]) -> bool:
    return all(word in text for word in words)


def _kind(key: str, heading: str, hits: Sequence[Hit]) -> Kind:
    return Kind(key, heading, tuple(hits[:SHOWN]), max(0, len(hits) - SHOWN))


# ---- Where is looked ----


def _measures() -> Iterator[Hit]:
    for each in Measure.objects.order_by("order", "code").only("code", "title", "area"):
        yield Hit(each.title, each.get_absolute_url(), f"{each.code}, {each.get_area_display()}")


def _priorities() -> Iterator[Hit]:
    for each in Priority.objects.order_by("kind", "number"):
        is_outcome = each.kind == PriorityKind.OUTCOME
        name = "dashboards:priority" if is_outcome else "dashboards:system_priority"
        yield Hit(str(each), reverse(name, args=[each.number]), each.get_kind_display())


def _places() -> Iterator[Hit]:
    for area in Area:
        yield Hit(area.label, reverse("dashboards:area", args=[area.value]), "Outcome area")
    for place in Place.objects.localities():
        yield Hit(place.name, reverse("dashboards:locality", args=[place.slug]), "Locality")


def _wording() -> Iterator[Hit]:
    """The sentences of the frameworks in force, each leading to its framework."""
    versions = FrameworkVersion.objects.published().filter(superseded_by=None)
    in_force = {each.pk: each.framework for each in versions.select_related("framework")}
    for model in (OutcomeArea, Outcome, Metric):
        for each in model.objects.filter(version__in=in_force).order_by("version", "order"):
            text = each.name if isinstance(each, OutcomeArea) else each.text
            yield _of_framework(text, in_force[each.version_id])
    actions = AmbitionAction.objects.filter(area__version__in=in_force).select_related("area")
    for action in actions.order_by("area", "order"):
        yield _of_framework(action.text, in_force[action.area.version_id], action.area.name)


def _of_framework(text: str, framework: Framework, *more: str) -> Hit:
    href = reverse("dashboards:framework", args=[framework.code])
    return Hit(text, href, ", ".join((str(framework), *more)))


def _bodies() -> Iterator[Hit]:
    for each in Body.objects.order_by("name"):
        yield Hit(each.name, each.get_absolute_url(), each.get_kind_display())
    for place in Place.objects.localities():
        href = reverse("governance:locality", args=[place.slug])
        yield Hit(f"{place.name}: its bodies, hub and safe places", href, "Locality")


def _plans() -> Iterator[Hit]:
    for each in Plan.objects.order_by("-starts_on", "title"):
        yield Hit(str(each), each.get_absolute_url(), each.get_kind_display())


def _named(pages: Sequence[tuple[str, str, str]]) -> Iterator[Hit]:
    for title, name, detail in pages:
        yield Hit(title, reverse(name), detail)


_PAGES = (
    ("Overview", "dashboards:overview", "What changed, and what the Board is asked"),
    ("Localities side by side", "dashboards:matrix", "Each measure in each locality"),
    ("Differences between groups", "dashboards:equalities", "Equalities, inequality"),
    ("Who has reported", "dashboards:completeness", "Completeness, missing submissions"),
    ("Data gaps", "dashboards:gaps", "What nobody can supply yet"),
    ("Frameworks", "dashboards:framework_list", "Mission, vision, values, priorities"),
    ("Measures", "dashboards:measure_library", "How each metric is counted, and by whom"),
    ("Baselines", "dashboards:baselines", "Where the strategies say we started"),
    ("One figure, every framework", "dashboards:crosswalk", "Plans, contracts, funding"),
    ("Open data", "dashboards:data", "CSV, Excel, Power BI, downloads"),
    ("Help and contact", "dashboards:help", "How to do each job"),
    ("How to read these figures", "dashboards:reading", "Letters, intervals, usual range"),
    ("Accessibility", "dashboards:accessibility", "The accessibility statement"),
    ("Privacy", "dashboards:privacy", "What is kept of whom"),
)
_GOVERNANCE_PAGES = (
    ("Governance", "governance:structure", "Bodies, and who reports to whom"),
    ("Plans", "outcomes:plans", "Delivery plans, workplans, annual plans"),
    ("Actions", "outcomes:actions", "Who does what by when, and what is overdue"),
    ("Meetings", "governance:meetings", "Calendar, agendas, minutes"),
    ("Reports due", "governance:reports", "Who reports what to whom"),
    ("Who reports to which meeting", "governance:rota", "The rota"),
    ("Escalations", "governance:escalations", "Issues taken to the body above"),
    ("Voice", "outcomes:voice", "What families said, consultations, you said, we did"),
    ("Surveys", "dashboards:surveys", "Surveys side by side"),
    ("When each priority was discussed", "dashboards:coverage", "Coverage of the Board"),
    ("Who is represented", "governance:represented", "Children and families on groups"),
)

_KINDS: Sequence[tuple[str, str, Permission | None, Callable[[], Iterator[Hit]]]] = (
    ("measures", "Measures", None, _measures),
    ("priorities", "Priorities", None, _priorities),
    ("places", "Areas and localities", None, _places),
    ("bodies", "Bodies", Permission.GOVERNANCE_VIEW, _bodies),
    ("plans", "Plans", Permission.GOVERNANCE_VIEW, _plans),
    ("pages", "Pages", None, partial(_named, _PAGES)),
    (
        "governance",
        "Pages of governance",
        Permission.GOVERNANCE_VIEW,
        partial(_named, _GOVERNANCE_PAGES),
    ),
    ("wording", "The documents’ own words", None, _wording),
)
