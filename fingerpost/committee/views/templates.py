"""Pages of the templates: for who writes papers."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fingerpost.committee import queries, rules, template_services
from fingerpost.committee.content import APPENDIX, Part, numbers
from fingerpost.committee.drafting import DRAFTERS
from fingerpost.committee.forms import CopyForm, NothingForm, SectionForm, TemplateForm, WordForm
from fingerpost.committee.models import PaperTemplate, level_of
from fingerpost.committee.views.finding import section_of, template_to_edit
from fingerpost.core.files import attachment
from fingerpost.core.queries import history_of
from fingerpost.core.refusals import refuse_if
from fingerpost.core.uploads import KINDS as UPLOADS
from fingerpost.papers.kinds import KINDS
from fingerpost.people.requests import SignedInRequest
from fingerpost.plans.views.asking import Page, answer, get_or_post, person, posted

FORM = "committee/template_form.html"


def address(row: PaperTemplate, section: str = "") -> str:
    return reverse("committee:template", args=[row.slug]) + (f"#section-{section}" if section else "")


def page_about(row: PaperTemplate, **rest: Any) -> Page:
    return Page(back=address(row), template=FORM, more={"template": row, **rest.pop("more", {})}, **rest)


@require_safe
def templates(request: SignedInRequest) -> HttpResponse:
    refuse_if(rules.why_not_write(request.user))
    template_services.bring_own()
    return render(request, "committee/templates.html", {"templates": queries.templates()})


@require_safe
def template(request: HttpRequest, template: str) -> HttpResponse:
    row = template_to_edit(request, template)
    sections = list(row.sections.all())
    counted = numbers([Part(level_of(one.level), one.heading, one.key) for one in sections], row.numbering)
    lines = [
        (one, number, [DRAFTERS[name].title for name in one.drafts])
        for one, number in zip(sections, counted, strict=True)
    ]
    context = {
        "template": row,
        "lines": lines,
        "appendices": [(kind, KINDS[kind].title) for kind in row.appendices],
        "may_delete": not rules.why_not_delete_template(person(request), row),
        "history": history_of(row, 20),
    }
    return render(request, "committee/template.html", context)


@get_or_post
def edit(request: HttpRequest, template: str) -> HttpResponse:
    row = template_to_edit(request, template)
    form = TemplateForm(posted(request), row=row)
    page = page_about(row, heading=_("Edit the template"), words=_("Save"))
    return answer(
        request,
        form,
        page,
        lambda: template_services.edit_template(template=row, by=person(request), **form.cleaned_data),
        to=address,
    )


@get_or_post
def copy(request: HttpRequest, template: str) -> HttpResponse:
    row = template_to_edit(request, template)
    form = CopyForm(posted(request))
    page = page_about(row, heading=_("Copy the template"), words=_("Make the copy"))
    return answer(
        request,
        form,
        page,
        lambda: template_services.copy_template(template=row, by=person(request), **form.cleaned_data),
        to=address,
    )


@get_or_post
def delete(request: HttpRequest, template: str) -> HttpResponse:
    row, by = template_to_edit(request, template), person(request)
    refuse_if(rules.why_not_delete_template(by, row))
    page = page_about(
        row,
        heading=_("Delete the template"),
        words=_("Delete it"),
        explains=_("No paper was made from it. It goes, with its Word file."),
        warning=True,
        done=_("The template is deleted."),
    )
    return answer(
        request,
        NothingForm(posted(request)),
        page,
        lambda: template_services.delete_template(template=row, by=by),
        to=lambda _none: reverse("committee:templates"),
    )


@require_POST
def order(request: HttpRequest, template: str) -> HttpResponse:
    """Move one section or appendix up or down; `move` names it."""
    row = template_to_edit(request, template)
    direction, _colon, key = request.POST.get("move", "").partition(":")
    if direction not in {"up", "down"}:
        raise Http404
    down, kind, by = direction == "down", key.removeprefix(APPENDIX), person(request)
    if key.startswith(APPENDIX) and kind in row.appendices:
        template_services.move_appendix(template=row, kind=kind, down=down, by=by)
    else:
        template_services.move_section(section=section_of(row, key), down=down, by=by)
    return redirect(address(row) + f"#{direction}-{key}")


@get_or_post
def add_section(request: HttpRequest, template: str) -> HttpResponse:
    row = template_to_edit(request, template)
    form = SectionForm(posted(request))
    page = page_about(row, heading=_("Add a section"), words=_("Add it"))
    return answer(
        request,
        form,
        page,
        lambda: template_services.add_section(template=row, by=person(request), **form.cleaned_data),
        to=lambda section: address(row, section.key),
    )


@get_or_post
def edit_section(request: HttpRequest, template: str, section: str) -> HttpResponse:
    row = template_to_edit(request, template)
    one = section_of(row, section)
    form = SectionForm(posted(request), row=one)
    page = page_about(row, heading=_("Edit the section"), words=_("Save"))
    return answer(
        request,
        form,
        page,
        lambda: template_services.edit_section(section=one, by=person(request), **form.cleaned_data),
        to=lambda section: address(row, section.key),
    )


@get_or_post
def remove_section(request: HttpRequest, template: str, section: str) -> HttpResponse:
    row = template_to_edit(request, template)
    one = section_of(row, section)
    page = page_about(
        row,
        heading=_("Remove the section"),
        words=_("Remove it"),
        explains=_("“%(heading)s” goes from the template. Papers that were made before keep it.") % {"heading": one},
        warning=True,
        done=_("Removed."),
    )
    return answer(
        request,
        NothingForm(posted(request)),
        page,
        lambda: template_services.remove_section(section=one, by=person(request)),
        to=lambda _none: address(row),
    )


@get_or_post
def take_word(request: HttpRequest, template: str) -> HttpResponse:
    row = template_to_edit(request, template)
    form = WordForm(posted(request), request.FILES or None)
    page = page_about(
        row,
        heading=_("Use the council's Word file"),
        words=_("Use this file"),
        explains=_("Papers in Word take over its styles, page, header, footer and crest. Its text is left out."),
        done=_("Papers in Word take over the file's looks from now on."),
        more={"files": True},
    )
    return answer(
        request,
        form,
        page,
        lambda: template_services.take_word_file(template=row, by=person(request), **form.cleaned_data),
        to=address,
    )


@get_or_post
def drop_word(request: HttpRequest, template: str) -> HttpResponse:
    row = template_to_edit(request, template)
    page = page_about(
        row,
        heading=_("Stop using the Word file"),
        words=_("Stop using it"),
        explains=_("Papers in Word have Fingerpost's own looks again. What was issued stays as it is."),
        done=_("Papers in Word have Fingerpost's own looks again."),
    )
    return answer(
        request,
        NothingForm(posted(request)),
        page,
        lambda: template_services.drop_word_file(template=row, by=person(request)),
        to=address,
    )


@require_safe
def word(request: HttpRequest, template: str) -> FileResponse:
    row = template_to_edit(request, template)
    if not row.word_file:
        raise Http404
    return attachment(row.word_file, name=row.word_name, content_type=UPLOADS["docx"].content_type)
