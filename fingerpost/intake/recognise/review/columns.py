"""Which column of a review table is which, from its heading, in any order and under the names in use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from fingerpost.checks.facts import FigureRole, PeriodFacts

from .periods import mentions

Subject = Literal["indicator", "action", "activity"]
Role = Literal[
    "group", "title", "work_undertaken", "work_planned", "data", "notes", "lead", "activity", "by_whom", "by_when",
    "outcome", "number",
]  # fmt: skip

INDICATOR = (
    "indicator|indicators|local indicator|outcome indicator|performance indicator|performance indicators"
    "|key performance indicator|measure|measures|performance measure|success measure|key measure|pi|kpi"
    "|what we measure|measure of success|indicator title|indicator description"
)
ACTION = (
    "action|actions|key action|key actions|action title|priority action|improvement action|agreed action|task|tasks"
    "|project|workstream|commitment|what we said we would do|what we will do|what needs to be done|area of work"
    "|initiative"
)
GROUP = (
    "outcome|outcomes|local outcome|strategic outcome|outcome statement|objective|objectives|priority|priorities|theme"
    "|strand|aim|goal|high level outcome"
)
NAMES: dict[Role, str] = {
    "work_undertaken": "work undertaken|work undertaken to date|work done|work done to date|work to date"
    "|work carried out|work completed|progress|progress to date|progress made|progress so far|progress update"
    "|progress report|update|latest update|update on progress|activity to date|activity undertaken|action taken"
    "|actions taken|action to date|what we have done|what we did|what has been done|what have we done|done so far"
    "|achievements|achievements to date|achieved|achieved to date|current position|position|status update"
    "|position statement|how are we doing|summary of progress|progress summary|delivered to date",
    "work_planned": "work planned|planned work|planned|next steps|next step|next actions|further work|future work"
    "|further work planned|further action|further actions|future action|future actions|planned action|planned actions"
    "|forward plan|what next|what is next|what's next|to do|still to do|remaining work|work to be done|work remaining"
    "|what we will do next|what are we going to do now|what we are going to do|next period|planned next",
    "data": "data|figures|figure|performance|performance data|value|values|result|results|latest data|latest figures"
    "|latest value|current data|current performance|current figure|actual|actuals|evidence|statistics|measurement"
    "|indicator data|trend|how do we know|latest position",
    "notes": "note|notes|comment|comments|remarks|commentary|follow up|follow-up|followup|follow-up action"
    "|follow up action|additional notes|additional comments|other comments|observations|issues|notes and actions"
    "|further comments|action required|actions required|narrative",
    "lead": "lead|lead officer|lead agency|lead partner|responsible officer|responsible|owner|responsibility",
    "number": "no|number|ref|reference|#|id|code|item|line|rag|status|rag status",
}
FOR_ACTIVITIES: dict[Role, str] = {
    "activity": "activity|activities|what|communication activity|planned activity|method|methods|task|tasks"
    "|deliverable|what we will do",
    "by_whom": "by whom|who|whom|lead|lead officer|responsible|responsible officer|responsibility|owner|lead agency"
    "|led by|who by|person responsible|lead person|action by|who will do it|lead partner",
    "by_when": "by when|when|timescale|timescales|deadline|target date|due date|due|date|frequency|timing"
    "|completion date|when by|timeframe|target timescale",
    "outcome": "outcome|outcomes|intended outcome|expected outcome|desired outcome|result|benefit|benefits|purpose"
    "|impact|expected impact|success measure|why",
    "number": "no|number|ref|reference|#|id|item",
    "group": "action|actions|key action|objective|objectives|aim|strand|theme|priority",
}
# Other headings, by the words that say what they are about.
PLANNED = re.compile(r"\b(?:next|planned|going to|will (?:be )?do(?:ne)?|to be done|future|further|upcoming)\b")
UNDERTAKEN = re.compile(r"\b(?:undertaken|done|achieved|achievements?|progress|delivered|to date|so far|update)\b")
OTHER_THINGS = re.compile(r"\b(?:date|when|who|whom|cost|budget|rag|status|score|rating|percent\w*|lead|by)\b|%")
ANY_DATA = re.compile(
    r"(?:(?:half|full|mid|end)[- ]?(?:of[- ])?year(?:ly)?|year[- ]end|six[- ]month(?:ly)?|annual|quarter(?:ly)?"
    r"|monthly|latest|current|q[1-4]|interim|first half|second half)"
    r" (?:data|figures?|values?|results?|performance|position|actual)"
)
COLUMN_ROLES: tuple[tuple[FigureRole, str], ...] = (
    ("baseline", "baseline"),
    ("target", "target"),
    ("comparison", "scotland|scottish average|national|national average|family group|comparator|benchmark"),
)
PLAIN_WORDS = re.compile(
    r"\b(?:data|figures?|values?|actual|results?|performance|year|the|for|in|at|of|baseline|target|position|scotland"
    r"|scottish|average|national|family|group|comparator|benchmark|provisional)\b|[\s%():,.–-]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """A column of figures whose heading says what they are: "Baseline 2006/7", "Target", "2008/09"."""

    position: int
    role: FigureRole
    period: PeriodFacts | None
    heading: str


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table, counted from 0. `unread` are the headings of those that hold nothing that is known."""

    subject: Subject
    at: dict[Role, int]
    width: int
    figures: tuple[FigureColumn, ...] = ()
    unread: tuple[tuple[int, str], ...] = field(default=())


