"""What every template may read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, Any]:
    """The person's access, what is open to everybody, and whether figures are illustrative."""
    return {
        "access": getattr(request, "access", None),
        "illustrative": settings.DEMO,
        "public_dashboards": settings.PUBLIC_DASHBOARDS,
        "public_voice": settings.PUBLIC_VOICE,
        "public_feedback": settings.PUBLIC_FEEDBACK,
    }
