"""Figures of a survey: adding one, and putting one right."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.access import Permission, PortalRequest, require
from governance.answering import answer, sent
from outcomes.models import Consultation, ConsultationKind, SurveyFigure
from outcomes.services.surveys import add_figure, change_figure
from outcomes.voice.surveys import FigureForm


@require(Permission.VOICE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_survey_figure(request: PortalRequest, pk: int) -> HttpResponse:
    """Adds a figure to a survey."""
    surveys = Consultation.objects.editable(request.access).filter(kind=ConsultationKind.SURVEY)
    survey = get_object_or_404(surveys.select_related("place"), pk=pk)
    form = FigureForm(sent(request), survey=survey, on=timezone.localdate())

    def save(**who: Any) -> tuple[str, Consultation]:
        add_figure(survey=survey, content=form.content, **who)
        return "The figure is added.", survey

    context = {"survey": survey}
    return answer(request, form, save, template="outcomes/survey_figure.html", context=context)


@require(Permission.VOICE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_survey_figure(request: PortalRequest, pk: int) -> HttpResponse:
    """Puts a figure right that was typed wrongly."""
    own = Consultation.objects.editable(request.access)
    found = SurveyFigure.objects.filter(consultation__in=own).select_related("consultation__place")
    figure = get_object_or_404(found, pk=pk)
    survey = figure.consultation
    form = FigureForm(sent(request), survey=survey, on=timezone.localdate(), figure=figure)

    def save(**who: Any) -> tuple[str, Consultation]:
        change_figure(figure=figure, content=form.content, seen=form.version, **who)
        return "The figure is saved.", survey

    context = {"survey": survey, "figure": figure}
    return answer(request, form, save, template="outcomes/survey_figure.html", context=context)
