"""Addresses of the read API below /api/v1/, and the page that describes it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from fingerpost.api import description
from fingerpost.api.door import open_to_programs, problem
from fingerpost.api.read import api

app_name = "api"
NOT_OURS = {"api-root"}


def opened() -> list[URLPattern]:
    """Those of the library, each behind the door."""
    patterns, _app, _namespace = api.urls
    return [
        path(str(one.pattern), open_to_programs(one.callback), name=one.name)
        for one in patterns
        if isinstance(one, URLPattern) and one.name not in NOT_OURS
    ]


@open_to_programs
def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    return problem(
        404,
        _("There is nothing at this address. %(all)s lists those that there are.") % {"all": reverse("api:openapi")},
    )


urlpatterns = [
    path("", description.page, name="description"),
    path("openapi.json", description.openapi, name="openapi"),
    *opened(),
    path("<path:rest>", nowhere, name="nowhere"),
]