def named(names: str) -> frozenset[str]:
    return frozenset(names.split("|"))


INDICATORS, ACTIONS, GROUPS = named(INDICATOR), named(ACTION), named(GROUP)
ROLES: dict[str, Role] = {name: role for role, names in NAMES.items() for name in names.split("|")}
ACTIVITY_ROLES: dict[str, Role] = {
    name: role for role, names in reversed(FOR_ACTIVITIES.items()) for name in names.split("|")
}


@lru_cache(maxsize=2048)
def normal(heading: str) -> str:
    bare = re.sub(r"\([^)]*\)|[*:?()]", " ", heading.replace("_", " ").replace("’", "'").casefold())
    return " ".join(bare.split()).strip(" .-–")


def columns_in(headings: Sequence[str]) -> Columns | None:
    """The columns that a row of headings names, or None where it heads no review and no activities."""
    if sum(bool(heading) for heading in headings) < 2 or any(len(heading) > 80 for heading in headings):
        return None
    return _review(headings) or _activities(headings)


def _review(headings: Sequence[str]) -> Columns | None:
    names = [normal(heading) for heading in headings]
    subject = _subject(names)
    if subject is None:
        return None
    kind, position = subject
    at: dict[Role, int] = {"title": position}
    figures: list[FigureColumn] = []
    unread: list[tuple[int, str]] = []
    for number, name in enumerate(names):
        if not name or number == position:
            continue
        role = ROLES.get(name) or ("data" if ANY_DATA.fullmatch(name) else None)
        figure = None if role else _figure_column(number, headings[number])
        role = role or (None if figure else _likely(name))
        if name in GROUPS and "group" not in at:
            at["group"] = number
        elif role and role not in at:
            at[role] = number
        elif role == "number":
            pass
        elif role == "data" or figure:
            figures.append(figure or FigureColumn(number, "value", None, headings[number]))
        else:
            unread.append((number, headings[number]))
    told = {"work_undertaken", "work_planned", "data"} & set(at)
    if not told and len(figures) < 1:
        return None
    return Columns(kind, at, len(headings), tuple(figures), tuple(unread))


def _likely(name: str) -> Role | None:
    """What was done or what is planned, by a word in a heading that is none of the known ones."""
    if OTHER_THINGS.search(name) or name in GROUPS or name in INDICATORS or name in ACTIONS:
        return None
    return "work_planned" if PLANNED.search(name) else "work_undertaken" if UNDERTAKEN.search(name) else None


def _subject(names: Sequence[str]) -> tuple[Subject, int] | None:
    kinds: tuple[tuple[Subject, frozenset[str]], ...] = (("indicator", INDICATORS), ("action", ACTIONS))
    for kind, known in kinds:
        for position, name in enumerate(names):
            if name in known:
                return kind, position
    return None


def _figure_column(position: int, heading: str) -> FigureColumn | None:
    times = list(mentions(heading))
    rest = heading
    for time in reversed(times):
        rest = rest[: time.start] + " " + rest[time.end :]
    role = next((role for role, names in COLUMN_ROLES if re.search(rf"\b(?:{names})\b", rest, re.I)), None)
    if len(times) > 1 or PLAIN_WORDS.sub("", rest) or not (times or role):
        return None
    return FigureColumn(position, role or "value", times[0].period if times else None, heading)


def _activities(headings: Sequence[str]) -> Columns | None:
    names = [normal(heading) for heading in headings]
    at: dict[Role, int] = {}
    unread: list[tuple[int, str]] = []
    for number, name in enumerate(names):
        role = ACTIVITY_ROLES.get(name)
        if role and role not in at:
            at[role] = number
        elif name:
            unread.append((number, headings[number]))
    if "activity" not in at and "group" in at:
        at["activity"] = at.pop("group")
    if "activity" not in at or not {"by_whom", "by_when"} & set(at):
        return None
    return Columns("activity", at, len(headings), (), tuple(unread))
