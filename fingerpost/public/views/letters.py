"""Writing to the partnership from the public site: rate a page, ask for other languages and formats."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from fingerpost.core.refusals import Refused
from fingerpost.public import letters
from fingerpost.public.letter_forms import LetterForm, RateForm, RequestForm
from fingerpost.public.models import Letter, LetterKind
from fingerpost.public.pages import render
from fingerpost.public.views.public import open_to_all

KINDS: dict[str, type[LetterForm]] = {"contact": RequestForm, "rate": RateForm}
LONGEST = 300
ANSWERS = 20


@login_not_required
@csrf_exempt  # there is no cookie to be tricked with; letters.why_not_from_here looks at where it comes from
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, name: str) -> HttpResponse:
    """The form, and what comes back from it. `?page=` is the address of the page that it is about."""
    page = request.GET.get("page", "")[:LONGEST]
    form = KINDS[name](request.POST if request.method == "POST" else None, page=page)
    if request.method == "POST" and form.is_valid():
        try:
            keep(request, form)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return HttpResponseRedirect(reverse("public:thanks"))
    answered = []
    if name == "contact":
        title = _("Contact, other languages and formats")
        found = Letter.objects.filter(kind=LetterKind.RATING, is_shown=True).exclude(answer="")
        answered = list(found.order_by("-answered_at")[:ANSWERS])
    else:
        title = _("Rate this page")
    return HttpResponse(
        render("write", title=title, here=f"{name}/", form=form, about=page, form_of=name, answered=answered)
    )


def keep(request: HttpRequest, form: LetterForm) -> None:
    """A program that filled in what people do not see is thanked, and nothing is kept."""
    if reason := letters.why_not_from_here(request):
        raise Refused(reason)
    if not form.is_a_trap:
        letters.receive(form.letter(), now=timezone.now())


@open_to_all
def thanks(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render("thanks", title=_("Thank you"), here="thanks/"))
