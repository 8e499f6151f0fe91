"""What a list of milestones can be narrowed down to, as conditions for the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

# What a list can be narrowed down to beside the standings: words, and a condition on `judged`.
ONLY = {
    "overdue": (_("Overdue"), "j.is_overdue"),
    "due-this-quarter": (_("Due this quarter"), "j.state = 'active' AND j.due BETWEEN %(quarter)s AND %(quarter_end)s"),
    "open": (_("Not complete yet"), "j.state = 'active' AND (j.progress IS NULL OR j.progress < 10000)"),
    "moved": (_("Due date moved"), "j.is_moved"),
}
EARLY = {
    "only": " AND m.id = %(only)s",
    "lead": " AND COALESCE(m.lead_id, a.lead_id) = %(lead)s",
    "without_lead": " AND m.lead_id IS NULL AND a.lead_id IS NULL",
    "area": " AND EXISTS (SELECT 1 FROM plans_plan p JOIN people_area r ON r.id = p.area_id"
    " WHERE p.id = a.plan_id AND (r.id = %(area)s OR r.parent_id = %(area)s))",
    "group": " AND EXISTS (SELECT 1 FROM plans_plan p WHERE p.id = a.plan_id AND p.owner_id = %(group)s)",
}
BOUNDS = {"due_from": ">=", "due_to": "<="}
# A due date of today may not be the one as at the moment: these milestones are looked at whatever their date.
MOVED_SINCE = (
    "EXISTS (SELECT 1 FROM plans_milestonechange c WHERE c.milestone_id = m.id AND c.kind = 'due' "
    'AND (c."on" > %(as_at)s OR c.recorded_at > %(known_at)s))'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed down to.

    `only` is the id of one milestone; `lead`, `area` and `group` are ids. A milestone without a lead has that of its
    key action; an area takes in its localities. `status` is a standing or one of ONLY. `this_year`
    keeps to the plan year of the moment. `words` must all occur,
    whatever their case, in the title of milestone or key action, the description or a note.
    """

    only: int | None = None
    words: str = ""
    lead: int | None = None
    without_lead: bool = False
    area: int | None = None
    group: int | None = None
    status: str = ""
    due_from: date | None = None
    due_to: date | None = None
    this_year: bool = False

    @property
    def bounds(self) -> dict[str, Any]:
        """The first and last due date that were given."""
        day = connection.ops.adapt_datefield_value
        return {name: day(getattr(self, name)) for name in BOUNDS if getattr(self, name)}

    @property
    def early(self) -> tuple[str, dict[str, Any]]:
        """Conditions that need no fact as at the moment, so that fewer milestones are looked at."""
        found = {name: getattr(self, name) for name in EARLY if getattr(self, name)}
        sql, params = words_condition(self.words)
        dues = [
            f" AND (m.due {sign} %({name})s OR {MOVED_SINCE})" for name, sign in BOUNDS.items() if name in self.bounds
        ]
        return "".join([*(EARLY[name] for name in found), *dues, sql]), {**found, **self.bounds, **params}

    @property
    def late(self) -> tuple[str, dict[str, Any]]:
        """Conditions on what is so as at the moment."""
        sql = ["j.in_year"] if self.this_year else []
        params: dict[str, Any] = {}
        if self.status in ONLY:
            sql.append(str(ONLY[self.status][1]))
        elif self.status:
            sql.append("j.standing = %(status)s")
            params["status"] = self.status
        sql += [f"j.due {sign} %({name})s" for name, sign in BOUNDS.items() if name in self.bounds]
        params |= self.bounds
        return "".join(f" AND {condition}" for condition in sql), params


def words_condition(words: str) -> tuple[str, dict[str, Any]]:
    """Every word occurs somewhere. SQLite folds the case of plain letters only, so others are tried in each case."""
    sql: list[str] = []
    params: dict[str, Any] = {}
    for place, word in enumerate(words.split()):
        forms = {word.lower(), word.upper(), word.capitalize()} if not word.isascii() else {word.lower()}
        names = {f"word_{place}_{number}": like(form) for number, form in enumerate(sorted(forms))}
        params |= names
        sql.append("".join([" AND (", " OR ".join(any_holds(name) for name in names), ")"]))
    return "".join(sql), params


def like(word: str) -> str:
    """A pattern for LIKE that takes every character of `word` as it is."""
    escaped = word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{escaped}%"


def any_holds(name: str) -> str:
    pattern = f"LIKE %({name})s ESCAPE '!'"
    texts = "".join(f"LOWER({text}) {pattern} OR " for text in ("m.title", "m.description", "m.by_when", "a.title"))
    notes = (
        "EXISTS (SELECT 1 FROM reporting_milestoneupdate w WHERE w.milestone_id = m.id "
        "AND w.as_at <= %(as_at)s AND w.recorded_at <= %(known_at)s AND LOWER(w.note) "
    )
    return f"{texts}{notes}{pattern})"
