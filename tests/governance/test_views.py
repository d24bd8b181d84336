"""The structure map and the bodies say what the documents say, and what is only inferred."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance.models import (
    Body,
    BodyReference,
    LineStrength,
    Place,
    ReportingLine,
    ReportingRequirement,
    User,
)
from governance.structure import Branch, structure, tree
from tests.factories.governance import BodyFactory, LocalityFactory, SourceDocumentFactory

STRUCTURE = "/governance/"


@pytest.fixture
def reader(sign_in: Callable[[User], Client], coordinator: User) -> Client:
    """Signed in; the coordinator's membership brings the Early Help Partnership Board."""
    return sign_in(coordinator)


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def body(code: str, **fields: object) -> Body:
    return BodyFactory(code=code, **{"name": code.upper(), **fields})


def line(low: Body, high: Body, strength: str = LineStrength.STATED, **fields: str) -> None:
    ReportingLine.objects.create(body=low, reports_to=high, strength=strength, **fields)


def outline(branches: list[Branch]) -> list[object]:
    """The tree as nested lists of codes; '*' marks a body that hangs in another place too."""
    found: list[object] = []
    for branch in branches:
        found.append(branch.body.code + "*" * branch.is_repeated)
        if branch.below:
            found.append(outline(list(branch.below)))
    return found


def all_bodies() -> list[Body]:
    return list(Body.objects.described().with_lines().order_by("pk"))


# ---- Who may read it ----


@pytest.mark.parametrize("path", [STRUCTURE, "/governance/bodies/eh_board/"])
def test_a_signed_out_person_is_sent_to_sign_in_even_while_dashboards_are_public(
    path: str, client: Client, db: None, settings: object
) -> None:
    settings.PUBLIC_DASHBOARDS = True  # type: ignore[attr-defined]

    response = client.get(path)

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("path", [STRUCTURE, "/governance/bodies/eh_board/"])
def test_a_person_without_the_permission_is_refused(
    path: str, sign_in: Callable[[User], Client], stranger: User
) -> None:
    assert sign_in(stranger).get(path).status_code == 403


def test_a_body_that_does_not_exist_is_not_found(reader: Client) -> None:
    assert reader.get("/governance/bodies/no_such/").status_code == 404


# ---- The tree ----


def test_bodies_hang_below_the_one_they_report_to(db: None) -> None:
    top, middle, low = body("top"), body("middle"), body("low")
    body("alone")
    line(middle, top)
    line(low, middle)

    assert outline(tree(all_bodies())) == ["top", ["middle", ["low"]]]


def test_a_body_that_reports_to_two_is_under_both_and_unfolded_once(db: None) -> None:
    first, second, shared, low = body("first"), body("second"), body("shared"), body("low")
    line(shared, first)
    line(shared, second)
    line(low, shared)

    assert outline(tree(all_bodies())) == ["first", ["shared", ["low"]], "second", ["shared*"]]


def test_the_largest_tree_comes_first(db: None) -> None:
    small, large = body("small"), body("large")
    line(body("a"), small)
    line(body("b"), large)
    line(body("c"), large)

    assert [branch.body.code for branch in tree(all_bodies())] == ["large", "small"]


def test_a_circle_of_lines_ends(db: None) -> None:
    top, one, two = body("top"), body("one"), body("two")
    line(one, top)
    line(two, one)
    line(one, two)

    assert outline(tree(all_bodies())) == ["top", ["one", ["two", ["one*"]]]]


def test_a_localitys_own_team_may_have_a_line_of_its_own(
    reader: Client, localities: dict[str, Place]
) -> None:
    """It is drawn once for all localities, so its own line hangs from nothing that is drawn."""
    team = body("team", per_locality=True)
    own = body("team_ne", instance_of=team, place=localities["ne"])
    line(own, body("top"))

    assert outline(tree(all_bodies())) == []
    assert "TOP" in page(reader, STRUCTURE)


def test_lines_are_counted_by_strength(db: None) -> None:
    top = body("top", cadence="quarterly", cadence_is_stated=True)
    line(body("a"), top)
    line(body("b"), top, LineStrength.INFERRED)

    found = structure(all_bodies())

    assert (found.bodies, found.with_line, found.stated, found.inferred) == (3, 2, 1, 1)
    assert found.with_cadence == 1


# ---- The map ----


def test_the_map_says_in_words_which_lines_are_inferred(reader: Client) -> None:
    top = body("top")
    line(body("said"), top)
    line(body("guessed"), top, LineStrength.INFERRED)

    found = page(reader, STRUCTURE)

    assert ">SAID</a> (stated)" in found
    assert ">GUESSED</a> (inferred)" in found
    assert "We know whom 2 of 4 bodies report to" in found


