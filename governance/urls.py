"""Addresses of the governance app."""

from django.urls import path

from governance import views

app_name = "governance"

urlpatterns = [
    path("", views.structure_map, name="structure"),
    path("bodies/<slug:code>/", views.body, name="body"),
]
