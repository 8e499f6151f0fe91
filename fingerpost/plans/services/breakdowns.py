"""What indicators are broken down by and compared with: dimensions with their categories, and benchmarks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.db import transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _

from fingerpost.core.refusals import refuse_if
from fingerpost.core.slugs import free_slug
from fingerpost.people.models import User
from fingerpost.plans import indicator_rules, rules
from fingerpost.plans.models import Benchmark, Category, Dimension
from fingerpost.plans.services.writing import record_new, remove, set_fields, tidy

Named = TypeVar("Named", bound=Dimension | Category | Benchmark)


@transaction.atomic
def add_dimension(*, name: str, categories: Sequence[str], by: User | None) -> Dimension:
    """A new dimension, after the others, with its categories in order."""
    refuse_if(rules.why_not_make(by))
    dimension = added(Dimension(name=name), by=by)
    add_categories(dimension=dimension, names=categories, by=by)
    return dimension


@transaction.atomic
def add_categories(*, dimension: Dimension, names: Sequence[str], by: User | None) -> list[Category]:
    """Further categories, after those that are there."""
    refuse_if(rules.why_not_make(by))
    return [added(Category(dimension=dimension, name=name), by=by) for name in names]


@transaction.atomic
def add_benchmark(*, name: str, by: User | None) -> Benchmark:
    refuse_if(rules.why_not_make(by))
    return added(Benchmark(name=name), by=by)


@transaction.atomic
def rename(row: Named, *, name: str, by: User | None) -> Named:
    """Give another name; the slug stays, so that files that were downloaded before come in again."""
    refuse_if(rules.first(rules.why_not_make(by), why_not_name(row, name)))
    set_fields(row, {"name": name}, verb=f"{row._meta.model_name}.edit", by=by, scope="")
    return row


@transaction.atomic
def remove_named(row: Dimension | Category | Benchmark, *, by: User | None) -> None:
    """Take away one that nothing refers to; a dimension goes with its categories."""
    refuse_if(rules.first(rules.why_not_make(by), indicator_rules.why_not_remove(row)))
    remove(row, by=by, scope="")


def added(row: Named, *, by: User | None) -> Named:
    """Store a new row, the last among its like."""
    refuse_if(why_not_name(row, row.name))
    row.name = tidy(row, {"name": row.name})["name"]
    last = alike(row).aggregate(last=Max("position"))["last"]
    row.position = 0 if last is None else last + 1
    row.slug = free_slug(row.name, {"add", "remove", *alike(row).values_list("slug", flat=True)}, fallback="item")
    row.save(force_insert=True)
    return record_new(row, by=by, scope="", fields={"name": row.name})


def alike(row: Dimension | Category | Benchmark):  # type: ignore[no-untyped-def]
    """The rows among which a name must be the only one."""
    return row.dimension.categories.all() if isinstance(row, Category) else type(row)._default_manager.all()


def why_not_name(row: Model, name: str) -> str:
    assert isinstance(row, Dimension | Category | Benchmark)  # noqa: S101
    if not name.strip():
        return _("A name is needed.")
    if alike(row).exclude(pk=row.pk).filter(name=name.strip()).exists():
        return _("There is a “%(name)s” already.") % {"name": name.strip()}
    return ""
