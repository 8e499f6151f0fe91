"""What every address of the API has in common: read by anybody, from anywhere, kept for some minutes, with an ETag."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control

from fingerpost.api.shapes import Problem
from fingerpost.public.views.public import MINUTES

METHODS = "GET, HEAD, OPTIONS"
View = Callable[..., HttpResponseBase]


def open_to_programs(view: View) -> View:
    """Pages of other sites may read it too."""

    @wraps(view)
    def answered(request: HttpRequest, **asked: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            response: HttpResponseBase = HttpResponse(status=204, headers={"Allow": METHODS})
        elif request.method in {"GET", "HEAD"}:
            response = got(view, request, asked)
        else:
            response = problem(405, f"The API is for reading. Use one of: {METHODS}.")
            response["Allow"] = METHODS
        response["Access-Control-Allow-Origin"] = "*"
        response["X-Content-Type-Options"] = "nosniff"
        return response

    return login_not_required(answered)


def got(view: View, request: HttpRequest, asked: dict[str, Any]) -> HttpResponseBase:
    request.method = "GET"  # whatever answers a HEAD leaves the body out
    response = view(request, **asked)
    if response.status_code != HTTPStatus.OK or not isinstance(response, HttpResponse):
        return response
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    patch_cache_control(response, public=True, max_age=MINUTES)
    return get_conditional_response(request, response["ETag"], None, response) or response


def problem(status: int, detail: str) -> HttpResponse:
    """By RFC 9457."""
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail).model_dump_json()
    return HttpResponse(body, status=status, content_type="application/problem+json")
