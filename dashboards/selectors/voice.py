"""What families said of a measure or an outcome area, as its page lists it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from governance.access import Access, Permission
from outcomes.models import Measure, VoiceItem
from outcomes.models.voice import VoiceItemQuerySet
from outcomes.voice.pages import Said

SHOWN = 3


def said_of_measure(measure: Measure, *, access: Access) -> Sequence[Said]:
    """The latest that was said of a measure; nothing for who may not read voice. One query."""
    return _latest(measure.voice_items.all(), access)


def said_of_area(slug: str, *, access: Access) -> Sequence[Said]:
    """The latest that was said of an outcome area. One query."""
    return _latest(VoiceItem.objects.filter(area=slug), access)


def _latest(found: QuerySet[VoiceItem] | VoiceItemQuerySet, access: Access) -> Sequence[Said]:
    if not access.may(Permission.GOVERNANCE_VIEW):
        return ()
    agreed = found.filter(consultation__consent=True).select_related("consultation")
    return [Said(each) for each in agreed.order_by("-consultation__held_on", "-pk")[:SHOWN]]
