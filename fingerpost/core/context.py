"""What every template may use."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def partnership(request: HttpRequest) -> dict[str, str]:
    """The partnership's name, for the header and page titles."""
    return {"partnership_name": settings.PARTNERSHIP_NAME, "partnership_logo": settings.PARTNERSHIP_LOGO}
