"""A report that one body owes another: what is due, what it says, writing and receiving it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from ehportal.filetypes import MEDIA_TYPES, FileKind
from ehportal.uploads import was_too_large
from governance.access import Permission, PortalRequest, require
from governance.answering import answer, sent
from governance.kept import is_anothers
from governance.models import ReportDue, ReportKind
from governance.report_lists import line, sendings_back
from outcomes.models import Attachment, PlanKind, Report, ReportDraft
from outcomes.planning.expected import to_make
from outcomes.reports.contents import missing
from outcomes.reports.drafting import draft_words
from outcomes.reports.forms import SendBackForm, WriteForm
from outcomes.reports.plans import in_words, plans_of, version_in_words
from outcomes.services.exceptions import Refused, SavedMeanwhile, Unchanged
from outcomes.services.reports import (
    attach,
    draw_figures,
    judged_in,
    leave_figures_out,
    receive_report,
    refuse_if_heard,
    save_draft,
    send_report_back,
    standing_files,
    submit_report,
    take_away,
)
from outcomes.views.finding import typed_by_another

TOO_LARGE = "The selected file must be smaller than 10 MB. What you wrote is saved"


@require_safe
@require(Permission.GOVERNANCE_VIEW)
def report(request: PortalRequest, pk: int) -> HttpResponse:
    """One report: whose, to whom, by when, by which rule; and its latest version."""
    return _report(request, pk)


@require_safe
@require(Permission.GOVERNANCE_VIEW)
def version(request: PortalRequest, pk: int, number: int) -> HttpResponse:
    """One version of a report, as it was handed in."""
    return _report(request, pk, number)


def _report(request: PortalRequest, pk: int, number: int | None = None) -> HttpResponse:
    found = get_object_or_404(_reports(), pk=pk)
    versions = list(Report.objects.filter(due=found).select_related("submitted_by"))
    shown = next((each for each in versions if number in {None, each.number}), None)
    if number is not None and shown is None:
        raise Http404
    sent_back = sendings_back(found)
    may_write = ReportDue.objects.writable_by(request.access).filter(pk=pk).exists()
    may_receive = ReportDue.objects.receivable_by(request.access).filter(pk=pk).exists()
    draft = ReportDraft.objects.filter(due=found).select_related("changed_by").first()
    context = {
        "report": found,
        "line": line(found, timezone.localdate()),
        "versions": [(each, sent_back.get(each.number)) for each in versions],
        "shown": shown,
        "is_latest": shown is not None and shown.number == found.version,
        "may_write": may_write,
        "draft": draft if may_write else None,
        "may_take_back": found.was_asked_for
        and draft is None
        and request.access.may(Permission.REPORT_WRITE_ALL),
        "may_receive": may_receive and found.submitted_at and not found.received_at,
    }
    return render(request, "outcomes/report.html", context)


@require(Permission.REPORT_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: PortalRequest, pk: int) -> HttpResponse:
    """A report being written: saved whatever is missing, handed in once nothing is."""
    due = own_report(request, pk)
    draft = ReportDraft.objects.filter(due=due).select_related("changed_by").first()
    judged = judged_in(due)
    form = WriteForm(sent(request), request.FILES or None, due=due, draft=draft, judged=judged)
    if request.method == "POST":
        form.is_valid()
        try:
            leads_to = _save(request, due, form)
        except SavedMeanwhile as meanwhile:
            form.show_theirs(meanwhile.saved_by, meanwhile.over)
            form.add_error(None, str(meanwhile))
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            if leads_to:
                return redirect(*leads_to)
        draft = ReportDraft.objects.filter(due=due).select_related("changed_by").first()
    planned = in_words(due)
    form.shows_plans(version_in_words(planned))
    context = {
        "report": due,
        "form": form,
        "draft": draft,
        "files": standing_files(due),
        "plans": planned,
        "plan_to_make": _plan_to_make(request, due),
        "closed": _why_closed(due),
        "has_errors": bool(form.errors),
    }
    return render(request, "outcomes/report_write.html", context)


def _save(request: PortalRequest, due: ReportDue, form: WriteForm) -> tuple[Any, ...]:
    """Saves the draft first, whatever was asked for; then does that. Returns where to go next.

    Raises Refused as the services do.
    """
    if is_anothers(request):
        raise Refused(typed_by_another(request))
    who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    draft = save_draft(
        due=due,
        answers=form.answers,
        seen=form.revision,
        page=form.cleaned_data.get("page", ""),
        **who,
    )
    form.has_seen(form.version_over(draft))
    if was_too_large(request):
        form.add_error("attachment", TOO_LARGE)
    elif upload := form.cleaned_data.get("attachment"):
        attach(due=due, data=upload.read(), name=upload.name, **who)
    if form.errors:
        return ()
    asked, _, number = request.POST.get("action", "").partition("-")
    if asked == "submit":
        return _submit(due, form, who, request)
    said = "The report is saved."
    if asked == "figures":
        draw_figures(due=due, **who)
        said = "The report is saved, with the latest published figures."
    elif asked == "plain":
        leave_figures_out(due=due, **who)
    elif asked == "draft":
        words = draft_words(due, draft.answers, on=timezone.localdate())
        save_draft(due=due, answers=words, seen=draft.revision, **who)
        said = "The empty sections are drafted from what the portal holds. Read them again."
    elif asked == "remove":
        # One that is gone already is gone: the button was pressed twice.
        take_away(attachment=get_object_or_404(Attachment, due=due, pk=_key(number)), **who)
        said = "The file is taken away."
    messages.success(request, said)
    return ("outcomes:write_report", due.pk)


def _submit(
    due: ReportDue, form: WriteForm, who: dict[str, Any], request: PortalRequest
) -> tuple[Any, ...]:
    draft = ReportDraft.objects.filter(due=due).first()
    lacks = missing(
        due.kind,
        draft.answers if draft else {},
        judged=judged_in(due),
        files=standing_files(due).count(),
        plans=in_words(due),
    )
    for field, why in lacks.items():
        form.add_error(field if field in form.fields else None, why)
    if lacks:
        return ()
    try:
        submit_report(
            due=due,
            reason=form.cleaned_data.get("reason", ""),
            seen_plans=form.cleaned_data.get("plans", ""),
            **who,
        )
    except Unchanged:
        # A page that does not ask for a reason was opened before: its button was pressed twice.
        if "reason" in request.POST:
            raise
    messages.success(request, f"The report is handed in to {due.to}.")
    return (due,)


@require(Permission.REPORT_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: PortalRequest, pk: int) -> HttpResponse:
    """Acknowledges a report on behalf of the body it goes to; looked at, it leads to the report."""
    due = get_object_or_404(ReportDue.objects.receivable_by(request.access), pk=pk)
    if request.method != "POST":
        return redirect(due)
    number = _key(request.POST.get("version", ""))
    try:
        receive_report(due=due, version=number, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"The report of {due.author} is received.")
    return redirect(due)


@require(Permission.REPORT_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: PortalRequest, pk: int) -> HttpResponse:
    """Sends a report back, on behalf of the body it goes to, with what is to be changed."""
    due = get_object_or_404(_reports().receivable_by(request.access), pk=pk)
    if request.method != "POST" and (due.submitted_at is None or due.received_at):
        return redirect(due)
    form = SendBackForm(sent(request), initial={"version": due.version})

    def save(**who: Any) -> tuple[str, ReportDue]:
        version, reason = _key(form.cleaned_data["version"]), form.cleaned_data["reason"]
        found = send_report_back(due=due, version=version, reason=reason, **who)
        return f"It is sent back to {due.author}, who are told.", found

    context = {"report": due}
    return answer(request, form, save, template="outcomes/report_send_back.html", context=context)


@require_safe
@require(Permission.GOVERNANCE_VIEW)
def attachment(request: PortalRequest, pk: int, number: int) -> HttpResponse:
    """A file beside a report: of one that was handed in, or of a draft that one may write."""
    found = get_object_or_404(Attachment, due__pk=pk, pk=number)
    if not _is_handed_in(found):
        mine = ReportDue.objects.writable_by(request.access).filter(pk=pk)
        if found.removed_at is not None or not mine.exists():
            raise Http404
    try:
        with found.file.open("rb") as file:
            data = file.read()
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(data, content_type=MEDIA_TYPES[FileKind(found.kind)])
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    # Should a browser show it all the same, nothing in it runs.
    response["Content-Security-Policy"] = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _is_handed_in(found: Attachment) -> bool:
    versions = Report.objects.filter(due=found.due_id).values_list("content", flat=True)
    return any(found.pk == each["id"] for content in versions for each in content["files"])


def _reports() -> Any:
    return ReportDue.objects.with_everything().select_related(
        "requirement__source", "submitted_by", "received_by", "sent_back_by"
    )


def own_report(request: PortalRequest, pk: int) -> ReportDue:
    """One that a person may write. Raises Http404 for any other."""
    writable = ReportDue.objects.writable_by(request.access)
    return get_object_or_404(_reports().filter(pk__in=writable), pk=pk)


def _plan_to_make(request: PortalRequest, due: ReportDue) -> str:
    """Where the plan that is handed in is made; nothing where it is there, or made by others."""
    if due.kind != ReportKind.WORKPLAN or plans_of(due).exists():
        return ""
    key = f"{PlanKind.WORKPLAN}-{due.body_id}"
    if key not in {each.key for each in to_make(request.access)}:
        return ""
    query = urlencode({"which": key, "from": due.starts_on.isoformat()})
    return f"{reverse('outcomes:new_plan')}?{query}"


def _why_closed(due: ReportDue) -> str:
    try:
        refuse_if_heard(due)
    except Refused as refused:
        return str(refused)
    return ""


def _key(number: str) -> int:
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0
