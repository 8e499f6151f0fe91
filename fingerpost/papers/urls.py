"""Addresses of papers: choose one, read it, download it."""

from __future__ import annotations

from django.urls import path

from fingerpost.papers import set_views, views

app_name = "papers"
PAPER = "plans/<slug:plan>/papers/<slug:kind>/<slug:period>/"
urlpatterns = [
    path("plans/<slug:plan>/papers/", views.choose, name="choose"),
    path("plans/<slug:plan>/papers/several/", set_views.ask, name="ask"),
    path("plans/<slug:plan>/papers/several/<slug:key>/", set_views.papers, name="set"),
    path("plans/<slug:plan>/papers/several/<slug:key>/<slug:kind>.<slug:format>", set_views.file, name="set-file"),
    path(PAPER, views.paper, name="paper"),
    path(f"{PAPER}<slug:name>.<slug:format>", views.download, name="download"),
]
