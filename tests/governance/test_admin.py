"""The administrators' desk: who gets in, what is recorded, what cannot be undone by mistake."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from governance.models import (
    Body,
    Event,
    Membership,
    Organisation,
    ReportingLine,
    ReportingRequirement,
    Role,
    User,
)
from governance.services.events import record
from tests.factories.governance import (
    BodyFactory,
    MembershipFactory,
    OrganisationFactory,
    SiteFactory,
    SourceDocumentFactory,
    UserFactory,
)
from tests.factories.structure import ReportingLineFactory
from tests.factories.tokens import DataTokenFactory

PAGES = [model for model in admin.site._registry if model._meta.app_label == "governance"]
READ_ONLY = {"event", "sourcedocument", "datatoken"}
NOT_ADDED = READ_ONLY | {"reportingrequirement"}


def page(row: Any, name: str = "change") -> str:
    return reverse(f"admin:governance_{row._meta.model_name}_{name}", args=[row.pk])


def place(model: Any, name: str) -> str:
    return reverse(f"admin:governance_{model._meta.model_name}_{name}")


def rows_of(prefix: str, *rows: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    """The POST of an inline: its count of rows, and each row."""
    data: dict[str, Any] = {
        f"{prefix}-TOTAL_FORMS": len(rows),
        f"{prefix}-INITIAL_FORMS": initial,
    }
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


@pytest.fixture
def desk(administrator: User, sign_in: Any) -> Client:
    return sign_in(administrator)


@pytest.fixture
def choices_are_looked_up_one_by_one(settings: Any) -> None:
    """Django's forms ask the database for each chosen row when they are posted."""
    settings.ZEAL_ALLOWLIST = [{"model": "governance.Body", "field": "get()"}]


@pytest.fixture
def one_of_each(localities: Any, administrator: User, now: Any) -> None:
    """A row for every page of the desk."""
    OrganisationFactory()
    SiteFactory()
    SourceDocumentFactory()
    DataTokenFactory()
    board = BodyFactory()
    team = BodyFactory(code="team", name="Locality Leadership Team", kind="locality team")
    ReportingLine.objects.create(body=team, reports_to=board, strength="stated")
    ReportingRequirement.objects.create(
        code="twice-a-year", rule="Report twice a year", quote="at least twice a year",
        evidence_types=["Quantitative", "Voice"],
    )  # fmt: skip
    record(
        verb="test.change",
        subject=board,
        by=administrator,
        at=now,
        before={"name": "Old", "chair": None},
        after={"name": "New", "aliases": ["EHPB"], "is_stated": True, "kind": {"was_it": "yes"}},
    )


@pytest.mark.usefixtures("one_of_each")
@pytest.mark.parametrize("model", PAGES, ids=lambda m: m._meta.model_name)
def test_every_page_opens_for_an_administrator(desk: Client, model: Any) -> None:
    row = model._default_manager.first()
    assert desk.get(place(model, "changelist")).status_code == 200
    assert desk.get(place(model, "changelist"), {"q": "a"}).status_code == 200
    assert desk.get(page(row)).status_code == 200
    assert desk.get(page(row, "history")).status_code == 200
    may_add = model._meta.model_name not in NOT_ADDED
    assert desk.get(place(model, "add")).status_code == (200 if may_add else 403)


def test_the_front_page_groups_pages_by_the_work_they_are_for(desk: Client) -> None:
    groups = [group["name"] for group in desk.get(reverse("admin:index")).context["app_list"]]
    assert groups == [
        "People",
        "Places and organisations",
        "Bodies",
        "Frameworks",
        "Measures",
        "Collecting",
        "Published",
        "History",
    ]


def test_only_the_portals_own_pages_are_on_the_desk() -> None:
    assert {model._meta.app_label for model in admin.site._registry} == {"governance", "outcomes"}


@pytest.mark.parametrize("who", ["ne_lead", "partner", "coordinator", "board_member", "stranger"])
@pytest.mark.parametrize("name", ["index", "governance_user_changelist", "outcomes_measure_add"])
def test_nobody_else_is_let_in(
    request: pytest.FixtureRequest, sign_in: Any, who: str, name: str
) -> None:
    client = sign_in(request.getfixturevalue(who))
    assert client.get(reverse(f"admin:{name}")).status_code == 403
    assert client.post(reverse(f"admin:{name}"), {}).status_code == 403
    assert client.get(reverse("admin:login")).status_code == 403


@pytest.mark.django_db
def test_whoever_is_signed_out_is_asked_to_sign_in(client: Client) -> None:
    response = client.get(reverse("admin:index"), follow=True)
    assert response.redirect_chain[0][1] == 302
    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert "next=%2Fadmin%2F" in response.redirect_chain[-1][0]


