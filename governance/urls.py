"""Addresses of the governance app."""

from django.urls import path

from governance import escalation_views, meeting_views, report_views, seat_views, views

app_name = "governance"

urlpatterns = [
    path("", views.structure_map, name="structure"),
    path("represented/", views.represented, name="represented"),
    path("bodies/<slug:code>/", views.body, name="body"),
    path("bodies/<slug:code>/members/new/", seat_views.add_seat, name="add_seat"),
    path("bodies/<slug:code>/members/<int:pk>/", seat_views.change_seat, name="change_seat"),
    path("bodies/<slug:code>/meetings/plan/", meeting_views.plan, name="plan_meetings"),
    path("bodies/<slug:code>/meetings/new/", meeting_views.add, name="add_meeting"),
    path("bodies/<slug:code>/meetings.ics", meeting_views.body_meetings_file, name="meetings_file"),
    path("localities/<slug:slug>/", views.locality, name="locality"),
    path("meetings/", meeting_views.meetings, name="meetings"),
    path("meetings.ics", meeting_views.all_meetings_file, name="all_meetings_file"),
    # What a meeting is about joins the layers, so its own page is one of the dashboards'.
    path("meetings/<int:pk>/move/", meeting_views.move, name="move_meeting"),
    path("meetings/<int:pk>/cancel/", meeting_views.cancel, name="cancel_meeting"),
    path("meetings/<int:pk>/attendance/", meeting_views.attendance, name="attendance"),
    path("meetings/<int:pk>/close/", meeting_views.close, name="close_minutes"),
    path("reports/", report_views.reports, name="reports"),
    path("reports/rota/", report_views.rota, name="rota"),
    path("reports/rota/fill/", report_views.fill_rota, name="fill_rota"),
    # What a report says is kept by the layer above, and so is its page.
    path("reports/<int:pk>/move/", report_views.move, name="move_report"),
    path("reports/<int:pk>/take-back/", report_views.take_back, name="take_request_back"),
    path("bodies/<slug:code>/reports/new/", report_views.ask, name="ask_for_report"),
    path("bodies/<slug:code>/escalate/", escalation_views.raise_escalation, name="escalate"),
    path("escalations/", escalation_views.escalations, name="escalations"),
    path("escalations/<int:pk>/", escalation_views.escalation, name="escalation"),
    path("escalations/<int:pk>/answer/", escalation_views.answer_page, name="answer_escalation"),
    path(
        "escalations/<int:pk>/take-back/",
        escalation_views.take_back,
        name="take_escalation_back",
    ),
]
