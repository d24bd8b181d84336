"""Who sits where and when bodies meet in the demonstration: illustrative, and nobody is named."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from governance.cadence import Pattern
from governance.models import (
    BOARD_CODE,
    Body,
    Came,
    Meeting,
    Organisation,
    Place,
    Represents,
    Seat,
    Site,
    SiteKind,
    User,
)
from governance.services.meetings import (
    Slot,
    cancel_meeting,
    close_minutes,
    move_meeting,
    plan_meetings,
    record_attendance,
)
from governance.services.reports import schedule_reports
from governance.services.seats import save_seat
from outcomes.demo.reports import make_reports
from outcomes.models import Priority
from outcomes.services.discussions import answer_discussion, record_discussion

#: The numbers that the strategy states: eight centres, and 26 safe places.
CENTRES = {"TH-NE": 2, "TH-NW": 2, "TH-SE": 2, "TH-SW": 2}
SAFE_PLACES = {"TH-NE": 7, "TH-NW": 7, "TH-SE": 6, "TH-SW": 6}
#: The leadership team that lacks its voluntary sector member, so that a flag is seen.
WITHOUT_VCS = "ilt_sw"
PATTERNS = {
    "ilt": Pattern(2, 1),
    "wider_network": Pattern(3, 3, month=2),
    "cfe": Pattern(4, 2, month=2),
    BOARD_CODE: Pattern(3, 1, month=2),
}
#: What the Board asked, by the order of the priorities.
ASKED = {
    0: "Illustrative: can working parents be offered another day? (Barts Health)",
    1: "Illustrative: which schools send no figures yet? (Head teachers’ forum)",
}
SLOT = Slot(time(10), time(12), "Family Hub")
#: Who sits on a leadership team and on the Board, by role and organisation.
TEAM = (
    ("tower-hamlets-council", "Early Help Partnership Coordinator", Represents.STATUTORY, True),
    ("barts-health", "Health visiting locality manager", Represents.HEALTH, False),
    ("elft", "CAMHS team manager", Represents.HEALTH, False),
    ("schools-and-early-years-settings", "Head teacher", Represents.SCHOOLS, False),
    ("police", "Neighbourhood inspector", Represents.STATUTORY, False),
)
BOARD = (
    ("tower-hamlets-council", "Director of supporting families", Represents.STATUTORY, True),
    ("barts-health", "Director of children’s health", Represents.HEALTH, False),
    ("elft", "CAMHS service manager", Represents.HEALTH, False),
    ("gp-care-group", "Clinical lead for children", Represents.HEALTH, False),
    ("police", "Superintendent, partnerships", Represents.STATUTORY, False),
    ("schools-and-early-years-settings", "Head teachers’ forum", Represents.SCHOOLS, False),
    ("voluntary-and-community-sector", "Voluntary sector forum", Represents.VCS, False),
)
VOICES = (
    ("Representative of the Youth Council", Represents.YOUNG_PEOPLE),
    ("Representative of the parent and carer panels", Represents.PARENTS),
)


def make_governance(*, coordinator: User, starts_on: date, today: date) -> None:
    """Members, sites, and a year of meetings behind and ahead, with some moved or cancelled."""
    at = _at(starts_on)
    _sites()
    _members(coordinator, starts_on, at)
    first = (today.replace(day=1) - timedelta(days=180)).replace(day=1)
    for body in Body.objects.convened().exclude(meets=""):
        kind = body.instance_of.code if body.instance_of else body.code
        plan_meetings(
            body=body,
            pattern=PATTERNS[kind],
            starts_on=first,
            ends_on=today + timedelta(days=365),
            slot=SLOT if body.place_id else Slot(time(14), time(16), "Town Hall"),
            by=coordinator,
            at=at,
        )
    schedule_reports(on=first, by=coordinator, at=_at(first))
    make_reports(coordinator=coordinator, today=today)
    _discussed(coordinator, today)
    _as_it_went(coordinator, today)


def _sites() -> None:
    for place in Place.objects.localities():
        hub = Site.objects.filter(locality=place, kind=SiteKind.FAMILY_HUB).first()
        for kind, count, word in (
            (SiteKind.CENTRE, CENTRES[place.code], "Children and family centre"),
            (SiteKind.SAFE_PLACE, SAFE_PLACES[place.code], "Safe place"),
        ):
            for number in range(1, count + 1):
                Site.objects.get_or_create(
                    code=f"{kind}-{place.code[-2:]}-{number}".lower().replace("_", "-"),
                    defaults={
                        "name": f"{word} {number}, {place.name}",
                        "kind": kind,
                        "locality": place,
                        "hub": hub,
                        "name_is_stated": False,
                    },
                )


def _members(by: User, starts_on: date, at: datetime) -> None:
    organisations = {each.code: each for each in Organisation.objects.all()}
    vcs = organisations["voluntary-and-community-sector"]

    def seat(body: Body, **fields: object) -> None:
        save_seat(seat=Seat(body=body, starts_on=starts_on, **fields), by=by, at=at)

    board = Body.objects.get(code=BOARD_CODE)
    teams = Body.objects.filter(instance_of__code="ilt").select_related("place")
    for body, seats in [(board, BOARD), *((team, TEAM) for team in teams)]:
        for code, role, represents, is_chair in seats:
            seat(body, organisation=organisations[code], role=role, represents=represents,
                 is_chair=is_chair)  # fmt: skip
    for role, represents in VOICES:
        seat(board, role=role, represents=represents)
    for team in teams:
        if team.code != WITHOUT_VCS:
            seat(team, organisation=vcs, role="Local charities’ lead", represents=Represents.VCS)
        for site in Site.objects.filter(locality=team.place_id, kind=SiteKind.SAFE_PLACE):
            seat(team, role="Manager of a safe place", represents=Represents.SAFE_PLACE, site=site)


def _as_it_went(by: User, today: date) -> None:
    """Past meetings were attended and closed, but for the last of each body; two went otherwise."""
    past = list(
        Meeting.objects.filter(held_on__lt=today).select_related("body").order_by("held_on")
    )
    dropped = next((m for m in reversed(past[:-8]) if m.body.code == "ilt_se"), None)
    last = {meeting.body_id: meeting.pk for meeting in past}
    for meeting in past:
        if meeting == dropped:
            cancel_meeting(meeting=meeting, reason="Illustrative: the hub had no heating.",
                           by=by, at=_at(meeting.held_on - timedelta(days=1)))  # fmt: skip
            continue
        _attended(meeting, by)
        if last[meeting.body_id] != meeting.pk:
            after = meeting.held_on + timedelta(days=7)
            close_minutes(meeting=meeting, by=by, at=_at(after), on=after)
    coming = Meeting.objects.filter(held_on__gt=today, body__code="ilt_nw").order_by("held_on")
    if clashing := coming.first():
        move_meeting(meeting=clashing, held_on=clashing.held_on + timedelta(days=2), slot=SLOT,
                     reason="Illustrative: it clashed with a school open day.", by=by,
                     at=_at(today))  # fmt: skip


def _discussed(by: User, today: date) -> None:
    """The Board took the priorities in turn; it asked twice, and one answer is still to come."""
    held = Meeting.objects.filter(body__code=BOARD_CODE, held_on__lte=today).order_by("held_on")
    meetings = list(held)
    for number, priority in enumerate(Priority.objects.all()[:9] if meetings else ()):
        meeting = meetings[number % len(meetings)]
        asked = ASKED.get(number, "")
        made = record_discussion(
            meeting=meeting,
            subject=priority,
            said="Illustrative: the action plan was read, and the localities reported progress.",
            asked=asked,
            by=by,
            at=_at(meeting.held_on),
            on=meeting.held_on,
        )
        if asked and number == 0:
            answer_discussion(
                discussion=made,
                answer="Illustrative: appointments are now offered on Saturdays.",
                by=by,
                at=_at(meeting.held_on + timedelta(days=20)),
            )


def _attended(meeting: Meeting, by: User) -> None:
    """By its members, one of whom sent apologies; by the council where no members are recorded."""
    members = list(
        Organisation.objects.filter(seats__body=meeting.body_id).distinct().order_by("pk")
    )
    came = dict.fromkeys(members, Came.CAME)
    if members:
        came[members[meeting.held_on.month % len(members)]] = Came.APOLOGIES
    else:
        came[Organisation.objects.get(code="tower-hamlets-council")] = Came.CAME
    record_attendance(meeting=meeting, came=came, by=by, at=_at(meeting.held_on),
                      on=meeting.held_on)  # fmt: skip


def _at(day: date) -> datetime:
    return datetime.combine(day, time(17), tzinfo=UTC)
