"""Every address of the portal, and the floor: a signed-in page of 60 kB that asks nothing more."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from governance.access import Permission, require

FLOOR_BYTES = 60_000
_FLOOR = "<!DOCTYPE html><title>Floor</title><p>" + "x" * FLOOR_BYTES


@require(Permission.DASHBOARD_VIEW)
def floor(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_FLOOR)


urlpatterns = [path("bench/floor/", floor), path("", include("ehportal.urls"))]
handler400 = "ehportal.views.bad_request"
handler403 = "ehportal.views.permission_denied"
handler404 = "ehportal.views.not_found"
handler500 = "ehportal.views.server_error"
