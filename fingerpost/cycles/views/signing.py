"""Signing a period off: findings first, then the answers, then the lock."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from fingerpost.core.paging import page_of
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.core.words import day_words
from fingerpost.cycles import approving, findings, services
from fingerpost.cycles import sign_off_rules as rules
from fingerpost.cycles.models import Cycle, CycleState
from fingerpost.cycles.sign_off_forms import DecisionForm, FindingsForm
from fingerpost.cycles.views.running import asking, visible_cycle
from fingerpost.plans.forms.editing import ReasonForm
from fingerpost.plans.views.asking import answer, get_or_post, person, posted

FINDINGS_SHOWN = 20  # of one rule
PAGE = "cycles/sign_off.html"


def sign_off_url(cycle: Cycle) -> str:
    return reverse("cycles:sign-off", args=[cycle.plan.slug, cycle.period])


@require_safe
def sign_off(request: HttpRequest, plan: str, period: str) -> HttpResponse:
    """What is left to do before a period is approved. Constant queries."""
    cycle = visible_cycle(request, plan, period)
    return render(request, PAGE, context_of(request, cycle))


@require_POST
def meet_findings(request: HttpRequest, plan: str, period: str, rule: str) -> HttpResponse:
    """Answer or accept the findings of one rule."""
    cycle, by = visible_cycle(request, plan, period), person(request)
    refuse_if(rules.why_not_answer_finding(by, cycle, ""))
    context = context_of(request, cycle, rule=rule)
    form = next((one for one in context["finding_forms"] if one.group.rule == rule), None)
    if form is None:
        messages.info(request, _("Nothing is left to answer there."))
        return redirect(sign_off_url(cycle))

    def save() -> int:
        given = {"leave": form.left(), "seen": form.seen(), **form.cleaned_data}
        return services.answer_findings(cycle=cycle, rule=rule, by=by, **given)

    return done_or_again(request, form, save, context, told_of_findings)


@require_POST
def decide(request: HttpRequest, plan: str, period: str) -> HttpResponse:
    """Approve or send back answers."""
    cycle, by = visible_cycle(request, plan, period), person(request)
    refuse_if(rules.why_not_decide(by, cycle))
    context = context_of(request, cycle, deciding=True)
    form: DecisionForm = context["form"]

    def save() -> int:
        ticked = cycle.items.filter(key__in=form.ticked())
        match form.cleaned_data["what"]:
            case form.BACK:
                return services.return_items(cycle=cycle, items=ticked, reason=form.cleaned_data["reason"], by=by)
            case form.TICKED:
                return services.approve_items(cycle=cycle, items=ticked, by=by, seen=form.seen())
        return services.approve_all(cycle=cycle, by=by, except_=ticked, seen=form.seen())

    told = told_of_returned if form.data.get("what") == form.BACK else told_of_approved
    return done_or_again(request, form, save, context, told)


def done_or_again(
    request: HttpRequest, form: Form, save: Callable[[], int], context: dict[str, Any], told: Callable[[int], str]
) -> HttpResponse:
    """Save and go back to the page, or show it with what is wrong."""
    cycle = context["cycle"]
    if form.is_valid():
        try:
            count = save()
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, told(count))
            return redirect(sign_off_url(cycle))
    return render(request, PAGE, context)


def told_of_findings(count: int) -> str:
    return ngettext("%(count)d finding is dealt with.", "%(count)d findings are dealt with.", count) % {"count": count}


def told_of_approved(count: int) -> str:
    return ngettext("%(count)d answer is approved.", "%(count)d answers are approved.", count) % {"count": count}


def told_of_returned(count: int) -> str:
    words = ngettext("%(count)d answer was sent back.", "%(count)d answers were sent back.", count)
    return words % {"count": count}


def context_of(request: HttpRequest, cycle: Cycle, *, rule: str = "", deciding: bool = False) -> dict[str, Any]:
    """Everything that the page shows; the form of `rule`, or of the decision, filled with what came back."""
    by, shown = person(request), request.GET.get("shown", "")
    shown = shown if shown in approving.SHOWN else "to-decide"
    counts = approving.counts_of(cycle)
    under_way = cycle.state in rules.UNDER_WAY
    found = findings.findings_of(cycle) if under_way else []
    groups = findings.groups_of(cycle, found, most=FINDINGS_SHOWN) if under_way else []
    missing = len(findings.unanswered(found))
    page = page_of(request, approving.items_shown(cycle, shown))
    may_decide = not rules.why_not_decide(by, cycle)
    may_approve = not rules.why_not_approve(by, cycle, missing)
    data = request.POST if deciding else None
    pages = ceil(counts.to_decide / page.paginator.per_page)
    return {
        "plan": cycle.plan,
        "cycle": cycle,
        "lead": lead_words(cycle, missing, counts),
        "who": rules.why_not_sign_off(by, cycle),
        "finding_forms": [
            FindingsForm(request.POST if group.rule == rule else None, group=group, by=by, cycle=cycle)
            for group in groups
        ],
        "met": [one for one in found if one.answer],
        "missing": missing,
        "counts": counts,
        "tabs": tabs(counts, shown),
        "shown": shown,
        "page": page,
        "lines": approving.lines_of(list(page.object_list)),
        "form": DecisionForm(data, may_approve=may_approve, to_decide=counts.to_decide, pages=pages)
        if may_decide
        else None,
        "now": timezone.now().isoformat(),
        "lock_refusal": rules.why_not_lock(by, cycle, unanswered=missing, undecided=counts.to_decide),
        "may_lock": not rules.why_not_lock(by, cycle, unanswered=missing, undecided=counts.to_decide),
        "may_unlock": not rules.why_not_unlock(by, cycle),
    }


def tabs(counts: approving.Counts, shown: str) -> list[tuple[str, str, bool]]:
    """(words, name, whether it is shown) of the groups of answers that are not empty."""
    words = {
        "to-decide": _("To decide on (%(count)d)"),
        "approved": _("Approved (%(count)d)"),
        "returned": _("Sent back (%(count)d)"),
        "missing": _("No response (%(count)d)"),
    }
    return [(words[name] % {"count": count}, name, name == shown) for name, count in counts.by_name.items()]


def lead_words(cycle: Cycle, missing: int, counts: approving.Counts) -> str:
    """What is left to do, in one sentence."""
    period = {"period": cycle.of.label}
    if cycle.state == CycleState.LOCKED:
        return _("%(period)s was approved and locked on %(day)s.") % {**period, "day": day_words(cycle.locked_at)}
    if cycle.state == CycleState.PLANNED:
        return _("Nobody has been asked yet, so there is nothing to approve.")
    left = []
    if missing:
        left.append(
            ngettext("%(count)d finding to answer or accept", "%(count)d findings to answer or accept", missing)
            % {"count": missing}
        )
    if counts.to_decide:
        left.append(
            ngettext("%(count)d answer to decide on", "%(count)d answers to decide on", counts.to_decide)
            % {"count": counts.to_decide}
        )
    if left:
        return _("Left to do: %(what)s.") % {"what": _(" and ").join(left)}
    if cycle.state == CycleState.OPEN:
        return _("Everything that came in is decided on. The period can be locked once the cycle is closed.")
    return _("Everything is decided on. %(period)s can be locked.") % period


@get_or_post
def lock(request: HttpRequest, plan: str, period: str) -> HttpResponse:
    cycle, by = visible_cycle(request, plan, period), person(request)
    counts = approving.counts_of(cycle)
    missing = 0
    if cycle.state == CycleState.CLOSED:
        missing = len(findings.unanswered(findings.findings_of(cycle)))
    refuse_if(rules.why_not_lock(by, cycle, unanswered=missing, undecided=counts.to_decide))
    page = asking(
        cycle.plan,
        _("Lock %(period)s") % {"period": cycle.of.label},
        _("Approve and lock the period"),
        explains=lock_words(counts),
        done=_("%(period)s is approved and locked.") % {"period": cycle.of.label},
    )
    return answer(
        request, Form(posted(request)), page, lambda: services.lock_cycle(cycle=cycle, by=by), to=sign_off_url
    )


def lock_words(counts: approving.Counts) -> str:
    """What a lock does, and what it is set without."""
    said = [_("From then on, whatever is said as at a day of the period is a late correction with a reason.")]
    if counts.missing:
        words = ngettext(
            "%(count)d item has no response, and stays so.",
            "%(count)d items have no response, and stay so.",
            counts.missing,
        )
        said.append(words % {"count": counts.missing})
    if counts.returned:
        words = ngettext(
            "%(count)d answer was sent back and not given again: what was said first stands in the figures.",
            "%(count)d answers were sent back and not given again: what was said first stands in the figures.",
            counts.returned,
        )
        said.append(words % {"count": counts.returned})
    return " ".join(said)


@get_or_post
def unlock(request: HttpRequest, plan: str, period: str) -> HttpResponse:
    cycle, by = visible_cycle(request, plan, period), person(request)
    refuse_if(rules.why_not_unlock(by, cycle))
    form = ReasonForm(posted(request))
    page = asking(
        cycle.plan,
        _("Unlock %(period)s") % {"period": cycle.of.label},
        _("Unlock the period"),
        explains=_("What is said of the period then counts without a mark. For one wrong figure, correct it instead."),
        done=_("The period is unlocked."),
    )

    def save() -> Cycle:
        return services.unlock_cycle(cycle=cycle, reason=form.cleaned_data["reason"], by=by)

    return answer(request, form, page, save, to=sign_off_url)


@require_POST
def withdraw(request: HttpRequest, plan: str, period: str, fingerprint: str) -> HttpResponse:
    """Take back what was said to a finding."""
    cycle, by = visible_cycle(request, plan, period), person(request)
    services.withdraw_finding_answer(cycle=cycle, fingerprint=fingerprint, by=by)
    messages.success(request, _("The finding is open again."))
    return redirect(sign_off_url(cycle))


@require_safe
def to_approve(request: HttpRequest) -> HttpResponse:
    """The cycles that wait for this person."""
    page = page_of(request, approving.to_sign_off(person(request)))
    return render(request, "cycles/to_approve.html", {"page": page})
