"""What happens around every request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fingerpost.core.refusals import Refused


class refusals_as_pages:  # noqa: N801  (named as the function that it is to Django)
    """Shows a `Refused` that a view let through as a page with its reason, status 403."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return render(request, "core/refused.html", {"reason": exception.reason}, status=403)
        return None
