"""What a file would change in a plan, item by item, before anything is changed.

An item of the file is new, changed (with the fields, before and after), unchanged or doubtful (with the reason);
an item of the plan that should stand in the file and does not is missing. What the file leaves blank says nothing
and changes nothing. A report that is older than the latest one imported adds its figures to the past, but does not
bring back old titles and dates.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from django.utils.translation import gettext as _

from fingerpost.checks.facts import ActionFacts, MilestoneFacts, OutcomeFacts, PlanFacts
from fingerpost.core.words import day_words
from fingerpost.intake.matching import Match, Matches, Titled, pair, pair_elsewhere
from fingerpost.intake.stored import EMPTY, KnownAction, KnownMilestone, KnownOutcome, StoredPlan

Status = Literal["new", "changed", "unchanged", "missing", "doubtful"]
Level = Literal["outcome", "action", "milestone"]
STATUSES: tuple[Status, ...] = ("new", "changed", "unchanged", "missing", "doubtful")
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Change:
    """One field, as the plan has it and as the file has it."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of the file, or of the plan where it is missing from the file.

    `key` is the position in the file's facts, counted from 1 ("2.1.5"), or "missing-" and a number. `known` is the
    stored thing that it is matched with, for a doubtful one the likeliest. `doubt` says why it is doubtful, or where
    a missing one stands. `says_again`: nothing differs, but no
    update says so as at the day of the report, so one is added. `blocked` is why it cannot be taken in at all.
    `fault`: the doubt is about the file itself, not about what in the plan it is.
    """

    key: str
    level: Level
    status: Status
    title: str
    found: OutcomeFacts | ActionFacts | MilestoneFacts | None = None
    known: KnownOutcome | KnownAction | KnownMilestone | None = None
    changes: tuple[Change, ...] = ()
    doubt: str = ""
    says_again: bool = False
    blocked: str = ""
    fault: bool = False

    @property
    def parent_key(self) -> str:
        return self.key.rpartition(".")[0]

    @property
    def changed_fields(self) -> frozenset[str]:
        return frozenset(change.field for change in self.changes)


@dataclass(frozen=True)
class Difference:
    """All items in the order of the file: an outcome, its actions each followed by its milestones, then what is
    missing."""

    items: tuple[Item, ...]
    as_at: date | None = None

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many milestones have each status."""
        return self.counts_of("milestone")

    def counts_of(self, level: Level) -> dict[str, int]:
        counted = Counter(item.status for item in self.items if item.level == level)
        return {status: counted[status] for status in STATUSES}

    @cached_property
    def by_key(self) -> dict[str, Item]:
        return {item.key: item for item in self.items}

    @property
    def is_empty(self) -> bool:
        """Whether taking all of it in would change nothing."""
        return all(item.status in {"unchanged", "missing"} and not item.says_again for item in self.items)

    @cached_property
    def fingerprint(self) -> str:
        """Changes when anything that the preview showed would be different now."""
        shown = repr([(i.key, i.status, i.changes, i.says_again, i.known.pk if i.known else 0) for i in self.items])
        return hashlib.sha256(shown.encode()).hexdigest()[:16]


def difference(
    facts: PlanFacts,
    plan: StoredPlan = EMPTY,
    *,
    as_at: date | None = None,
    doubts: Mapping[str, str] | None = None,
) -> Difference:
    """Compare what a file says with a stored plan (`EMPTY`: a plan yet to be made).

    `as_at` is the day of the report where the file does not say. `doubts` are reasons to doubt an item, by its key,
    that came up when the file was read.
    """
    return _Comparison(facts, plan, facts.as_at or as_at, doubts or {}).run()


