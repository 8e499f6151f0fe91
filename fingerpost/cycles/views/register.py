"""The register of non-response: a page, and its table as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from fingerpost.core.paging import page_of
from fingerpost.core.refusals import refuse_if
from fingerpost.core.words import percent_words
from fingerpost.cycles import register, rules
from fingerpost.cycles.register import GROUPED, Counts, Line
from fingerpost.cycles.register_forms import RegisterFilter
from fingerpost.cycles.register_tables import figure_of, table_of
from fingerpost.documents.charts import svg
from fingerpost.documents.model import Document, Figure, Sheet, Table, cell_text
from fingerpost.documents.writers import FORMATS, commas, write
from fingerpost.plans.views.asking import person


@dataclass(frozen=True, slots=True)
class Asked:
    """The register as somebody asked for it."""

    form: RegisterFilter
    by: str
    lines: list[Line]

    @property
    def total(self) -> Counts:
        return register.total(line.counts for line in self.lines)


def asked_register(request: HttpRequest) -> Asked:
    """By the query of the address; refused to whom no plan's answers are open."""
    user = person(request)
    refuse_if(rules.why_not_read_register(user))
    form = RegisterFilter(request.GET, plans=register.plans_followed_by(user))
    return Asked(form, form.chosen_by, register.lines(form.chosen, form.chosen_by))


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    asked = asked_register(request)
    figure = figure_of(asked.lines, asked.by)
    context = {
        "filter": asked.form,
        "by": asked.by,
        "of": asked.form.chosen.person,
        "heading_of_lines": GROUPED[asked.by].label,
        "page": page_of(request, asked.lines),
        "total": asked.total,
        "figures": figures_of(asked.total),
        "charts": [chart_of(figure)] if figure else [],
        "downloads": downloads(request),
    }
    return render(request, "cycles/register.html", context)


@require_safe
def download(request: HttpRequest, format: str) -> HttpResponse:
    if format not in {"csv", "xlsx"}:
        raise Http404
    asked = asked_register(request)
    table = table_of(asked.lines, asked.by, with_total=False)
    media_type, content = file_of(table, format)
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="register-of-non-response-by-{asked.by}.{format}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def file_of(table: Table, format: str) -> tuple[str, bytes]:
    """The media type and the bytes."""
    if format == "csv":
        return commas.MEDIA_TYPE, commas.write(table)
    title = _("Register of non-response")
    return FORMATS[format].media_type, write(Document(title=title, sheets=(Sheet(title[:31], table),)), format)


def figures_of(total: Counts) -> Sequence[tuple[str | int, str, str]]:
    """What matters most first."""
    if not total.expected:
        return []
    missing = ngettext("item without a response", "items without a response", total.missing)
    silent = ngettext("request with no answer at all", "requests with no answer at all", total.silent)
    return [
        (percent_words(total.response_rate), _("of the items expected were answered"), ""),
        (percent_words(total.on_time_rate), _("of the items expected were answered on time"), ""),
        (total.missing, missing, ""),
        (total.silent, silent, ""),
    ]


def chart_of(figure: Figure) -> dict[str, object]:
    """As `core/components/figure.html` takes it."""
    columns = [column.title for column in figure.table.columns]
    return {
        "caption": figure.caption,
        "svg": mark_safe(svg(figure.spec)),  # noqa: S308 - drawn by us from our own figures
        "columns": columns,
        "rows": [[cell_text(cell) for cell in row.cells] for row in figure.table.rows],
        "numeric": columns[1:],
    }


def downloads(request: HttpRequest) -> list[tuple[str, str]]:
    asked = request.GET.copy()
    asked.pop("page", None)
    return [
        (title, reverse("cycles:register-file", args=[format], query=asked or None))
        for title, format in ((_("CSV"), "csv"), (_("Excel"), "xlsx"))
    ]
