"""Whatever is uploaded is answered with what to do, at once, and in little memory."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.urls import reverse

from ehportal.uploads import LARGEST, was_too_large
from outcomes.models import FigureImport
from outcomes.services.imports import template_of
from tests.conftest import NOW
from tests.outcomes.importing.hostile import FILES, NAME
from tests.repository.source import run_python

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

#: Of the processor's time, which does not hang on what else the machine is doing.
SECONDS, MEGABYTES = 2.0, 300


@pytest.fixture
def template(submission) -> bytes:
    return template_of(submission, at=NOW)


@pytest.fixture
def lead(sign_in, ne_lead):
    return sign_in(ne_lead)


def sent(lead, submission, name: str, content: bytes):
    file = SimpleUploadedFile(name, content)
    return lead.post(reverse("outcomes:upload", args=[submission.pk]), {"workbook": file})


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= 40


@pytest.mark.parametrize("kind", FILES)
def test_a_hostile_file_is_refused_with_what_to_do(lead, submission, template, kind: str) -> None:
    make, told = FILES[kind]
    name, content = make(template)

    begun = time.process_time()
    answer = sent(lead, submission, name, content)
    took = time.process_time() - begun

    page = answer.content.decode().replace("&#x27;", "'")
    assert answer.status_code == 200
    assert "govuk-error-summary" in page
    assert told in page
    assert took < SECONDS
    assert not FigureImport.objects.exists()


def test_the_template_itself_is_taken(lead, submission, template) -> None:
    answer = sent(lead, submission, NAME, template)

    assert answer.status_code == 302
    assert FigureImport.objects.get().content["lines"] == []


# ---- time and memory, measured in a process of their own ----------------------------------------

MEASURE = """
import json, os, resource, sys, time
from pathlib import Path
import django
django.setup()
import openpyxl
from outcomes.importing.blocks import Unreadable
from outcomes.importing.workbook import Expected, read_sheet
given = json.loads(Path(os.environ["GIVEN"]).read_text())
expected = Expected(**given["expected"])
for kind, (name, path) in given["files"].items():
    data = Path(path).read_bytes()
    reads, writes = os.pipe()
    if os.fork() == 0:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begun = time.process_time()
        try:
            read_sheet(data, name=name, expected=expected)
            said = "taken"
        except Unreadable as refused:
            said = "refused"
        took = time.process_time() - begun
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        os.write(writes, json.dumps([kind, said, took, grown / 1024]).encode())
        os._exit(0)
    os.close(writes)
    print(os.read(reads, 10000).decode())
    os.close(reads)
    os.wait()
"""


@pytest.mark.slow
def test_none_takes_long_or_much_memory(submission, template, tmp_path: Path) -> None:
    from outcomes.earlier import earlier_quarters
    from outcomes.importing.template import headings_of

    files = {}
    for number, (kind, (make, _)) in enumerate(FILES.items()):
        name, content = make(template)
        path = tmp_path / str(number)
        path.write_bytes(content)
        files[kind] = (name, str(path))
    expected = {
        "headings": headings_of(earlier_quarters(submission)),
        "period": "2026-Q2",
        "period_name": "July to September 2026",
        "reporter": "north-east",
        "reporter_name": "North East locality",
        "submission": str(submission.pk),
    }
    given = tmp_path / "given.json"
    given.write_text(json.dumps({"expected": expected, "files": files}))
    answer = run_python(MEASURE, GIVEN=str(given))
    assert answer.returncode == 0, answer.stderr
    measured = [json.loads(line) for line in answer.stdout.splitlines()]
    for kind, said, took, grown in measured:
        print(f"{kind:32} {said:8} {took:6.3f} s {grown:7.1f} MB")

    assert {kind for kind, *_ in measured} == set(FILES)
    assert {said for _, said, *_ in measured} == {"refused"}
    assert max(took for *_, took, _ in measured) < SECONDS
    assert max(grown for *_, grown in measured) < MEGABYTES


# ---- files too large to keep --------------------------------------------------------------------


class Body:
    """A request's body that is made as it is read: a form with one large file in it."""

    def __init__(self, megabytes: int) -> None:
        head = (
            b'--b\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\ntoken\r\n'
            b'--b\r\nContent-Disposition: form-data; name="workbook"; filename="figures.xlsx"\r\n'
            b"Content-Type: application/octet-stream\r\n\r\nPK\x03\x04"
        )
        self.tail = b"\r\n--b--\r\n"
        self.length = len(head) + megabytes * 1024 * 1024 + len(self.tail)
        self.given = 0
        self.pieces = self._pieces(head, megabytes)
        self.rest = b""

    def _pieces(self, head: bytes, megabytes: int) -> Iterator[bytes]:
        yield head
        for _ in range(megabytes * 16):
            yield b"0" * 65536
        yield self.tail

    def readline(self, size: int = -1) -> bytes:
        raise NotImplementedError

    def read(self, size: int = -1) -> bytes:
        while len(self.rest) < size and (piece := next(self.pieces, b"")):
            self.rest += piece
        given, self.rest = self.rest[:size], self.rest[size:]
        self.given += len(given)
        return given


def test_a_hundred_megabytes_are_turned_away_and_kept_nowhere() -> None:
    import tracemalloc

    body = Body(100)
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": "multipart/form-data; boundary=b",
            "CONTENT_LENGTH": str(body.length),
            "wsgi.input": body,
            "PATH_INFO": "/",
        }
    )
    tracemalloc.start()
    begun = time.process_time()
    posted = dict(request.POST.items())
    took = time.process_time() - begun
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    print(f"100 MB: {took:.2f} s, {peak / 2**20:.1f} MB at most")
    assert posted == {"csrfmiddlewaretoken": "token"}
    assert not request.FILES
    assert was_too_large(request)
    assert took < SECONDS
    assert peak < 10 * 2**20


@pytest.mark.parametrize("size", [LARGEST, LARGEST + 1, 3 * LARGEST])
def test_a_file_that_is_too_large_is_told_so_on_the_page(lead, submission, size: int) -> None:
    answer = sent(lead, submission, NAME, b"PK" + b"0" * (size - 2))

    assert answer.status_code == 200
    assert "must be smaller than 2 MB" in answer.content.decode()


def test_a_file_just_small_enough_is_looked_at(lead, submission) -> None:
    answer = sent(lead, submission, NAME, b"PK" + b"0" * (LARGEST - 3))

    assert "could not be read" in answer.content.decode()


def test_nothing_sent_is_told_so(lead, submission) -> None:
    answer = lead.post(reverse("outcomes:upload", args=[submission.pk]), {})

    assert "Select the workbook you filled in" in answer.content.decode()
