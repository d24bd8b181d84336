"""Reports: written, handed in, corrected, received; files beside them.

A draft is saved whatever is missing from it. What was handed in stays; a correction is another
version, with a reason, and has to be received again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from ehportal.filetypes import Unsuitable, kind_of, name_of
from ehportal.wording import day
from governance.models import ReportDue, User
from governance.services.events import record
from governance.services.notices import tell
from governance.services.reports import hold_reports
from governance.services.words import kept
from outcomes.models import Attachment, Report, ReportDraft
from outcomes.reports import figures, plans
from outcomes.reports.contents import (
    LONGEST_SECTION,
    Judged,
    frozen,
    goes_through_ambitions,
    missing,
)
from outcomes.services.exceptions import NotReady, Refused, SavedMeanwhile, Unchanged
from outcomes.services.report_reminders import writers_of

LONGEST_REASON = 500
REASON = "reason"
"""Beside the answers of a draft: why it is handed in again, until it is."""
MOST_FILES = 10


@transaction.atomic
def save_draft(
    *,
    due: ReportDue,
    answers: Mapping[str, str],
    seen: int,
    page: str = "",
    by: User,
    at: datetime,
) -> ReportDraft:
    """Keeps what was written so far, and returns the draft. Questions not named stay as they are.

    `seen` is the revision that the page showed, `page` the page's own name: what the same page of
    the same person saved last, and never heard of, is nobody else's. Raises SavedMeanwhile where
    somebody saved other words since, and Refused for words that cannot be kept.
    """
    draft = _held_draft(due, by, at)
    words = {key: kept(text, longest=LONGEST_SECTION, field=key) for key, text in answers.items()}
    changed = [key for key, text in words.items() if draft.answers.get(key, "") != text]
    if not changed:
        return draft
    is_own = bool(page) and (draft.page, draft.changed_by) == (page, by)
    if draft.revision and draft.revision != seen and not is_own:
        raise SavedMeanwhile(draft.changed_by, by=by, over=draft)
    draft.answers = {**draft.answers, **words}
    draft.page = page
    _save(draft, by, at)
    # Which questions, not the words: a draft is nobody's to read but its writers'.
    record(
        verb="report.draft", subject=due, by=by, at=at,
        after={"revision": draft.revision, "changed": changed},
    )  # fmt: skip
    return draft


@transaction.atomic
def draw_figures(*, due: ReportDue, by: User, at: datetime) -> ReportDraft:
    """Puts the latest publication's figures into the draft, in place of earlier ones; returns it.

    Raises Refused before the first publication.
    """
    found = figures.figures_of(due)
    if found is None or not found["rows"]:
        raise Refused("Nothing is published yet that this report is about.")
    return _set_figures(due, found, by, at)


@transaction.atomic
def leave_figures_out(*, due: ReportDue, by: User, at: datetime) -> ReportDraft:
    """Takes the figures out of the draft, and returns it."""
    return _set_figures(due, None, by, at)


@transaction.atomic
def attach(*, due: ReportDue, data: bytes, name: str, by: User, at: datetime) -> Attachment:
    """Puts a file beside the draft, under a name that nobody chose, and returns it.

    The same file under the same name, sent twice, is one. Raises Refused for a file that is not
    taken, and for one too many.
    """
    hold_reports(due)
    try:
        kind = kind_of(data)
    except Unsuitable as unsuitable:
        raise Refused(str(unsuitable), field="attachment") from None
    what = {"name": name_of(name, kind), "sha256": hashlib.sha256(data).hexdigest()}
    standing = standing_files(due)
    same: Attachment | None = standing.filter(**what).first()
    if same is not None:
        return same
    if len(standing) >= MOST_FILES:
        raise Refused(f"A report has {MOST_FILES} files at most.", field="attachment")
    found = Attachment(
        due=due,
        kind=kind,
        size=len(data),
        added_at=at,
        added_by=by,
        **what,
    )
    found.file.save(found.name, ContentFile(data), save=False)
    try:
        with transaction.atomic():
            found.save()
            record(verb="report.attach", subject=due, by=by, at=at, after=_file_told(found))
    except Exception:
        found.file.delete(save=False)
        raise
    return found


@transaction.atomic
def take_away(*, attachment: Attachment, by: User, at: datetime) -> Attachment:
    """Takes a file from the draft, and returns it. Versions that were handed in keep it."""
    found = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment.pk)
    if found.removed_at is None:
        found.removed_at, found.removed_by = at, by
        found.save(update_fields=["removed_at", "removed_by"])
        record(verb="report.detach", subject=attachment.due, by=by, at=at, before=_file_told(found))
    return found


@transaction.atomic
def submit_report(
    *, due: ReportDue, reason: str = "", seen_plans: str = "", by: User, at: datetime
) -> Report:
    """Hands the draft in as it stands, and returns the version that is kept for good.

    `seen_plans` is the `version_in_words` of the plans that the page showed, where it says so: what
    was changed since is not handed in unread. Raises NotReady where something is missing, such as
    “you said, we did”; Refused once the minutes of its meeting are closed, for a correction without
    a reason, and for one without a change. The draft stays as it is, whatever is refused.
    """
    [due] = hold_reports(due)
    refuse_if_heard(due)
    draft = ReportDraft.objects.filter(due=due).first()
    answers = {k: v for k, v in draft.answers.items() if k != REASON} if draft else {}
    judged = judged_in(due)
    files = [_file_told(each) for each in standing_files(due)]
    planned = plans.in_words(due, held=True)
    lacks = missing(due.kind, answers, judged=judged, files=len(files), plans=planned)
    for field, why in lacks.items():
        raise NotReady(f"{why}.", field=field)
    if planned and seen_plans and seen_plans != plans.version_in_words(planned):
        raise Refused(
            "The plan was changed since you opened this page. It stands here as it is now: look at "
            "it, then hand it in."
        )
    drawn = draft.figures if draft else None
    content = frozen(due.kind, answers, judged=judged, figures=drawn, files=files, plans=planned)
    latest = Report.objects.filter(due=due).first()
    reason = kept(reason, longest=LONGEST_REASON, field="reason")
    if latest is not None:
        if latest.content == content:
            raise Unchanged("Nothing is different from what was handed in before.")
        if not reason:
            raise Refused("Say why it is handed in again.", field="reason")
    version = Report.objects.create(
        due=due,
        number=due.version + 1,
        content=content,
        answers=answers,
        reason=reason if latest else "",
        submitted_at=at,
        submitted_by=by,
    )
    if draft is not None and draft.answers.pop(REASON, ""):
        draft.save(update_fields=["answers"])
    due.version = version.number
    due.submitted_at, due.submitted_by = at, by
    due.received_at = due.received_by = None
    due.sent_back_at, due.sent_back_by, due.sent_back_because = None, None, ""
    due.save()
    record(
        verb="report.submit", subject=due, by=by, at=at, after={"version": version.number},
        reason=version.reason,
    )  # fmt: skip
    return version


@transaction.atomic
def receive_report(*, due: ReportDue, version: int, by: User, at: datetime) -> ReportDue:
    """Acknowledges, for the body it goes to, a report that was handed in. Returns what was due.

    Raises Refused where nothing was handed in, where it was received already, and where a later
    version than the one that was read is there.
    """
    [due] = hold_reports(due)
    _refuse_unread(due, version)
    due.received_at, due.received_by = at, by
    due.save(update_fields=["received_at", "received_by"])
    record(verb="report.receive", subject=due, by=by, at=at, after={"version": version})
    return due


@transaction.atomic
def send_report_back(
    *, due: ReportDue, version: int, reason: str, by: User, at: datetime
) -> ReportDue:
    """Sends a report back, for the body it goes to, with what is asked for, and tells its writers.

    The version stays, and the report is due again; returns what is due. Raises Refused without a
    reason, and as `receive_report` does.
    """
    [due] = hold_reports(due)
    _refuse_unread(due, version)
    due.sent_back_because = kept(
        reason,
        field="reason",
        longest=LONGEST_REASON,
        required="Say what is to be changed, in a sentence.",
    )
    due.sent_back_at, due.sent_back_by = at, by
    due.submitted_at = due.submitted_by = None
    due.save()
    tell(
        to=[each for each in writers_of(due, on=timezone.localdate(at)) if each != by],
        key=f"report:{due.pk}:sent-back:{version}",
        subject="A report was sent back",
        # Nothing that somebody typed: it goes by e-mail.
        text=(
            f"{due.to} sent back the {due.get_kind_display().lower()} of {due.author}, "
            f"{due.about}.\n\nWhy stands on its page. Change it there, and hand it in again."
        ),
        path=due.get_absolute_url(),
        by=by,
        at=at,
    )
    record(
        verb="report.send_back", subject=due, by=by, at=at, before={"version": version},
        reason=due.sent_back_because,
    )  # fmt: skip
    return due


def _refuse_unread(due: ReportDue, version: int) -> None:
    """Raises Refused where this version is not the one that waits to be received."""
    if due.submitted_at is None:
        raise Refused(
            "It was sent back already." if due.sent_back_at else "It has not been handed in yet."
        )
    if due.received_at is not None:
        raise Refused(
            f"{due.received_by} received it on {day(timezone.localdate(due.received_at))}."
        )
    if due.version != version:
        raise Refused("A later version was handed in since. Read that one first.")


def judged_in(due: ReportDue) -> list[Judged]:
    """The ambitions that a report goes through one by one; nothing for most kinds."""
    return figures.ambitions() if goes_through_ambitions(due.kind) else []


def standing_files(due: ReportDue) -> Any:
    """The files beside the draft, those that were taken away left out."""
    return Attachment.objects.filter(due=due, removed_at=None).order_by("pk")


def refuse_if_heard(due: ReportDue) -> None:
    """Raises Refused once the minutes of the meeting that it goes to are closed."""
    if due.meeting is not None and due.meeting.closed_at is not None:
        raise Refused(
            f"The minutes of {day(due.meeting.held_on)}, the meeting it goes to, are closed, so "
            "nothing more is handed in to it. What you wrote is saved. Ask the coordinator to give "
            "the report another meeting, then hand it in."
        )


def _held_draft(due: ReportDue, by: User, at: datetime) -> ReportDraft:
    """The draft, made where there is none; whoever comes second waits for the first."""
    hold_reports(due)
    found = ReportDraft.objects.select_related("changed_by").filter(due=due).first()
    return found or ReportDraft(due=due, changed_at=at, changed_by=by)


def _save(draft: ReportDraft, by: User, at: datetime) -> None:
    draft.revision += 1
    draft.changed_at, draft.changed_by = at, by
    draft.save()


def _set_figures(
    due: ReportDue, found: dict[str, Any] | None, by: User, at: datetime
) -> ReportDraft:
    draft = _held_draft(due, by, at)
    if draft.figures == found:
        return draft
    before = draft.figures
    draft.figures = found
    _save(draft, by, at)
    record(
        verb="report.figures",
        subject=due,
        by=by,
        at=at,
        before={"publication": before["publication"] if before else None},
        after={"publication": found["publication"] if found else None},
    )
    return draft


def _file_told(attachment: Attachment) -> dict[str, Any]:
    return {
        "id": attachment.pk,
        "name": attachment.name,
        "kind": attachment.kind,
        "size": attachment.size,
        "sha256": attachment.sha256,
    }
