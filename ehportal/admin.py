"""The administrators' desk: Django admin, with the portal's own sign-in and front page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode


class PortalAdminConfig(AdminConfig):
    default_site = "ehportal.admin.PortalAdminSite"

    def ready(self) -> None:
        super().ready()
        from django.contrib import admin

        # Packages register pages of their own: groups that nothing reads, secrets of second
        # factors, changes that no event records. The desk shows what its own pages are for.
        for model, model_admin in list(admin.site._registry.items()):
            if not hasattr(model_admin, "section"):
                admin.site.unregister(model)


class OptionsView(AutocompleteJsonView):
    """The options of a box one types in, told apart where their names alone would not."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        label = getattr(self.model_admin, "option_label", str)
        return {"id": str(getattr(obj, to_field_name)), "text": label(obj)}


class PortalAdminSite(AdminSite):
    site_header = "Early Help Outcomes: administration"
    site_title = "Early Help Outcomes"
    index_title = "What would you like to change?"
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        from ehportal.admin_tools import may_administer

        return request.user.is_active and may_administer(request)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Somebody who has signed in and is no administrator is refused, not sent to sign in."""

        @wraps(view)
        def refused_first(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            response: HttpResponseBase = guarded(request, *args, **kwargs)
            return response

        guarded = super().admin_view(view, cacheable)
        return refused_first

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        """The portal's own sign-in page: there is one door."""
        target = request.GET.get("next") or reverse("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")

    def logout(self, request: HttpRequest, extra_context: object = None) -> Any:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: object = None) -> Any:
        return redirect("account_change_password")

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return OptionsView.as_view(admin_site=self)(request)

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """The pages in the groups of an administrator's work, not of the code."""
        from ehportal.admin_tools import SECTIONS

        pages: dict[str, list[Any]] = defaultdict(list)
        for app in self._build_app_dict(request, app_label).values():
            for page in app["models"]:
                desk: Any = self._registry[page["model"]]
                page["name"] = desk.page_name or page["name"]
                page["rank"] = desk.rank
                pages[desk.section].append(page)
        return [
            {
                "name": section,
                "app_label": f"section-{number}",
                "models": sorted(pages[section], key=lambda page: (page["rank"], page["name"])),
            }
            for number, section in enumerate(SECTIONS)
            if pages[section]
        ]
