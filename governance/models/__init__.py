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
from governance.models.events import Event
from governance.models.meetings import Meeting
from governance.models.notices import Absence, Notice
from governance.models.people import Membership, User
from governance.models.places import Organisation, Place, PlaceKind, Site, SiteKind
from governance.roles import Role

__all__ = [
    "BOARD_CODE",
    "Absence",
    "Body",
    "BodyKind",
    "BodyReference",
    "Confidence",
    "Event",
    "LineStrength",
    "Meeting",
    "Membership",
    "Notice",
    "Organisation",
    "Place",
    "PlaceKind",
    "ReferenceKind",
    "ReportingLine",
    "ReportingRequirement",
    "Role",
    "Site",
    "SiteKind",
    "SourceDocument",
    "User",
]
