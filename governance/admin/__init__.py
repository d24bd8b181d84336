"""The administrators' desk: people, places, bodies and the audit."""

from governance.admin.bodies import BodyAdmin, ReportingRequirementAdmin, SourceDocumentAdmin
from governance.admin.events import EventAdmin
from governance.admin.people import MembershipAdmin, PersonAdmin
from governance.admin.places import OrganisationAdmin, PlaceAdmin, SiteAdmin
from governance.admin.tokens import DataTokenAdmin

__all__ = [
    "BodyAdmin",
    "DataTokenAdmin",
    "EventAdmin",
    "MembershipAdmin",
    "OrganisationAdmin",
    "PersonAdmin",
    "PlaceAdmin",
    "ReportingRequirementAdmin",
    "SiteAdmin",
    "SourceDocumentAdmin",
]