class _Comparison:
    """Matches level by level, then says of each item what differs."""

    def __init__(self, facts: PlanFacts, plan: StoredPlan, as_at: date | None, doubts: Mapping[str, str]) -> None:
        self.facts, self.plan, self.as_at, self.doubts = facts, plan, as_at, doubts
        self.is_older = bool(as_at and plan.newest and as_at < plan.newest)
        self.known_outcomes = plan.outcomes
        self.known_actions = [action for outcome in plan.outcomes for action in outcome.actions]
        self.matched: dict[str, tuple[Any, Match]] = {}

    def run(self) -> Difference:
        self._match_outcomes()
        self._match_children(
            [(f"{o}", outcome.actions) for o, outcome in _numbered(self.facts.outcomes)],
            lambda known: known.actions,
            self.known_actions,
        )
        self._match_children(
            [(f"{o}.{a}", action.milestones) for o, outcome in _numbered(self.facts.outcomes)
             for a, action in _numbered(outcome.actions)],
            lambda known: known.milestones,
            [milestone for action in self.known_actions for milestone in action.milestones],
        )  # fmt: skip
        return Difference((*self._items(), *self._missing()), self.as_at)

    def _match_outcomes(self) -> None:
        found = [_titled(outcome) for outcome in self.facts.outcomes]
        matches = pair(found, [_titled(outcome) for outcome in self.known_outcomes])
        self._keep("", matches, range(len(found)), self.known_outcomes)

    def _keep(self, parent: str, matches: Matches, places: Iterable[int], known: Any) -> None:
        for place in places:
            if match := matches.get(place):
                self.matched[_key(parent, place + 1)] = (known[match.known], match)

    def _match_children(self, parents: list[tuple[str, Any]], children: Any, everywhere: list[Any]) -> None:
        """Under the matched parent first; what is left over, all through the plan."""
        left: list[tuple[str, Any]] = []
        taken: set[int] = set()
        for parent, found in parents:
            known = children(self.matched[parent][0]) if parent in self.matched else []
            matches = pair([_titled(one) for one in found], [_titled(one) for one in known])
            self._keep(parent, matches, range(len(found)), known)
            taken |= {known[match.known].pk for match in matches.values()}
            left += [(_key(parent, place), one) for place, one in _numbered(found) if place - 1 not in matches]
        free = [one for one in everywhere if one.pk not in taken]
        elsewhere = pair_elsewhere([_titled(one) for _key_of, one in left], [_titled(one) for one in free])
        for index, match in elsewhere.items():
            self.matched[left[index][0]] = (free[match.known], match)

    def _items(self) -> Iterator[Item]:
        for o, outcome in _numbered(self.facts.outcomes):
            yield self._outcome(f"{o}", outcome)
            for a, action in _numbered(outcome.actions):
                yield self._action(f"{o}.{a}", f"{o}", action)
                for m, milestone in _numbered(action.milestones):
                    yield self._milestone(f"{o}.{a}.{m}", f"{o}.{a}", milestone)

    def _outcome(self, key: str, found: OutcomeFacts) -> Item:
        known, match = self.matched.get(key, (None, None))
        item = Item(key, "outcome", "new", found.title, found, known, blocked=_too_long(found.title, 500))
        if known is None:
            return self._judged(item, match)
        changes = self._wording(known.title, found.title)
        if known.parent is None:
            changes += self._differs("theme", known.theme, found.theme.strip()[:200])
        return self._judged(replace(item, changes=tuple(changes)), match)

    def _action(self, key: str, parent: str, found: ActionFacts) -> Item:
        known, match = self.matched.get(key, (None, None))
        item = Item(key, "action", "new", found.title, found, known, blocked=_too_long(found.title, 500))
        if known is None:
            return self._judged(item, match)
        said = [
            *_said("stated_percent", known.stated_percent, hundredths(found.stated_percent)),
            *_said("summary", known.summary, found.summary.strip()),
        ]
        moved = self._moved("outcome", parent, known.outcome, self.known_outcomes)
        changes = (*self._wording(known.title, found.title), *moved, *said)
        again = (
            not said
            and (hundredths(found.stated_percent) is not None or bool(found.summary.strip()))
            and known.said_on != self.as_at
        )
        return self._judged(replace(item, changes=changes, says_again=again), match)

    def _milestone(self, key: str, parent: str, found: MilestoneFacts) -> Item:
        known, match = self.matched.get(key, (None, None))
        item = Item(key, "milestone", "new", found.title, found, known, blocked=_too_long(found.title, 1000))
        if known is None:
            if not found.due and not found.due_text.strip():
                return self._judged(item, match, fault=_("It has no due date."))
            return self._judged(item, match)
        said = [
            *_said("progress", known.progress, hundredths(found.progress)),
            *_said("note", known.note, found.note.strip()),
        ]
        again = not said and says_something(found) and known.said_on != self.as_at
        moved = self._moved("action", parent, known.action, self.known_actions)
        changes = (*self._wording(known.title, found.title), *self._dates(known, found), *moved, *said)
        doubt = ""
        if changes and not known.is_active:
            doubt = _("The plan says of it: %(state)s.") % {"state": known.state.replace("-", " ")}
        return self._judged(replace(item, changes=changes, says_again=again), match, doubt)

    def _judged(self, item: Item, match: Match | None, doubt: str = "", fault: str = "") -> Item:
        fault = item.blocked or self.doubts.get(item.key, "") or fault or _progress_out_of_range(item.found)
        doubt = fault or (match.doubt if match else "") or doubt
        if doubt:
            return replace(item, status="doubtful", doubt=doubt, fault=bool(fault))
        if item.known is None:
            return item
        return replace(item, status="changed" if item.changes else "unchanged")

    def _wording(self, before: str, after: str) -> list[Change]:
        return self._differs("title", before, after.strip())

    def _differs(self, field: str, before: Any, after: Any) -> list[Change]:
        """A change of structure: none where the file is blank or older than what is known."""
        return [] if self.is_older else _said(field, before, after)

    def _dates(self, known: KnownMilestone, found: MilestoneFacts) -> list[Change]:
        changes = self._differs("quarter", known.quarter, found.quarter[:20])
        if found.due:
            return changes + self._differs("due", known.due, found.due)
        return changes + self._differs("by_when", known.by_when, found.due_text.strip()[:200])

    def _moved(self, field: str, parent: str, before: int, among: Iterable[Any]) -> list[Change]:
        """The item stands under another parent in the file than in the plan. `after` is "" for a new one."""
        now = self.matched.get(parent, (None, None))[0]
        if self.is_older or (now is not None and now.pk == before):
            return []
        was = next(one.title for one in among if one.pk == before)
        return [Change(field, was, now.title if now else "")]

    def _missing(self) -> Iterator[Item]:
        """Milestones that were due by the day of the report and are not in it: a report lists what is due so far."""
        seen = {known.pk for key, (known, _match) in self.matched.items() if key.count(".") == 2}
        if self.as_at is None:
            return
        for action in self.known_actions:
            for known in action.milestones:
                if known.pk not in seen and known.is_active and known.due and known.due <= self.as_at:
                    where = _("It stands under “%(action)s” and was due on %(day)s.") % {
                        "action": action.title,
                        "day": day_words(known.due),
                    }
                    yield Item(f"missing-{known.pk}", "milestone", "missing", known.title, None, known, doubt=where)


