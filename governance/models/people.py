"""People and their memberships. What a person may do follows from memberships alone."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property

from ehportal.constraints import ends_after_start, one_of
from governance.roles import Permission, Role, roles_that_may


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A person who can sign in once they have a password."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person, known by e-mail address."""

    email = models.EmailField(
        unique=True, error_messages={"unique": "Somebody already signs in with this address."}
    )
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(
        "may sign in",
        default=True,
        help_text="Untick, and this person is stopped at the next request.",
    )
    emails_paused_until = models.DateField(
        null=True,
        blank=True,
        help_text="Until this day messages wait on the portal and are not sent by e-mail.",
    )
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    class Meta:
        ordering = ["name", "email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="governance_user_email_any_case",
                violation_error_message="Somebody already signs in with this address.",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    # Django's admin asks these three, often; memberships answer them, once for each request.
    @cached_property
    def is_staff(self) -> bool:
        current = self.memberships.current(timezone.localdate())
        return (
            self.is_active
            and current.filter(role__in=roles_that_may(Permission.ADMINISTER)).exists()
        )

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, on: date) -> MembershipQuerySet:
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)


class Membership(models.Model):
    """A person's role in a locality, an organisation or a body, from one date to another."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    locality = models.ForeignKey(
        "governance.Place",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        limit_choices_to={"kind": "locality"},
        help_text="For a locality lead.",
    )
    organisation = models.ForeignKey(
        "governance.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        help_text="For a partner data lead.",
    )
    body = models.ForeignKey(
        "governance.Body",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        help_text="For a Board member or the coordinator: the body they serve.",
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["user__name", "role"]
        constraints = [
            one_of("role", Role),
            ends_after_start(),
            models.CheckConstraint(
                condition=~Q(role=Role.LOCALITY_LEAD) | Q(locality__isnull=False),
                name="governance_membership_lead_has_locality",
                violation_error_message="A locality lead needs a locality.",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.PARTNER_LEAD) | Q(organisation__isnull=False),
                name="governance_membership_partner_has_organisation",
                violation_error_message="A partner data lead needs an organisation.",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.BOARD_MEMBER) | Q(body__isnull=False),
                name="governance_membership_board_has_body",
                violation_error_message="A Board member needs a body.",
            ),
        ]

    def __str__(self) -> str:
        where = self.locality or self.organisation or self.body
        return f"{self.user}, {self.get_role_display()}" + (f", {where}" if where else "")
