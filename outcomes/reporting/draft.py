"""What an autosave is answered: what was kept, and what the page shows beside each box."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from governance.models import User
from outcomes.reporting.forms import SectionForm, clash_in_words
from outcomes.reporting.rows import EntryRow
from outcomes.services.entry import Clash, Saved
from outcomes.services.turns import Turn
from outcomes.typed import fingerprint

_PAGE, _TURN = re.compile(r"[0-9a-f]{16,32}"), re.compile(r"[0-9]{1,9}")


def turn_of(sent: QueryDict) -> Turn | None:
    """Which page sent this, and how many it had sent by then; None where it does not say."""
    page, number = sent.get("page", ""), sent.get("turn", "")
    if not (_PAGE.fullmatch(page) and _TURN.fullmatch(number)):
        return None
    return Turn(page, int(number))


def draft_answer(
    form: SectionForm, saved: Saved, *, reader: User, at: datetime, others: Sequence[User]
) -> dict[str, Any]:
    """Everything the page has to know, in its own words; `form` holds the rows after saving.

    Of each row: the fingerprints of what is stored, the words of the boxes that are not as the page
    showed them, what is said beside it, and both words of a box that two people changed.
    """
    clashes = {clash.observation.pk: clash for clash in saved.clashes}
    unkept = {each.observation.pk: each.errors for each in saved.unkept}
    for row in form.rows:
        row.errors = dict(unkept.get(row.observation.pk, {}))
    form.check(asks_for_blanks=False)
    return {
        "saved": True,
        "at": f"{timezone.localtime(at):%H:%M}",
        "changed": saved.changed,
        "left": saved.left,
        "complete": "yes" if form.was_complete else "no",
        "counts": form.counts_in_words,
        "others": present_in_words(others),
        "rows": {
            row.prefix: {
                **_row(form, row, reader=reader),
                "kept": row.observation.pk not in unkept,
                "clashes": _clashes(clashes.get(row.observation.pk), reader=reader),
            }
            for row in form.rows
            if form.holds(row)
        },
    }


def _row(form: SectionForm, row: EntryRow, *, reader: User) -> dict[str, Any]:
    over = form.over(row)
    words = {box: said for box, said in row.stored.items() if over.get(box) != fingerprint(said)}
    return {
        "seen": row.stored_seen,
        "words": words,
        "changed": _who_changed(row, reader=reader) if words else "",
        "errors": row.errors,
        "queries": row.queries,
        "result": row.result if row.has_result else "",
    }


def _who_changed(row: EntryRow, *, reader: User) -> str:
    """'Amina Begum changed this at 14:02.', of somebody else or of oneself in another window."""
    observation = row.observation
    if observation.changed_at is None:
        return ""
    at = f"{timezone.localtime(observation.changed_at):%H:%M}"
    if observation.changed_by == reader:
        return f"You changed this in another window at {at}."
    return f"{observation.changed_by} changed this at {at}."


def _clashes(clash: Clash | None, *, reader: User) -> dict[str, str]:
    if clash is None:
        return {}
    return {box: clash_in_words(clash, box, reader=reader) for box in clash.boxes}


def present_in_words(people: Sequence[User]) -> str:
    """'Amina Begum is working on this section.'; empty where nobody else is."""
    if not people:
        return ""
    names = [str(person) for person in people]
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"{listed} {'is' if len(names) == 1 else 'are'} working on this section."
