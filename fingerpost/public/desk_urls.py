"""Addresses of the pages on which coordinators publish."""

from __future__ import annotations

from django.urls import path

from fingerpost.public.views import desk, news

app_name = "publications"
ONE = "plans/<slug:plan>/publications/<slug:period>/<int:version>/"
urlpatterns = [
    path("publications/", desk.everything, name="all"),
    path("publications/letters/", desk.letters, name="letters"),
    path("publications/letters/<slug:key>/", desk.letter, name="letter"),
    path("publications/news/", news.everything, name="news"),
    path("publications/news/add/", news.add, name="news-add"),
    path("publications/news/items/<slug:slug>/", news.item, name="news-item"),
    path("publications/news/items/<slug:slug>/edit/", news.edit, name="news-edit"),
    path("publications/news/items/<slug:slug>/publish/", news.publish, name="news-publish"),
    path("publications/news/items/<slug:slug>/withdraw/", news.withdraw, name="news-withdraw"),
    path("plans/<slug:plan>/publications/", desk.of_plan, name="plan"),
    path(ONE, desk.publication, name="publication"),
    path(f"{ONE}publish/", desk.publish, name="publish"),
    path(f"{ONE}schedule/", desk.schedule, name="schedule"),
    path(f"{ONE}unschedule/", desk.unschedule, name="unschedule"),
    path(f"{ONE}withdraw/", desk.withdraw, name="withdraw"),
    path(f"{ONE}preview/", desk.preview, name="preview"),
    path(f"{ONE}preview/files/<str:name>", desk.preview_file, name="preview-file"),
    path(f"{ONE}preview/data/<str:name>", desk.preview_data, name="preview-data"),
    path(f"{ONE}preview/<slug:folder>/<slug:slug>/", desk.preview_item, name="preview-item"),
]
