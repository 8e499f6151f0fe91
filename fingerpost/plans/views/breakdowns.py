"""Pages of what indicators are broken down by and compared with, for all plans together."""

from __future__ import annotations

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.core.refusals import refuse_if
from fingerpost.people.models import User
from fingerpost.plans import indicator_rules, rules, services
from fingerpost.plans.forms.indicators import CategoriesForm, DimensionForm, NameForm
from fingerpost.plans.models import Benchmark, Category, Dimension
from fingerpost.plans.views.asking import Page, answer, found, get_or_post, person, posted


def editor(request: HttpRequest) -> User:
    """Who may change them; 403 for everybody else."""
    by = person(request)
    refuse_if(rules.why_not_make(by))
    return by


def back() -> str:
    return reverse("plans:breakdowns")


@require_safe
def breakdowns(request: HttpRequest) -> HttpResponse:
    editor(request)
    context = {
        "dimensions": Dimension.objects.prefetch_related("categories"),
        "benchmarks": Benchmark.objects.all(),
    }
    return render(request, "plans/breakdowns.html", context)


@get_or_post
def add_dimension(request: HttpRequest) -> HttpResponse:
    by, form = editor(request), DimensionForm(posted(request))
    page = Page(heading=_("Add a breakdown"), words=_("Add"), back=back(), done=_("Added."))
    return answer(
        request,
        form,
        page,
        lambda: services.add_dimension(name=form.cleaned_data["name"], categories=form.names(), by=by),
        to=lambda _row: back(),
    )


@get_or_post
def add_categories(request: HttpRequest, dimension: str) -> HttpResponse:
    by, row = editor(request), found(lambda: Dimension.objects.get(slug=dimension))
    form = CategoriesForm(posted(request))
    page = Page(heading=_("Add to: %(name)s") % {"name": row}, words=_("Add"), back=back(), done=_("Added."))
    return answer(
        request,
        form,
        page,
        lambda: (services.add_categories(dimension=row, names=form.names(), by=by), row)[1],
        to=lambda _row: back(),
    )


@get_or_post
def add_benchmark(request: HttpRequest) -> HttpResponse:
    by, form = editor(request), NameForm(posted(request))
    page = Page(
        heading=_("Add a benchmark"),
        words=_("Add"),
        back=back(),
        explains=_("Whose figures stand beside your own, such as Scotland."),
        done=_("Added."),
    )
    return answer(
        request,
        form,
        page,
        lambda: services.add_benchmark(name=form.cleaned_data["name"], by=by),
        to=lambda _row: back(),
    )


def named(kind: str, slug: str, category: str = "") -> Dimension | Category | Benchmark:
    """A dimension, a category of one, or a benchmark; a 404 where there is none."""
    if kind == "benchmarks":
        return found(lambda: Benchmark.objects.get(slug=slug))
    if category:
        return found(lambda: Category.objects.select_related("dimension").get(dimension__slug=slug, slug=category))
    return found(lambda: Dimension.objects.get(slug=slug))


@get_or_post
def rename(request: HttpRequest, kind: str, slug: str, category: str = "") -> HttpResponse:
    by, row = editor(request), named(kind, slug, category)
    form = NameForm(posted(request), initial={"name": row.name})
    removal = [slug, category] if category else [slug]
    name = "plans:remove-category" if category else "plans:remove-benchmark" if kind == "benchmarks" else ""
    page = Page(
        heading=_("Rename: %(name)s") % {"name": row},
        words=_("Save"),
        back=back(),
        more={"links": [(_("Remove it"), reverse(name or "plans:remove-dimension", args=removal))]},
    )
    return answer(
        request,
        form,
        page,
        lambda: services.rename(row, name=form.cleaned_data["name"], by=by),
        to=lambda _row: back(),
    )


@get_or_post
def remove(request: HttpRequest, kind: str, slug: str, category: str = "") -> HttpResponse:
    by, row = editor(request), named(kind, slug, category)
    refuse_if(indicator_rules.why_not_remove(row))
    page = Page(
        heading=_("Remove: %(name)s") % {"name": row},
        words=_("Remove it"),
        back=back(),
        explains=_("Nothing refers to it. It goes for good."),
        warning=True,
        done=_("Removed."),
    )
    return answer(
        request,
        Form(posted(request)),
        page,
        lambda: services.remove_named(row, by=by),
        to=lambda _row: back(),
    )
