"""The request of somebody who signed in."""

from __future__ import annotations

from django.http import HttpRequest

from fingerpost.people.models import User


class SignedInRequest(HttpRequest):
    """For annotations: LoginRequiredMiddleware lets nobody else through to a view."""

    user: User
