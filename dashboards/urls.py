"""Addresses of the dashboards app."""

from django.urls import path

from dashboards.exports.tables import EVERY_TABLE, OBSERVATIONS
from dashboards.views import (
    area,
    completeness,
    data,
    equalities,
    framework,
    home,
    locality,
    matrix,
    measure,
    meetings,
    overview,
    pack,
    priority,
    search,
    surveys,
)
from dashboards.views import help as help_pages

app_name = "dashboards"

# ---- Home and the dashboards: the Board's overview and its drill-downs ----

dashboard_patterns = [
    path("", home.home, name="home"),
    path("search/", search.search_page, name="search"),
    path("dashboard/", overview.overview, name="overview"),
    path("dashboard/areas/<slug:slug>/", area.area, name="area"),
    path("dashboard/priorities/<int:number>/", priority.priority, name="priority"),
    path(
        "dashboard/priorities/system/<int:number>/",
        priority.system_priority,
        name="system_priority",
    ),
    path("dashboard/measures/<str:code>/", measure.measure, name="measure"),
    path("dashboard/measures/<str:code>/commentary/", measure.commentary, name="commentary"),
    path("dashboard/localities/<slug:slug>/", locality.locality, name="locality"),
    path("dashboard/matrix/", matrix.matrix, name="matrix"),
    path("dashboard/equalities/", equalities.equalities, name="equalities"),
    path("dashboard/matrix.csv", matrix.table_csv, name="matrix_csv"),
    path("dashboard/completeness/", completeness.completeness, name="completeness"),
]

# ---- The board pack: of a quarter's latest publication, and of one publication for good ----

_LATEST, _FROZEN = "dashboard/pack/<slug:period>", "dashboard/pack/<slug:period>/<int:number>"

pack_patterns = [
    path(f"{_LATEST}/", pack.pack, name="pack"),
    path(f"{_LATEST}.pdf", pack.pack_pdf, name="pack_pdf"),
    path(f"{_LATEST}.docx", pack.pack_word, name="pack_word"),
    path(f"{_LATEST}/summary/", pack.summary, name="pack_summary"),
    path(f"{_LATEST}/summary.pdf", pack.summary_pdf, name="pack_summary_pdf"),
    path(f"{_LATEST}/summary.docx", pack.summary_word, name="pack_summary_word"),
    path(f"{_LATEST}/meeting/<str:code>/", pack.meeting, name="meeting"),
    path(f"{_FROZEN}/", pack.pack, name="pack_frozen"),
    path(f"{_FROZEN}.pdf", pack.pack_pdf, name="pack_pdf_frozen"),
    path(f"{_FROZEN}.docx", pack.pack_word, name="pack_word_frozen"),
    path(f"{_FROZEN}/summary/", pack.summary, name="pack_summary_frozen"),
    path(f"{_FROZEN}/summary.pdf", pack.summary_pdf, name="pack_summary_pdf_frozen"),
    path(f"{_FROZEN}/summary.docx", pack.summary_word, name="pack_summary_word_frozen"),
    path(f"{_FROZEN}/meeting/<str:code>/", pack.meeting, name="meeting_frozen"),
]

# ---- The framework, the measures that count it, and the data gaps ----

framework_patterns = [
    path("framework/", framework.framework_list, name="framework_list"),
    path("framework/measures/", framework.measure_library, name="measure_library"),
    path("framework/baselines/", framework.baselines, name="baselines"),
    path("framework/crosswalk/", framework.crosswalk_page, name="crosswalk"),
    path("framework/<slug:code>/", framework.framework, name="framework"),
    path("dashboard/gaps/", framework.gaps, name="gaps"),
]

# ---- Governance, where it joins the layers ----

governance_patterns = [
    path("governance/meetings/<int:pk>/", meetings.meeting, name="board_meeting"),
    path("governance/voice/surveys/", surveys.surveys, name="surveys"),
    path("governance/coverage/", meetings.coverage_page, name="coverage"),
]

# ---- Open data ----

data_patterns = [
    path("data/", data.data, name="data"),
    path("data/observations.csv", data.observations_csv, name="observations_csv"),
    path("data/observations.xlsx", data.observations_xlsx, name="observations_xlsx"),
    path("data/observations.csv-metadata.json", data.observations_csvw, name="observations_csvw"),
    path("data/measures/<str:code>.csv", data.measure_csv, name="measure_csv"),
    path("data/measures/<str:code>.csv-metadata.json", data.measure_csvw, name="measure_csvw"),
    path("data/measures/<str:code>.xlsx", data.measure_xlsx, name="measure_xlsx"),
    path("data/framework.json", data.framework_json, name="framework_json"),
    path("data/datapackage.json", data.datapackage, name="datapackage"),
    path("data/package.zip", data.package_zip, name="package_zip"),
    *(
        path(f"data/{table.path}", data.table_csv, {"name": table.name}, name=f"{table.name}_csv")
        for table in EVERY_TABLE
        if table is not OBSERVATIONS
    ),
]

# ---- Help, and the statements that every public service owes ----

help_patterns = [
    path("help/", help_pages.help_page, name="help"),
    path("help/reading-figures/", help_pages.reading, name="reading"),
    path("accessibility/", help_pages.accessibility, name="accessibility"),
    path("privacy/", help_pages.privacy, name="privacy"),
]

urlpatterns = [
    *dashboard_patterns,
    *pack_patterns,
    *framework_patterns,
    *governance_patterns,
    *data_patterns,
    *help_patterns,
]
