"""What every template may use."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from fingerpost.core.languages import others
from fingerpost.core.navigation import navigation


def partnership(request: HttpRequest) -> dict[str, Any]:
    """The partnership's name, logo and colour, and the links of the navigation, made only where they are shown."""
    return {
        "partnership_name": settings.PARTNERSHIP_NAME,
        "partnership_logo": settings.PARTNERSHIP_LOGO,
        "partnership_colour": settings.PARTNERSHIP_COLOUR,
        "other_languages": others(),
        "navigation": SimpleLazyObject(partial(navigation, request)) if hasattr(request, "user") else [],
    }
