"""Addresses of a person's own messages."""

from django.urls import path

from governance import message_views

app_name = "messages"

urlpatterns = [
    path("", message_views.messages_list, name="list"),
    path("read/", message_views.read, name="read"),
    path("settings/", message_views.message_settings, name="settings"),
]
