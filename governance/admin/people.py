"""People and their memberships. An administrator cannot lock themselves out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from ehportal.admin_tools import Decision, DeskPage
from governance.admin.audited import AuditedAdmin
from governance.models import Membership, Role, User
from governance.services import people

OWN_ROLE = "You cannot change or remove your own administrator role. Ask another administrator."
WHERE = (
    "A locality lead needs a locality, a partner data lead an organisation, a Board member a body."
)


def is_own_role(membership: Membership | None, request: HttpRequest) -> bool:
    """Whether a membership is what makes the person who asks an administrator."""
    return (
        membership is not None
        and membership.role == Role.ADMINISTRATOR
        and membership.user_id == request.user.pk
    )


class PersonForm(forms.ModelForm):
    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class MembershipFormSet(BaseInlineFormSet):
    asked_by: Any = None

    def clean(self) -> None:
        super().clean()
        if self.instance.pk != self.asked_by.pk:
            return
        for form in self.initial_forms:
            if form.initial["role"] == Role.ADMINISTRATOR and form.has_changed():
                raise ValidationError(OWN_ROLE)


class MembershipInline(DeskPage, admin.StackedInline):
    model = Membership
    formset = MembershipFormSet
    fields = ["role", ("locality", "organisation", "body"), ("starts_on", "ends_on")]
    autocomplete_fields = ["organisation", "body"]
    verbose_name_plural = "memberships: what this person may do follows from these alone"

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj else 1

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Membership]:
        return (
            super().get_queryset(request).select_related("user", "locality", "organisation", "body")
        )

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.asked_by = request.user  # type: ignore[attr-defined]
        return formset

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "starts_on":
            kwargs["initial"] = timezone.localdate
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(User)
class PersonAdmin(AuditedAdmin):
    section = "People"
    page_name = "People"
    rank = 1
    form = PersonForm
    inlines = [MembershipInline]
    list_display = ["name", "email", "roles", "is_active", "last_login"]
    list_filter = ["is_active", "memberships__role"]
    search_fields = ["name", "email"]
    readonly_fields = ["last_login", "date_joined", "sign_in"]
    decisions = [
        Decision(
            "password-link",
            "Make a link to set a password",
            "The link opens a page where the person chooses a password. It works once, for three "
            "days, for whoever holds it: give it to them by a way you trust. People can also ask "
            "for one themselves with “Forgotten your password?” on the sign-in page.",
            run="make_password_link",
        ),
        Decision(
            "second-factor",
            "Remove the second factor",
            "For somebody who has lost their authenticator and their recovery codes. Be sure that "
            "it is they who ask. They set up a new one when they next sign in.",
            run="remove_second_factor",
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[User]:
        return super().get_queryset(request).prefetch_related("memberships")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        who = (
            "Who they are",
            {
                "fields": ["name", "email"] if obj is None else ["name", "email", "is_active"],
                "description": "People sign in with their e-mail address. Save, then make a link "
                "with which they choose their own password: nobody else ever knows it.",
            },
        )
        if obj is None:
            return [who]
        return [who, ("Signing in", {"fields": ["sign_in", "last_login", "date_joined"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        own = ["is_active"] if obj is not None and obj.pk == request.user.pk else []
        return [*super().get_readonly_fields(request, obj), *own]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        mine = obj is not None and obj.pk == request.user.pk
        return not mine and super().has_delete_permission(request, obj)

    @admin.display(description="Roles")
    def roles(self, person: User) -> str:
        today = timezone.localdate()
        current = [
            m
            for m in person.memberships.all()
            if m.starts_on <= today and (m.ends_on is None or m.ends_on >= today)
        ]
        return ", ".join(dict.fromkeys(m.get_role_display() for m in current)) or "None now"

    @admin.display(description="Password")
    def sign_in(self, person: User) -> str:
        return "Has chosen one" if person.has_usable_password() else "Has not chosen one yet"

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            people.forget_other_addresses(obj)

    def decision_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """A link is shown on the page that answers, and kept nowhere."""
        response = super().decision_view(request, name)
        links = getattr(request, "password_links", None)
        if links is None:
            return response
        context = {
            **self.admin_site.each_context(request),
            "title": "Links to set a password",
            "opts": self.opts,
            "links": links,
        }
        return TemplateResponse(request, "admin/password_links.html", context)

    def make_password_link(self, request: HttpRequest, person: User, _: Any) -> str:
        path = people.password_path(person=person, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        links = getattr(request, "password_links", [])
        request.password_links = [*links, (person, request.build_absolute_uri(path))]  # type: ignore[attr-defined]
        return ""

    def remove_second_factor(self, request: HttpRequest, person: User, _: Any) -> str:
        removed = people.remove_second_factor(
            person=person,
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
        )
        if not removed:
            raise ValidationError(f"{person} has no second factor.")
        return f"{person} now signs in with a password alone, until they set up a new factor."


@admin.register(Membership)
class MembershipAdmin(AuditedAdmin):
    section = "People"
    list_display = ["user", "role", "where", "starts_on", "ends_on"]
    list_filter = ["role", "locality", "organisation", "body"]
    list_select_related = ["user", "locality", "organisation", "body"]
    search_fields = ["user__name", "user__email", "organisation__name", "body__name"]
    autocomplete_fields = ["user", "organisation", "body"]
    fieldsets = [
        ("Who, as what", {"fields": ["user", "role"]}),
        ("For whom", {"fields": ["locality", "organisation", "body"], "description": WHERE}),
        (
            "When",
            {
                "fields": ["starts_on", "ends_on"],
                "description": "Give an end date when somebody leaves: what they did stays theirs. "
                "Delete a membership only where it was a mistake.",
            },
        ),
    ]

    @admin.display(description="For")
    def where(self, membership: Membership) -> str | None:
        place = membership.locality or membership.organisation or membership.body
        return str(place) if place else None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not is_own_role(obj, request) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not is_own_role(obj, request) and super().has_delete_permission(request, obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"starts_on": timezone.localdate(), **super().get_changeform_initial_data(request)}
