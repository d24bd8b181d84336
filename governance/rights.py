"""What one person may do: the value that governance.access works out and QuerySets scope by."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from governance.roles import Permission, Role


@dataclass(frozen=True)
class Access:
    """What one person may do today, and on whose behalf."""

    user_id: int | None = None
    roles: frozenset[Role] = frozenset()
    permissions: frozenset[Permission] = frozenset()
    locality_ids: frozenset[int] = frozenset()
    organisation_ids: frozenset[int] = frozenset()
    body_ids: frozenset[int] = frozenset()
    title: str = ""
    #: A program may read the figures of this place alone; None: of every place.
    only_place_id: int | None = None

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def edits_plans_of_group(self, *, body_ids: Collection[int | None]) -> bool:
        """Whether a person may change what a group plans for itself: one that they sit on.

        That is a sub-group's workplan, and the delivery plan of an ambition for all that lead it.
        """
        return self.may(Permission.WORKPLAN_EDIT) and not self.body_ids.isdisjoint(body_ids)

    def edits_plans_of(self, *, locality_id: int | None) -> bool:
        """Whether a person may change the plans of a locality; None for the whole borough's."""
        if self.may(Permission.PLAN_EDIT_ALL):
            return True
        return self.may(Permission.PLAN_EDIT) and locality_id in self.locality_ids

    def edits_voice_of(self, *, locality_id: int | None) -> bool:
        """Whether a person records what was said in a locality; None for the whole borough."""
        if self.may(Permission.VOICE_EDIT_ALL):
            return True
        return self.may(Permission.VOICE_EDIT) and locality_id in self.locality_ids


NOBODY = Access()
