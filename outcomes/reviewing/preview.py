"""What the page shows before a period is published: the release beside its last publication."""

from __future__ import annotations

from collections.abc import Mapping

from governance.models import Place
from outcomes.models import Category, Publication
from outcomes.release import Release
from outcomes.released import Figure
from outcomes.reviewing.differences import Differences, Stand, compare


def differences_of(release: Release, last: Publication | None) -> Differences:
    """The figures that publishing would change. Two queries."""
    categories = {c.pk: str(c) for c in Category.objects.all()}
    before = [] if last is None else _published(last, categories)
    return compare(before, [_would_be(figure, categories) for figure in release.figures])


def _published(publication: Publication, categories: Mapping[int, str]) -> list[Stand]:
    figures = publication.figures.filter(period=publication.period_id)
    return [
        Stand(
            measure=figure.measure,
            place=str(figure.place),
            place_order=_order(figure.place),
            category=categories.get(figure.category_id or 0, ""),
            key=(figure.measure_id, figure.place_id, figure.category_id),
            numerator=figure.numerator,
            denominator=figure.denominator,
            shorthand=figure.shorthand,
            included=figure.reporters_included,
            expected=figure.reporters_expected,
            note=figure.note,
        )
        for figure in figures.select_related("measure", "place")
    ]


def _would_be(figure: Figure, categories: Mapping[int, str]) -> Stand:
    return Stand(
        measure=figure.measure,
        place=str(figure.place),
        place_order=_order(figure.place),
        category=categories.get(figure.category_id or 0, ""),
        key=figure.key,
        numerator=figure.numerator,
        denominator=figure.denominator,
        shorthand=figure.shorthand,
        included=figure.included,
        expected=figure.expected,
        note=figure.note,
    )


def _order(place: Place) -> int:
    """The borough before its localities."""
    return -1 if place.is_borough else place.order
