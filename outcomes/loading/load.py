"""The two loads: the framework with all that hangs from it, and the baselines.

Both are idempotent and take effect as a whole or not at all. The fixtures are read and checked
before anything is written: `outcomes.loading.schema.read_all` refuses a malformed one.
"""

from __future__ import annotations

from datetime import datetime
from itertools import chain

from django.db import transaction
from django.db.models import QuerySet

from governance.models import User
from governance.services.events import record
from outcomes.loading.engine import Loader, LoadRefused
from outcomes.loading.report import LoadReport
from outcomes.loading.rows.baselines import baseline_rows
from outcomes.loading.rows.frameworks import framework_rows
from outcomes.loading.rows.governance import governance_rows
from outcomes.loading.rows.measures import measure_rows
from outcomes.loading.rows.plans import plan_rows
from outcomes.loading.rows.statements import priority_rows, scheme_rows, statement_rows
from outcomes.loading.rows.voice import voice_rows
from outcomes.loading.schema import FrameworkData
from outcomes.models import FrameworkVersion, VersionStatus


@transaction.atomic
def load_framework(
    *, data: FrameworkData, by: User | None = None, at: datetime, overwrite: bool = False
) -> LoadReport:
    """Loads everything but the baselines; returns what was created, changed, kept.

    Only what the fixtures own is touched: lead managers, confirmed definitions, owners and review
    dates are the portal's, and so is any value edited there, unless `overwrite` is given. The
    first version of a framework is published as it is loaded, because its strategy is; a later one
    stays a draft until somebody publishes it. A published version's wording may be corrected, but
    nothing is added to it or taken from it.

    Raises LoadRefused, with nothing changed, where a row does not fit.
    """
    loader = Loader(overwrite=overwrite)
    report = loader.load(
        chain(
            governance_rows(data),
            priority_rows(data),
            statement_rows(data),
            scheme_rows(data),
            framework_rows(data),
            measure_rows(data),
            plan_rows(data),
            voice_rows(data),
        )
    )
    _publish_first_versions(data, by=by, at=at)
    _audit("framework.load", report, data=data, by=by, at=at)
    return report


@transaction.atomic
def load_baselines(
    *, data: FrameworkData, by: User | None = None, at: datetime, overwrite: bool = False
) -> LoadReport:
    """Loads the baselines and their comparators; returns what was created, changed, kept.

    Raises LoadRefused where the framework they speak to has not been loaded.
    """
    if not _versions(data)[0].exists():
        raise LoadRefused("Load the framework first: the baselines are linked to its metrics.")
    report = Loader(overwrite=overwrite).load(baseline_rows(data))
    _audit("baselines.load", report, data=data, by=by, at=at)
    return report


def _versions(data: FrameworkData) -> list[QuerySet[FrameworkVersion]]:
    """The version of each framework that the fixtures hold, Early Help first."""
    files = (data.early_help, data.process, data.accelerate)
    return [
        FrameworkVersion.objects.filter(
            framework__code=file.framework.code, label=file.framework.version
        )
        for file in files
    ]


def _publish_first_versions(data: FrameworkData, *, by: User | None, at: datetime) -> None:
    for version in _versions(data):
        others = FrameworkVersion.objects.filter(framework__versions__in=version)
        if not others.exclude(status=VersionStatus.DRAFT).exists():
            version.update(status=VersionStatus.PUBLISHED, published_at=at, published_by=by)


def _audit(
    verb: str, report: LoadReport, *, data: FrameworkData, by: User | None, at: datetime
) -> None:
    """One event for the whole load; a load that changed nothing leaves none."""
    if report.changed_anything:
        record(
            verb=verb,
            subject=_versions(data)[0].get(),
            by=by,
            at=at,
            before=report.before(),
            after={"counts": report.counts(), **report.after()},
        )
