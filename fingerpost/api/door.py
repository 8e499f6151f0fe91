"""What every address of the API has in common: read by anybody, from anywhere, kept for some minutes, with an ETag."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from fingerpost.api.shapes import Problem
from fingerpost.public.views.public import for_programs, kept_for_minutes

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
        return for_programs(response)

    return login_not_required(answered)


def got(view: View, request: HttpRequest, asked: dict[str, Any]) -> HttpResponseBase:
    request.method = "GET"  # whatever answers a HEAD leaves the body out
    response = view(request, **asked)
    return kept_for_minutes(request, response) if response.status_code == HTTPStatus.OK else response


def problem(status: int, detail: str) -> HttpResponse:
    """By RFC 9457."""
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail).model_dump_json()
    return HttpResponse(body, status=status, content_type="application/problem+json")
