"""Reports: saved whatever is missing, handed in once nothing is, kept for good, received."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings

from governance.models import Event, ReportDue, User
from governance.services.meetings import close_minutes
from outcomes.models import Attachment, Report, ReportDraft
from outcomes.reports.contents import VOICE
from outcomes.reports.figures import figures_of
from outcomes.services.exceptions import NotReady, Refused, SavedMeanwhile
from outcomes.services.reports import (
    MOST_FILES,
    attach,
    draw_figures,
    leave_figures_out,
    receive_report,
    save_draft,
    submit_report,
    take_away,
)
from tests.conftest import TODAY
from tests.factories.collection import AttendanceFactory, MeetingFactory
from tests.factories.evidence import MetricMeasureFactory
from tests.factories.governance import BoroughFactory, UserFactory
from tests.factories.outcomes import (
    MeasureFactory,
    MetricFactory,
    PublicationFactory,
)
from tests.factories.reporting import ANSWERS, PDF, AttachmentFactory, ReportDraftFactory
from tests.factories.structure import ReportDueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def who(coordinator: User, now: datetime) -> dict[str, object]:
    return {"by": coordinator, "at": now}


@pytest.fixture
def due() -> ReportDue:
    return ReportDueFactory()


# ---- The draft ----


def test_a_draft_is_saved_whatever_is_missing(due: ReportDue, who) -> None:
    draft = save_draft(due=due, answers={"next": " A drop-in.\r\nIn May. "}, seen=0, **who)

    assert (draft.answers, draft.revision) == ({"next": "A drop-in.\nIn May."}, 1)
    again = save_draft(due=due, answers={VOICE: "They asked."}, seen=1, **who)
    assert again.answers == {"next": "A drop-in.\nIn May.", VOICE: "They asked."}


def test_the_same_words_save_nothing(due: ReportDue, who) -> None:
    save_draft(due=due, answers={"next": "A drop-in."}, seen=0, **who)
    save_draft(due=due, answers={"next": "A drop-in. "}, seen=0, **who)

    assert ReportDraft.objects.get().revision == 1
    assert Event.objects.filter(verb="report.draft").count() == 1


def test_the_audit_tells_which_questions_of_a_draft_were_answered_and_not_how(
    due: ReportDue, who
) -> None:
    save_draft(due=due, answers={"next": "A drop-in."}, seen=0, **who)

    event = Event.objects.get(verb="report.draft")
    assert (event.before, event.after) == ({}, {"revision": 1, "changed": ["next"]})


def test_nobody_saves_over_what_another_wrote_since(due: ReportDue, who) -> None:
    save_draft(due=due, answers={"next": "Mine."}, seen=0, **who)
    other = {**who, "by": UserFactory(name="Tom")}

    with pytest.raises(SavedMeanwhile, match="Partnership coordinator saved other words while"):
        save_draft(due=due, answers={"next": "His."}, seen=0, **other)
    assert ReportDraft.objects.get().answers == {"next": "Mine."}
    assert save_draft(due=due, answers={"next": "His."}, seen=1, **other).revision == 2


def test_ten_megabytes_in_one_section_are_refused_kindly(due: ReportDue, who) -> None:
    with pytest.raises(Refused, match="must be 8,000 characters or fewer") as refused:
        save_draft(due=due, answers={"next": "x" * 10_000_000}, seen=0, **who)
    assert refused.value.field == "next"


# ---- Handed in, corrected ----


def test_what_is_handed_in_is_kept_and_marks_what_was_due(who) -> None:
    due = ReportDraftFactory().due
    version = submit_report(due=due, **who)

    due.refresh_from_db()
    assert (version.number, due.version, due.submitted_by) == (1, 1, who["by"])
    assert [each["text"] for each in version.content["sections"]] == list(ANSWERS.values())
    assert ReportDraft.objects.get().answers == ANSWERS


@pytest.mark.parametrize("text", ["", "  \n", "\u200b"])
def test_it_is_not_handed_in_without_you_said_we_did(text: str, who) -> None:
    due = ReportDraftFactory(answers={**ANSWERS, VOICE: text}).due

    with pytest.raises(NotReady, match="you said, we did") as refused:
        submit_report(due=due, **who)
    assert (refused.value.field, Report.objects.count()) == (VOICE, 0)


def test_it_is_refused_once_the_minutes_are_closed_and_the_draft_stays(who) -> None:
    due = ReportDraftFactory().due
    due.meeting = MeetingFactory(body=due.to, held_on=date(2026, 10, 1))
    due.save()
    AttendanceFactory(meeting=due.meeting)
    close_minutes(meeting=due.meeting, on=TODAY, **who)

    with pytest.raises(Refused, match=r"The minutes of 1 October 2026.*What you wrote is saved"):
        submit_report(due=due, **who)
    assert ReportDraft.objects.get().answers == ANSWERS
    assert save_draft(due=due, answers={"next": "More."}, seen=1, **who).revision == 2


def test_a_correction_is_another_version_with_a_reason_to_be_received_again(who) -> None:
    due = ReportDraftFactory().due
    first = submit_report(due=due, **who)
    receive_report(due=due, version=1, **who)
    with pytest.raises(Refused, match="Nothing is different"):
        submit_report(due=due, reason="Again", **who)

    save_draft(due=due, answers={"next": "It opens in June."}, seen=1, **who)
    with pytest.raises(Refused, match="Say why it is handed in again"):
        submit_report(due=due, **who)
    second = submit_report(due=due, reason="The month was wrong.", **who)

    due.refresh_from_db()
    assert (second.number, due.version, due.received_at) == (2, 2, None)
    first.refresh_from_db()
    assert first.answers == ANSWERS


def test_it_is_received_once_and_only_as_it_was_read(who) -> None:
    due = ReportDraftFactory().due
    with pytest.raises(Refused, match="has not been handed in"):
        receive_report(due=due, version=0, **who)
    submit_report(due=due, **who)
    with pytest.raises(Refused, match="A later version"):
        receive_report(due=due, version=0, **who)

    receive_report(due=due, version=1, **who)
    with pytest.raises(Refused, match="received it on 8 October 2026"):
        receive_report(due=due, version=1, **who)


# ---- Files ----


def test_a_file_lies_under_a_name_that_nobody_chose(due: ReportDue, who) -> None:
    found = attach(due=due, data=PDF, name="../Report <1>.exe", **who)

    stored = Path(found.file.path)
    assert stored.parent == Path(settings.ATTACHMENTS)
    assert (found.name, len(stored.name), stored.suffix) == ("Report 1.pdf", 32, "")
    assert stored.read_bytes() == PDF


def test_a_file_that_is_not_taken_is_said_so_beside_its_box(due: ReportDue, who) -> None:
    with pytest.raises(Refused, match="must be a PDF") as refused:
        attach(due=due, data=b"<script>", name="report.pdf", **who)
    assert (refused.value.field, Attachment.objects.count()) == ("attachment", 0)


def test_the_same_file_sent_twice_is_one(due: ReportDue, who) -> None:
    first, second = (attach(due=due, data=PDF, name="plan.pdf", **who) for _ in range(2))

    assert first == second
    assert Event.objects.filter(verb="report.attach").count() == 1


def test_there_is_an_end_to_files(due: ReportDue, who) -> None:
    for _ in range(MOST_FILES):
        AttachmentFactory(due=due)
    with pytest.raises(Refused, match="10 files at most"):
        attach(due=due, data=PDF, name="one more.pdf", **who)


def test_a_file_that_is_taken_away_stays_with_the_version_that_had_it(who) -> None:
    due = ReportDraftFactory().due
    file = attach(due=due, data=PDF, name="report.pdf", **who)
    first = submit_report(due=due, **who)
    take_away(attachment=file, **who)
    second = submit_report(due=due, reason="Without the file.", **who)

    assert [len(each.content["files"]) for each in (first, second)] == [1, 0]
    assert Path(file.file.path).exists()


def test_the_safeguarding_report_is_attached_before_it_is_handed_in(who) -> None:
    due = ReportDueFactory(kind="annual")
    answers = {"progress": "Fewer repeat plans.", "programmes": "Safer streets.", VOICE: "Heard."}
    ReportDraftFactory(due=due, answers=answers)
    with pytest.raises(NotReady, match="Attach the published report"):
        submit_report(due=due, **who)

    attach(due=due, data=PDF, name="THSCP annual report.pdf", **who)
    assert submit_report(due=due, **who).number == 1


# ---- Figures ----


@pytest.fixture
def published(due: ReportDue):
    """A hidden figure and a shown one of the area that the body leads, and one of another's."""
    from outcomes.models import MeasureSummary

    borough, publication = BoroughFactory(), PublicationFactory(number=7)
    metric = MetricFactory()
    metric.area.led_by.add(due.body)
    for code, value in [("HEA-101", "24.3%"), ("HEA-102", "[c]"), ("HEA-103", "99%")]:
        measure = MeasureFactory(code=code, title=f"Measure {code}")
        if code != "HEA-103":
            MetricMeasureFactory(metric=metric, measure=measure)
        MeasureSummary.objects.create(
            publication=publication, measure=measure, place=borough, period=publication.period,
            is_due=True, value_text=value, finding="no_figure" if value == "[c]" else "no_change",
        )  # fmt: skip
    return publication


def test_the_figures_of_what_a_body_leads_are_drawn_in_as_published(due, published, who) -> None:
    draft = draw_figures(due=due, **who)

    assert draft.figures["publication"] == 7
    assert [(row["code"], row["value"]) for row in draft.figures["rows"]] \
        == [("HEA-101", "24.3%"), ("HEA-102", "[c]")]  # fmt: skip
    assert leave_figures_out(due=due, **who).figures is None


def test_a_report_keeps_the_figures_of_the_publication_it_was_written_on(
    due: ReportDue, published, who
) -> None:
    save_draft(due=due, answers=ANSWERS, seen=0, **who)
    draw_figures(due=due, **who)
    version = submit_report(due=due, **who)
    PublicationFactory(number=8, period=published.period)

    assert figures_of(due)["publication"] == 8
    version.refresh_from_db()
    assert version.content["figures"]["publication"] == 7


def test_nothing_is_drawn_in_before_the_first_publication(due: ReportDue, who) -> None:
    with pytest.raises(Refused, match="Nothing is published yet"):
        draw_figures(due=due, **who)
