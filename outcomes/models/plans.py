"""Plans, their actions, and what was said of each action as it went on."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse

from ehportal.append_only import AppendOnlyModel, AppendOnlyQuerySet
from ehportal.constraints import ends_after_start, one_of
from governance.access import Access, Permission
from governance.models import Body, Organisation, Place, PlaceKind
from outcomes.models.decisions import Decision
from outcomes.models.framework import AmbitionAction, Outcome, OutcomeArea
from outcomes.models.measures import Measure
from outcomes.models.priorities import Priority


class PlanKind(models.TextChoices):
    IMPLEMENTATION = "implementation", "Implementation plan"
    LOCALITY = "locality", "Locality delivery plan"
    TEAM = "team", "Leadership team annual plan"
    WORKPLAN = "workplan", "Sub-group workplan"
    AMBITION = "ambition", "Ambition delivery plan"
    EXECUTIVE = "executive", "Executive’s yearly priorities"
    BOARD = "board", "Board annual plan"


class PlanStatus(models.TextChoices):
    DRAFT = "draft", "Being written"
    AGREED = "agreed", "Agreed"
    CLOSED = "closed", "Closed"


class PlanQuerySet(models.QuerySet["Plan"]):
    def current(self, on: date) -> PlanQuerySet:
        """Those that run on a day and are not closed."""
        return self.filter(starts_on__lte=on, ends_on__gte=on).exclude(status=PlanStatus.CLOSED)

    def editable(self, access: Access) -> PlanQuerySet:
        """Those that a person may change: their own localities', their own sub-group's workplan,
        the delivery plans of ambitions that their own bodies lead; or all of them.
        """
        if access.may(Permission.PLAN_EDIT_ALL):
            return self
        own = Q(pk__in=[])
        if access.may(Permission.PLAN_EDIT):
            own |= in_own_locality(access)
        if access.may(Permission.WORKPLAN_EDIT):
            led = OutcomeArea.objects.filter(led_by__in=access.body_ids)
            own |= Q(kind=PlanKind.WORKPLAN, body__in=access.body_ids)
            own |= Q(kind=PlanKind.AMBITION, area__in=led)
        return self.filter(own)

    def with_owners(self) -> PlanQuerySet:
        return self.select_related("body__place", "place", "area")

    def with_counts(self, on: date) -> PlanQuerySet:
        """With `actions_count` and `overdue_count`, as they stand on a day."""
        return self.annotate(
            actions_count=Count("actions"),
            overdue_count=Count("actions", filter=overdue(on, "actions__")),
        )


def in_own_locality(access: Access, path: str = "") -> Q:
    """The condition that a plan is of a person's locality, or of a body that meets there."""
    return Q(**{f"{path}place__in": access.locality_ids}) | Q(
        **{f"{path}body__place__in": access.locality_ids}
    )


