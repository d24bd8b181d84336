"""What a page with a form does, whatever it is about: show it, save it by a service, lead on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from ehportal.constraints import is_there_already
from governance.access import PortalRequest
from governance.services.exceptions import Refused, SavedMeanwhile

SAVED_AT_ONCE = (
    "Somebody saved the same at this very moment, so yours was not saved as well. Look at what is "
    "there now; what you typed is still here."
)


def sent(request: PortalRequest) -> QueryDict | None:
    """What a form's boxes hold: what was sent; or was typed here before the sign-in had ended.

    None while the page is only looked at. A view that gives this to its form saves on POST alone.
    """
    if request.method == "POST":
        return request.POST
    if not request.typed:
        return None
    request.typed.is_in_boxes = True
    return request.typed.data


def answer(
    request: PortalRequest,
    form: Any,
    save: Callable[..., tuple[str, Any]],
    *,
    template: str,
    context: Mapping[str, Any],
) -> HttpResponse:
    """The page with its form; or, once it is saved, the way to where that can be seen.

    `save` is given `by` and `at`, and returns what to tell the person and where to lead them. A
    refusal is said beside the answer that it is about, with everything that was typed; and where
    somebody else saved first, what they saved (`ehportal.seen`). What the database refuses as there
    already, because two people sent it at once, is said in a sentence too.
    """
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            done, to = save(by=request.user, at=timezone.now())
        except SavedMeanwhile as meanwhile:
            form.show_theirs(meanwhile.saved_by, meanwhile.over)
            form.add_error(None, str(meanwhile))
            status = HTTPStatus.CONFLICT
        except IntegrityError as clash:
            if not is_there_already(clash):
                raise
            form.add_error(None, SAVED_AT_ONCE)
            status = HTTPStatus.CONFLICT
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, done)
            return redirect(to)
    shown = {**context, "form": form, "has_errors": bool(form.errors)}
    return render(request, template, shown, status=status)
