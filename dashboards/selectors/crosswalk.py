"""One figure, every framework that asks for it; and what other plans and contracts ask for.

Reads only. Of frameworks the published versions count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from ehportal.wording import count, day
from outcomes.models import (
    CrosswalkLink,
    FrameworkVersion,
    Measure,
    Metric,
    MetricMeasure,
    Priority,
    PriorityKind,
    Scheme,
    SchemeRequirement,
)

SEVERAL = 2


@dataclass(frozen=True)
class Asked:
    """Who asks for a figure, in which words; `how` says how well ours answers, unless exactly."""

    by: str
    href: str
    text: str
    how: str = ""


@dataclass(frozen=True)
class Shared:
    """A measure that more than one asks for."""

    measure: Measure
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class Answer:
    """What of ours answers a requirement: its kind, its name, and how well."""

    kind: str
    name: str
    href: str
    how: str
    note: str


@dataclass(frozen=True)
class Requirement:
    """One thing that a plan or contract asks for; counted where a measure stands behind it."""

    reference: str
    text: str
    answers: tuple[Answer, ...]
    is_counted: bool


@dataclass(frozen=True)
class SchemeSection:
    """A plan, contract or funding stream, and everything it asks for."""

    scheme: Scheme
    about: str
    requirements: tuple[Requirement, ...]

    @property
    def summary(self) -> str:
        """How much of it is counted, in words."""
        if not self.requirements:
            return ""
        counted = sum(each.is_counted for each in self.requirements)
        return f"{counted} of {count(len(self.requirements), 'requirement')} counted by a measure."


@dataclass(frozen=True)
class Crosswalk:
    """Everything the page prints."""

    measures: int
    shared: tuple[Shared, ...]
    schemes: tuple[SchemeSection, ...]

    @property
    def uncounted(self) -> int:
        return sum(not each.is_counted for scheme in self.schemes for each in scheme.requirements)


def crosswalk() -> Crosswalk:
    """The whole of it. Seven queries, however much is linked."""
    links = list(_links())
    metrics = _metrics()
    asked: dict[int, list[Asked]] = defaultdict(list)
    for measure, metric in _served():
        asked[measure].append(_by_framework(metrics[metric]))
    measured_by = _measures_by_metric()
    for link in links:
        for measure in _measures_of(link, measured_by):
            asked[measure].append(_by_scheme(link))
    measures = list(Measure.objects.all())
    shared = (Shared(each, tuple(asked[each.pk])) for each in measures)
    return Crosswalk(
        measures=len(measures),
        shared=tuple(each for each in shared if len({a.by for a in each.asked}) >= SEVERAL),
        schemes=tuple(_section(scheme, links, measured_by) for scheme in _schemes()),
    )


def asked_elsewhere(measure: Measure, metrics: Iterable[int]) -> tuple[Asked, ...]:
    """What plans and contracts ask for a measure, or for a metric it serves. One query."""
    links = _asked(Q(measure=measure) | Q(metric__in=list(metrics)))
    return tuple(dict.fromkeys(_by_scheme(link) for link in links))


# ---- What there is ---------------------------------------------------------------------------


def _asked(*where: Q) -> QuerySet[CrosswalkLink]:
    """With who asks, but not yet with what answers."""
    found = CrosswalkLink.objects.filter(*where).select_related("requirement__scheme")
    return found.order_by("requirement__scheme__title", "requirement__order", "pk")


def _links() -> QuerySet[CrosswalkLink]:
    return _asked().select_related("area", "outcome", "priority", "metric", "measure")


def _schemes() -> Iterable[Scheme]:
    requirements = SchemeRequirement.objects.order_by("order", "reference")
    return Scheme.objects.select_related("source").prefetch_related(
        Prefetch("requirements", requirements)
    )


def _metrics() -> dict[int, Metric]:
    found = Metric.objects.filter(version__in=FrameworkVersion.objects.published())
    return {each.pk: each for each in found.select_related("version__framework", "area")}


def _served() -> Sequence[tuple[int, int]]:
    """Measure and metric, of published frameworks, in the frameworks' order."""
    return list(
        MetricMeasure.objects.filter(metric__version__in=FrameworkVersion.objects.published())
        .order_by("metric__version__framework__order", "metric__order")
        .values_list("measure_id", "metric_id")
    )


def _measures_by_metric() -> dict[int, list[int]]:
    measured_by: dict[int, list[int]] = defaultdict(list)
    for metric, measure in MetricMeasure.objects.values_list("metric_id", "measure_id"):
        measured_by[metric].append(measure)
    return measured_by


def _measures_of(link: CrosswalkLink, measured_by: Mapping[int, list[int]]) -> Sequence[int]:
    if link.measure_id is not None:
        return [link.measure_id]
    return measured_by.get(link.metric_id or 0, [])


# ---- In words --------------------------------------------------------------------------------


def _by_framework(metric: Metric) -> Asked:
    framework = metric.version.framework
    return Asked(
        by=framework.title,
        href=reverse("dashboards:framework", args=[framework.code]),
        text=metric.text,
    )


def _by_scheme(link: CrosswalkLink) -> Asked:
    requirement = link.requirement
    return Asked(
        by=str(requirement.scheme),
        href=f"{reverse('dashboards:crosswalk')}#{requirement.scheme.code}",
        text=f"{requirement.reference}: {requirement.text}",
        how=_how(link),
    )


def _how(link: CrosswalkLink) -> str:
    return "" if link.match == "exact" else link.get_match_display()


def _section(
    scheme: Scheme, links: Sequence[CrosswalkLink], measured_by: Mapping[int, list[int]]
) -> SchemeSection:
    answers: dict[int, list[CrosswalkLink]] = defaultdict(list)
    for link in links:
        answers[link.requirement_id].append(link)
    return SchemeSection(
        scheme=scheme,
        about=_about(scheme),
        requirements=tuple(
            Requirement(
                reference=each.reference,
                text=each.text,
                answers=tuple(map(_answer, answers[each.pk])),
                is_counted=any(_measures_of(link, measured_by) for link in answers[each.pk]),
            )
            for each in scheme.requirements.all()
        ),
    )


def _about(scheme: Scheme) -> str:
    parts = [scheme.get_kind_display(), scheme.owner]
    if scheme.starts_on and scheme.ends_on:
        parts.append(f"{day(scheme.starts_on)} to {day(scheme.ends_on)}")
    elif scheme.ends_on:
        parts.append(f"until {day(scheme.ends_on)}")
    elif scheme.starts_on:
        parts.append(f"from {day(scheme.starts_on)}")
    return " · ".join(parts)


def _answer(link: CrosswalkLink) -> Answer:
    target = link.target
    return Answer(
        kind=str(target._meta.verbose_name),
        name=str(target),
        href=_address(target),
        how=link.get_match_display(),
        note=link.note,
    )


def _address(target: object) -> str:
    """Where the portal shows what answers; nothing for what stands in a framework's tables."""
    if isinstance(target, Measure):
        return target.get_absolute_url()
    if isinstance(target, Priority):
        name = "priority" if target.kind == PriorityKind.OUTCOME else "system_priority"
        return reverse(f"dashboards:{name}", args=[target.number])
    return ""
