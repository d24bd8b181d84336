"""Publishing: the only place where the write side and the read side meet."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from governance.models import Place, User
from governance.services.events import record
from outcomes.calculations.suitability import expected_false_signals
from outcomes.findings import NO_CHANGE
from outcomes.kept import wording_now
from outcomes.models import (
    Measure,
    MeasureSummary,
    Period,
    Publication,
    PublishedFigure,
    PublishedStory,
    PublishedWording,
    WithheldFigure,
)
from outcomes.models.periods import PeriodKind
from outcomes.release import Figure, Release, prepare
from outcomes.released import SUPPRESSED
from outcomes.rulebook import rebases_at
from outcomes.services.exceptions import NotReady, Refused, StatusChanged
from outcomes.services.telling import tell_published
from outcomes.summaries import SIGNALS, summarise

#: Findings that rest on enough history for a signal to be possible.
_JUDGED = SIGNALS | {NO_CHANGE}


def publish(
    *,
    period: Period,
    by: User | None,
    at: datetime,
    reason: str = "",
    seen: int | None = None,
    looked_at: bool = False,
) -> Publication:
    """Writes a numbered publication of every approved figure of a period, and returns it.

    It holds what may leave and nothing else. Publishing a period again is a correction and needs
    a reason. `seen` is the number of the period's last publication when the person decided (0:
    none), `looked_at` says that they looked at sensitive figures of 0% or 100%. Raises NotReady
    where nothing is approved, Refused without that reason or look or where a hidden figure can be
    worked out, and StatusChanged where somebody else published meanwhile.
    """
    try:
        with transaction.atomic():
            return _publish(
                period=period,
                by=by,
                at=at,
                reason=reason.strip(),
                seen=seen,
                looked_at=looked_at,
            )
    except IntegrityError as clash:
        if "number" not in str(clash):
            raise
        raise StatusChanged(_PUBLISHED_MEANWHILE) from clash


_PUBLISHED_MEANWHILE = "Somebody else has just published. Open this page again and look first."


def _publish(
    *,
    period: Period,
    by: User | None,
    at: datetime,
    reason: str,
    seen: int | None,
    looked_at: bool,
) -> Publication:
    Period.objects.select_for_update().get(pk=period.pk)
    earlier = Publication.objects.filter(period=period).order_by("-number").first()
    if seen is not None and seen != (earlier.number if earlier else 0):
        raise StatusChanged(_PUBLISHED_MEANWHILE)
    if earlier and not reason:
        raise Refused("Say why these figures are published again. Readers will see the reason.")
    if earlier and _hides_what_is_not_known(period):
        raise Refused(
            "This period was loaded from an export, without the numbers behind its hidden figures. "
            "So nobody can see to it that a correction does not give them away: publish none."
        )
    # Nobody approves or sends back while the figures are read.
    list(period.submissions.select_for_update().values_list("pk"))
    release = prepare(period, on=timezone.localdate(at))
    if not release.approved:
        raise NotReady("Nothing is approved yet, so there is nothing to publish.")
    if release.leaks:
        raise Refused(
            "An earlier publication already gives these hidden figures away: "
            + "; ".join(release.leaks)
        )
    if release.for_review and not looked_at:
        raise Refused(
            "These figures say something of everybody in a small group. Look at them first, and "
            "say that you have: " + "; ".join(release.for_review)
        )
    last = Publication.objects.order_by("-number").first()
    publication = write_release(
        release=release,
        number=last.number + 1 if last else 1,
        published_at=at,
        published_by=by,
        reason=reason,
        is_correction=bool(earlier),
        is_illustrative=settings.DEMO,
    )
    record(
        verb="period.publish",
        subject=publication,
        by=by,
        at=at,
        after={
            "number": publication.number,
            "period": period.code,
            "figures": len(release.figures),
            "hidden": release.hidden_primary + release.hidden_secondary,
            "looked_at": list(release.for_review),
            "submissions": f"{release.submissions_included} of {release.submissions_expected}",
        },
        reason=reason,
    )
    tell_published(period=period, number=publication.number, again=bool(earlier), by=by, at=at)
    return publication


def write_release(
    *,
    release: Release,
    number: int,
    published_at: datetime,
    published_by: User | None,
    reason: str,
    is_correction: bool,
    is_illustrative: bool,
    loaded_at: datetime | None = None,
    publisher: str | None = None,
) -> Publication:
    """Writes a release under a number, with the summaries that follow from it, and returns it.

    For what publishes and what loads publications again; they lock, refuse and record. Whatever
    was published before it is written already.
    """
    as_at = _stands_at(release.period)
    summaries = _summaries(release, as_at=as_at, at=published_at)
    judged = [row for row in summaries if row.is_due and row.finding in _JUDGED]
    enough = sum(row.place.is_borough for row in judged)
    publication = Publication.objects.create(
        number=number,
        period=release.period,
        published_at=published_at,
        published_by=published_by,
        reason=reason,
        is_correction=is_correction,
        is_illustrative=is_illustrative,
        loaded_at=loaded_at,
        publisher=publisher,
        rules_version=release.rules.version,
        owner_rules=release.owner_rules or None,
        submissions_expected=release.submissions_expected,
        submissions_included=release.submissions_included,
        late_or_missing=list(release.missing),
        in_full=list(release.in_full),
        measures_with_enough_history=enough,
        signals=sum(row.place.is_borough and row.finding in SIGNALS for row in judged),
        # 0 as well where the rate of these rules is not measured: the pages ask the rules.
        signals_by_chance=expected_false_signals(enough, release.rules.charts) or 0,
    )
    _write(release, publication, summaries, as_at=as_at)
    return publication


def _hides_what_is_not_known(period: Period) -> bool:
    """Whether a publication that was loaded from an export has hidden figures of the period."""
    loaded = period.publications.exclude(loaded_at=None)
    return PublishedFigure.objects.filter(publication__in=loaded, shorthand=SUPPRESSED).exists()


def _stands_at(period: Period) -> Period:
    """The latest quarter published so far, this one included: a correction may be of an older."""
    latest = Period.objects.filter(publications__isnull=False).order_by("-starts_on").first()
    return max([period, latest or period], key=lambda each: each.starts_on)


def _write(
    release: Release, publication: Publication, summaries: list[MeasureSummary], *, as_at: Period
) -> None:
    for row in summaries:
        row.publication = publication
    PublishedFigure.objects.bulk_create(
        (_written(figure, publication) for figure in release.figures), batch_size=500
    )
    WithheldFigure.objects.bulk_create(
        WithheldFigure(
            publication=publication,
            measure=figure.measure,
            place=figure.place,
            category_id=figure.category_id,
            numerator=figure.numerator,
            denominator=figure.denominator,
        )
        for figure in release.withheld
        if figure.numerator is not None
    )
    MeasureSummary.objects.bulk_create(summaries, batch_size=500)
    PublishedStory.objects.bulk_create(
        PublishedStory(
            publication=publication,
            measure=told.measure,
            place=told.place,
            period=release.period,
            reporter=told.reporter,
            **told.answers,
        )
        for told in release.stories
    )
    PublishedWording.objects.create(
        publication=publication,
        content=wording_now(as_at=as_at, at=publication.published_at),
    )


def _summaries(release: Release, *, as_at: Period, at: datetime) -> list[MeasureSummary]:
    quarters = Period.objects.filter(
        kind=PeriodKind.QUARTER, opened_at__isnull=False, starts_on__lte=as_at.starts_on
    )
    return summarise(
        as_at=as_at,
        period=release.period,
        figures=release.figures,
        measures=list(Measure.objects.in_use(as_at.ends_on)),
        places=list(Place.objects.reported()),
        periods=list(quarters.order_by("starts_on")),
        rules=release.rules,
        rebases=rebases_at(at),
    )


def _written(figure: Figure, publication: Publication) -> PublishedFigure:
    lower, upper = figure.limits
    return PublishedFigure(
        publication=publication,
        measure=figure.measure,
        place=figure.place,
        period=publication.period,
        category_id=figure.category_id,
        numerator=figure.numerator,
        denominator=figure.denominator,
        value=figure.value,
        lower=lower,
        upper=upper,
        shorthand=figure.shorthand,
        reporters_expected=figure.expected,
        reporters_included=figure.included,
        note=figure.note,
        source=figure.source,
    )
