"""Addresses of the governance app."""

from django.urls import path

from governance import seat_views, views

app_name = "governance"

urlpatterns = [
    path("", views.structure_map, name="structure"),
    path("bodies/<slug:code>/", views.body, name="body"),
    path("bodies/<slug:code>/members/new/", seat_views.add_seat, name="add_seat"),
    path("bodies/<slug:code>/members/<int:pk>/", seat_views.change_seat, name="change_seat"),
]
