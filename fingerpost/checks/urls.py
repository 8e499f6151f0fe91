"""The page of a plan's findings."""

from __future__ import annotations

from django.urls import path

from fingerpost.checks import views

app_name = "checks"
urlpatterns = [path("plans/<slug:plan>/checks/", views.findings, name="findings")]
