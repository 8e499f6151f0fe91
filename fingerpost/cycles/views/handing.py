"""Who answers: somebody else this time, or for good; and what the coordinator does about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.core.paging import page_of
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.core.words import day_words
from fingerpost.cycles import queries, rules, services
from fingerpost.cycles.handing_forms import DueForm, GiveForm, NotMineForm, StandInForm
from fingerpost.cycles.models import Cycle, Item
from fingerpost.cycles.views.entrances import Entrance
from fingerpost.cycles.views.running import FORM, visible_cycle
from fingerpost.plans.forms.editing import ReasonForm
from fingerpost.plans.views.asking import Page, answer, found, get_or_post, person, posted


@get_or_post
def delegate(request: HttpRequest, way: Entrance) -> HttpResponse:
    """Somebody else will answer for me this time."""
    refuse_if(rules.why_not_answer(way.by, way.asked))
    form = StandInForm(posted(request), asked=way.asked)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["person"]
        try:
            services.let_answer(request=way.asked, person=chosen, by=way.by)
        except Refused as refusal:
            form.add_error("person", refusal.reason)
        else:
            messages.success(request, words_for(way, chosen))
            return redirect(way.url())
    words = {"heading": _("Somebody else answers this time"), "words": _("Save")}
    return render(request, "cycles/who.html", {"form": form, "back": way.url(), "way": way, **words})


def words_for(way: Entrance, chosen: Any) -> str:
    if chosen is None:
        return _("%(name)s answers.") % {"name": way.asked.person.name}
    return _("%(name)s can answer for %(person)s now.") % {"name": chosen.name, "person": way.asked.person.name}


@get_or_post
def not_mine(request: HttpRequest, way: Entrance, item: str) -> HttpResponse:
    """This isn't mine any more."""
    row = found(lambda: way.asked.items.select_related("milestone", "action", "indicator").get(key=item))
    row.request = way.asked
    refuse_if(rules.why_not_answer(way.by, way.asked) or rules.why_not_hand_back(row))
    form = NotMineForm(posted(request))
    if request.method == "POST" and form.is_valid():
        services.hand_back(item=row, by=way.by, **form.cleaned_data)
        messages.success(request, _("Thank you. The coordinator will ask the right person."))
        return redirect(way.url())
    words = {"heading": _("This isn’t mine any more"), "words": _("Hand it back"), "caption": str(row)}
    return render(request, "cycles/who.html", {"form": form, "back": way.url(), "way": way, **words})


@require_safe
def handed_back(request: HttpRequest, plan: str, period: str) -> HttpResponse:
    """What was handed back, and the due dates that answers ask to move, each with what to do about it."""
    cycle = visible_cycle(request, plan, period)
    context = {
        "cycle": cycle,
        "plan": cycle.plan,
        "page": page_of(request, queries.to_settle(cycle)),
        "may_settle": not rules.why_not_run(person(request)),
    }
    return render(request, "cycles/handed_back.html", context)


def item_of(request: HttpRequest, plan: str, period: str, key: str) -> Item:
    cycle = visible_cycle(request, plan, period)
    refuse_if(rules.why_not_run(person(request)))
    return found(lambda: queries.to_settle(cycle).get(key=key))


@get_or_post
def give(request: HttpRequest, plan: str, period: str, item: str) -> HttpResponse:
    row, by = item_of(request, plan, period, item), person(request)
    refuse_if(rules.why_not_ask_again(by, row))
    form = GiveForm(posted(request), item=row)
    page = asking(row, _("Give it to somebody else"), _("Give it to them"), _("They are asked for it now."))

    def save() -> Item:
        return services.give_item(item=row, to=form.cleaned_data["to"], by=by)

    return answer(request, form, page, save, to=lambda _row: page.back)


@get_or_post
def again(request: HttpRequest, plan: str, period: str, item: str) -> HttpResponse:
    row, by = item_of(request, plan, period, item), person(request)
    refuse_if(rules.why_not_ask_again(by, row))
    form = ReasonForm(posted(request), hint=_("%(name)s sees it.") % {"name": row.request.person.name})
    page = asking(row, _("Ask the same person again"), _("Ask again"), _("They are asked again."))

    def save() -> Item:
        return services.ask_again(item=row, reason=form.cleaned_data["reason"], by=by)

    return answer(request, form, page, save, to=lambda _row: page.back)


@get_or_post
def due_date(request: HttpRequest, plan: str, period: str, item: str) -> HttpResponse:
    row, by = item_of(request, plan, period, item), person(request)
    refuse_if(rules.why_not_settle_due(by, row))
    form = DueForm(posted(request))
    page = asking(row, _("The due date that is asked for"), _("Save"), _("Saved."), due_words(row))

    def save() -> Item:
        return services.settle_due(item=row, move=form.cleaned_data["move"] == "yes", by=by)

    return answer(request, form, page, save, to=lambda _row: page.back)


def due_words(item: Item) -> str:
    now = day_words(item.milestone.due) if item.milestone else ""
    return _("%(title)s: due %(now)s, asked for %(wanted)s. Reason: %(reason)s") % {
        "title": item,
        "now": now or _("on no day"),
        "wanted": day_words(item.proposed_due),
        "reason": item.proposed_reason,
    }


@get_or_post
def revoke(request: HttpRequest, plan: str, period: str, key: str) -> HttpResponse:
    """Take back every link that was mailed for one person's request."""
    cycle, by = visible_cycle(request, plan, period), person(request)
    refuse_if(rules.why_not_run(by))
    asked = found(lambda: cycle.requests.select_related("person").get(key=key))
    asked.cycle = cycle
    explains = _("Links that were mailed for %(name)s stop working at once. Whoever has one can ask for a fresh link, "
                 "which goes to their own address only.") % {"name": asked.person.name}  # fmt: skip
    page = Page(
        heading=_("Take back the links"),
        words=_("Take them back"),
        plan=cycle.plan,
        back=reverse("cycles:asked", args=[cycle.plan.slug, cycle.period, asked.key]),
        explains=explains,
        done=_("The links are taken back."),
        template=FORM,
    )

    def save() -> None:
        services.revoke_links(request=asked, by=by)

    return answer(request, Form(posted(request)), page, save, to=lambda _none: page.back)


def asking(item: Item, heading: str, words: str, done: str, explains: str = "") -> Page:
    said = _("%(name)s on “%(title)s”: %(reason)s") % {
        "name": item.request.person.name,
        "title": item,
        "reason": item.reason,
    }
    cycle: Cycle = item.cycle
    return Page(
        heading=heading,
        words=words,
        plan=cycle.plan,
        back=reverse("cycles:handed-back", args=[cycle.plan.slug, cycle.period]),
        explains=explains or said,
        done=done,
        template=FORM,
    )
