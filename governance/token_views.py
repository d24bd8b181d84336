"""Reading the data with Power BI and other programs: a person's own tokens, made and revoked."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from governance.access import Permission, PortalRequest, require
from governance.answering import sent
from governance.models import DataToken
from governance.services.exceptions import Refused
from governance.services.tokens import Made, make_token, revoke_token
from governance.token_forms import TokenForm


@require(Permission.DATA_READ)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("made")
def tokens(request: PortalRequest) -> HttpResponse:
    """How a program reads the data, one's own tokens, and making one.

    A new token's words are shown by the answer to the form itself, and by nothing afterwards.
    """
    form, made = TokenForm(sent(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            made = make_token(
                owner=request.user, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            form = TokenForm()
    return render(request, "governance/tokens.html", _context(request, form, made))


def _context(request: PortalRequest, form: TokenForm, made: Made | None) -> dict[str, object]:
    today = timezone.localdate()
    own = request.user.data_tokens.select_related("place")
    return {
        "form": form,
        "has_errors": bool(form.errors),
        "made": made,
        "tokens": [(token, token.state(today)) for token in own],
        "working": set(own.working(today).values_list("pk", flat=True)),
        "address": f"{settings.PORTAL_URL}/data/observations.csv",
    }


@require(Permission.DATA_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: PortalRequest, pk: int) -> HttpResponse:
    """One of one's own tokens stops working at once. Looked at, it leads to the page of them."""
    token = get_object_or_404(DataToken.objects.filter(owner=request.user), pk=pk)
    if request.method == "POST" and revoke_token(token=token, by=request.user, at=timezone.now()):
        messages.success(request, f"“{token}” is revoked. Programs that use it are refused now.")
    return redirect("tokens:list")