def test_an_administrator_whose_membership_ended_is_refused(
    desk: Client, administrator: User, today: Any
) -> None:
    administrator.memberships.update(starts_on="2020-01-01", ends_on="2020-12-31")
    assert desk.get(reverse("admin:index")).status_code == 403


@pytest.mark.usefixtures("one_of_each")
@pytest.mark.parametrize("name", sorted(READ_ONLY))
def test_what_the_portal_writes_is_only_read(desk: Client, name: str) -> None:
    model = next(m for m in PAGES if m._meta.model_name == name)
    row = model._default_manager.first()
    events = Event.objects.count()
    assert desk.post(page(row), {"reason": "x", "title": "x"}).status_code == 403
    assert desk.post(place(model, "add"), {}).status_code == 403
    assert desk.post(page(row, "delete"), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
    desk.post(place(model, "changelist"), chosen)
    assert model._default_manager.filter(pk=row.pk).exists()
    assert Event.objects.count() == events


def new_organisation(**changes: Any) -> dict[str, Any]:
    data = {"name": "Docklands Outreach", "code": "docklands", "aliases": "DO\n\n The Outreach "}
    return data | changes


def test_an_addition_a_change_and_a_deletion_are_one_event_each(
    desk: Client, administrator: User
) -> None:
    desk.post(place(Organisation, "add"), new_organisation())
    made = Organisation.objects.get()
    assert made.aliases == ["DO", "The Outreach"]
    added = Event.objects.get()
    assert (added.verb, added.by, added.subject) == (
        "organisation.create",
        administrator,
        "Docklands Outreach",
    )
    assert added.after["aliases"] == ["DO", "The Outreach"]

    desk.post(page(made), new_organisation(name="Docklands Trust"))
    changed = Event.objects.first()
    assert changed is not None
    assert changed.verb == "organisation.change"
    assert changed.before == {"name": "Docklands Outreach"}
    assert changed.after == {"name": "Docklands Trust"}

    desk.post(page(made, "delete"), {"post": "yes"})
    gone = Event.objects.first()
    assert gone is not None
    assert (gone.verb, gone.before["name"]) == ("organisation.delete", "Docklands Trust")
    assert Event.objects.count() == 3


def test_saving_without_a_change_is_no_event(desk: Client) -> None:
    organisation = OrganisationFactory(aliases=["Barts"])
    desk.post(page(organisation), {"name": organisation.name, "aliases": "Barts"})
    assert not Event.objects.exists()


def test_deleting_several_is_an_event_for_each(desk: Client) -> None:
    chosen = [OrganisationFactory(name=name).pk for name in ("One", "Two")]
    desk.post(
        place(Organisation, "changelist"),
        {"action": "delete_selected", "_selected_action": chosen, "post": "yes"},
    )
    assert not Organisation.objects.exists()
    assert sorted(Event.objects.values_list("verb", "subject")) == [
        ("organisation.delete", "One"),
        ("organisation.delete", "Two"),
    ]


def test_a_code_is_chosen_once(desk: Client) -> None:
    organisation = OrganisationFactory()
    desk.post(page(organisation), new_organisation(code="another"))
    organisation.refresh_from_db()
    assert (organisation.name, organisation.code) == ("Docklands Outreach", "barts-health")


def test_what_others_rest_on_is_not_deleted(desk: Client, partner: User) -> None:
    organisation = Organisation.objects.get()
    response = desk.post(page(organisation, "delete"), {"post": "yes"})
    assert response.context["protected"]
    assert Organisation.objects.filter(pk=organisation.pk).exists()
    assert not Event.objects.exists()


@pytest.mark.usefixtures("choices_are_looked_up_one_by_one")
def test_reporting_lines_are_changed_on_the_page_of_their_body(desk: Client) -> None:
    board = BodyFactory()
    team = BodyFactory(code="team", name="Leadership Team", kind="locality team")
    data = {"name": team.name, "kind": team.kind, "confidence": "high"}
    line = {"reports_to": board.pk, "strength": "stated", "source_lines": "12"}
    desk.post(
        page(team), data | rows_of("reports_to", line) | rows_of("seats") | rows_of("references")
    )
    made = ReportingLine.objects.get()
    assert (made.body, made.reports_to) == (team, board)
    event = Event.objects.get()
    assert event.verb == "body.change"
    assert event.after["reporting lines"][str(made)]["strength"] == "stated"


@pytest.mark.usefixtures("choices_are_looked_up_one_by_one")
def test_a_body_does_not_report_to_itself(desk: Client) -> None:
    board = BodyFactory()
    data = {"name": board.name, "kind": board.kind, "confidence": "high"}
    line = {"reports_to": board.pk, "strength": "stated"}
    response = desk.post(
        page(board), data | rows_of("reports_to", line) | rows_of("seats") | rows_of("references")
    )
    assert response.status_code == 200
    assert "A body does not report to itself." in response.content.decode()


@pytest.mark.usefixtures("choices_are_looked_up_one_by_one")
def test_reporting_lines_do_not_go_round_in_a_circle(desk: Client) -> None:
    low, middle, top = (BodyFactory(code=c, name=c.title()) for c in ("low", "middle", "top"))
    ReportingLineFactory(body=low, reports_to=middle)
    ReportingLineFactory(body=middle, reports_to=top)
    data = {"name": "Top", "kind": "board", "confidence": "high"}
    line = {"reports_to": low.pk, "strength": "stated"}
    rows = rows_of("reports_to", line) | rows_of("seats") | rows_of("references")
    response = desk.post(page(top), data | rows)
    said = "That would go round in a circle: Low reports to Middle, which reports to Top."
    assert said in response.content.decode()
    assert ReportingLine.objects.count() == 2


def test_a_local_instance_needs_its_locality(desk: Client) -> None:
    network = BodyFactory(code="network", name="Network", kind="network", per_locality=True)
    data = {
        "name": "Network, North East",
        "code": "network-ne",
        "kind": "network",
        "confidence": "high",
        "instance_of": network.pk,
    }
    response = desk.post(place(Body, "add"), data | rows_of("reports_to"))
    assert "A local instance needs its locality" in response.content.decode()
    assert Body.objects.count() == 1


# ---- people ----


def test_a_person_is_added_with_a_role_and_without_a_password(
    desk: Client, localities: Any
) -> None:
    role = {
        "role": Role.LOCALITY_LEAD,
        "locality": localities["ne"].pk,
        "starts_on": "2026-10-01",
    }
    data = {"name": "Amina Khan", "email": "Amina.Khan@Example.org"}
    desk.post(place(User, "add"), data | rows_of("memberships", role))
    person = User.objects.get(email="amina.khan@example.org")
    assert not person.has_usable_password()
    assert person.memberships.get().locality == localities["ne"]
    event = Event.objects.get()
    assert event.verb == "user.create"
    assert "password" not in event.after
    assert event.after["memberships"]


def test_no_hash_of_a_password_is_shown(desk: Client, ne_lead: User) -> None:
    content = desk.get(page(ne_lead)).content.decode()
    assert ne_lead.password not in content
    assert 'name="password"' not in content


def test_one_address_signs_in_one_person(desk: Client, ne_lead: User) -> None:
    data = {"name": "Another", "email": ne_lead.email.upper()}
    response = desk.post(place(User, "add"), data | rows_of("memberships"))
    assert "Somebody already signs in with this address." in response.content.decode()


def test_a_lead_needs_a_locality(desk: Client, stranger: User) -> None:
    data = {"user": stranger.pk, "role": Role.LOCALITY_LEAD, "starts_on": "2026-10-01"}
    response = desk.post(place(Membership, "add"), data)
    assert response.status_code == 200
    assert "A locality lead needs a locality." in response.content.decode()
    assert not stranger.memberships.exists()


def test_the_address_that_was_replaced_no_longer_signs_in(desk: Client, stranger: User) -> None:
    EmailAddress.objects.create(user=stranger, email=stranger.email, primary=True, verified=True)
    data = {"name": stranger.name, "email": "new@example.org", "is_active": "on"}
    desk.post(page(stranger), data | rows_of("memberships"))
    assert not EmailAddress.objects.filter(email="stranger@ehportal.example").exists()


def test_a_link_to_set_a_password_works_once(desk: Client, stranger: User) -> None:
    address = reverse("admin:governance_user_decide", args=["password-link"])
    assert desk.get(address, {"row": stranger.pk}).status_code == 200
    assert not Event.objects.exists()
    shown = desk.post(f"{address}?row={stranger.pk}")
    ((person, link),) = shown.context["links"]
    assert person == stranger
    assert link in shown.content.decode()
    event = Event.objects.get()
    assert event.verb == "user.password_link"
    assert link.rsplit("-", 1)[1].strip("/") not in str([event.before, event.after])

    visitor = Client()
    form = visitor.get(link, follow=True)
    chosen = {"password1": "a-long-new-password", "password2": "a-long-new-password"}
    visitor.post(form.redirect_chain[-1][0], chosen)
    stranger.refresh_from_db()
    assert stranger.check_password("a-long-new-password")
    assert (
        "form" not in (Client().get(link, follow=True).context or {})
        or (Client().get(link, follow=True).context["token_fail"])
    )


def test_a_lost_second_factor_is_taken_away(desk: Client, stranger: User) -> None:
    from allauth.mfa.models import Authenticator

    address = reverse("admin:governance_user_decide", args=["second-factor"])
    refused = desk.post(f"{address}?row={stranger.pk}")
    assert "Stranger has no second factor." in refused.content.decode()
    Authenticator.objects.create(user=stranger, type=Authenticator.Type.TOTP, data={})
    desk.post(f"{address}?row={stranger.pk}")
    assert not Authenticator.objects.exists()
    assert Event.objects.get().verb == "user.remove_second_factor"


class TestOwnRole:
    """An administrator cannot lock themselves out by mistake."""

    @pytest.fixture
    def own(self, administrator: User) -> Membership:
        return administrator.memberships.get()

    def test_is_not_deleted_or_changed_in_the_list(self, desk: Client, own: Membership) -> None:
        assert desk.post(page(own, "delete"), {"post": "yes"}).status_code == 403
        assert desk.post(page(own), {"role": Role.BOARD_MEMBER}).status_code == 403
        chosen = {"action": "delete_selected", "_selected_action": own.pk, "post": "yes"}
        desk.post(place(Membership, "changelist"), chosen)
        assert Membership.objects.filter(pk=own.pk, role=Role.ADMINISTRATOR).exists()

    @pytest.mark.parametrize(
        "change", [{"DELETE": "on"}, {"ends_on": "2026-10-08"}, {"role": Role.COORDINATOR}]
    )
    def test_is_not_removed_on_ones_own_page(
        self, desk: Client, administrator: User, own: Membership, change: dict[str, str]
    ) -> None:
        row = {"id": own.pk, "role": own.role, "starts_on": own.starts_on} | change
        row["user"] = administrator.pk
        data = {"name": administrator.name, "email": administrator.email}
        response = desk.post(page(administrator), data | rows_of("memberships", row, initial=1))
        assert "You cannot change or remove your own administrator role" in (
            response.content.decode()
        )
        own.refresh_from_db()
        assert (own.role, own.ends_on) == (Role.ADMINISTRATOR, None)

    def test_stays_while_the_page_is_otherwise_saved(
        self, desk: Client, administrator: User, own: Membership
    ) -> None:
        row = {"id": own.pk, "role": own.role, "starts_on": own.starts_on, "user": own.user_id}
        data = {"name": "New name", "email": administrator.email}
        desk.post(page(administrator), data | rows_of("memberships", row, initial=1))
        administrator.refresh_from_db()
        assert administrator.name == "New name"
        assert administrator.is_active
        assert Event.objects.get().after == {"name": "New name"}

    def test_one_does_not_delete_oneself(self, desk: Client, administrator: User) -> None:
        assert desk.post(page(administrator, "delete"), {"post": "yes"}).status_code == 403

    def test_another_administrator_may_be_removed(self, desk: Client) -> None:
        other = MembershipFactory(user=UserFactory(), administrator=True)
        desk.post(page(other, "delete"), {"post": "yes"})
        assert not Membership.objects.filter(pk=other.pk).exists()


# ---- history ----


@pytest.mark.usefixtures("one_of_each")
def test_a_history_says_what_was_and_what_is(desk: Client) -> None:
    content = desk.get(page(Body.objects.get(code="eh_board"), "history")).content.decode()
    assert "from Old to New" in content
    assert "<dt>Aliases</dt><dd>EHPB</dd>" in content
    assert "<dt>Chair</dt><dd>was –</dd>" in content
    assert "<dt>Kind</dt><dd>Was it: yes</dd>" in content


def test_a_history_of_nothing_says_so(desk: Client) -> None:
    content = desk.get(page(OrganisationFactory(), "history")).content.decode()
    assert "Nothing has been changed since it was loaded." in content


def test_a_history_of_what_is_gone_leads_back(desk: Client) -> None:
    address = reverse("admin:governance_organisation_history", args=[999])
    assert desk.get(address).status_code == 302


@pytest.mark.usefixtures("one_of_each")
def test_events_are_filtered_by_what_and_who(desk: Client, administrator: User) -> None:
    address = place(Event, "changelist")
    found = desk.get(address, {"verb": "test.change", "by__id__exact": administrator.pk})
    assert found.context["cl"].result_count == 1
    assert desk.get(address, {"verb": "other"}).context["cl"].result_count == 0
