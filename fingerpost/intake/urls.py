"""Addresses of imports and of the pages that show where figures came from."""

from __future__ import annotations

from django.urls import path

from fingerpost.intake import review_views, views

app_name = "intake"
urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/new/", views.upload, name="upload"),
    path("imports/<slug:slug>/", views.preview, name="preview"),
    path("imports/<slug:slug>/review/", review_views.review, name="review"),
    path("imports/<slug:slug>/result/", views.result, name="result"),
    path("imports/<slug:slug>/abandon/", views.abandon, name="abandon"),
    path("imports/<slug:slug>/source/", views.source, name="source"),
    path(
        "plans/<slug:plan>/actions/<slug:action>/milestones/<slug:milestone>/sources/",
        views.provenance,
        name="provenance",
    ),
    path("plans/<slug:plan>/actions/<slug:action>/sources/", views.action_provenance, name="action-provenance"),
]
