"""Adding a whole structure at once: what an import applies and a new plan starts from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from fingerpost.core import audit
from fingerpost.core.inserting import create_many, new_row
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.core.slugs import free_slug
from fingerpost.people.models import User
from fingerpost.plans import rules
from fingerpost.plans.models import Action, ActionOutcome, Milestone, Outcome, Plan, Theme
from fingerpost.plans.queries import outcome_levels
from fingerpost.plans.services.ordering import renumber_outcomes
from fingerpost.plans.services.writing import lock, tidy
from fingerpost.plans.structure import Added, NewAction, NewMilestone, NewOutcome

BATCH = 1000
OUTCOME_FIELDS = ("title", "description", "lead", "weight")
ACTION_FIELDS = ("title", "description", "lead", "starts", "due", "by_when", "weight", "roll_up")
MILESTONE_FIELDS = (
    "title",
    "description",
    "quarter_label",
    "starts",
    "due",
    "by_when",
    "lead",
    "weight",
    "quantity_target",
    "quantity_unit",
)


@dataclass(slots=True)
class Flat:
    """The input as three lists, depth first; each item with the index of what it stands under."""

    outcomes: list[tuple[NewOutcome, int | None, int]] = field(default_factory=list)  # with parent and level
    actions: list[tuple[NewAction, int]] = field(default_factory=list)
    milestones: list[tuple[NewMilestone, int]] = field(default_factory=list)

    def take(self, new: NewOutcome, parent: int | None, level: int) -> None:
        here = len(self.outcomes)
        self.outcomes.append((new, parent, level))
        for action in new.actions:
            self.milestones.extend((milestone, len(self.actions)) for milestone in action.milestones)
            self.actions.append((action, here))
        for child in new.children:
            self.take(child, here, level + 1)


@transaction.atomic
def add_structure(*, plan: Plan, outcomes: Sequence[NewOutcome], by: User | None) -> Added:
    """Add outcomes, actions and milestones, under new or existing ones, after what is there already.

    The number of statements grows with the batches (1,000 rows), not with the rows. Raises `Refused`, and stores
    nothing, where the plan is closed, a title is missing or too long, or `into` belongs to another plan.
    """
    plan = lock(plan)
    refuse_if(rules.why_not_edit(by, plan))
    levels = outcome_levels(plan)
    flat = Flat()
    for new in outcomes:
        flat.take(new, None, levels.get(new.into.pk, 1) if new.into else 1)
    refuse_strangers(plan, flat)
    added = Added()
    added.outcomes = add_outcomes(plan, flat)
    added.actions = add_actions(plan, flat, added.outcomes)
    added.milestones = add_milestones(flat, added.actions)
    audit.record_all(events(plan, flat, added, by))
    return added


def refuse_strangers(plan: Plan, flat: Flat) -> None:
    """Everything that is built upon must be of this plan, and stand where the input says."""
    for new, parent, level in flat.outcomes:
        above = flat.outcomes[parent][0].into if parent is not None else None
        if new.into and (new.into.plan_id != plan.pk or (parent is not None and new.into.parent_id != key(above))):
            raise Refused(
                _("“%(item)s” does not stand at that place of “%(plan)s”.") % {"item": new.into, "plan": plan}
            )
        if level > rules.MAX_DEPTH:
            raise Refused(rules.too_deep())
    for action, _outcome in flat.actions:
        if action.into and action.into.plan_id != plan.pk:
            raise Refused(_("“%(item)s” does not belong to “%(plan)s”.") % {"item": action.into, "plan": plan})
    for milestone, at in flat.milestones:
        if milestone.into and milestone.into.action_id != key(flat.actions[at][0].into):
            raise Refused(
                _("“%(item)s” does not stand at that place of “%(plan)s”.") % {"item": milestone.into, "plan": plan}
            )


def key(row: Outcome | Action | None) -> int | None:
    return row.pk if row else None


def add_outcomes(plan: Plan, flat: Flat) -> list[Outcome]:
    """Level by level, because a child needs its parent's key."""
    themes = add_themes(plan, [new.theme for new, parent, _level in flat.outcomes if parent is None and not new.into])
    taken = set(plan.outcomes.values_list("slug", flat=True))
    after = (plan.outcomes.aggregate(last=Max("position"))["last"] or 0) + 1
    rows: list[Outcome] = []
    for place, (new, parent, _level) in enumerate(flat.outcomes):
        row = new.into or Outcome(plan=plan, position=after + place, **values(Outcome, new, OUTCOME_FIELDS))
        if not new.into:
            row.slug = free_slug(row.title, taken, fallback="outcome")
            row.theme = rows[parent].theme if parent is not None else themes.get(new.theme.strip())
            taken.add(row.slug)
        rows.append(row)
    for level in range(1, rules.MAX_DEPTH + 1):
        fresh = []
        for row, (new, parent, at) in zip(rows, flat.outcomes, strict=True):
            if at == level and not new.into:
                row.parent = rows[parent] if parent is not None else None
                fresh.append(row)
        Outcome.objects.bulk_create(fresh, batch_size=BATCH)
    renumber_outcomes(plan)
    return rows


