"""Addresses of reporting cycles. A cycle is found by its plan and its period."""

from __future__ import annotations

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from fingerpost.cycles.views import (
    answering,
    arranging,
    calendars,
    chasing,
    dashboard,
    evidence,
    handing,
    mine,
    register,
    running,
    sheets,
    signing,
)
from fingerpost.cycles.views.entrances import by_link, fresh_link, signed_in

app_name = "cycles"
CYCLE = "plans/<slug:plan>/reporting/<slug:period>/"


def entrances(rest: str, name: str, view: Callable[..., HttpResponseBase]) -> list[URLPattern]:
    """A page of a request at its two addresses: by the link of a mail, and for who signed in."""
    return [
        path(f"update/<str:token>/{rest}", by_link(view), name=f"link-{name}"),
        path(f"my-updates/<str:key>/{rest}", signed_in(view), name=f"mine-{name}"),
    ]


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
    path(f"{CYCLE}extend/", dashboard.extend_somebody, name="extend-somebody"),
    path(f"{CYCLE}ask-more/", running.ask_more, name="ask-more"),
    path(f"{CYCLE}remind/", chasing.everybody, name="chase"),
    path(f"{CYCLE}people/<slug:key>/remind/", chasing.one, name="chase-one"),
    path(f"{CYCLE}days/", running.edit, name="edit"),
    path(f"{CYCLE}cancel/", running.cancel, name="cancel"),
    path(f"{CYCLE}open/", running.open_now, name="open"),
    path(f"{CYCLE}close/", running.close, name="close"),
    path(f"{CYCLE}reopen/", running.reopen, name="reopen"),
]

# What one person is asked, and who answers.
urlpatterns += [
    path("my-updates/", mine.mine, name="mine"),
    path("update/<str:token>/fresh/", fresh_link, name="fresh-link"),
    *entrances("", "answer", answering.page),
    *entrances("draft/", "draft", answering.draft),
    *entrances("sent/", "sent", answering.sent),
    *entrances("somebody-else/", "delegate", handing.delegate),
    *entrances("items/<str:item>/not-mine/", "not-mine", handing.not_mine),
    *entrances("items/<str:item>/evidence/", "evidence", evidence.page),
    *entrances("evidence/<str:evidence>/", "file", evidence.file),
    *entrances("evidence/<str:evidence>/remove/", "remove-evidence", evidence.remove),
    path(f"{CYCLE}evidence/<str:evidence>/", evidence.file_of_cycle, name="file"),
    path(f"{CYCLE}handed-back/", handing.handed_back, name="handed-back"),
    path(f"{CYCLE}handed-back/<str:item>/give/", handing.give, name="give"),
    path(f"{CYCLE}handed-back/<str:item>/ask-again/", handing.again, name="ask-again"),
    path(f"{CYCLE}due-dates/<str:item>/", handing.due_date, name="due-date"),
    path(f"{CYCLE}requests/<str:key>/revoke-links/", handing.revoke, name="revoke-links"),
]

# Signing a period off.
urlpatterns += [
    path("to-approve/", signing.to_approve, name="to-approve"),
    path(f"{CYCLE}sign-off/", signing.sign_off, name="sign-off"),
    path(f"{CYCLE}sign-off/findings/<slug:rule>/", signing.meet_findings, name="meet-findings"),
    path(f"{CYCLE}sign-off/withdraw/<slug:fingerprint>/", signing.withdraw, name="withdraw-answer"),
    path(f"{CYCLE}sign-off/decide/", signing.decide, name="decide"),
    path(f"{CYCLE}sign-off/lock/", signing.lock, name="lock"),
    path(f"{CYCLE}sign-off/unlock/", signing.unlock, name="unlock"),
]

# Task sheets: the same as the update page, as a file.
urlpatterns += [
    *entrances("task-sheet/", "sheets", sheets.sheets),
    *entrances("task-sheet/<str:name>.<slug:format>", "sheet-file", sheets.download),
    *entrances("task-sheet/received/<str:sheet>/", "sheet", sheets.received),
    *entrances("task-sheet/received/<str:sheet>/file/", "sheet-kept", sheets.kept),
    path(f"{CYCLE}task-sheets/", sheets.of_cycle, name="sheets"),
    path(f"{CYCLE}task-sheets/all.<slug:format>.zip", sheets.all_of_cycle, name="all-sheets"),
]
