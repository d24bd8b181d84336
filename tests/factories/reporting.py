"""Reports: drafts, versions that were handed in, files beside them."""

from __future__ import annotations

import hashlib

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from ehportal.filetypes import FileKind
from governance.models import ReportDue
from outcomes.models import Attachment, Report, ReportDraft
from outcomes.reports.contents import VOICE
from tests.conftest import NOW
from tests.factories.governance import UserFactory
from tests.factories.structure import ReportDueFactory

ANSWERS = {
    "objectives": "Two of three objectives are met.",
    "next": "A second drop-in opens in May.",
    VOICE: "Parents asked for evening hours; the hub opens late on Tuesdays.",
}
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


class ReportDraftFactory(DjangoModelFactory[ReportDraft]):
    class Meta:
        model = ReportDraft

    due = factory.SubFactory(ReportDueFactory)
    answers = ANSWERS
    revision = 1
    changed_at = NOW
    changed_by = factory.SubFactory(UserFactory)


class ReportFactory(DjangoModelFactory[Report]):
    class Meta:
        model = Report

    due = factory.SubFactory(ReportDueFactory, handed_in=True)
    number = 1
    answers = ANSWERS
    content = factory.LazyAttribute(
        lambda report: {
            "sections": [
                {"key": key, "heading": key, "text": text} for key, text in report.answers.items()
            ],
            "verdicts": [],
            "figures": None,
            "files": [],
        }
    )
    submitted_at = NOW
    submitted_by = factory.SubFactory(UserFactory)


class AttachmentFactory(DjangoModelFactory[Attachment]):
    class Meta:
        model = Attachment

    due = factory.SubFactory(ReportDueFactory)
    name = "Annual report.pdf"
    kind = FileKind.PDF
    size = len(PDF)
    sha256 = hashlib.sha256(PDF).hexdigest()
    file = factory.LazyFunction(lambda: ContentFile(PDF, "annual.pdf"))
    added_at = NOW
    added_by = factory.SubFactory(UserFactory)


def handed_in_with_a_file(due: ReportDue) -> Attachment:
    """A file that the latest version of a report lists: made as a second version."""
    file = AttachmentFactory(due=due)
    listed = {"id": file.pk, "name": file.name, "kind": file.kind, "size": file.size}
    content = {"sections": [], "verdicts": [], "figures": None, "files": [listed]}
    ReportFactory(due=due, number=2, content=content, reason="The file was missing")
    ReportDue.objects.filter(pk=due.pk).update(version=2)
    return file
