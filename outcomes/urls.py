"""Addresses of the outcomes app."""

from django.urls import URLPattern, path

from outcomes.views import (
    actions,
    activities,
    calendar,
    check,
    commentary,
    decisions,
    desk,
    draft,
    feedback,
    history,
    imports,
    minutes,
    paper,
    plans,
    public_voice,
    publish,
    questions,
    rebases,
    receipt,
    remind,
    report_draft,
    reports,
    review,
    section,
    story,
    submissions,
    surveys,
    voice,
)

app_name = "outcomes"

review_patterns: list[URLPattern] = [
    path("review/", desk.review, name="review"),
    path("review/decisions/", decisions.decisions, name="decisions"),
    path(
        "review/decisions/<int:pk>/remove/", decisions.remove_decision_page, name="remove_decision"
    ),
    path("review/baselines/", rebases.rebases, name="rebases"),
    path(
        "review/baselines/<int:pk>/take-back/", rebases.withdraw_rebase_page, name="withdraw_rebase"
    ),
    path("review/commentary/<str:code>/", commentary.comment, name="comment"),
    path("review/<int:pk>/", review.review_submission, name="review_submission"),
    path("review/<int:pk>/remind/", remind.remind, name="remind"),
    path("review/<int:pk>/figures/<int:figure>/", review.review_figure, name="review_figure"),
    path("review/publish/<slug:code>/", publish.publish_period, name="publish"),
]

minutes_patterns: list[URLPattern] = [
    path("governance/meetings/<int:pk>/decide/", minutes.decide, name="minute_decision"),
    path("governance/meetings/<int:pk>/discuss/", minutes.discuss, name="minute_discussion"),
    path(
        "governance/discussions/<int:pk>/answer/", minutes.answer_question, name="answer_discussion"
    ),
]

submission_patterns: list[URLPattern] = [
    path("submissions/", submissions.submissions, name="submissions"),
    path("submissions/signed-in/", draft.signed_in, name="signed_in"),
    path("submissions/due-dates.ics", calendar.due_dates, name="due_dates"),
    path("submissions/<int:pk>/", submissions.submission, name="submission"),
    path("submissions/<int:pk>/check/", check.check, name="check"),
    path("submissions/<int:pk>/receipt/", receipt.receipt, name="receipt"),
    path("submissions/<int:pk>/receipt.csv", receipt.receipt_file, name="receipt_file"),
    path("submissions/<int:pk>/paste/", imports.paste, name="paste"),
    path("submissions/<int:pk>/template.xlsx", imports.template, name="template"),
    path("submissions/<int:pk>/upload/", imports.upload, name="upload"),
    path("submissions/<int:pk>/imports/<int:number>/", imports.figure_import, name="import"),
    path("submissions/<int:pk>/history/", history.history, name="history"),
    path(
        "submissions/<int:pk>/history/<int:figure>/", history.figure_history, name="figure_history"
    ),
    path("submissions/<int:pk>/imports/<int:number>/marked.xlsx", imports.marked, name="marked"),
    path("submissions/<int:pk>/questions/", questions.questions, name="questions"),
    path("submissions/<int:pk>/story/<int:figure>/", story.story, name="story"),
    # Last of its kind: any other word after the number is an outcome area.
    path("submissions/<int:pk>/<slug:area>/", section.section, name="section"),
    path("submissions/<int:pk>/<slug:area>/on-paper/", paper.on_paper, name="on_paper"),
    path("submissions/<int:pk>/<slug:area>/draft/", draft.draft, name="draft"),
]

planning_patterns: list[URLPattern] = [
    path("governance/plans/", plans.plans, name="plans"),
    path("governance/plans/new/", plans.new_plan, name="new_plan"),
    path("governance/plans/<int:pk>/", plans.plan, name="plan"),
    path("governance/plans/<int:pk>/edit/", plans.edit_plan, name="edit_plan"),
    path("governance/plans/<int:pk>/actions/new/", actions.new_action, name="new_action"),
    path("governance/actions/", actions.actions, name="actions"),
    path("governance/actions/<int:pk>/", actions.action, name="action"),
    path("governance/actions/<int:pk>/edit/", actions.edit_action, name="edit_action"),
    path("governance/actions/<int:pk>/update/", actions.update_action_page, name="update_action"),
]

activity_patterns: list[URLPattern] = [
    path("governance/activities/", activities.activities, name="activities"),
    path("governance/activities/new/", activities.new_activity, name="new_activity"),
    path("governance/activities/<int:pk>/", activities.activity, name="activity"),
    path("governance/activities/<int:pk>/edit/", activities.edit_activity, name="edit_activity"),
    path(
        "governance/activities/<int:pk>/contributions/new/",
        activities.new_contribution,
        name="new_contribution",
    ),
    path(
        "governance/contributions/<int:pk>/edit/",
        activities.edit_contribution,
        name="edit_contribution",
    ),
]

voice_patterns: list[URLPattern] = [
    path("governance/voice/", voice.voice, name="voice"),
    path("governance/voice/you-said/", voice.you_said, name="you_said"),
    path("governance/voice/design/", voice.design, name="design"),
    path("governance/voice/new/", voice.new_consultation, name="new_consultation"),
    path("governance/voice/<int:pk>/", voice.consultation, name="consultation"),
    path("governance/voice/<int:pk>/edit/", voice.edit_consultation, name="edit_consultation"),
    path("governance/voice/<int:pk>/said/new/", voice.new_item, name="new_voice_item"),
    path("governance/voice/said/<int:pk>/", voice.edit_item, name="edit_voice_item"),
    path("governance/voice/said/<int:pk>/publish/", voice.publish_said, name="publish_said"),
    path(
        "governance/voice/<int:pk>/figures/new/",
        surveys.new_survey_figure,
        name="new_survey_figure",
    ),
    path(
        "governance/voice/figures/<int:pk>/",
        surveys.edit_survey_figure,
        name="edit_survey_figure",
    ),
    path("governance/voice/feedback/", feedback.feedback_queue, name="feedback_queue"),
    path("governance/voice/feedback/<int:pk>/", feedback.decide_feedback, name="decide_feedback"),
    path("you-said-we-did/", public_voice.you_said_we_did, name="you_said_we_did"),
    path("feedback/", public_voice.feedback, name="feedback"),
    path("feedback/thanks/", public_voice.feedback_sent, name="feedback_sent"),
]

report_patterns: list[URLPattern] = [
    path("governance/reports/<int:pk>/", reports.report, name="report"),
    path("governance/reports/<int:pk>/write/", reports.write, name="write_report"),
    path("governance/reports/<int:pk>/write/keep/", report_draft.keep, name="keep_report"),
    path("governance/reports/<int:pk>/receive/", reports.receive, name="receive_report"),
    path("governance/reports/<int:pk>/send-back/", reports.send_back, name="send_report_back"),
    path(
        "governance/reports/<int:pk>/versions/<int:number>/", reports.version, name="report_version"
    ),
    path("governance/reports/<int:pk>/files/<int:number>/", reports.attachment, name="report_file"),
]

urlpatterns: list[URLPattern] = [
    *submission_patterns,
    *review_patterns,
    *minutes_patterns,
    *planning_patterns,
    *activity_patterns,
    *voice_patterns,
    *report_patterns,
]
