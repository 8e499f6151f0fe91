"""What is asked of the person who is signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fingerpost.core.paging import page_of
from fingerpost.cycles import queries
from fingerpost.plans.views.asking import person


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Every request of an open cycle that this person may answer as the one asked, stand-in or deputy."""
    page = page_of(request, queries.asked_of(person(request)))
    return render(request, "cycles/mine.html", {"page": page})
