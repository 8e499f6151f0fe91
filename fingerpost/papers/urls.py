"""Addresses of papers: choose one, read it, download it."""

from __future__ import annotations

from django.urls import path

from fingerpost.papers import views

app_name = "papers"
PAPER = "plans/<slug:plan>/papers/<slug:kind>/<slug:period>/"
urlpatterns = [
    path("plans/<slug:plan>/papers/", views.choose, name="choose"),
    path(PAPER, views.paper, name="paper"),
    path(f"{PAPER}<slug:name>.<slug:format>", views.download, name="download"),
]
