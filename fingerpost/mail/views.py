"""The delivery log, and the mailbox of an installation for this machine only."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fingerpost.core.paging import page_of
from fingerpost.core.queries import history_of
from fingerpost.core.refusals import refuse_if
from fingerpost.mail import delivery, looks, mailbox, queries, rules, services
from fingerpost.mail.forms import MailFilter
from fingerpost.mail.models import Message
from fingerpost.people.requests import SignedInRequest

State = Message.State


@require_safe
def log(request: SignedInRequest) -> HttpResponse:
    refuse_if(rules.why_not_view(request.user))
    wanted = MailFilter(request.GET)
    page = page_of(request, queries.mails_matching(**(wanted.cleaned_data if wanted.is_valid() else {})))
    counts = queries.counts_of_unsent()
    context = {
        "page": page,
        "rows": [(message, looks.of_message(message)) for message in page],
        "filter": wanted,
        "figures": [
            (counts[State.QUEUED] + counts[State.SENDING], _("waiting to be sent"), "?state=queued"),
            *((counts[state], state.label.lower(), f"?state={state}") for state in unsent()),
        ],
        "waiting_since": queries.waiting_in_vain(),
        "why_not_test": rules.why_not_test(request.user),
        "has_mailbox": mailbox.is_open(),
    }
    return render(request, "mail/log.html", context)


def unsent() -> list[State]:
    """The states that somebody has to look at."""
    return [State.BOUNCED, State.IN_DOUBT, State.HELD]


@require_safe
def message(request: SignedInRequest, slug: str) -> HttpResponse:
    refuse_if(rules.why_not_view(request.user))
    shown = get_object_or_404(queries.mail_with_attempts(slug))
    context = {
        "message": shown,
        "look": looks.of_message(shown),
        "attempts": [(attempt, looks.of_attempt(attempt)) for attempt in shown.attempts.all()],
        "why_not_confirm": rules.why_not_confirm(request.user, shown),
        "why_not_again": rules.why_not_send_again(request.user, shown),
        "history": history_of(shown),
    }
    return render(request, "mail/message.html", context)


@require_POST
def testing(request: SignedInRequest) -> HttpResponse:
    """Handed over at once, without a worker: whether the mail server takes it is what the page then says."""
    sent = services.send_test(by=request.user)
    delivery.deliver(only=sent)
    return redirect("mail:message", sent.slug)


@require_POST
def again(request: SignedInRequest, slug: str) -> HttpResponse:
    refuse_if(rules.why_not_view(request.user))
    queued = services.send_again(get_object_or_404(Message, slug=slug), by=request.user)
    messages.success(request, _("The mail to %(address)s goes out within a minute.") % {"address": queued.to})
    return redirect("mail:message", queued.slug)


@require_POST
def arrived(request: SignedInRequest, slug: str) -> HttpResponse:
    refuse_if(rules.why_not_view(request.user))
    shown = get_object_or_404(Message, slug=slug)
    services.confirm(shown, by=request.user)
    messages.success(request, _("The mail to %(address)s counts as sent.") % {"address": shown.to})
    return redirect("mail:message", slug)


@require_safe
def box(request: SignedInRequest) -> HttpResponse:
    if not mailbox.is_open():
        raise Http404
    page = page_of(request, mailbox.names_for(request.user))
    letters = [found for name in page if (found := mailbox.letter(name, request.user))]
    return render(request, "mail/box.html", {"page": page, "letters": letters})


@require_safe
def letter(request: SignedInRequest, name: str) -> HttpResponse:
    shown = mailbox.letter(name, request.user) if mailbox.is_open() else None
    if shown is None:
        raise Http404
    return render(request, "mail/letter.html", {"letter": shown})
