"""Addresses of the plan review and the communication strategy."""

from __future__ import annotations

from django.urls import path

from fingerpost.reviews.views import reviewing, strategies

app_name = "reviews"
PLAN = "plans/<slug:plan>/"
urlpatterns = [
    path(f"{PLAN}review/", reviewing.review, name="review"),
    path(f"{PLAN}review/<slug:period>/indicators/<slug:indicator>/", reviewing.indicator, name="indicator"),
    path(f"{PLAN}review/<slug:period>/actions/<slug:action>/", reviewing.action, name="action"),
    path(f"{PLAN}review/<slug:period>/annual-statement/", strategies.statement, name="statement"),
    path(f"{PLAN}communication/", strategies.strategy, name="strategy"),
    path(f"{PLAN}communication/edit/", strategies.edit, name="edit-strategy"),
    path(f"{PLAN}communication/activities/add/", strategies.add, name="add-activity"),
    path(f"{PLAN}communication/activities/<int:number>/", strategies.edit_activity, name="edit-activity"),
    path(f"{PLAN}communication/activities/<int:number>/remove/", strategies.remove_activity, name="remove-activity"),
]
