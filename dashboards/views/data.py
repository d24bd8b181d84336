"""Open data: what was published, as files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import orjson
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from dashboards.access import downloadable, is_member, readable
from dashboards.exports.csvw import MEDIA_TYPE, csvw
from dashboards.exports.datapackage import LICENCE
from dashboards.exports.datapackage import datapackage as describe
from dashboards.exports.framework_json import framework_document
from dashboards.exports.observations_copy import stream
from dashboards.exports.observations_csv import COLUMNS, Names
from dashboards.exports.observations_xlsx import MEDIA_TYPE as WORKBOOK
from dashboards.exports.observations_xlsx import MOST_FIGURES, is_too_long
from dashboards.exports.observations_xlsx import stream as workbook
from dashboards.exports.package import MEDIA_TYPE as ZIP
from dashboards.exports.package import stream as package
from dashboards.exports.shorthand import SYMBOLS
from dashboards.exports.tables import EVERY_TABLE, LEARNED, PERIODS, TABLES
from outcomes.models import Measure, Publication, PublishedFigure

JSON = "application/json"
CSV = "text/csv; charset=utf-8; header=present"
TOO_LONG = (
    f"More than {MOST_FIGURES:,} figures are published, too many for one workbook. Take "
    "observations.csv, which Excel opens up to its 1,048,576 rows and Power BI without a limit, "
    "or the workbook of one measure."
)


@require_safe
@readable
def data(request: HttpRequest) -> HttpResponse:
    """What can be downloaded, under which licence, and what is in it."""
    figures = PublishedFigure.objects.filter(measure=OuterRef("pk"))
    published = Measure.objects.filter(Exists(figures))
    context = {
        "publication": Publication.objects.latest_of_all(),
        "columns": COLUMNS,
        "symbols": SYMBOLS,
        "licence": LICENCE,
        "tables": [table for table in TABLES if table.path != "observations.csv"],
        "learned": LEARNED,
        "measures": published.only("code", "title", "area", "order"),
        "too_long": TOO_LONG if is_too_long() else "",
    }
    return render(request, "dashboards/data.html", context)


@require_safe
@downloadable
def observations_csv(request: HttpRequest) -> HttpResponseBase:
    """The last published version of every figure."""
    return _csv(request, "observations.csv", described_at=reverse("dashboards:observations_csvw"))


@require_safe
@downloadable
def observations_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The same rows as an accessible workbook; where they are too many, 404 with what to take."""
    if is_too_long():
        return HttpResponse(f"{TOO_LONG}\n", status=404, content_type="text/plain; charset=utf-8")
    return _workbook(request, "observations.xlsx")


@require_safe
@downloadable
def measure_csv(request: HttpRequest, code: str) -> HttpResponseBase:
    """The same columns, of one measure."""
    measure = get_object_or_404(Measure, code=code)
    described_at = reverse("dashboards:measure_csvw", args=[measure.code])
    return _csv(request, f"{measure.code}.csv", described_at=described_at, measure=measure)


@require_safe
@downloadable
def measure_xlsx(request: HttpRequest, code: str) -> HttpResponseBase:
    """One measure's figures as an accessible workbook."""
    measure = get_object_or_404(Measure, code=code)
    return _workbook(request, f"{measure.code}.xlsx", measure=measure)


@require_safe
@downloadable
def table_csv(request: HttpRequest, name: str) -> HttpResponseBase:
    """One of the other tables: what it takes to load the figures again, or what was learned."""
    table = next(each for each in EVERY_TABLE if each.name == name)
    names = _names(request)
    pieces = table.stream(names, place=_only_place(request))
    return _figures(request, table.path, CSV, pieces, _tag(request, names, name, _between(names)))


@require_safe
@downloadable
def package_zip(request: HttpRequest) -> HttpResponseBase:
    """Every file of the data package in one."""
    names, latest = _names(request), Publication.objects.latest_of_all()
    pieces = package(names, latest, place=_only_place(request))
    return _figures(
        request, "package.zip", ZIP, pieces, _tag(request, names, "zip", _between(names))
    )


