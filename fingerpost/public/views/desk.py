"""Where coordinators publish: what is public, prepare and preview, publish, schedule, correct, withdraw."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.db.models import F
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.core.paging import page_of
from fingerpost.core.queries import history_of
from fingerpost.core.refusals import refuse_if
from fingerpost.plans.models import Plan
from fingerpost.plans.views.asking import Page, answer, found, get_or_post, person, posted, visible_plan
from fingerpost.public import pages, rules, services
from fingerpost.public.content import from_json
from fingerpost.public.forms import AnswerForm, NoticeForm, PrepareForm, ScheduleForm, WithdrawForm
from fingerpost.public.models import Letter, Publication
from fingerpost.public.opendata.packages import file_of
from fingerpost.public.pages import Shown

FORM = "publications/form.html"


def allowed(request: HttpRequest) -> None:
    refuse_if(rules.why_not_publish_any(person(request)))


def address(row: Publication) -> str:
    return reverse("publications:publication", args=[row.plan.slug, row.period, row.version])


def one(request: HttpRequest, plan: str, period: str, version: int) -> Publication:
    """A publication of a plan that this person may see, to who may publish."""
    of = visible_plan(request, plan)
    allowed(request)
    return found(lambda: Publication.objects.select_related("plan").get(plan=of, period=period, version=version))


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """All publications, the latest period first."""
    allowed(request)
    rows = Publication.objects.defer("snapshot").select_related("plan", "published_by")
    return render(request, "publications/all.html", {"page": page_of(request, rows)})


@get_or_post
def of_plan(request: HttpRequest, plan: str) -> HttpResponse:
    """The publications of a plan, and the form that prepares one."""
    row, by = visible_plan(request, plan), person(request)
    allowed(request)
    form = PrepareForm(posted(request), plan=row)
    rows = row.publications.defer("snapshot").select_related("plan", "published_by")
    page = Page(
        heading=_("Publish: %(plan)s") % {"plan": row},
        words=_("Prepare it"),
        plan=row,
        done=_("It is prepared. Look at it as the public will see it, and publish it."),
        template="publications/plan.html",
        more={"page_of_rows": page_of(request, rows), "may_begin": row.state != Plan.State.DRAFT},
    )
    return answer(request, form, page, lambda: services.prepare(plan=row, period=form.chosen(), by=by), to=address)


@require_safe
def publication(request: HttpRequest, plan: str, period: str, version: int) -> HttpResponse:
    row = one(request, plan, period, version)
    context = {
        "plan": row.plan,
        "publication": row,
        "history": history_of(row),
        "can": {
            verb: not rules.why_not_step(person(request), row, verb)
            for verb in rules.PUBLICATION_TRANSITIONS
            if verb != "supersede"
        },
    }
    return render(request, "publications/publication.html", context)


def page_about(row: Publication, **more: Any) -> Page:
    return Page(plan=row.plan, back=address(row), template=FORM, more={"publication": row}, **more)


@get_or_post
def publish(request: HttpRequest, plan: str, period: str, version: int) -> HttpResponse:
    row, by = one(request, plan, period, version), person(request)
    refuse_if(rules.why_not_step(by, row, "publish"))
    form = NoticeForm(posted(request), publication=row, initial={"notice": row.notice})
    page = page_about(
        row,
        heading=_("Publish it now"),
        words=_("Publish"),
        explains=_("Everybody can read it from then on. It never changes: a correction is a new version."),
        done=_("It is published."),
    )
    return answer(
        request, form, page, lambda: services.publish(publication=row, notice=form.words(), by=by), to=address
    )


@get_or_post
def schedule(request: HttpRequest, plan: str, period: str, version: int) -> HttpResponse:
    row, by = one(request, plan, period, version), person(request)
    refuse_if(rules.why_not_step(by, row, "schedule"))
    form = ScheduleForm(posted(request), publication=row, initial={"time": "09:00"})
    page = page_about(
        row,
        heading=_("Publish it later"),
        words=_("Schedule it"),
        explains=_("It becomes public at that time, built from what is known then."),
        done=_("It is scheduled."),
    )
    return answer(
        request,
        form,
        page,
        lambda: services.schedule(publication=row, at=form.at(), notice=form.words(), by=by),
        to=address,
    )


@get_or_post
def unschedule(request: HttpRequest, plan: str, period: str, version: int) -> HttpResponse:
    row, by = one(request, plan, period, version), person(request)
    refuse_if(rules.why_not_step(by, row, "unschedule"))
    page = page_about(
        row,
        heading=_("Cancel the schedule"),
        words=_("Cancel the schedule"),
        explains=_("It will not become public until somebody publishes it."),
        done=_("It is not scheduled any more."),
    )
    form = Form(posted(request))
    return answer(request, form, page, lambda: services.unschedule(publication=row, by=by), to=address)


@get_or_post
def withdraw(request: HttpRequest, plan: str, period: str, version: int) -> HttpResponse:
    row, by = one(request, plan, period, version), person(request)
    refuse_if(rules.why_not_step(by, row, "withdraw"))
    form = WithdrawForm(posted(request))
    page = page_about(
        row,
        heading=_("Withdraw it"),
        words=_("Withdraw"),
        explains=_("Every version of it is taken away. Its address stays and says that it was withdrawn, and why."),
        warning=True,
        done=_("It is withdrawn."),
    )
    return answer(
        request,
        form,
        page,
        lambda: services.withdraw(publication=row, reason=form.cleaned_data["reason"], by=by),
        to=address,
    )


def preview_of(row: Publication) -> Shown:
    base = reverse("publications:preview", args=[row.plan.slug, row.period, row.version])
    return Shown(row, from_json(row.snapshot), base, is_preview=True)


@require_safe
def preview(request: HttpRequest, plan: str, period: str, version: int) -> HttpResponse:
    """Exactly as the public will see it, with a line above that says what it is."""
    return HttpResponse(pages.plan(preview_of(one(request, plan, period, version))))


@require_safe
def preview_item(request: HttpRequest, *, folder: str, slug: str, **place: Any) -> HttpResponse:
    row = one(request, **place)
    page = pages.ITEMS.get(folder.removesuffix("s"))
    try:
        return HttpResponse(page(preview_of(row), slug) if page else pages.not_found(), status=200 if page else 404)
    except KeyError as missing:
        raise Http404 from missing


@require_safe
def preview_file(request: HttpRequest, plan: str, period: str, version: int, name: str) -> FileResponse:
    row = one(request, plan, period, version)
    kept = found(lambda: row.files.get(name=name))
    response = FileResponse(default_storage.open(kept.stored_as), content_type=kept.media_type)
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def preview_data(request: HttpRequest, plan: str, period: str, version: int, name: str) -> HttpResponse:
    """The open data of a publication that is prepared."""
    row = one(request, plan, period, version)
    file = file_of(from_json(row.snapshot), name)
    if file is None:
        raise Http404
    media_type, body = file
    return HttpResponse(body, content_type=media_type, headers={"X-Content-Type-Options": "nosniff"})


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """What the public wrote, what waits for an answer first."""
    allowed(request)
    rows = Letter.objects.select_related("answered_by")
    rows = rows.order_by(F("answered_at").desc(nulls_first=True), "-received_at", "-id")
    return render(request, "publications/letters.html", {"page": page_of(request, rows)})


@get_or_post
def letter(request: HttpRequest, key: str) -> HttpResponse:
    """One of them, and the form that answers it."""
    allowed(request)
    row, by = found(lambda: Letter.objects.select_related("answered_by").get(key=key)), person(request)
    if row.answered_at:
        return render(request, "publications/letter.html", {"letter": row})
    form = AnswerForm(posted(request), letter=row)
    page = Page(
        heading=row.get_kind_display(),
        words=_("Keep the answer"),
        explains=_("Where to send it is forgotten once you have answered: send it first.") if row.reach else "",
        done=_("The answer is kept."),
        template="publications/letter.html",
        more={"letter": row},
    )

    def save() -> Letter:
        said = form.cleaned_data
        return services.answer_letter(letter=row, answer=said["answer"], shown=bool(said.get("shown")), by=by)

    return answer(request, form, page, save, to=lambda _row: reverse("publications:letters"))