def add_themes(plan: Plan, titles: Iterable[str]) -> dict[str, Theme]:
    """The plan's themes by title, with those made that were missing."""
    themes = {theme.title: theme for theme in plan.themes.all()}
    last = max((theme.position for theme in themes.values()), default=-1)
    for title in titles:
        clean = title.strip()
        if clean and clean not in themes:
            last += 1
            themes[clean] = Theme(plan=plan, position=last, **tidy(Theme(plan=plan), {"title": clean}))
    Theme.objects.bulk_create([theme for theme in themes.values() if theme.pk is None])
    return themes


def add_actions(plan: Plan, flat: Flat, outcomes: Sequence[Outcome]) -> list[Action]:
    """The actions with their home links, each after those that the outcome has."""
    taken = set(plan.actions.values_list("slug", flat=True))
    rows = []
    for new, _index in flat.actions:
        row = new.into or Action(plan=plan, **values(Action, new, ACTION_FIELDS))
        if not new.into:
            row.slug = free_slug(row.title, taken, fallback="action")
            taken.add(row.slug)
        rows.append(row)
    fresh = [(row, outcomes[at]) for row, (new, at) in zip(rows, flat.actions, strict=True) if not new.into]
    Action.objects.bulk_create([row for row, _outcome in fresh], batch_size=BATCH)
    link_home(plan, fresh)
    return rows


def link_home(plan: Plan, pairs: Iterable[tuple[Action, Outcome]]) -> None:
    """Home links for new actions, numbered on from the last position under each outcome."""
    lasts = ActionOutcome.objects.filter(outcome__plan=plan).order_by().values_list("outcome").annotate(Max("position"))
    following = {outcome: last + 1 for outcome, last in lasts}
    links = []
    for action, outcome in pairs:
        place = following.get(outcome.pk, 0)
        following[outcome.pk] = place + 1
        links.append(ActionOutcome(action=action, outcome=outcome, home=True, position=place))
    ActionOutcome.objects.bulk_create(links, batch_size=BATCH)


def add_milestones(flat: Flat, actions: Sequence[Action]) -> list[Milestone]:
    """The milestones, each after those that its action has, the first due date kept as the original one."""
    there = [new.into for new, _at in flat.actions if new.into]
    taken: dict[int, set[str]] = defaultdict(set)
    following: dict[int, int] = defaultdict(int)
    for home, slug, position in Milestone.objects.filter(action__in=there).values_list("action", "slug", "position"):
        taken[home].add(slug)
        following[home] = max(following[home], position + 1)
    rows = []
    for new, at in flat.milestones:
        action = actions[at]
        row = new.into or new_row(Milestone, action=action, **values(Milestone, new, MILESTONE_FIELDS))
        if not new.into:
            row.original_due = new.original_due or new.due
            row.slug = free_slug(row.title, taken[action.pk], fallback="milestone")
            row.position = following[action.pk]
            taken[action.pk].add(row.slug)
            following[action.pk] += 1
        rows.append(row)
    create_many(Milestone, [row for row in rows if row.pk is None])
    return rows


def values(kind: type[Outcome] | type[Action] | type[Milestone], new: object, names: Sequence[str]) -> dict[str, Any]:
    """The named fields of an input item, made ready to be stored; fields at their default are taken as they are."""
    blank = blank_row(kind)
    given = {name: getattr(new, name) for name in names}
    stated = {name: value for name, value in given.items() if value != getattr(blank, name, None)}
    return tidy(blank, {"title": given["title"], **stated})


@cache
def blank_row(kind: type[Outcome] | type[Action] | type[Milestone]) -> Outcome | Action | Milestone:
    """A row with every field at its default, never stored: making one for each of 10,000 rows would take its time."""
    return kind()


def events(plan: Plan, flat: Flat, added: Added, by: User | None) -> Iterator[audit.Event]:
    """One event for each row that was added."""
    pairs: list[tuple[Any, Any]] = [
        *zip(added.outcomes, (new for new, *_more in flat.outcomes), strict=True),
        *zip(added.actions, (new for new, _index in flat.actions), strict=True),
        *zip(added.milestones, (new for new, _index in flat.milestones), strict=True),
    ]
    for row, new in pairs:
        if not new.into:
            after = {"title": row.title} | ({"due": row.due} if getattr(row, "due", None) else {})
            yield audit.event(f"{row._meta.model_name}.add", row, by=by, after=after, scope=plan.slug)