def _numbered(things: Iterable[Any]) -> Iterable[tuple[int, Any]]:
    return enumerate(things, 1)


def _key(parent: str, number: int) -> str:
    return f"{parent}.{number}" if parent else f"{number}"


def _titled(one: Any) -> Titled:
    """With what tells apart things of the same title: the due date of milestones, the theme of outcomes."""
    if isinstance(one, MilestoneFacts | KnownMilestone):
        return Titled(one.title.strip(), one.due)
    return Titled(one.title.strip(), getattr(one, "theme", "").strip()[:200] or None)


def _said(field: str, before: Any, after: Any) -> list[Change]:
    """A change, unless the file is blank there: blank says nothing."""
    return [] if after in {None, ""} or after == before else [Change(field, before, after)]


def _too_long(title: str, longest: int) -> str:
    if not title.strip():
        return _("It has no title.")
    if len(title) <= longest:
        return ""
    return _("Its title has %(length)d characters; at most %(longest)d can be stored.") % {
        "length": len(title),
        "longest": longest,
    }


def hundredths(value: Decimal | None) -> Decimal | None:
    """A percentage as it is stored, with two decimals; None where it is not from 0 to 100."""
    return None if value is None or not 0 <= value <= 100 else value.quantize(CENT)


def says_something(found: MilestoneFacts) -> bool:
    """Whether the file gives progress or a note, so that there is an update to keep."""
    return hundredths(found.progress) is not None or bool(found.note.strip())


def _progress_out_of_range(found: OutcomeFacts | ActionFacts | MilestoneFacts | None) -> str:
    value = getattr(found, "progress", None) or getattr(found, "stated_percent", None)
    if value is None or 0 <= value <= 100:
        return ""
    return _("%(value)s %% is not from 0 to 100.") % {"value": value}
