"""Every address. Each part brings its own; `plans` has the home page."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("fingerpost.core.urls")),
    path("", include("fingerpost.people.urls")),
    path("", include("fingerpost.plans.urls")),
]
