"""Putting what was chosen of a difference into a plan: structure, changes, updates, provenance, all set-based."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fingerpost.checks.facts import ActionFacts, MilestoneFacts, OutcomeFacts
from fingerpost.core.inserting import insert_values
from fingerpost.intake.choosing import Choice
from fingerpost.intake.differences import Difference, Item, hundredths, says_something
from fingerpost.intake.facts_json import pack_place
from fingerpost.intake.found_words import said_words, structure_words
from fingerpost.intake.models import Import, Provenance
from fingerpost.people.models import User
from fingerpost.plans import services as plans
from fingerpost.plans.models import Action, Milestone, Outcome, Plan, Theme
from fingerpost.plans.structure import NewAction, NewMilestone, NewOutcome
from fingerpost.reporting import services as reporting
from fingerpost.reporting.models import ActionUpdate, MilestoneUpdate
from fingerpost.reporting.services import NewActionUpdate, NewUpdate

BATCH = 1000


@dataclass(slots=True)
class Applying:
    """One run. `rows` holds the stored row of every item that was taken, by key."""

    source: Import
    plan: Plan
    difference: Difference
    decided: dict[str, Choice]
    as_at: date
    by: User | None
    rows: dict[str, Outcome | Action | Milestone] = field(default_factory=dict)
    written: list[tuple[Any, ...]] = field(default_factory=list)  # rows of COLUMNS

    def run(self) -> int:
        """Do all of it; returns how many things were written."""
        self._find_known()
        self._add_structure()
        self._move()
        self._revise()
        self._report()
        insert_values(Provenance, COLUMNS, self.written)
        return len(self.written)

    def items(self, level: str) -> Iterator[Item]:
        """The items of a level that are taken, in the order of the file."""
        return (
            item
            for item in self.difference.items
            if item.level == level and self.decided.get(item.key, "leave") != "leave"
        )

    def is_new(self, item: Item) -> bool:
        return self.decided[item.key] == "new"

    def _find_known(self) -> None:
        """The stored rows of matched items that are built on or changed."""
        wanted: dict[str, dict[str, int]] = {
            level: {
                item.key: item.known.pk
                for item in self.items(level)
                if item.known and not self.is_new(item) and (level != "milestone" or item.changes or item.says_again)
            }
            for level in ("outcome", "action", "milestone")
        }
        self._keep(Outcome.objects.filter(plan=self.plan), wanted["outcome"])
        self._keep(Action.objects.filter(plan=self.plan), wanted["action"])
        self._keep(Milestone.objects.filter(action__plan=self.plan).select_related("action"), wanted["milestone"])

    def _keep(self, stored: QuerySet[Any], wanted: dict[str, int]) -> None:
        """One query for few rows; all of the plan for many, since a statement takes only so many parameters."""
        if not wanted:
            return
        if len(wanted) <= BATCH // 2:
            stored = stored.filter(pk__in=wanted.values())
        rows = {row.pk: row for row in stored}
        self.rows |= {key: rows[pk] for key, pk in wanted.items()}

    def _add_structure(self) -> None:
        """What is new, under its parents. The keys are listed in the order in which `add_structure` answers."""
        below: dict[str, list[Item]] = defaultdict(list)
        for level in ("action", "milestone"):
            for item in self.items(level):
                below[item.parent_key].append(item)
        keys: dict[str, list[str]] = {"outcome": [], "action": [], "milestone": []}
        outcomes = []
        for item in self.items("outcome"):
            actions = []
            action_keys: list[str] = []
            for action in below[item.key]:
                fresh = [one for one in below[action.key] if self.is_new(one)]
                if self.is_new(action) or fresh:
                    actions.append(self._new_action(action, fresh))
                    action_keys.append(action.key)
                    keys["milestone"] += [one.key for one in fresh]
            if self.is_new(item) or actions:
                outcomes.append(self._new_outcome(item, actions))
                keys["outcome"].append(item.key)
                keys["action"] += action_keys
        if not outcomes:
            return
        added = plans.add_structure(plan=self.plan, outcomes=outcomes, by=self.by)
        for level, rows in (("outcome", added.outcomes), ("action", added.actions), ("milestone", added.milestones)):
            self.rows |= dict(zip(keys[level], rows, strict=True))
        for level in keys:
            for item in self.items(level):
                if self.is_new(item):
                    self._trace(item, self.rows[item.key], structure_words(item.found))

    def _new_outcome(self, item: Item, actions: list[NewAction]) -> NewOutcome:
        found, into = cast(OutcomeFacts, item.found), cast("Outcome | None", self.rows.get(item.key))
        return NewOutcome(found.title, actions, theme=found.theme.strip()[:200], into=into)

    def _new_action(self, item: Item, fresh: Iterable[Item]) -> NewAction:
        into = cast("Action | None", self.rows.get(item.key))
        milestones = [new_milestone(cast(MilestoneFacts, one.found)) for one in fresh]
        return NewAction(item.title, milestones, into=into)

    def _move(self) -> None:
        """Items that stand under another parent now. They are few, so one by one."""
        for level in ("outcome", "action", "milestone"):
            for item in self.items(level):
                if self.is_new(item) or not item.changed_fields & {"theme", "outcome", "action"}:
                    continue
                row, parent = self.rows[item.key], self.rows.get(item.parent_key)
                if isinstance(row, Outcome) and isinstance(item.found, OutcomeFacts):
                    theme = self._theme(item.found.theme)
                    self.rows[item.key] = plans.move_outcome(outcome=row, theme=theme, by=self.by)
                elif isinstance(row, Action) and isinstance(parent, Outcome):
                    self.rows[item.key] = plans.move_action(action=row, to=parent, by=self.by)
                elif isinstance(row, Milestone) and isinstance(parent, Action):
                    self.rows[item.key] = plans.move_milestone(milestone=row, to=parent, by=self.by)

    def _theme(self, title: str) -> Theme:
        clean = title.strip()[:200]
        theme = self.plan.themes.filter(title=clean).first()
        return theme or plans.add_theme(plan=self.plan, title=clean, by=self.by)

    def _revise(self) -> None:
        """Wording, quarter labels and dates of what was there already."""
        revised: dict[str, dict[Any, Any]] = {"outcome": {}, "action": {}, "milestone": {}}
        for level, of_level in revised.items():
            for item in self.items(level):
                if self.is_new(item):
                    continue
                new = {FIELDS[one.field]: one.after for one in item.changes if one.field in FIELDS}
                if new:
                    of_level[self.rows[item.key]] = new
                changed = {"due" if name == "by_when" else name for name in item.changed_fields}
                words = {name: text for name, text in structure_words(item.found).items() if name in changed}
                if words:
                    self._trace(item, self.rows[item.key], words)
        if any(revised.values()):
            plans.revise(
                plan=self.plan,
                outcomes=revised["outcome"],
                actions=revised["action"],
                milestones=revised["milestone"],
                reason=_("as in %(file)s") % {"file": self.source.file_name},
                on=self.as_at,
                by=self.by,
            )

    def _report(self) -> None:
        """What the file says of progress, as updates as at its day."""
        milestones = [item for item in self.items("milestone") if self._is_said(item)]
        actions = [item for item in self.items("action") if self._is_said(item)]
        updates: list[MilestoneUpdate] = []
        stated: list[ActionUpdate] = []
        if milestones:
            updates = reporting.add_updates([self._milestone_update(item) for item in milestones], by=self.by)
        if actions:
            stated = reporting.add_action_updates([self._action_update(item) for item in actions], by=self.by)
        for item, update in zip(milestones, updates, strict=True):
            self._trace(item, update, said_words(item.found))
        for item, percent in zip(actions, stated, strict=True):
            self._trace(item, percent, said_words(item.found))

    def _is_said(self, item: Item) -> bool:
        """Whether an update is due: the file says something, and not what is stored for its day already."""
        if self.is_new(item):
            found = item.found
            if isinstance(found, MilestoneFacts):
                return says_something(found)
            return isinstance(found, ActionFacts) and bool(
                hundredths(found.stated_percent) is not None or found.summary.strip()
            )
        return item.says_again or bool(item.changed_fields & {"progress", "note", "stated_percent", "summary"})

    def _milestone_update(self, item: Item) -> NewUpdate:
        found = cast(MilestoneFacts, item.found)
        return NewUpdate(
            milestone=cast(Milestone, self.rows[item.key]),
            as_at=self.as_at,
            progress=hundredths(found.progress),
            progress_text=found.progress_text[:100],
            note=found.note,
        )

    def _action_update(self, item: Item) -> NewActionUpdate:
        found = cast(ActionFacts, item.found)
        return NewActionUpdate(
            action=cast(Action, self.rows[item.key]),
            as_at=self.as_at,
            stated_percent=hundredths(found.stated_percent),
            stated_summary=found.summary,
        )

    def _trace(
        self, item: Item, row: Outcome | Action | Milestone | MilestoneUpdate | ActionUpdate, words: dict[str, str]
    ) -> None:
        """Remember where the words for a row were found."""
        place = pack_place(item.found.place) if item.found else {}
        before, after = BLANKS[type(row)]
        self.written.append((self.source.pk, item.key, place, words, *before, row.pk, *after))


# a field of a difference -> the field of the stored row
FIELDS = {"title": "title", "quarter": "quarter_label", "due": "due", "by_when": "by_when"}
TARGETS = {
    Outcome: "outcome_id",
    Action: "action_id",
    Milestone: "milestone_id",
    MilestoneUpdate: "milestone_update_id",
    ActionUpdate: "action_update_id",
}
COLUMNS = ("source_id", "item", "place", "words", *TARGETS.values())
# the nothing that stands before and after the one key among the targets
BLANKS: dict[type[Any], tuple[tuple[None, ...], tuple[None, ...]]] = {
    kind: ((None,) * place, (None,) * (len(TARGETS) - 1 - place)) for place, kind in enumerate(TARGETS)
}


def new_milestone(found: MilestoneFacts) -> NewMilestone:
    """The words for the date are kept where they are not a date."""
    return NewMilestone(
        found.title,
        due=found.due,
        quarter_label=found.quarter[:20],
        by_when="" if found.due else found.due_text.strip()[:200],
    )
