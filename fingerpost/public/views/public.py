"""The public site. Every answer is made from publications alone; no cookie, no sign-in, nothing personal is read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from fingerpost.core.periods import Period
from fingerpost.public import general, pages
from fingerpost.public.middleware import ROOT
from fingerpost.public.models import NewsState, Publication, PublicationState
from fingerpost.public.pages import Shown
from fingerpost.public.queries import given_out, news, snapshot_of
from fingerpost.public.site import Site

View = Callable[..., HttpResponseBase]
MINUTES = 5 * 60
LONGEST = 200  # of what is searched for


def open_to_all(view: View) -> View:
    """Read by anybody, kept by browsers and proxies for some minutes, with an ETag; what is not there says so."""

    @wraps(view)
    def shown(request: HttpRequest, **place: Any) -> HttpResponseBase:
        try:
            response = view(request, **place)
        except (Http404, KeyError):
            return HttpResponse(pages.not_found(), status=404)
        if response.status_code != 200:
            return response
        return kept_for_minutes(request, response)

    return login_not_required(require_safe(shown))


def kept_for_minutes(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Browsers and proxies may keep it; who has it already is told so. A streamed answer brings its ETag."""
    if isinstance(response, HttpResponse):
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    patch_cache_control(response, public=True, max_age=MINUTES)
    known = get_conditional_response(request, response["ETag"], None, cast(HttpResponse, response)) or response
    if known is not response and isinstance(response, FileResponse) and response.file_to_stream:
        response.file_to_stream.close()  # the file alone: closing the response would end the request for Django
    return known


def for_programs(response: HttpResponseBase) -> HttpResponseBase:
    """Programs of other sites may read it, and no browser takes it for something else."""
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def named(plan: str, year: str = "", part: str = "", version: str = "") -> Publication:
    """The publication at an address, or 404: the version in force, the one asked for, or the latest period's."""
    if not year:
        found = given_out().filter(plan_slug=plan).exclude(state=PublicationState.SUPERSEDED)
        return found_or_404(found.filter(state=PublicationState.PUBLIC).first() or found.first())
    rows = given_out().filter(plan_slug=plan, period=period_slug(year, part))
    if version:
        return found_or_404(rows.filter(version=int(version)).first())
    return found_or_404(rows.exclude(state=PublicationState.SUPERSEDED).order_by("-version").first())


def found_or_404(row: Publication | None) -> Publication:
    if row is None:
        raise Http404
    return row


def period_slug(year: str, part: str) -> str:
    try:
        return Period.parse(year if part == "year" else f"{year}-{part}").slug
    except ValueError as fault:
        raise Http404 from fault


def shown(row: Publication, request: HttpRequest) -> Shown:
    """With the address that its links keep to: that of the plan within the one asked for."""
    asked = request.path_info
    latest = f"{ROOT}latest/{row.plan_slug}/"
    return Shown(row, snapshot_of(row), latest if asked.startswith(latest) else f"{ROOT}{row.address}")


def answer(row: Publication, page: Callable[[], str]) -> HttpResponse:
    """The page; 410 with the reason where the publication was withdrawn."""
    if row.state == PublicationState.WITHDRAWN:
        return HttpResponse(pages.withdrawn(row), status=410)
    return HttpResponse(page())


@open_to_all
def general_page(request: HttpRequest, page: Callable[[Site], str]) -> HttpResponse:
    """A page of no single publication, from what was given out."""
    return HttpResponse(page(Site.now()))


@open_to_all
def news_item(request: HttpRequest, slug: str) -> HttpResponse:
    row = news().filter(slug=slug).first()
    if row is None:
        raise Http404
    return HttpResponse(general.news_item(row), status=410 if row.state == NewsState.WITHDRAWN else 200)


@open_to_all
def year(request: HttpRequest, year: str) -> HttpResponse:
    return HttpResponse(general.year(Site.now().publications, Period.parse(period_slug(year, "year"))))


@open_to_all
def period(request: HttpRequest, year: str, part: str) -> HttpResponse:
    return HttpResponse(general.period(Site.now().publications, Period.parse(period_slug(year, part))))


@open_to_all
def compare(request: HttpRequest, plan: str, earlier: str, later: str) -> HttpResponse:
    """Two periods of a plan."""
    listed = general.pairs(Site.now().publications).get(plan, [])
    pairs = {(pair.earlier.period, pair.later.period): pair for _row, these in listed for pair in these}
    pair = pairs[earlier, later]
    return HttpResponse(general.compare(pair, snapshot_of(pair.earlier), snapshot_of(pair.later)))


@open_to_all
def search(request: HttpRequest) -> HttpResponse:
    return HttpResponse(general.search(Site.now().latest, " ".join(request.GET.get("q", "").split())[:LONGEST]))


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@open_to_all
def embed(request: HttpRequest, plan: str, kind: str, slug: str) -> HttpResponse:
    """For frames on other sites: nothing in it can be clicked that does anything, so nobody can be tricked into it."""
    row = named(plan)
    address = f"{ROOT}latest/{row.plan_slug}/"
    return answer(row, lambda: pages.embed(Shown(row, snapshot_of(row), address), kind, slug))


@open_to_all
def plan(request: HttpRequest, **place: str) -> HttpResponse:
    row = named(**place)
    return answer(row, lambda: pages.plan(shown(row, request)))


@open_to_all
def item(request: HttpRequest, kind: str, slug: str, **place: str) -> HttpResponse:
    row = named(**place)
    return answer(row, lambda: pages.ITEMS[kind](shown(row, request), slug))


@open_to_all
def file(request: HttpRequest, name: str, **place: str) -> HttpResponseBase:
    """A chart or paper, by itself harmless: nothing in it may act as a page of ours."""
    row = named(**place)
    if row.state == PublicationState.WITHDRAWN:
        return HttpResponse(pages.withdrawn(row), status=410)
    kept = row.files.filter(name=name).first()
    if kept is None:
        raise Http404
    response = FileResponse(default_storage.open(kept.stored_as), content_type=kept.media_type)
    response["Content-Length"] = str(kept.size)
    response["ETag"] = f'"{kept.sha256[:32]}"'
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
