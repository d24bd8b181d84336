"""The administrators' desk: Django admin, with the portal's own sign-in and front page."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode


class PortalAdminConfig(AdminConfig):
    default_site = "ehportal.admin.PortalAdminSite"


class PortalAdminSite(AdminSite):
    site_header = "Early Help Outcomes: administration"
    site_title = "Early Help Outcomes"
    index_title = "What would you like to change?"
    enable_nav_sidebar = True

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        """The portal's own sign-in page: there is one door."""
        target = request.GET.get("next") or reverse("admin:index")
        if request.user.is_authenticated:
            from django.core.exceptions import PermissionDenied

            raise PermissionDenied
        return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")
