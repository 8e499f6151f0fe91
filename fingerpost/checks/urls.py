"""The pages of a plan's findings and of what an inspector would ask."""

from __future__ import annotations

from django.urls import path

from fingerpost.checks import views

app_name = "checks"
urlpatterns = [
    path("plans/<slug:plan>/checks/", views.findings, name="findings"),
    path("plans/<slug:plan>/checks/inspection/", views.inspection, name="inspection"),
]
