"""Addresses of the reading pages and of reporting progress. Pages that edit a plan's structure are in `plans`."""

from __future__ import annotations

from django.urls import path

from fingerpost.reporting.views import home, items, plan, updates

app_name = "reporting"
MILESTONE = "plans/<slug:plan>/actions/<slug:action>/milestones/<slug:milestone>/"
urlpatterns = [
    path("", home.home, name="home"),
    path("plans/", home.plans, name="plans"),
    path("plans/<slug:plan>/", plan.plan, name="plan"),
    path("plans/<slug:plan>/milestones/", plan.milestones, name="milestones"),
    path("plans/<slug:plan>/outcomes/<slug:outcome>/", items.outcome, name="outcome"),
    path("plans/<slug:plan>/actions/<slug:action>/", items.action, name="action"),
    path("plans/<slug:plan>/actions/<slug:action>/update/", updates.action, name="update-action"),
    path(MILESTONE, items.milestone, name="milestone"),
    path(f"{MILESTONE}update/", updates.milestone, name="update-milestone"),
]
