"""What teams do in the demonstration, and what shows that it contributes to an outcome."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from governance.models import Organisation, Place, User
from outcomes.models import EvidenceKind, Measure, Outcome, VersionStatus
from outcomes.services.activities import ActivityContent, save_activity, save_contribution

#: Place, code, title, what, team, organisation; the outcome area and level, and what shows it.
ACTIVITIES = (
    ("TH-NE", "Stay and play", "Two hours each Tuesday for families with children under five.",
     "Family hub team", "tower-hamlets-council", "learning", "LEA-101", EvidenceKind.FIGURES,
     "Illustrative: children who came six times or more were more often ready for school."),
    ("TH-NW", "Midwife at the hub", "A booking clinic on two mornings a week.",
     "Community midwifery", "barts-health", "healthy", "HEA-201", EvidenceKind.FAMILIES,
     "Illustrative: women say that booking at the hub saves them a second journey."),
    ("E09000030", "Parenting programmes", "Ten weeks, in English, Bengali and Somali.",
     "Parenting service", "tower-hamlets-council", "engaged", "ENG-201", EvidenceKind.RESEARCH,
     "Illustrative: trials show fewer behaviour problems a year later."),
    ("TH-SE", "Fathers’ breakfast", "Once a month on a Saturday.",
     "Family hub team", "tower-hamlets-council", "", "", None, ""),
)  # fmt: skip


def make_activities(*, coordinator: User, starts_on: date) -> None:
    """Four activities; what one of them contributes to is not said yet."""
    at = datetime.combine(starts_on, time(9), UTC)
    for place, title, what, team, organisation, area, code, kind, evidence in ACTIVITIES:
        activity = save_activity(
            content=ActivityContent(
                title=f"Illustrative: {title}",
                what=what,
                team=team,
                organisation=Organisation.objects.get(code=organisation),
                place=Place.objects.get(code=place),
                starts_on=starts_on,
            ),
            by=coordinator,
            at=at,
        )
        if kind:
            outcome = Outcome.objects.filter(
                version__status=VersionStatus.PUBLISHED, area__code=area
            ).order_by("order")[0]
            save_contribution(
                activity=activity,
                outcome=outcome,
                how="Illustrative: families who come do more of it at home.",
                evidence=evidence,
                kind=kind,
                measure=Measure.objects.get(code=code),
                by=coordinator,
                at=at,
            )
