"""Addresses of reporting cycles. A cycle is found by its plan and its period."""

from __future__ import annotations

from django.urls import path

from fingerpost.cycles.views import arranging, calendars, dashboard, register, running

app_name = "cycles"
CYCLE = "plans/<slug:plan>/reporting/<slug:period>/"
urlpatterns = [
    path("reporting/arrangements/", arranging.arrangements, name="arrangements"),
    path("reporting/arrangements/add/", arranging.add_step, name="add-step"),
    path("reporting/arrangements/remove/", arranging.remove_step, name="remove-step"),
    path("reporting/register/", register.page, name="register"),
    path("reporting/register/file.<slug:format>", register.download, name="register-file"),
    path("calendars/", calendars.calendars, name="calendars"),
    path("calendars/<str:token>/mine.ics", calendars.mine, name="calendar-mine"),
    path("calendars/<str:token>/reporting.ics", calendars.reporting, name="calendar-reporting"),
    path("plans/<slug:plan>/reporting/", running.cycles, name="cycles"),
    path("plans/<slug:plan>/reporting/new/", running.new, name="new"),
    path(CYCLE, dashboard.cycle, name="cycle"),
    path(f"{CYCLE}people/<slug:key>/", dashboard.asked, name="asked"),
    path(f"{CYCLE}people/<slug:key>/extend/", dashboard.extend, name="extend"),
    path(f"{CYCLE}days/", running.edit, name="edit"),
    path(f"{CYCLE}cancel/", running.cancel, name="cancel"),
    path(f"{CYCLE}open/", running.open_now, name="open"),
    path(f"{CYCLE}close/", running.close, name="close"),
    path(f"{CYCLE}reopen/", running.reopen, name="reopen"),
]