class Plan(models.Model):
    """What a body or a locality sets out to do in a span of time."""

    code = models.SlugField(
        max_length=80,
        unique=True,
        null=True,
        blank=True,
        help_text="Only of plans that come with the strategies.",
    )
    kind = models.CharField(max_length=20, choices=PlanKind)
    title = models.CharField(max_length=200)
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="plans"
    )
    place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        limit_choices_to={"kind": PlaceKind.LOCALITY},
    )
    area = models.ForeignKey(
        OutcomeArea,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        help_text="The ambition that it delivers.",
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    status = models.CharField(max_length=10, choices=PlanStatus, default=PlanStatus.DRAFT)
    basis = models.TextField(blank=True, help_text="The need it answers, and how it was agreed.")
    drawn_from = models.ManyToManyField(
        "governance.Meeting",
        blank=True,
        related_name="plans",
        help_text="The reviews that a Board annual plan is drawn from.",
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "kind", "title"]
        constraints = [
            one_of("kind", PlanKind),
            one_of("status", PlanStatus),
            ends_after_start(),
            models.CheckConstraint(
                condition=Q(body__isnull=False, place__isnull=True)
                | Q(body__isnull=True, place__isnull=False),
                name="outcomes_plan_has_one_owner",
                violation_error_message="A plan is of a body or of a locality.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("outcomes:plan", args=[self.pk])

    @property
    def owner(self) -> Body | Place:
        """The body or the locality whose plan it is."""
        return self.body or self.place  # type: ignore[return-value]

    @property
    def locality_id(self) -> int | None:
        """The locality that it is made in; none for a plan of the whole borough."""
        return self.place_id or (self.body.place_id if self.body else None)

    def may_be_edited_by(self, access: Access) -> bool:
        return access.edits_plans_of(locality_id=self.locality_id) or access.edits_plans_of_group(
            body_ids=self._written_by()
        )

    def _written_by(self) -> set[int | None]:
        """The bodies whose own members write it, by key; none for most kinds."""
        if self.kind == PlanKind.WORKPLAN:
            return {self.body_id}
        if self.kind == PlanKind.AMBITION and self.area:
            return set(self.area.led_by.values_list("pk", flat=True))
        return set()


class ActionStatus(models.TextChoices):
    NOT_STARTED = "not_started", "Not started"
    ON_TRACK = "on_track", "On track"
    AT_RISK = "at_risk", "At risk"
    OFF_TRACK = "off_track", "Off track"
    DONE = "done", "Done"
    STOPPED = "stopped", "Stopped"


FINISHED = frozenset({ActionStatus.DONE, ActionStatus.STOPPED})
BEHIND = frozenset({ActionStatus.AT_RISK, ActionStatus.OFF_TRACK})

FROM_BEST = (
    ActionStatus.DONE,
    ActionStatus.ON_TRACK,
    ActionStatus.NOT_STARTED,
    ActionStatus.AT_RISK,
    ActionStatus.OFF_TRACK,
    ActionStatus.STOPPED,
)
OVERDUE = "overdue"
"""How an action stands that is past its date, whatever was said of it last."""


def is_worse(before: str, after: str) -> bool:
    """Whether an action that was one thing is now something worse: then a reason is due."""
    return FROM_BEST.index(ActionStatus(after)) > FROM_BEST.index(ActionStatus(before))


class Milestone(models.TextChoices):
    YEAR_6_7 = "year_6_7", "Year 6 to 7 transition (year one of the strategy)"
    YEAR_9 = "year_9", "Year 9 (year two of the strategy)"


def overdue(on: date, path: str = "") -> Q:
    """The condition that an action is past its date on a day, and neither done nor stopped."""
    return Q(**{f"{path}due_on__lt": on}) & ~Q(**{f"{path}status__in": FINISHED})


class ActionQuerySet(models.QuerySet["Action"]):
    def unfinished(self) -> ActionQuerySet:
        return self.exclude(status__in=FINISHED)

    def overdue(self, on: date) -> ActionQuerySet:
        return self.filter(overdue(on))

    def of_body(self, body: Body) -> ActionQuerySet:
        """Those of a body's plans, whoever answers for them, and those it answers for elsewhere."""
        return self.filter(Q(owner_body=body) | Q(plan__body=body))

    def decided_by(self, code: str) -> ActionQuerySet:
        """Those that came from a decision of the body with a code, whoever's plan they are in."""
        return self.filter(decision__meeting__body__code=code)

    def concerning(self, access: Access) -> ActionQuerySet:
        """Those a person answers for: named, or for their locality, organisation or body."""
        if access.user_id is None:
            return self.none()
        whose = Q(owner_organisation__in=access.organisation_ids) | Q(
            owner_body__in=access.body_ids
        )
        nobody_else = Q(owner_organisation=None, owner_body=None)
        own = in_own_locality(access, "plan__") | Q(plan__body__in=access.body_ids)
        return self.filter(
            Q(owner=access.user_id) | (Q(owner=None) & (whose | (own & nobody_else)))
        )

    def with_owners(self) -> ActionQuerySet:
        return self.select_related(
            "plan__body", "plan__place", "owner", "owner_body", "owner_organisation"
        )


class Action(models.Model):
    """One thing to be done, by whom and by when. It is never deleted: it is done, or stopped."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actions")
    title = models.CharField(max_length=500, help_text="In one sentence.")
    what = models.TextField(blank=True, help_text="What is done, and how one will know.")
    owner_role = models.CharField(max_length=150, blank=True, help_text="Such as hub manager.")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
    )
    owner_body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    owner_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    partners = models.ManyToManyField(Organisation, blank=True, related_name="partner_in")
    due_on = models.DateField(
        null=True, blank=True, help_text="Empty only where a strategy states none."
    )
    status = models.CharField(max_length=12, choices=ActionStatus, default=ActionStatus.NOT_STARTED)
    milestone = models.CharField(max_length=10, choices=Milestone, blank=True)
    inequality = models.CharField(
        max_length=200,
        blank=True,
        help_text="Who fares worse, and in what. Empty where it acts on no inequality.",
    )
    outcomes = models.ManyToManyField(Outcome, blank=True, related_name="actions")
    measures = models.ManyToManyField(Measure, blank=True, related_name="actions")
    priorities = models.ManyToManyField(Priority, blank=True, related_name="actions")
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    ambition_action = models.OneToOneField(
        AmbitionAction,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="action",
        help_text="The action of a strategy that this one is.",
    )
    order = models.PositiveSmallIntegerField(default=0)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["plan", F("due_on").asc(nulls_last=True), "order", "pk"]
        constraints = [
            one_of("status", ActionStatus),
            one_of("milestone", Milestone, or_blank=True),
        ]
        indexes = [models.Index(fields=["status", "due_on"], name="action_due")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("outcomes:action", args=[self.pk])

    @property
    def owner_text(self) -> str:
        """'Hub manager, ELFT (Amina Begum)': who answers for it, the plan's owner otherwise."""
        if self.owner:
            return f"{self._role} ({self.owner})" if self._role else str(self.owner)
        return self.role_text

    @property
    def role_text(self) -> str:
        """'Hub manager, ELFT': the same, and never a person, for whoever has not signed in."""
        return self._role or str(self.plan.owner)

    @property
    def _role(self) -> str:
        where = self.owner_organisation or self.owner_body
        return ", ".join(str(each) for each in (self.owner_role, where) if each)

    def is_overdue(self, on: date) -> bool:
        return self.due_on is not None and self.due_on < on and self.status not in FINISHED

    def status_on(self, on: date) -> str:
        """Its status, or `OVERDUE` on a day when it is past its date: what it counts as."""
        return OVERDUE if self.is_overdue(on) else self.status

    def standing(self, on: date) -> str:
        """'On track'; 'Overdue, said to be on track' where it is past its date."""
        said = self.get_status_display()
        if not self.is_overdue(on):
            return said
        link = "said to be " if self.status == ActionStatus.ON_TRACK else ""
        return f"Overdue, {link}{said[0].lower()}{said[1:]}"


class ActionUpdate(AppendOnlyModel):
    """What was said of an action, and what moved. Written once; a correction is another."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(help_text="What was done since the last one.")
    status_before = models.CharField(max_length=12, choices=ActionStatus)
    status_after = models.CharField(max_length=12, choices=ActionStatus)
    due_before = models.DateField(null=True)
    due_after = models.DateField(null=True)
    reason = models.TextField(blank=True, help_text="Where it got worse, or its date was moved.")

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            one_of("status_before", ActionStatus),
            one_of("status_after", ActionStatus),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.get_status_after_display()}"

    @property
    def moved_status(self) -> bool:
        return self.status_before != self.status_after

    @property
    def moved_date(self) -> bool:
        return self.due_before != self.due_after
