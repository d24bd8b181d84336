"""Addresses of the outcomes app."""

from django.urls import URLPattern, path

from outcomes.views import review

app_name = "outcomes"

review_patterns: list[URLPattern] = [
    path("review/", review.review, name="review"),
    path("review/<int:pk>/", review.review_submission, name="review_submission"),
    path("review/publish/<slug:code>/", review.publish_period, name="publish"),
]

urlpatterns: list[URLPattern] = [*review_patterns]
