"""Public pages and the read API are the same for everybody: no cookie and no language of the browser is read or set."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

ROOT = "/public/"
OPEN = (ROOT, "/api/")
PERSONAL = ("HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE", "HTTP_AUTHORIZATION")
VARYING = {"cookie", "accept-language"}


class same_for_everybody:  # noqa: N801  (named as the function that it is to Django)
    """Must come first: what it takes away nobody behind it can have read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(OPEN):
            return self.get_response(request)
        for name in PERSONAL:
            request.META.pop(name, None)
        response = self.get_response(request)
        response.cookies.clear()
        varies = [one for one in response.get("Vary", "").split(", ") if one and one.lower() not in VARYING]
        if varies:
            response["Vary"] = ", ".join(varies)
        else:
            response.headers.pop("Vary", None)
        return response
