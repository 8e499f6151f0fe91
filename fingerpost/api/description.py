"""The page that describes the API, made from its schema: no page of anybody else is loaded to read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from fingerpost.api.door import open_to_programs
from fingerpost.api.read import api
from fingerpost.public import pages
from fingerpost.public.views.public import open_to_all


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    words: str
    allowed: tuple[str, ...]
    is_required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One address: what it answers with, and what may be asked of it."""

    address: str
    title: str
    words: str
    parameters: tuple[Parameter, ...]


def schema() -> dict[str, Any]:
    """By OpenAPI 3.1."""
    found: dict[str, Any] = api.get_openapi_schema(path_prefix=reverse("api:description"))
    for methods in found["paths"].values():
        for status, answer in methods["get"]["responses"].items():
            if int(status) >= 400:
                answer["content"] = {"application/problem+json": answer["content"]["application/json"]}
    return {**found, "servers": [{"url": settings.SITE}]}


@open_to_programs
def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(schema())


def operations() -> Iterator[Operation]:
    """In the order of the code."""
    for address, methods in schema()["paths"].items():
        told = methods["get"]
        yield Operation(
            address,
            told["summary"],
            told.get("description", "").replace("`", ""),
            tuple(map(parameter_of, told.get("parameters", []))),
        )


def parameter_of(told: dict[str, Any]) -> Parameter:
    schema = told["schema"]
    kinds = [schema, *schema.get("anyOf", [])]
    allowed = tuple(str(one) for kind in kinds for one in kind.get("enum", []) if one != "")
    return Parameter(told["name"], told.get("description", schema.get("description", "")), allowed, told["required"])


@open_to_all
def page(request: HttpRequest) -> HttpResponse:
    body = pages.render(
        "api",
        title=_("The figures for programs"),
        here=None,
        operations=list(operations()),
        openapi=reverse("api:openapi"),
        site=settings.SITE,
    )
    return HttpResponse(body)