@require_safe
@downloadable
def observations_csvw(request: HttpRequest) -> HttpResponseBase:
    """The description of observations.csv for tools of the W3C."""
    return _json(request, csvw(Publication.objects.latest_of_all()), MEDIA_TYPE)


@require_safe
@downloadable
def measure_csvw(request: HttpRequest, code: str) -> HttpResponseBase:
    """The same, of one measure's file."""
    measure = get_object_or_404(Measure, code=code)
    described = csvw(Publication.objects.latest_of_all(), measure=measure)
    return _json(request, described, MEDIA_TYPE)


@require_safe
@downloadable
def framework_json(request: HttpRequest) -> HttpResponseBase:
    """Frameworks, priorities, measures, ambitions and governance bodies."""
    return _json(request, framework_document())


@require_safe
@downloadable
def datapackage(request: HttpRequest) -> HttpResponseBase:
    """The Frictionless descriptor of the other files."""
    return _json(request, describe(Publication.objects.latest_of_all()))


def _csv(
    request: HttpRequest, filename: str, *, described_at: str, measure: Measure | None = None
) -> HttpResponseBase:
    """A file of figures; its Link header leads a program to the description of its columns."""
    names = _names(request)
    link = f'<{described_at}>; rel="describedby"; type="{MEDIA_TYPE}"'
    pieces = stream(names, measure=measure, place=_only_place(request))
    return _figures(request, filename, CSV, pieces, _tag(request, names), Link=link)


def _workbook(
    request: HttpRequest, filename: str, *, measure: Measure | None = None
) -> HttpResponseBase:
    names, latest = _names(request), Publication.objects.latest_of_all()
    pieces = workbook(names, latest, measure=measure, place=_only_place(request))
    return _figures(request, filename, WORKBOOK, pieces, _tag(request, names, "xlsx"))


def _names(request: HttpRequest) -> Names:
    """What is written in place of keys; of people for members alone, and for no program."""
    signed_in = request.access.user_id is not None  # type: ignore[attr-defined]
    return Names.load(of_people=signed_in and is_member(request))


def _only_place(request: HttpRequest) -> int | None:
    """The place whose figures alone a program may read; None: every place's."""
    found: int | None = request.access.only_place_id  # type: ignore[attr-defined]
    return found


def _tag(request: HttpRequest, names: Names, *more: str) -> str:
    """Differs between what different readers are sent under one address, and between files."""
    place = _only_place(request)
    parts = [names.digest, *more, *([f"place-{place}"] if place else [])]
    return f'"{"-".join(parts)}"'


def _between(names: Names) -> str:
    """Differs with what is changed between publications: definitions, dates, gaps, decisions."""
    edited = [list(table.rows(names, None)) for table in (PERIODS, *LEARNED)]
    said = orjson.dumps([framework_document(), edited])
    return hashlib.sha256(said).hexdigest()[:16]


def _figures(
    request: HttpRequest,
    filename: str,
    content_type: str,
    pieces: Iterator[bytes],
    etag: str,
    **headers: str,
) -> HttpResponseBase:
    """A file that is made while it is sent, and not at all for whoever has it already."""
    response = StreamingHttpResponse(
        pieces if request.method == "GET" else (),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{filename}"', **headers},
    )
    return _unless_known(request, response, etag=etag)


def _json(
    request: HttpRequest, document: dict[str, Any], content_type: str = JSON
) -> HttpResponseBase:
    """Administrators change definitions between publications, so the tag is of the text itself."""
    body = orjson.dumps(document, option=orjson.OPT_INDENT_2)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return _unless_known(request, HttpResponse(body, content_type=content_type), etag=etag)


def _unless_known(
    request: HttpRequest, response: HttpResponseBase, *, etag: str
) -> HttpResponseBase:
    """The response, or 304 for whoever has it already. A copy may be kept, and is asked about.

    By its tag alone: what an address gives differs between readers, and with what is renamed, and
    no day on which something was published tells of that.
    """
    answer = get_conditional_response(request, etag) or response
    answer.headers["ETag"] = etag
    patch_cache_control(answer, private=True, no_cache=True)
    return answer
