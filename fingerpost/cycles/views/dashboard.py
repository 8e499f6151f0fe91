"""The page of a cycle for who runs it: where it stands, and what to do next."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from fingerpost.core.paging import page_of
from fingerpost.core.refusals import refuse_if
from fingerpost.cycles import dashboard, queries, rules, scope, services
from fingerpost.cycles.dashboard import Answers
from fingerpost.cycles.forms import ExtendForm, ExtendSomebodyForm
from fingerpost.cycles.models import Cycle, CycleState, Request
from fingerpost.cycles.views.running import asking, cycle_url, visible_cycle
from fingerpost.plans.views.asking import answer, found, get_or_post, person, posted

OVERDUE_SHOWN = 6


@require_safe
def cycle(request: HttpRequest, plan: str, period: str) -> HttpResponse:
    """How many answered, what is red, what changed since last period, what is missing. Constant queries."""
    row, today = visible_cycle(request, plan, period), timezone.localdate()
    shown = request.GET.get("shown", "")
    context: dict[str, Any] = {"plan": row.plan, "cycle": row, "today": today}
    if row.state != CycleState.PLANNED:
        answers = dashboard.answers_of(row, today)
        overdue = dashboard.overdue_of(row, today)
        context |= {
            "answers": answers,
            "figures": figures(row, answers),
            "news": dashboard.news_of(row, today),
            "overdue": overdue[:OVERDUE_SHOWN],
            "overdue_url": overdue_url(row),
            "shown": shown if shown in dashboard.SHOWN else "",
            "page": page_of(request, dashboard.requests_of(row, shown)),
            "missing": scope.missing(row) if row.takes_answers else None,
            "handed_back": queries.to_settle(row).count(),
            "steps": steps(request, row, answers),
        }
    return render(request, "cycles/cycle.html", context)


def figures(cycle: Cycle, answers: Answers) -> list[tuple[int, str, str]]:
    """The counts that head the page, each with the list of the people that it counts."""
    counted = [
        ("answered", answers.answered, ngettext("person has answered", "people have answered", answers.answered)),
        ("partly", answers.partly, ngettext("has answered in part", "have answered in part", answers.partly)),
        ("silent", answers.silent, ngettext("has not answered", "have not answered", answers.silent)),
        ("late", answers.late, ngettext("is late", "are late", answers.late)),
    ]
    return [
        (count, words, f"{cycle_url(cycle)}?{urlencode({'shown': shown})}#people" if count else "")
        for shown, count, words in counted
    ]


def overdue_url(cycle: Cycle) -> str:
    asked = {"status": "overdue", "as-at": cycle.reporting_day().isoformat()}
    return f"{reverse('reporting:milestones', args=[cycle.plan.slug])}?{urlencode(asked)}"


def steps(request: HttpRequest, cycle: Cycle, answers: Answers) -> list[tuple[str, str]]:
    """What can be done with the cycle now, the likeliest first: words and address."""
    by = person(request)
    address = [cycle.plan.slug, cycle.period]
    offered = [
        (_("Remind who has not answered"), "cycles:chase", rules.why_not_chase(by, cycle) or no_one(answers)),
        (
            _("Give somebody longer"),
            "cycles:extend-somebody",
            rules.why_not_extend_anybody(by, cycle) or no_one(answers),
        ),
        (_("Approve and lock"), "cycles:sign-off", ""),
        (_("Close the cycle"), "cycles:close", rules.why_not_close(by, cycle)),
        (_("Reopen the cycle"), "cycles:reopen", rules.why_not_reopen(by, cycle)),
        (_("Change the days"), "cycles:edit", rules.why_not_edit(by, cycle)),
        (_("Task sheets"), "cycles:sheets", rules.why_not_run(by) or rules.why_no_sheets(cycle)),
    ]
    found = [(words, reverse(name, args=address)) for words, name, refusal in offered if not refusal]
    papers = reverse("papers:ask", args=[cycle.plan.slug], query={"period": cycle.period})
    written = reverse("committee:add", args=[cycle.plan.slug], query={"period": cycle.period})
    to_group = [] if rules.why_not_run(by) else [(_("Write a committee paper"), written)]
    return [*found, (_("Make the papers"), papers), *to_group]


def no_one(answers: Answers) -> str:
    return "" if answers.waiting else _("Nobody has anything left to answer.")


def visible_request(request: HttpRequest, plan: str, period: str, key: str) -> Request:
    """What one person was asked, or a 404."""
    cycle = visible_cycle(request, plan, period)
    row = found(lambda: cycle.requests.select_related("person__organisation", "delegate").get(key=key))
    row.cycle = cycle
    return row


@require_safe
def asked(request: HttpRequest, plan: str, period: str, key: str) -> HttpResponse:
    """One person's items, how each stands, and what was sent to them."""
    row = visible_request(request, plan, period, key)
    context = {
        "plan": row.cycle.plan,
        "cycle": row.cycle,
        "asked": row,
        "items": queries.items_of(row),
        "chases": row.chases.select_related("person"),
        "may_run": not rules.why_not_run(person(request)),
    }
    return render(request, "cycles/asked.html", context)


@get_or_post
def extend(request: HttpRequest, plan: str, period: str, key: str) -> HttpResponse:
    row, by = visible_request(request, plan, period, key), person(request)
    refuse_if(rules.why_not_run(by))
    form = ExtendForm(posted(request))
    page = asking(
        row.cycle.plan,
        _("Give %(name)s longer") % {"name": row.person.name},
        _("Give longer"),
        done=_("The new due date is kept."),
    )

    def save() -> Request:
        return services.extend_request(request=row, by=by, **form.cleaned_data)

    return answer(request, form, page, save, to=lambda _row: asked_url(row))


@get_or_post
def extend_somebody(request: HttpRequest, plan: str, period: str) -> HttpResponse:
    """The same from the page of the cycle: who, until when, and why."""
    cycle, by = visible_cycle(request, plan, period), person(request)
    refuse_if(rules.why_not_extend_anybody(by, cycle))
    form = ExtendSomebodyForm(posted(request), cycle=cycle)
    page = asking(cycle.plan, _("Give somebody longer"), _("Give longer"), done=_("The new due date is kept."))
    return answer(
        request,
        form,
        page,
        lambda: services.extend_request(by=by, **form.cleaned_data),
        to=lambda _row: cycle_url(cycle),
    )


def asked_url(row: Request) -> str:
    return reverse("cycles:asked", args=[row.cycle.plan.slug, row.cycle.period, row.key])
