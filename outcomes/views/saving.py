"""What pages with a form do alike: save by a service, or say beside the answer why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ehportal.forms import Form
from outcomes.services.exceptions import Refused


def saved(form: Form, save: Callable[[], Any]) -> Any:
    """What `save` returns; None where it is refused, with the reason beside its answer."""
    try:
        return save()
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return None
