"""What pages say of whom they are for, and what the sign-in page shows in a demonstration."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import format_html

from governance.kept import OPENED_BY, owner_token
from governance.models import Membership, Role

register = template.Library()

#: What each role is for, in the order in which a newcomer might try them.
PURPOSES: dict[str, str] = {
    Role.BOARD_MEMBER: "Reads the dashboards, writes and receives a body’s reports",
    Role.LOCALITY_LEAD: "Enters a locality’s figures",
    Role.PARTNER_LEAD: "Enters an organisation’s figures",
    Role.COORDINATOR: "Chases, reviews and publishes",
    Role.ADMINISTRATOR: "Changes the framework, people and organisations",
}
DEMO_DOMAIN = "@ehportal.example"


@register.simple_tag(takes_context=True)
def opened_by(context: Context) -> str:
    """{% opened_by %}, in a form that takes words: whose they are, should they have to be kept."""
    user = context["request"].user
    if not user.is_authenticated:
        return ""
    return format_html('<input type="hidden" name="{}" value="{}">', OPENED_BY, owner_token(user))


@register.inclusion_tag("account/demo_accounts.html")
def demo_accounts() -> dict[str, Any]:
    """The demo accounts that can sign in, and their password; nothing outside a demonstration."""
    if not settings.DEMO:
        return {"accounts": []}
    order = list(PURPOSES)
    memberships = (
        Membership.objects.filter(user__email__endswith=DEMO_DOMAIN, user__is_active=True)
        .exclude(user__password__startswith="!")
        .select_related("user")
    )
    accounts = sorted(
        (order.index(m.role), m.user.name, m.user.email, PURPOSES[m.role]) for m in memberships
    )
    return {
        "accounts": [{"name": n, "email": e, "purpose": p} for _, n, e, p in accounts],
        "password": settings.DEMO_PASSWORD,
    }
