"""The structure map: the partnership's bodies, what each is for, who reports to whom."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.access import Permission, PortalRequest, require
from governance.drawing import drawing
from governance.localities import local_governance
from governance.meeting_lists import last_meeting, missing_meetings, next_meeting
from governance.membership import members_of
from governance.models import Body, Escalation, Place, ReferenceKind
from governance.report_lists import reports_of
from governance.representation import representation
from governance.structure import structure


@require_safe
@require(Permission.GOVERNANCE_VIEW)
def structure_map(request: HttpRequest) -> HttpResponse:
    """Every body by group, and the tree of who reports to whom."""
    bodies = Body.objects.described().with_lines().order_by("pk")
    found = structure(bodies)
    context = {
        "structure": found,
        "drawing": drawing(found.tree),
        "localities": Place.objects.localities(),
    }
    return render(request, "governance/structure.html", context)


@require_safe
@require(Permission.GOVERNANCE_VIEW)
def represented(request: HttpRequest) -> HttpResponse:
    """On which bodies children, young people and families are represented, and which lack them."""
    page = representation(on=timezone.localdate())
    return render(request, "governance/represented.html", {"page": page})


@require_safe
@require(Permission.GOVERNANCE_VIEW)
def locality(request: HttpRequest, slug: str) -> HttpResponse:
    """One locality: its bodies, their members and meetings, its hub and the sites linked to it."""
    place = get_object_or_404(Place.objects.localities(), slug=slug)
    page = local_governance(place, on=timezone.localdate())
    return render(request, "governance/locality.html", {"page": page})


@require_safe
@require(Permission.GOVERNANCE_VIEW)
def body(request: PortalRequest, code: str) -> HttpResponse:
    """One body: what it is for, who is on it, what it receives and produces, its lines."""
    found = get_object_or_404(Body.objects.with_lines().with_documents().with_meetings(), code=code)
    described = found
    if found.instance_of:
        # What the documents say of 'one in each locality' is said of each of the four.
        described = Body.objects.with_lines().with_documents().get(pk=found.instance_of.pk)
    references = list(described.references.all())
    today = timezone.localdate()
    context = {
        "body": found,
        "described": described,
        "members": members_of(found, said=references, on=today),
        "next": next_meeting(found, on=today),
        "last": last_meeting(found, on=today),
        "missing": missing_meetings([found], on=today),
        "reports": reports_of(found, on=today),
        "escalations": Escalation.objects.with_bodies()
        .unanswered()
        .filter(Q(body=found) | Q(to=found)),
        "may_escalate": Body.objects.spoken_for_by(request.access).filter(pk=found.pk).exists(),
        "may_edit": Body.objects.editable_by(request.access).filter(pk=found.pk).exists(),
        "said": {kind.value: [r for r in references if r.kind == kind] for kind in ReferenceKind},
    }
    return render(request, "governance/body.html", context)
