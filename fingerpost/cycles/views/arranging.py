"""The page of the reporting arrangements: the usual days and the schedule of reminders."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fingerpost.core.refusals import refuse_if
from fingerpost.cycles import queries, rules, services
from fingerpost.cycles.arranging_forms import ArrangementsForm, RemoveStepForm, StepForm
from fingerpost.cycles.models import Arrangements, ReminderStep
from fingerpost.cycles.schedule import step_words
from fingerpost.people.models import User
from fingerpost.plans.views.asking import Page, answer, found, get_or_post, person, posted


@get_or_post
def arrangements(request: HttpRequest) -> HttpResponse:
    by = runner(request)
    form = ArrangementsForm(posted(request), arrangements=queries.arrangements())
    steps = [(step, step_words(step)) for step in ReminderStep.objects.all()]
    page = Page(
        heading=_("Reporting arrangements"),
        words=_("Save"),
        back=reverse("reporting:plans"),
        template="cycles/arrangements.html",
        done=_("The arrangements are saved."),
        more={"steps": steps},
    )

    def save() -> Arrangements:
        return services.arrange(by=by, **form.cleaned_data)

    return answer(request, form, page, save, to=arrangements_url)


@get_or_post
def add_step(request: HttpRequest) -> HttpResponse:
    by = runner(request)
    form = StepForm(posted(request), by=by)
    page = Page(
        heading=_("Add a step to the schedule"),
        words=_("Add the step"),
        back=reverse("cycles:arrangements"),
        template="cycles/add_step.html",
        done=_("The step is added to the schedule."),
    )

    def save() -> ReminderStep:
        return services.add_step(days=form.days_after, recipient=form.cleaned_data["recipient"], by=by)

    return answer(request, form, page, save, to=arrangements_url)


@require_POST
def remove_step(request: HttpRequest) -> HttpResponse:
    by = runner(request)
    services.remove_step(step=found(RemoveStepForm(request.POST).step), by=by)
    messages.success(request, _("The step is removed from the schedule."))
    return redirect("cycles:arrangements")


def runner(request: HttpRequest) -> User:
    """Who asks, where they may run cycles."""
    by = person(request)
    refuse_if(rules.why_not_run(by))
    return by


def arrangements_url(_row: Any) -> str:
    return reverse("cycles:arrangements")
