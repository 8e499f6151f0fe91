"""Themes and outcomes: added, edited, moved to another parent, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Unpack

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from fingerpost.core import audit
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.people.models import User
from fingerpost.plans import rules
from fingerpost.plans.models import Outcome, Plan, Theme
from fingerpost.plans.queries import nest
from fingerpost.plans.services.adding import add_structure
from fingerpost.plans.services.ordering import renumber_outcomes
from fingerpost.plans.services.writing import lock, record_new, remove, set_fields, tidy
from fingerpost.plans.structure import NewOutcome, OutcomeFields, OutcomeNode, OutcomeOptions


@transaction.atomic
def add_theme(*, plan: Plan, title: str, by: User | None) -> Theme:
    """A new theme after the others. A title that the plan has already is refused."""
    plan = lock(plan)
    refuse_if(rules.first(rules.why_not_edit(by, plan), rules.why_not_theme_title(plan, title)))
    last = plan.themes.aggregate(last=Max("position"))["last"]
    place = 0 if last is None else last + 1
    theme = Theme.objects.create(plan=plan, position=place, **tidy(Theme(), {"title": title}))
    return record_new(theme, by=by, scope=plan.slug, fields={"title": theme.title})


@transaction.atomic
def edit_theme(*, theme: Theme, title: str, by: User | None, seen: Mapping[str, str] | None = None) -> Theme:
    """Give a theme another title. Raises `Conflict` where it is no longer as `seen`."""
    plan = lock(theme.plan)
    theme = plan.themes.get(pk=theme.pk)
    refuse_if(rules.first(rules.why_not_edit(by, plan), rules.why_not_theme_title(plan, title, theme)))
    set_fields(theme, {"title": title}, verb="theme.edit", by=by, scope=plan.slug, seen=seen)
    return theme


@transaction.atomic
def delete_theme(*, theme: Theme, by: User | None) -> None:
    """Delete a theme without outcomes."""
    plan = lock(theme.plan)
    theme = plan.themes.select_related("plan").get(pk=theme.pk)
    refuse_if(rules.why_not_delete_theme(by, theme))
    remove(theme, by=by, scope=plan.slug)


@transaction.atomic
def add_outcome(
    *,
    plan: Plan,
    title: str,
    by: User | None,
    parent: Outcome | None = None,
    theme: Theme | None = None,
    **more: Unpack[OutcomeOptions],
) -> Outcome:
    """A new outcome, the last under its parent or theme. Under a parent it stands under the parent's theme."""
    fresh = NewOutcome(title, theme=theme.title if theme and not parent else "", **more)
    if parent:
        fresh = NewOutcome(title=parent.title, into=parent, children=[fresh])
    return add_structure(plan=plan, outcomes=[fresh], by=by).outcomes[-1]


@transaction.atomic
def edit_outcome(
    *, outcome: Outcome, by: User | None, seen: Mapping[str, str] | None = None, **new: Unpack[OutcomeFields]
) -> Outcome:
    """Change the named fields; its slug stays. Raises `Conflict` where they are no longer as `seen`."""
    plan = lock(outcome.plan)
    refuse_if(rules.why_not_edit(by, plan))
    outcome = plan.outcomes.get(pk=outcome.pk)
    set_fields(outcome, new, verb="outcome.edit", by=by, scope=plan.slug, seen=seen)
    return outcome


@transaction.atomic
def move_outcome(
    *, outcome: Outcome, by: User | None, parent: Outcome | None = None, theme: Theme | None = None
) -> Outcome:
    """Put an outcome, with all that hangs under it, last under another parent, or at the top under a theme.

    Under a parent, `theme` is not asked for: an outcome stands under its parent's theme.
    """
    plan = lock(outcome.plan)
    refuse_if(rules.why_not_edit(by, plan))
    nodes = {row.pk: OutcomeNode(row) for row in plan.outcomes.select_related("theme")}
    nest(nodes)
    node, above = nodes[outcome.pk], None
    if parent is not None:
        above = nodes.get(parent.pk)
        if above in list(node.walk()):
            raise Refused(_("An outcome cannot stand under itself, or under one that stands under it."))
        refuse_if(rules.why_not_nest(outcome, parent, above=above.depth if above else 0, below=node.height()))
    if theme is not None and theme.plan_id != plan.pk:
        raise Refused(_("“%(theme)s” is a theme of another plan.") % {"theme": theme})
    put(plan, node, above.outcome if above else None, above.outcome.theme if above else theme, by)
    return node.outcome


def put(plan: Plan, node: OutcomeNode, parent: Outcome | None, theme: Theme | None, by: User | None) -> None:
    """Store the new place of an outcome and the theme of all that stands under it."""
    row = node.outcome
    before, after = audit.changes(row, {"parent": parent, "theme": theme})
    if not before:
        return
    last = plan.outcomes.aggregate(last=Max("position"))["last"] or 0
    row.parent, row.theme, row.position = parent, theme, last + 1
    row.save(update_fields=["parent", "theme", "position"])
    Outcome.objects.filter(pk__in=[below.outcome.pk for below in node.walk()]).update(theme=theme)
    renumber_outcomes(plan)
    audit.record("outcome.move", row, by=by, before=before, after=after, scope=plan.slug)


@transaction.atomic
def delete_outcome(*, outcome: Outcome, by: User | None) -> None:
    """Delete an outcome under which nothing stands."""
    plan = lock(outcome.plan)
    outcome = plan.outcomes.select_related("plan").get(pk=outcome.pk)
    refuse_if(rules.why_not_delete_outcome(by, outcome))
    remove(outcome, by=by, scope=plan.slug)
    renumber_outcomes(plan)
