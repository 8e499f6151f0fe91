"""Rows and the words between them put together into a plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from fingerpost.checks.facts import ActionFacts, MilestoneFacts, OutcomeFacts, PlanFacts
from fingerpost.documents.model import NOWHERE, Place

from .dates import dates_in
from .events import Event, Findings, RawRow, Said, clipped
from .headings import Section, key, outline, section, split_contents
from .lines import Line
from .rows import milestone, overall
from .words import AS_AT


@dataclass(slots=True)
class _Action:
    title: str
    place: Place
    stated: Decimal | None = None
    summary: str = ""
    milestones: list[MilestoneFacts] = field(default_factory=list)


@dataclass(slots=True)
class _Outcome:
    title: str
    theme: str
    place: Place
    actions: dict[str, _Action] = field(default_factory=dict)


@dataclass(slots=True)
class _Run:
    """Words said, and the rows that follow them."""

    said: list[Line] = field(default_factory=list)
    rows: list[RawRow] = field(default_factory=list)


def plan_from(events: Iterable[Event], title: str, findings: Findings, *, titled: bool) -> tuple[PlanFacts, list[Line]]:
    """The plan, and the words after its last row. `title` is the document's own.

    `titled`: that title goes before the first words of the document, as in a spreadsheet, where those may be anything.
    """
    runs, after = _runs(events)
    if not runs:
        return PlanFacts(title=title), after
    preamble, contents, rest = split_contents(runs[0].said, [run.said for run in runs[1:]])
    if contents:
        runs[0].said = rest
    listed = tuple((line.text, line.place) for line in contents if not line.navigation)
    shape = outline([run.said for run in runs], [words for words, _place in listed], title)
    building = _Building(findings)
    sections = [section(run.said, shape, first=number == 0) for number, run in enumerate(runs)]
    for run, found in zip(runs, sections, strict=True):
        building.add(run, found)
    opening = [*preamble, *sections[0].before] if contents else sections[0].before
    opening = opening or [line for line in runs[0].said if line.level and line.level == shape.title_level]
    name, as_at = _title(opening, title, titled=titled and bool(title))
    outcomes = building.outcomes()
    listed = tuple((without_page(text, outcomes), place) for text, place in listed)
    return PlanFacts(title=name, as_at=as_at, outcomes=outcomes, listed=listed), after


def without_page(entry: str, outcomes: Sequence[OutcomeFacts]) -> str:
    """An entry of the contents without its number and its page, where what is left is a title of the report."""
    titles = {key(outcome.title) for outcome in outcomes}
    titles |= {key(action.title) for outcome in outcomes for action in outcome.actions}
    bare = re.sub(r"^\d{1,3}\s+(?=\D)", "", re.sub(r"(?<=\S)\s+\d{1,4}$", "", entry))
    return bare if key(entry) not in titles and key(bare) in titles else entry


def _runs(events: Iterable[Event]) -> tuple[list[_Run], list[Line]]:
    runs = [_Run()]
    for event in events:
        if isinstance(event, Said):
            if runs[-1].rows:
                runs.append(_Run())
            runs[-1].said.append(event.line)
        else:
            runs[-1].rows.append(event)
    after = [] if runs[-1].rows else runs.pop().said
    return runs, after


class _Building:
    """Outcomes and actions as they come; the same title again is the same thing going on."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.kept: dict[str, _Outcome] = {}
        self.theme = ""
        self.outcome: tuple[str, Place] = ("", NOWHERE)
        self.action: tuple[str, Place] = ("", NOWHERE)
        self.told: set[str] = set()

    def add(self, run: _Run, found: Section) -> None:
        if found.theme:
            self.theme = found.theme.text
        if found.outcome:
            self.outcome, self.action = (found.outcome.text, found.outcome.place), ("", NOWHERE)
        if found.action:
            self.action = (found.action.text, found.action.place)
        if found.doubtful:
            self.findings.add(
                "words-not-read",
                "warning",
                _("These words before “%(action)s” are neither theme, outcome nor action, and were not read: %(words)s")
                % {
                    "action": clipped(self.action[0]),
                    "words": clipped(" / ".join(line.text for line in found.before), 160),
                },
                found.before[0].place,
            )
        first = True
        for row in run.rows:
            action = self._action_of(row)
            if first or row.action:
                self._state(action, row, found)
            action.milestones.append(milestone(row, self.findings))
            first = False

    def _action_of(self, row: RawRow) -> _Action:
        outcome_title, outcome_place = (row.outcome, row.place) if row.outcome else self.outcome
        action_title, action_place = (row.action, row.place) if row.action else self.action
        self._tell_missing(outcome_title, action_title, row)
        outcome = self.kept.get(key(outcome_title))
        if outcome is None:
            outcome = _Outcome(outcome_title, row.theme or self.theme, outcome_place)
            self.kept[key(outcome_title)] = outcome
        action = outcome.actions.get(key(action_title))
        if action is None:
            action = outcome.actions[key(action_title)] = _Action(action_title, action_place)
        return action

    def _state(self, action: _Action, row: RawRow, found: Section) -> None:
        stated = overall(row) if row.overall or row.overall_value is not None else None
        if stated is None and not row.action:
            stated = found.stated
        if action.stated is None:
            action.stated = stated
        elif stated is not None and stated != action.stated:
            self._tell_once(
                f"overall {action.title}",
                "percent-stated-twice",
                "warning",
                _("Two percentages are stated for “%(title)s”: %(one)s and %(other)s. The first was kept.")
                % {"title": clipped(action.title), "one": action.stated, "other": stated},
                row.place,
            )
        action.summary = action.summary or row.summary or ("" if row.action else found.summary_words)

    def _tell_missing(self, outcome: str, action: str, row: RawRow) -> None:
        if not outcome:
            self._tell_once(
                "outcome",
                "no-outcome",
                "warning",
                _("No outcome could be told for “%(title)s” and those like it.")
                % {"title": clipped(action or row.title)},
                row.place,
            )
        if not action:
            self._tell_once(
                f"action {outcome}",
                "no-action",
                "warning",
                _("No key action could be told for “%(title)s” and those like it.") % {"title": clipped(row.title)},
                row.place,
            )

    def _tell_once(self, what: str, rule: str, severity: str, message: str, place: Place) -> None:
        if what not in self.told:
            self.told.add(what)
            self.findings.add(rule, "warning" if severity == "warning" else "error", message, place)

    def outcomes(self) -> tuple[OutcomeFacts, ...]:
        return tuple(
            OutcomeFacts(
                title=outcome.title,
                theme=outcome.theme,
                place=outcome.place,
                actions=tuple(
                    ActionFacts(
                        title=action.title,
                        stated_percent=action.stated,
                        summary=action.summary,
                        milestones=tuple(action.milestones),
                        place=action.place,
                    )
                    for action in outcome.actions.values()
                ),
            )
            for outcome in self.kept.values()
        )


def _title(opening: Sequence[Line], title: str, *, titled: bool) -> tuple[str, date | None]:
    """The report's title, and the day it speaks of: in the title, or after "as at" before the first rows."""
    words = [line for line in opening if not line.navigation]
    heading = next((line.text for line in words if line.level == 1), words[0].text if words else "")
    if titled or title.startswith(heading):
        heading = title  # a sheet's name holds only the beginning
    for text in (heading, title):
        days = {found.day for found in dates_in(text)}
        if len(days) == 1:
            return heading, days.pop()
        if days:
            return heading, _as_at(text)
    return heading, next((day for line in words if (day := _as_at(line.text))), None)


def _as_at(text: str) -> date | None:
    for found in dates_in(text):
        if AS_AT.search(text[: found.start]):
            return found.day
    return None