def test_the_map_lists_bodies_by_group_with_kind_and_cadence(reader: Client) -> None:
    body("panel", kind="panel", group="voice", cadence="bi-monthly", cadence_is_stated=True)

    found = page(reader, STRUCTURE)

    for words in ("Voice</h2>", "<span>Panel</span>", "<span>Bi-monthly</span>", "Not stated"):
        assert words in found


def test_the_map_has_one_row_for_one_in_each_locality(reader: Client) -> None:
    team = body("team", per_locality=True)
    place = LocalityFactory()
    Body.objects.create(
        code="team_ne", name="The NE team", kind="panel", instance_of=team, place=place
    )

    found = page(reader, STRUCTURE)

    assert "One in each locality" in found
    assert "The NE team" not in found


def test_more_bodies_take_no_more_queries(reader: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            reader.get(STRUCTURE)
        return len(captured)

    top = body("top")
    line(body("a0"), top)
    reader.get(STRUCTURE)
    few = queries()
    for number in range(1, 6):
        line(body(f"a{number}"), top)

    assert queries() == few


def test_the_map_works_before_anything_is_loaded(
    sign_in: Callable[[User], Client], administrator: User
) -> None:
    assert "No governance bodies are loaded yet" in page(sign_in(administrator), STRUCTURE)


# ---- One body ----


def test_a_body_shows_what_the_documents_say_of_it_with_the_source(reader: Client) -> None:
    board = Body.objects.get(code="eh_board")
    source = SourceDocumentFactory(title="The strategy")
    for kind, text in [
        ("purpose", "monitors outcomes"),
        ("member", "two parents"),
        ("receives", "quarterly figures"),
        ("produces", "an annual plan"),
        ("mention", "the Board agreed"),
    ]:
        BodyReference.objects.create(
            body=board,
            kind=kind,
            text=text,
            quote=f"it says: {text}",
            counterpart="the localities" if kind == "receives" else "",
            cadence="every year" if kind == "produces" else "",
            source=source,
            source_lines="551",
        )

    found = page(reader, "/governance/bodies/eh_board/")

    for words in (
        "Monitors outcomes",
        "Two parents",
        "Quarterly figures (from the localities)",
        "An annual plan: every year",
        "“it says: the Board agreed”",
    ):
        assert words in found
    assert found.count("The strategy, line 551 of its text") == 5


def test_a_body_shows_its_lines_with_quotation_and_reason(reader: Client) -> None:
    board = Body.objects.get(code="eh_board")
    line(board, body("exec"), quote="It reports into the Executive.")
    line(body("team"), board, LineStrength.INFERRED, basis="outcomes are monitored by it")

    found = page(reader, "/governance/bodies/eh_board/")

    assert "“It reports into the Executive.”" in found
    assert "Why we infer it: outcomes are monitored by it" in found


def test_what_no_document_states_is_said_to_be_not_stated(reader: Client) -> None:
    found = page(reader, "/governance/bodies/eh_board/")

    assert "<dt>Chair</dt><dd>Not stated</dd>" in found
    assert "<dt>Meets</dt><dd>Not stated</dd>" in found
    assert "No document says whom it reports to." in found
    assert "No document says what it is for." in found


def test_a_body_shows_the_reporting_rules_that_bind_it(reader: Client) -> None:
    board = Body.objects.get(code="eh_board")
    ReportingRequirement.objects.create(
        code="owed", rule="figures each quarter", owed_by_text="each locality", owed_to=board,
        quote="will report quarterly",
    )  # fmt: skip
    ReportingRequirement.objects.create(
        code="owes", rule="an annual review", owed_by=board, cadence="annual", quote="each year"
    )

    found = page(reader, "/governance/bodies/eh_board/")

    assert "It is owed: figures each quarter (by each locality)" in found
    assert "It owes: an annual review: annual" in found


def test_a_local_instance_says_where_it_is_and_what_is_said_of_all(
    reader: Client, localities: dict[str, Place]
) -> None:
    team = body("team", name="Leadership team", per_locality=True)
    BodyReference.objects.create(body=team, kind="purpose", text="join up services")
    for short in ("ne", "nw"):
        Body.objects.create(
            code=f"team_{short}", name=f"Team {short.upper()}", kind=team.kind,
            instance_of=team, place=localities[short],
        )  # fmt: skip

    found = page(reader, "/governance/bodies/team_ne/")

    assert "this is the one in North East" in found
    assert "Join up services" in found
    assert "Team NE (this page)" in found
    assert 'href="/governance/bodies/team_nw/"' in found
