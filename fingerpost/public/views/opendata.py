"""What was published as files of data, at the address of the publication."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from fingerpost.public import pages
from fingerpost.public.middleware import ROOT
from fingerpost.public.models import PublicationState
from fingerpost.public.opendata.packages import file_of, name_of
from fingerpost.public.queries import snapshot_of
from fingerpost.public.site import GENERATED, SITEMAP, Site
from fingerpost.public.surroundings import surroundings
from fingerpost.public.views.public import for_programs, named, open_to_all


@open_to_all
def generated(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file that is made of the whole site, which programs of other sites may read too."""
    media_type, make = GENERATED[name]
    return for_programs(HttpResponse(make(Site.now()), content_type=media_type))


@open_to_all
def robots(request: HttpRequest) -> HttpResponse:
    """The public site may be searched; the rest asks for a sign-in anyway."""
    lines = ["User-agent: *", f"Allow: {ROOT}", "Disallow: /", "", f"Sitemap: {surroundings().root}{SITEMAP}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@open_to_all
def data(request: HttpRequest, name: str, **place: str) -> HttpResponseBase:
    """A file of data, which programs of other sites may read too."""
    row = named(**place)
    if row.state == PublicationState.WITHDRAWN:
        return HttpResponse(pages.withdrawn(row), status=410)
    snapshot = snapshot_of(row)
    found = file_of(snapshot, name)
    if found is None:
        raise Http404
    media_type, body = found
    response = for_programs(HttpResponse(body, content_type=media_type))
    if name.endswith(".zip"):
        response["Content-Disposition"] = f'attachment; filename="{name_of(snapshot)}.zip"'
    return response
