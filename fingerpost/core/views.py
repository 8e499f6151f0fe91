"""Pages that belong to no part: theme, logo, health, accessibility statement, component gallery."""

from __future__ import annotations

import mimetypes
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from fingerpost.core import gallery
from fingerpost.core.colours import theme_css

YEAR = int(timedelta(days=365).total_seconds())


@require_safe
@login_not_required
def theme(request: HttpRequest) -> HttpResponse:
    """The partnership's colour as a style sheet: the strict CSP leaves no other place. Its address holds the colour."""
    response = HttpResponse(theme_css(settings.PARTNERSHIP_COLOUR), content_type="text/css")
    patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    return response


@require_safe
@login_not_required
def logo(request: HttpRequest) -> HttpResponse:
    if not settings.PARTNERSHIP_LOGO:
        raise Http404
    kind = mimetypes.guess_type(settings.PARTNERSHIP_LOGO)[0]
    response = HttpResponse(Path(settings.PARTNERSHIP_LOGO).read_bytes(), content_type=kind)
    patch_cache_control(response, public=True, max_age=3600)
    return response


@require_safe
@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """ "ok" when the database answers, for whatever watches the server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "core/accessibility.html")


@require_safe
@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "core/help.html")


@require_safe
def component_gallery(request: HttpRequest) -> HttpResponse:
    """Every component with its inputs, for those who write pages."""
    return render(request, "core/gallery.html", gallery.samples(request))
