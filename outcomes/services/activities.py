"""Activities, and what each contributes to: made, changed, taken back by who runs a place."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from ehportal.seen import version_of
from governance.models import Organisation, Place, Site, User
from governance.services.events import record, record_change
from governance.services.words import kept
from outcomes.models import Activity, Contribution, Measure, Outcome
from outcomes.services.exceptions import Refused, SavedMeanwhile

LONGEST_TITLE = 200
LONGEST_TEAM = 150
LONGEST_TEXT = 2000


@dataclass(frozen=True)
class ActivityContent:
    """What an activity says of itself."""

    title: str
    what: str
    team: str
    organisation: Organisation
    place: Place
    starts_on: date
    ends_on: date | None = None
    dfe_code: str = ""
    site: Site | None = None


@transaction.atomic
def save_activity(
    *,
    activity: Activity | None = None,
    content: ActivityContent,
    seen: str = "",
    by: User,
    at: datetime,
) -> Activity:
    """Adds an activity, or changes one, and returns it; the same words change nothing.

    `seen` is the `activity_version` that the page showed of one that is changed. Raises
    SavedMeanwhile where somebody saved other words since; Refused for words that cannot be kept,
    dates that make no sense, a site elsewhere, and where the organisation has an activity of that
    name in the place already.
    """
    if activity is not None:
        activity = Activity.objects.select_for_update().get(pk=activity.pk)
    values = _activity_values(content)
    _refuse_another(activity, values)
    before = _told(activity) if activity else {}
    saved = activity or Activity()
    for name, value in values.items():
        setattr(saved, name, value)
    saved.save()
    after = _told(saved)
    if activity is None:
        record(verb="activity.add", subject=saved, by=by, at=at, after=after)
    else:
        record_change(
            verb="activity.change", subject=saved, before=before, after=after, by=by, at=at,
            seen=seen,
        )  # fmt: skip
    return saved


def activity_version(activity: Activity) -> str:
    """What tells this state of an activity from any other."""
    return version_of(_told(activity))


def _activity_values(content: ActivityContent) -> dict[str, Any]:
    if content.ends_on and content.ends_on < content.starts_on:
        raise Refused("The last day must be on or after the first day.", field="ends_on")
    if content.site and content.place.parent_id and content.site.locality_id != content.place.pk:
        raise Refused(f"That site is not in {content.place}.", field="site")
    return {
        **{name: getattr(content, name) for name in asdict(content)},
        "title": kept(
            content.title, field="title", longest=LONGEST_TITLE, required="Say what it is called."
        ),
        "what": kept(
            content.what, field="what", longest=LONGEST_TEXT, required="Say what is done."
        ),
        "team": kept(
            content.team, field="team", longest=LONGEST_TEAM, required="Say which team does it."
        ),
        "dfe_code": kept(content.dfe_code, field="dfe_code", longest=20),
    }


def _refuse_another(activity: Activity | None, values: dict[str, Any]) -> None:
    same = {name: values[name] for name in ("place", "organisation", "title")}
    others = Activity.objects.exclude(pk=activity.pk) if activity else Activity.objects.all()
    if others.filter(**same).exists():
        raise Refused("This activity is there already. Change that one.", field="title")


@transaction.atomic
def save_contribution(
    *,
    activity: Activity,
    outcome: Outcome,
    how: str,
    evidence: str,
    kind: str,
    measure: Measure | None = None,
    seen: str = "",
    by: User,
    at: datetime,
) -> Contribution:
    """Keeps what an activity contributes to an outcome, and the evidence; returns it.

    An outcome is named once for an activity: what was said of it before is replaced, and stays in
    the audit. `seen` is the `contribution_version` that the page showed. Raises SavedMeanwhile
    where something else is said of that outcome by now; Refused for words that cannot be kept, and
    without how or evidence.
    """
    words = {
        "how": kept(
            how, field="how", longest=LONGEST_TEXT, required="Say how it contributes to it."
        ),
        "evidence": kept(
            evidence,
            field="evidence",
            longest=LONGEST_TEXT,
            required="Say what shows that it does, or why it should.",
        ),
    }
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    found = activity.contributions.filter(outcome=outcome).first()
    before = _said(found) if found else {}
    saved = found or Contribution(activity=activity, outcome=outcome)
    saved.how, saved.evidence, saved.kind, saved.measure = *words.values(), kind, measure
    after = _said(saved)
    if after == before:
        return saved
    if found is not None and seen != version_of(before):
        raise SavedMeanwhile(found.changed_by, by=by, over=found)
    saved.changed_at, saved.changed_by = at, by
    saved.save()
    record(verb="activity.contribution", subject=activity, by=by, at=at, before=before, after=after)
    return saved


def contribution_version(contribution: Contribution) -> str:
    """What tells this state of what is said of an outcome from any other."""
    return version_of(_said(contribution))


@transaction.atomic
def remove_contribution(*, contribution: Contribution, by: User, at: datetime) -> Activity:
    """Takes back what an activity was said to contribute; returns the activity."""
    activity = Activity.objects.select_for_update().get(pk=contribution.activity_id)
    found = activity.contributions.filter(pk=contribution.pk).first()
    if found is not None:
        before = _said(found)
        found.delete()
        record(
            verb="activity.contribution", subject=activity, by=by, at=at, before=before, after={}
        )
    return activity


def _told(activity: Activity) -> dict[str, Any]:
    names = [field.name for field in activity._meta.concrete_fields if field.name != "id"]
    return {name: _plain(getattr(activity, name)) for name in names}


def _said(contribution: Contribution) -> dict[str, Any]:
    names = ("outcome", "how", "evidence", "kind", "measure")
    return {name: _plain(getattr(contribution, name)) for name in names}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else str(value or "")
