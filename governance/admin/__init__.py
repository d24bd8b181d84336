"""The administrators' desk: people, places, bodies and the audit."""

from governance.admin.bodies import BodyAdmin, ReportingRequirementAdmin, SourceDocumentAdmin
from governance.admin.events import EventAdmin
from governance.admin.people import MembershipAdmin, PersonAdmin
from governance.admin.places import OrganisationAdmin, PlaceAdmin, SiteAdmin

__all__ = [
    "BodyAdmin",
    "EventAdmin",
    "MembershipAdmin",
    "OrganisationAdmin",
    "PersonAdmin",
    "PlaceAdmin",
    "ReportingRequirementAdmin",
    "SiteAdmin",
    "SourceDocumentAdmin",
]
