"""The pages of a report: written by its body, read by members, received by whom it goes to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from governance.models import ReportDue, Role, User
from outcomes.models import Attachment, FrameworkVersion, Report, ReportDraft
from outcomes.reports.contents import VOICE
from tests.factories.governance import MembershipFactory, UserFactory
from tests.factories.outcomes import OutcomeAreaFactory
from tests.factories.planning import ActionFactory, PlanFactory
from tests.factories.reporting import ANSWERS, PDF, AttachmentFactory, ReportDraftFactory
from tests.factories.structure import ReportDueFactory
from tests.page import Page

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def due(frozen: datetime) -> ReportDue:
    return ReportDueFactory()


def member_of(sign_in: Callable[[User], Client], body) -> Client:
    user = UserFactory()
    MembershipFactory(user=user, role=Role.BOARD_MEMBER, body=body)
    return sign_in(user)


@pytest.fixture
def chair(sign_in: Callable[[User], Client], due: ReportDue) -> Client:
    return member_of(sign_in, due.body)


@pytest.fixture
def executive(sign_in: Callable[[User], Client], due: ReportDue) -> Client:
    return member_of(sign_in, due.to)


def address(due: ReportDue, more: str = "") -> str:
    return f"/governance/reports/{due.pk}/{more}"


def send(client: Client, due: ReportDue, action: str = "save", **more: object) -> Page:
    given = {"seen": "0", **more, "action": action}
    return Page(client.post(address(due, "write/"), given, follow=True))


def test_a_chair_writes_hands_in_and_the_executive_receives(
    chair: Client, executive: Client, due: ReportDue
) -> None:
    assert "Nothing is written yet" in Page(chair.get(address(due, "write/"))).text
    assert "The report is saved." in send(chair, due, next="A drop-in.").text
    refused = send(chair, due, "submit", seen=1, objectives="Two of three.", next="A drop-in.")
    assert "Write what you were told, and what was done: “you said, we did”" in refused.text
    assert ReportDraft.objects.get().answers["objectives"] == "Two of three."
    assert Report.objects.count() == 0

    told = send(chair, due, "submit", seen=2, **ANSWERS).text
    assert "The report is handed in to Children and Families Executive." in told
    assert "Handed in" in told
    assert ANSWERS[VOICE] in Page(executive.get(address(due))).text
    told = Page(executive.post(address(due, "receive/"), {"version": "1"}, follow=True)).text
    assert "The report of SEND Improvement Board is received." in told
    again = Page(executive.post(address(due, "receive/"), {"version": "1"}, follow=True)).text
    assert "received it on 8 October 2026" in again


def test_a_draft_is_for_whoever_writes_it(
    executive: Client, sign_in: Callable[[User], Client], administrator: User, due: ReportDue
) -> None:
    ReportDraftFactory(due=due)

    assert "has not been handed in yet" in Page(executive.get(address(due))).text
    assert ANSWERS[VOICE] not in Page(executive.get(address(due))).text
    assert executive.get(address(due, "write/")).status_code == 404
    assert sign_in(administrator).get(address(due, "write/")).status_code == 403


def test_a_correction_shows_why_and_the_first_version_stays(chair: Client, due: ReportDue) -> None:
    send(chair, due, "submit", **ANSWERS)
    more = {**ANSWERS, "next": "It opens in June.", "reason": "The month was wrong."}
    told = send(chair, due, "submit", seen=1, **more).text

    assert "Handed in again: The month was wrong." in told
    first = Page(chair.get(address(due, "versions/1/"))).text
    assert ANSWERS["next"] in first
    assert "This is version 1; a later one was handed in since." in first
    assert chair.get(address(due, "versions/3/")).status_code == 404


def test_what_somebody_else_saved_is_shown_beside_ones_own(chair: Client, due: ReportDue) -> None:
    ReportDraftFactory(due=due, answers={"next": "Theirs."}, changed_by__name="Tom")

    page = send(chair, due, next="Mine.")
    assert "Tom saved other words while you were writing" in page.text
    assert "As Tom saved it What comes next? Theirs." in page.text
    assert (page.boxes[0]["next"], page.boxes[0]["seen"]) == ("Mine.", "1")
    send(chair, due, seen=1, next="Mine.")
    assert ReportDraft.objects.get().answers["next"] == "Mine."


def test_script_in_a_box_is_words(chair: Client, due: ReportDue) -> None:
    answers = dict.fromkeys(ANSWERS, SCRIPT)
    chair.post(address(due, "write/"), {"seen": "0", **answers, "action": "submit"})

    for page in ("", "write/", "versions/1/"):
        content = chair.get(address(due, page)).content.decode()
        assert SCRIPT not in content
        assert "&lt;script&gt;" in content


def test_too_much_in_one_box_is_said_and_the_rest_is_saved(chair: Client, due: ReportDue) -> None:
    page = send(chair, due, objectives="x" * 8001, next="A drop-in.")

    assert "must be 8,000 characters or fewer" in page.text
    assert page.boxes[0]["objectives"] == "x" * 8001
    kept = ReportDraft.objects.get().answers
    assert (kept["next"], kept.get("objectives")) == ("A drop-in.", None)


def test_ten_megabytes_of_words_are_refused_with_advice(chair: Client, due: ReportDue) -> None:
    response = chair.post(address(due, "write/"), {"next": "x" * 10_000_000})

    assert response.status_code == 400
    text = Page(response).text
    assert "more than the portal takes at once" in text
    assert "back" in text


def test_a_file_is_attached_read_and_taken_away(
    chair: Client, executive: Client, due: ReportDue
) -> None:
    upload = SimpleUploadedFile("Figures <2>.exe", PDF, "text/html")
    page = send(chair, due, next="A drop-in.", attachment=upload)
    file = Attachment.objects.get()
    assert "Figures 2.pdf" in page.text

    response = chair.get(address(due, f"files/{file.pk}/"))
    assert response.content == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith('attachment; filename="Figures 2.pdf"')
    assert response["X-Content-Type-Options"] == "nosniff"
    policy = response["Content-Security-Policy"].split("; ")
    assert (policy[0], policy[-1]) == ("default-src 'none'", "sandbox")
    # Nobody else reads a file of a draft; once it is handed in, every member does.
    assert executive.get(address(due, f"files/{file.pk}/")).status_code == 404
    send(chair, due, "submit", seen=1, **ANSWERS)
    assert executive.get(address(due, f"files/{file.pk}/")).status_code == 200

    for _ in range(2):
        assert "taken away" in send(chair, due, f"remove-{file.pk}", seen=2, **ANSWERS).text
    assert executive.get(address(due, f"files/{file.pk}/")).status_code == 200


def test_a_service_writes_its_own_report_and_no_other(
    sign_in: Callable[[User], Client], partner: User, due: ReportDue
) -> None:
    own = ReportDueFactory(kind="service", body=None, subject="Health visiting",
                           organisation=partner.memberships.get().organisation)  # fmt: skip
    client = sign_in(partner)

    answers = {"service": "Seen in time.", "next": "More clinics.", VOICE: "Asked, and done."}
    assert "The report is handed in" in send(client, own, "submit", **answers).text
    assert client.get(address(due, "write/")).status_code == 404


def test_a_file_of_another_report_is_not_there(chair: Client, due: ReportDue) -> None:
    other = AttachmentFactory(due=ReportDueFactory(body=due.to, to=due.body))

    assert chair.get(address(due, f"files/{other.pk}/")).status_code == 404
    assert chair.get(f"/governance/reports/{other.due_id}/files/{other.pk}/").status_code == 404


def test_a_file_that_is_too_large_leaves_the_words_saved(chair: Client, due: ReportDue) -> None:
    upload = SimpleUploadedFile("report.pdf", PDF + b"\0" * 10 * 1024 * 1024)
    page = send(chair, due, next="A drop-in.", attachment=upload)

    assert "must be smaller than 10 MB. What you wrote is saved" in page.text
    assert ReportDraft.objects.get().answers["next"] == "A drop-in."


def test_a_file_of_the_wrong_kind_is_said_so(chair: Client, due: ReportDue) -> None:
    upload = SimpleUploadedFile("report.pdf", SCRIPT.encode(), "application/pdf")
    page = send(chair, due, next="A drop-in.", attachment=upload)

    assert "The selected file must be a PDF" in page.text
    assert page.boxes[0]["next"] == "A drop-in."


def test_a_stocktake_is_handed_in_with_its_evidence_and_a_decision_on_every_priority(
    sign_in: Callable[[User], Client], frozen: datetime
) -> None:
    due = ReportDueFactory(kind="stocktake")
    area = OutcomeAreaFactory(code="a1", name="A great start in life",
                              version__framework__code="accelerate")  # fmt: skip
    FrameworkVersion.objects.filter(pk=area.version_id).update(status="published")
    client = member_of(sign_in, due.body)
    evidence = {"voice": "Heard.", "data": "Read.", "inspections": "Good.", VOICE: "Done."}

    page = Page(client.get(address(due, "write/")))
    assert page.links["#a1"] == "A great start in life"
    assert page.text.count("No names of children") == 1
    refused = send(client, due, "submit", **evidence).text
    assert "Decide whether “A great start in life” is still correct" in refused
    told = send(client, due, "submit", **evidence, **{"seen": "1", "verdict-a1": "right"}).text
    assert "The report is handed in" in told
    assert "Are the priorities still correct? A great start in life Still correct" in told


def test_a_summary_is_drafted_from_what_the_portal_holds(
    sign_in: Callable[[User], Client], frozen: datetime
) -> None:
    due = ReportDueFactory(kind="summary")
    area = OutcomeAreaFactory(code="a1", name="A great start in life",
                              version__framework__code="accelerate")  # fmt: skip
    FrameworkVersion.objects.filter(pk=area.version_id).update(status="published")
    ActionFactory(plan=PlanFactory(kind="ambition", area=area))

    page = send(member_of(sign_in, due.body), due, "draft", seen=0)
    assert page.boxes[0]["ambition-a1"] == "1 action: 1 on track."


def test_a_number_that_no_database_holds_is_not_there(chair: Client) -> None:
    assert chair.get(f"/governance/reports/{'9' * 30}/files/1/").status_code == 404


def test_a_first_save_that_names_a_strange_revision_is_kept(chair: Client, due: ReportDue) -> None:
    answer = chair.post(address(due, "write/"), {"next": "A drop-in.", "seen": "x"})

    assert answer.status_code < 500
    assert ReportDraft.objects.get().answers["next"] == "A drop-in."
