"""How many took part, and who, as it may be said: a few could be known by who they are."""

from __future__ import annotations

from ehportal.wording import count
from outcomes.disclosure.cells import DFE
from outcomes.models import Consultation, ConsultationKind


def people(consultation: Consultation, *, exact: bool) -> str:
    """'23 people'; 'fewer than 6 people' where they are few, unless the exact number may be read.

    Of the public form, which asks nobody who they are, '23 messages'. The threshold is that of
    published figures (Department for Education: 1 to 5 are hidden).
    """
    number = consultation.participants
    is_form = consultation.kind == ConsultationKind.FORM
    one, many = ("message", "messages") if is_form else ("person", "people")
    if number is None:
        return "number not recorded"
    if not exact and number <= DFE.threshold:
        return f"fewer than {DFE.threshold + 1} {many}"
    return count(number, one, many)


def whose(consultation: Consultation) -> str:
    """Whose words they are, for everybody to read: 'Fathers, North East', or 'Families'.

    Neither group nor place is named where fewer than 6 took part, or nobody knows how many: either
    alone, with what was said and the month, could tell who it was. Of the public form the place
    alone is named: of its messages, nothing says which group sent which.
    """
    if (consultation.participants or 0) <= DFE.threshold:
        return "Families"
    is_form = consultation.kind == ConsultationKind.FORM
    groups = [] if is_form else [str(each) for each in consultation.groups.all()]
    return ", ".join([*(groups or ["Families"]), str(consultation.place)])
