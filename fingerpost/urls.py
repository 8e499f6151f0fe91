"""Every address. Each part brings its own; `reporting` has the home page and the pages that show plans."""

from __future__ import annotations

from django.urls import include, path

from fingerpost.reporting.views.home import search

urlpatterns = [
    path("", include("fingerpost.core.urls")),
    path("", include("fingerpost.people.urls")),
    path("", include("fingerpost.plans.urls")),
    path("", include("fingerpost.committee.urls")),
    path("", include("fingerpost.papers.urls")),
    path("", include("fingerpost.reporting.urls")),
    path("", include("fingerpost.checks.urls")),
    path("search/", search, name="search"),
    path("", include("fingerpost.mail.urls")),
    path("", include("fingerpost.follow_ups.urls")),
    path("", include("fingerpost.reviews.urls")),
    path("", include("fingerpost.cycles.urls")),
    path("", include("fingerpost.intake.urls")),
    path("", include("fingerpost.public.urls")),
    path("", include("fingerpost.public.desk_urls")),
    path("api/v1/", include("fingerpost.api.urls")),
]
