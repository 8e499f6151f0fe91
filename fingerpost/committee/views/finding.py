"""What these pages find, or a 404 where there is no such thing for this person."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.urls import reverse

from fingerpost.committee import queries, rules
from fingerpost.committee.models import CommitteePaper, PaperEdition, PaperPart, PaperTemplate, TemplateSection
from fingerpost.core.refusals import refuse_if
from fingerpost.plans.views.asking import found, person


def visible_paper(request: HttpRequest, plan: str, key: str) -> CommitteePaper:
    return found(lambda: queries.paper_for(person(request), plan, key))


def working_paper(request: HttpRequest, plan: str, key: str) -> CommitteePaper:
    """One whose working text this person may read: for others there is none."""
    row = visible_paper(request, plan, key)
    if not rules.reads_working_text(person(request), row):
        raise Http404
    return row


def paper_to_edit(request: HttpRequest, plan: str, key: str) -> CommitteePaper:
    """404 where its text is not to be read, 403 with the reason where it is not to be changed."""
    row = working_paper(request, plan, key)
    refuse_if(rules.why_not_edit(person(request), row))
    return row


def part_of(row: CommitteePaper, ref: str) -> PaperPart:
    return found(lambda: row.parts.get(ref=ref))


def edition_of(row: CommitteePaper, number: int) -> PaperEdition:
    return found(lambda: row.editions.select_related("by").get(number=number))


def address(row: CommitteePaper, ref: str = "") -> str:
    return reverse("committee:paper", args=[row.plan.slug, row.key]) + (f"#part-{ref}" if ref else "")


def template_to_edit(request: HttpRequest, slug: str) -> PaperTemplate:
    refuse_if(rules.why_not_write(person(request)))
    return found(lambda: PaperTemplate.objects.get(slug=slug))


def section_of(row: PaperTemplate, key: str) -> TemplateSection:
    return found(lambda: row.sections.select_related("template").get(key=key))
