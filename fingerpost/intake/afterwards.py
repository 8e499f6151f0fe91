"""The plan as it would be after an import, for the checks: what is stored, with what was chosen of the file put in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias, cast

from fingerpost.checks.facts import ActionFacts, MilestoneFacts, OutcomeFacts, PlanFacts
from fingerpost.intake.choosing import Choice
from fingerpost.intake.differences import Difference, Item
from fingerpost.intake.stored import KnownAction, KnownMilestone, KnownOutcome, StoredPlan

Facts: TypeAlias = OutcomeFacts | ActionFacts | MilestoneFacts
Name: TypeAlias = tuple[str, ...]  # of a stored item its slugs, of a new one its key in the file
SAID = frozenset({"stated_percent", "summary"})


def plan_after(
    stored: PlanFacts, known: StoredPlan, found: Difference, decided: Mapping[str, Choice], day: date
) -> PlanFacts:
    """`stored` and `known` are the same plan, for the checks and for the comparison. No query.

    What the file says keeps its place there; what only the plan holds has none.
    """
    return _Afterwards(stored, known, day).after(found, decided)


class _Afterwards:
    """Every item under its name, with the name of what it stands under, in the order of the plan."""

    def __init__(self, stored: PlanFacts, known: StoredPlan, day: date) -> None:
        self.stored, self.day = stored, day
        self.items: dict[Name, tuple[Facts, Name]] = {}
        self.slugs = {action.pk: action.slug for outcome in known.outcomes for action in outcome.actions}
        self.reported: set[Name] = set()  # actions of which a milestone is new, moved, or was reported on
        for outcome in stored.outcomes:
            above: Name = ("outcome", outcome.slug)
            self.items[above] = (outcome, ())
            for action in outcome.actions:
                name: Name = ("action", action.slug)
                self.items[name] = (action, above)
                for milestone in action.milestones:
                    self.items["milestone", action.slug, milestone.slug] = (milestone, name)

    def after(self, found: Difference, decided: Mapping[str, Choice]) -> PlanFacts:
        names: dict[str, Name] = {}
        for item in found.items:
            choice = decided.get(item.key, "leave")
            if item.found is None or choice == "leave":
                continue
            is_known = item.known is not None and choice != "new"
            names[item.key] = self.name_of(item.known) if is_known else ("new", item.key)
            self.put(item, names[item.key], names.get(item.parent_key, ()), is_known=is_known)
        return replace(self.stored, outcomes=self.outcomes())

    def name_of(self, known: KnownOutcome | KnownAction | KnownMilestone | None) -> Name:
        match known:
            case KnownMilestone():
                return ("milestone", self.slugs[known.action], known.slug)
            case KnownAction():
                return ("action", known.slug)
            case _:
                return ("outcome", known.slug if known else "")

    def put(self, item: Item, name: Name, above: Name, *, is_known: bool) -> None:
        """An item of the file: a new one as the file has it, a known one with what changed of it."""
        before, stood_under = self.items.get(name, (None, ()))
        changed = item.changed_fields
        if before is None or not is_known:
            facts = cast(Facts, item.found)
            self.items[name] = (replace(facts, **FRESH[type(facts)]), above)
        else:
            moved = bool(changed & {"outcome", "action"})
            self.items[name] = (self.changed(before, item), above if moved else stood_under)
        if item.level == "milestone" and (not is_known or changed & {"progress", "action"}):
            self.reported |= {above, stood_under}

    def changed(self, before: Facts, item: Item) -> Facts:
        """What is stored, with each field that the file changes."""
        new: dict[str, Any] = {FIELDS.get(one.field, one.field): one.after for one in item.changes}
        new = {field: value for field, value in new.items() if hasattr(before, field)}
        if isinstance(before, ActionFacts) and (item.changed_fields & SAID or item.says_again):
            new["stated_on"] = self.day
        if "progress" in new and isinstance(item.found, MilestoneFacts):
            new["progress_text"] = item.found.progress_text
        return replace(before, **new, place=item.found.place if item.found else before.place)

    def outcomes(self) -> tuple[OutcomeFacts, ...]:
        below: dict[Name, list[Name]] = defaultdict(list)
        for name, (_facts, above) in self.items.items():
            below[above].append(name)
        return tuple(
            replace(
                cast(OutcomeFacts, self.items[outcome][0]),
                actions=tuple(self.action(action, below[action]) for action in below[outcome]),
            )
            for outcome in below[()]
            if isinstance(self.items[outcome][0], OutcomeFacts)
        )

    def action(self, name: Name, milestones: list[Name]) -> ActionFacts:
        """The roll-up of an action that was reported on has yet to be made: the mean stands in for it, unless weights
        made it something else before; then nothing is said of the stated percentage."""
        facts = cast(ActionFacts, self.items[name][0])
        whole = replace(facts, milestones=tuple(cast(MilestoneFacts, self.items[one][0]) for one in milestones))
        if name not in self.reported or facts.computed_percent is None:
            return whole
        return replace(whole, computed_percent=None, stated_percent=facts.stated_percent if is_mean(facts) else None)


# What is new has nothing below it yet, and what no file says is known to be missing.
FRESH: dict[type[Any], dict[str, Any]] = {
    OutcomeFacts: {"actions": ()},
    ActionFacts: {"milestones": (), "lead": ""},
    MilestoneFacts: {"lead": "", "has_measure": False},
}
FIELDS = {"by_when": "due_text"}


def is_mean(action: ActionFacts) -> bool:
    """Whether an action's percentage is the plain mean of its milestones."""
    counted = [one.progress for one in action.milestones if one.state == "active" and one.progress is not None]
    if not counted or action.computed_percent is None:
        return False
    return abs(sum(counted, Decimal()) / len(counted) - action.computed_percent) < 1
