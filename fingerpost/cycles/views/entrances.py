"""The two ways in to a request: by the link of a mail, without signing in, or signed in.

Both lead to the same views, which take an `Entrance`. Looking at a page changes nothing: mail scanners follow links.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from fingerpost.core.limits import is_spent, too_many
from fingerpost.core.refusals import Refused
from fingerpost.cycles import links, queries, rules, services
from fingerpost.cycles.models import Link, Request
from fingerpost.people.models import User
from fingerpost.plans.views.asking import found, person

UNKNOWN_A_MINUTE = 20  # links that nobody has, from one address
USES_A_MINUTE = 120  # of one link; drafts are saved every few seconds


@dataclass(frozen=True, slots=True)
class Entrance:
    """Who came in to which request; `token` where it was by link."""

    asked: Request
    by: User
    token: str = ""

    def url(self, page: str = "answer", *more: str) -> str:
        kind, first = ("link", self.token) if self.token else ("mine", self.asked.key)
        return reverse(f"cycles:{kind}-{page}", args=[first, *more])


View = Callable[..., HttpResponseBase]


def by_link(view: View) -> View:
    """A view over a request for whoever has a link that holds."""

    @wraps(view)
    def entered(request: HttpRequest, token: str, **more: Any) -> HttpResponseBase:
        return private(through(request, token, view, more))

    return login_not_required(entered)


def through(request: HttpRequest, token: str, view: View, more: dict[str, Any]) -> HttpResponseBase:
    """The page behind a link, or the one that says why there is none."""
    link, ended = looked_up(request, token)
    if ended is not None:
        return ended
    assert link is not None  # noqa: S101
    if reason := rules.why_link_ended(link):
        return gone(request, status=410, reason=reason, token=token)
    if queries.arrangements().sign_in_required:
        return redirect("cycles:mine-answer", link.request.key)
    if request.method == "POST":
        services.note_used(link)
    try:
        return view(request, Entrance(link.request, link.person, token), **more)
    except Refused as refusal:
        return render(request, "core/refused.html", {"reason": refusal.reason}, status=403)


def looked_up(request: HttpRequest, token: str) -> tuple[Link | None, HttpResponse | None]:
    """The link of a token, or the page that is shown instead. What we did not sign is not even looked up."""
    if not links.is_ours(token):
        return None, gone(request, status=404)
    address = get_adapter(request).get_client_ip(request)
    if is_spent("unknown-link", address, UNKNOWN_A_MINUTE):
        return None, gone(request, status=429)
    link = queries.link_for(token)
    if link is None:
        too_many("unknown-link", address, UNKNOWN_A_MINUTE)
        return None, gone(request, status=404)
    if too_many("link", link.pk, USES_A_MINUTE):
        return None, gone(request, status=429)
    return link, None


def gone(request: HttpRequest, *, status: int, reason: str = "", token: str = "") -> HttpResponse:
    """What happened to a link, and what to do; with a token, the button that mails a fresh one."""
    context = {"reason": reason, "token": token, "too_many": status == 429}
    return render(request, "cycles/link_gone.html", context, status=status)


@require_POST
@login_not_required
def fresh_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Mail a fresh link to whom this one went. What the page says does not tell whether there was anybody."""
    link, ended = looked_up(request, token)
    if ended is not None:
        return private(ended)
    assert link is not None  # noqa: S101
    services.send_fresh_link(link=link)
    return private(render(request, "cycles/link_on_its_way.html"))


def signed_in(view: View) -> View:
    """The same view for who signed in: the person asked, who stands in, the deputy, or who runs cycles."""

    @wraps(view)
    def entered(request: HttpRequest, key: str, **more: Any) -> HttpResponseBase:
        by = person(request)
        return private(view(request, Entrance(found(lambda: queries.request_for(by, key)), by), **more))

    return entered


def private(response: HttpResponseBase) -> HttpResponseBase:
    """Kept by no cache, found by no search engine, and its address told to no other site.

    Not `no-referrer`: browsers then send forms with `Origin: null`, which the protection against forged forms refuses.
    """
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
