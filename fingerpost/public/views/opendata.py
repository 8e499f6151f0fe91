"""What was published as files of data, at the address of the publication."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from fingerpost.public import pages
from fingerpost.public.models import PublicationState
from fingerpost.public.opendata.packages import file_of, name_of
from fingerpost.public.queries import snapshot_of
from fingerpost.public.views.public import named, open_to_all


@open_to_all
def data(request: HttpRequest, name: str, **place: str) -> HttpResponse:
    """A file of data, which programs of other sites may read too."""
    row = named(**place)
    if row.state == PublicationState.WITHDRAWN:
        return HttpResponse(pages.withdrawn(row), status=410)
    snapshot = snapshot_of(row)
    found = file_of(snapshot, name)
    if found is None:
        raise Http404
    media_type, body = found
    response = HttpResponse(body, content_type=media_type)
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Content-Type-Options"] = "nosniff"
    if name.endswith(".zip"):
        response["Content-Disposition"] = f'attachment; filename="{name_of(snapshot)}.zip"'
    return response
