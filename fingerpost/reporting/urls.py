"""Addresses of the reading pages and of reporting progress. Pages that edit a plan's structure are in `plans`."""

from __future__ import annotations

from django.urls import path

from fingerpost.reporting.views import disclosures, figures, home, indicators, items, localities, plan, updates

app_name = "reporting"
INDICATOR = "plans/<slug:plan>/indicators/<slug:indicator>/"
MILESTONE = "plans/<slug:plan>/actions/<slug:action>/milestones/<slug:milestone>/"
urlpatterns = [
    path("", home.home, name="home"),
    path("plans/", home.plans, name="plans"),
    path("plans/<slug:plan>/", plan.plan, name="plan"),
    path("plans/<slug:plan>/localities/", localities.localities, name="localities"),
    path("plans/<slug:plan>/milestones/", plan.milestones, name="milestones"),
    path("plans/<slug:plan>/indicators/", indicators.card, name="scorecard"),
    path("plans/<slug:plan>/indicators/values/", figures.upload, name="upload-values"),
    path("plans/<slug:plan>/indicators/values.<slug:format>", figures.download, name="values-file"),
    path(INDICATOR, indicators.indicator, name="indicator"),
    path(f"{INDICATOR}record/", indicators.record, name="record-value"),
    path(f"{INDICATOR}small-numbers/show/", disclosures.show, name="show-small-numbers"),
    path(f"{INDICATOR}small-numbers/<slug:period>/withhold/", disclosures.withhold, name="withhold-small-numbers"),
    path(f"{INDICATOR}values/", figures.upload_one, name="upload-indicator-values"),
    path(f"{INDICATOR}values.<slug:format>", figures.download_one, name="indicator-values-file"),
    path("plans/<slug:plan>/outcomes/<slug:outcome>/", items.outcome, name="outcome"),
    path("plans/<slug:plan>/actions/<slug:action>/", items.action, name="action"),
    path("plans/<slug:plan>/actions/<slug:action>/update/", updates.action, name="update-action"),
    path(MILESTONE, items.milestone, name="milestone"),
    path(f"{MILESTONE}update/", updates.milestone, name="update-milestone"),
]
