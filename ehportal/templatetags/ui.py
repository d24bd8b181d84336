"""Template tags of the pages' furniture: status, figures in words, menu and breadcrumbs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from ehportal import navigation, wording
from ehportal.slots import slot
from ehportal.status import status_html, tag_html

register = template.Library()


@register.simple_tag
def status(name: str, word: str = "") -> SafeString:
    """{% status "better" %}, or with other words {% status "worse" "1 worse" %}."""
    return status_html(name, word)


@register.simple_tag
def tag(name: str, word: str = "") -> SafeString:
    """{% tag submission.status %}: how a task list names a state."""
    return tag_html(name, word)


@register.filter
def with_key(address: str, key: object) -> str:
    """{% url "outcomes:story" submission.pk 0 as story %} once, {{ story|with_key:row.pk }} in each
    row of a long table: two hundred {% url %} take a tenth of the time of its page.
    """
    before, _, after = address.rpartition("/0/")
    return f"{before}/{key}/{after}"


@register.filter
def number(value: wording.Figure, places: int | None = None) -> str:
    """{{ 1041|number }} is 1,041; {{ 2.456|number:1 }} is 2.5."""
    return wording.number(value, places)


@register.filter
def percentage(value: wording.Figure, places: int = 1) -> str:
    """{{ 24.3|percentage }} is 24.3%."""
    return wording.percentage(value, places)


@register.filter
def quarter(code: str) -> str:
    """{{ "2026-Q2"|quarter }} is July to September 2026."""
    return wording.quarter(code)


@register.filter
def short_quarter(code: str) -> str:
    """{{ "2026-Q2"|short_quarter }} is Jul to Sep 2026."""
    return wording.quarter(code, short=True)


@register.filter
def financial_quarter(code: str) -> str:
    """{{ "2026-Q2"|financial_quarter }} is quarter 2, 2026/27."""
    return wording.financial_quarter(code)


def _as_date(value: date | datetime) -> date:
    """A moment falls on the day it was in London, not in Greenwich."""
    return timezone.localdate(value) if isinstance(value, datetime) else value


@register.filter
def day(value: date | datetime | None) -> str:
    """{{ due_on|day }} is 15 October 2026."""
    return wording.day(_as_date(value)) if value else ""


@register.filter
def weekday(value: date | datetime | None) -> str:
    """{{ due_on|weekday }} is Thursday 15 October."""
    return wording.weekday(_as_date(value)) if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """{{ changed_at|clock }} is 14:02, in London."""
    return timezone.localtime(value).strftime("%H:%M") if value else ""


@register.filter
def days_away(value: date | datetime, today: date | None = None) -> str:
    """{{ due_on|days_away:today }} is 'in 6 days'."""
    return wording.days_away(_as_date(value), today or timezone.localdate())


@register.filter
def times(value: int) -> str:
    """{{ n|times }} is once, twice or 3 times."""
    return wording.times(value)


@register.filter
def counted(value: int, words: str) -> str:
    """{{ n|counted:"measure" }} is 1 measure or 2 measures; "box,boxes" gives both words."""
    return wording.count(value, *words.split(","))


@register.simple_tag(takes_context=True)
def own(context: Context, template_name: str) -> SafeString:
    """{% own "components/who.html" %} prints what is the reader's own (see ehportal/slots.py)."""
    if getattr(context.get("request"), "leaves_slots", False):
        return slot(template_name)
    known: dict[Any, Any] = context.flatten()
    return render_to_string(template_name, known)


@register.inclusion_tag("components/menu.html", takes_context=True)
def menu(context: Context) -> dict[str, Any]:
    request = context.get("request")
    return {"links": navigation.menu(request) if request else []}


@register.inclusion_tag("components/links.html")
def footer_links() -> dict[str, Any]:
    return {"links": navigation.footer()}


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*labels_and_addresses: str) -> dict[str, Any]:
    """{% url "outcomes:submissions" as submissions %}{% breadcrumbs "Submissions" submissions %}

    The pages above this one, the highest first, as label and address in turn.
    """
    labels, addresses = labels_and_addresses[::2], labels_and_addresses[1::2]
    if len(labels) != len(addresses):
        raise template.TemplateSyntaxError("breadcrumbs takes a label and an address in turn.")
    links = [navigation.Link(*pair) for pair in zip(labels, addresses, strict=True)]
    return {"links": links}


@register.simple_tag
def message_kind(messages: Any) -> str:
    """'success' where every message tells of something done, else 'notice'."""
    return "success" if all(message.level_tag == "success" for message in messages) else "notice"
