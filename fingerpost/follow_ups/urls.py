"""Addresses of follow-ups: one's own, a plan's, one of them and what can be done to it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from fingerpost.follow_ups.views import changing, reading

app_name = "follow_ups"
Patterns = list[URLPattern | URLResolver]

of_one: Patterns = [
    path("", reading.follow_up, name="follow-up"),
    path("edit/", changing.edit, name="edit"),
    path("note/", changing.note, name="note"),
    path("finish/", changing.finish, name="finish"),
    path("drop/", changing.drop, name="drop"),
    path("reopen/", changing.reopen, name="reopen"),
    path("hand-over/", changing.hand_over, name="hand-over"),
    path("move-due/", changing.move_due, name="move-due"),
]
urlpatterns: Patterns = [
    path("follow-ups/", reading.mine, name="mine"),
    path("follow-ups/finished/", reading.finished, name="finished"),
    path("plans/<slug:plan>/follow-ups/", reading.log, name="log"),
    path("plans/<slug:plan>/follow-ups/add/", changing.add, name="add"),
    path("plans/<slug:plan>/follow-ups/<slug:key>/", include(of_one)),
]
