from governance.cadence import Cadence
from governance.models.bodies import (
    BOARD_CODE,
    Body,
    BodyKind,
    BodyReference,
    Confidence,
    LineStrength,
    ReferenceKind,
    ReportingLine,
    ReportingRequirement,
)
from governance.models.documents import SourceDocument
from governance.models.escalations import Escalation, EscalationAbout
from governance.models.events import Event
from governance.models.meetings import Attendance, Came, Meeting
from governance.models.notices import Absence, Notice
from governance.models.people import Membership, User
from governance.models.places import Organisation, Place, PlaceKind, Site, SiteKind
from governance.models.reports import ReportDue
from governance.models.seats import Seat
from governance.models.tokens import DataToken
from governance.reporting import ReportKind, Rhythm
from governance.represents import Represents
from governance.roles import Role

__all__ = [
    "BOARD_CODE",
    "Absence",
    "Attendance",
    "Body",
    "BodyKind",
    "BodyReference",
    "Cadence",
    "Came",
    "Confidence",
    "DataToken",
    "Escalation",
    "EscalationAbout",
    "Event",
    "LineStrength",
    "Meeting",
    "Membership",
    "Notice",
    "Organisation",
    "Place",
    "PlaceKind",
    "ReferenceKind",
    "ReportDue",
    "ReportKind",
    "ReportingLine",
    "ReportingRequirement",
    "Represents",
    "Rhythm",
    "Role",
    "Seat",
    "Site",
    "SiteKind",
    "SourceDocument",
    "User",
]
