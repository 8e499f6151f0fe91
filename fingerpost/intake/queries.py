"""What pages and commands read of imports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Model, Q, QuerySet
from rapidfuzz import fuzz

from fingerpost.checks.facts import MilestoneFacts, PlanFacts
from fingerpost.core.periods import Period
from fingerpost.intake.differences import STATUSES
from fingerpost.intake.facts_json import unpack
from fingerpost.intake.found_words import Facts
from fingerpost.intake.matching import normal
from fingerpost.intake.models import Import, Provenance, place_from_json
from fingerpost.intake.reviewing.packing import is_review, review_in
from fingerpost.intake.source_lines import SourceLine, load
from fingerpost.intake.words import FIELDS, field_words, status_words
from fingerpost.people.models import User
from fingerpost.people.roles import may
from fingerpost.plans.models import Action, Indicator, Milestone, Plan
from fingerpost.plans.queries import plans_visible_to
from fingerpost.reporting.models import IndicatorValue
from fingerpost.reviews.models import ReviewEntry

DAY_AT_END = re.compile(
    r"[\s,:–—-]*\(?(?:as at|to|at|on|for)?\s*"
    r"(?:\d{1,2}[./ -](?:\d{1,2}|[a-z]{3,9})[./ -]\d{2,4}|\d{4}-\d\d-\d\d)\)?\s*$",
    re.IGNORECASE,
)
LIKE_ENOUGH = 85  # of 100, for a plan to be proposed because its title is like the report's


def imports_visible_to(user: User) -> QuerySet[Import]:
    """All imports for those who may import; for others those that were applied to a plan they may see."""
    imports = Import.objects.select_related("plan", "received_by", "applied_by")
    if may(user, "intake.import"):
        return imports
    return imports.filter(state=Import.State.APPLIED, plan__in=plans_visible_to(user))


def imports_in_list(user: User) -> QuerySet[Import]:
    """The same for a list, without what only a preview needs."""
    return imports_visible_to(user).defer("facts", "choices", "warnings")


def facts_of(source: Import) -> PlanFacts:
    """What was recognised in a report's file."""
    return unpack(source.facts)


def items_in(source: Import) -> Iterator[tuple[str, Facts]]:
    """Every item that was recognised in a file, with its key: of a review paper its outcomes, objectives and rows."""
    if not is_review(source):
        yield from items_of(facts_of(source))
        return
    review = review_in(source)
    for number, group in enumerate((*review.outcomes, *review.objectives), 1):
        yield f"{number}", group
        for place, row in enumerate(group.rows, 1):
            yield f"{number}.{place}", row


def items_of(facts: PlanFacts) -> Iterator[tuple[str, Facts]]:
    """Every item with its key: "2", "2.1", "2.1.5"."""
    for o, outcome in enumerate(facts.outcomes, 1):
        yield f"{o}", outcome
        for a, action in enumerate(outcome.actions, 1):
            yield f"{o}.{a}", action
            for m, milestone in enumerate(action.milestones, 1):
                yield f"{o}.{a}.{m}", milestone


def doubts_of(source: Import) -> dict[str, str]:
    """What reading found wrong with milestones, by their keys."""
    return doubts_in(facts_of(source), source.warnings)


def doubts_in(facts: PlanFacts, warnings: list[dict[str, Any]]) -> dict[str, str]:
    """The same, before anything is stored: an error at the place of a row makes it doubtful."""
    wrong = {
        warning["place"].get("words", ""): warning["message"]
        for warning in reversed(warnings)
        if warning["severity"] in {"error", "critical"}
    }
    if not wrong:
        return {}
    return {
        key: wrong[str(found.place)]
        for key, found in items_of(facts)
        if isinstance(found, MilestoneFacts) and str(found.place) and str(found.place) in wrong
    }


def source_text(source: Import) -> list[SourceLine]:
    """The file as it was read when it came in."""
    with default_storage.open(source.lines_stored_as) as stored:
        return load(stored.read().decode())


def provenance_of(thing: Milestone | Action) -> QuerySet[Provenance]:
    """Where a milestone or key action itself and every update of it were found, the latest report first."""
    if isinstance(thing, Milestone):
        found = Provenance.objects.filter(Q(milestone=thing) | Q(milestone_update__milestone=thing))
    else:
        found = Provenance.objects.filter(Q(action=thing) | Q(action_update__action=thing))
    return (
        found.select_related("source")
        .defer("source__facts", "source__choices", "source__warnings")
        .order_by("-source__as_at", "-source_id", "id")
    )


def earlier_import(sha256: str, plan: Plan | None = None) -> Import | None:
    """The last time that the same file was applied, to this plan where one is given."""
    applied = Import.objects.filter(sha256=sha256, state=Import.State.APPLIED).select_related("plan")
    if plan is not None:
        applied = applied.filter(plan=plan)
    return applied.order_by("-applied_at").first()


def undated(title: str) -> str:
    """A report's title without the day at its end: what the plan is called."""
    return DAY_AT_END.sub("", title.strip()).strip() or title.strip()


def likely_plan(source: Import, user: User) -> Plan | None:
    """The plan that a file is most likely about: where it went before, else one of a like title whose time fits."""
    earlier = earlier_import(source.sha256)
    plans = plans_visible_to(user)
    if earlier and earlier.plan:
        return plans.filter(pk=earlier.plan.pk).first()
    if source.as_at:
        plans = plans.filter(starts__lte=source.as_at)
    wanted = normal(undated(source.title))
    scored = [(fuzz.token_sort_ratio(wanted, normal(plan.title)), plan.starts, plan) for plan in plans]
    if source.as_at:
        scored = [one for one in scored if one[2].ends >= source.as_at or one[0] == 100]
    best = max(scored, key=lambda one: one[:2], default=None)
    return best[2] if best and best[0] >= LIKE_ENOUGH else None


def span_of(facts: PlanFacts, as_at: date | None) -> tuple[date, date] | None:
    """The planning years that a new plan covers: the file's own, that of its day, else those of its due dates."""
    if facts.starts and facts.ends:
        return facts.starts, facts.ends
    day = facts.as_at or as_at
    days = [day] if day else [m.due for _key, m in items_of(facts) if isinstance(m, MilestoneFacts) and m.due]
    if not days:
        return None
    return Period.containing(min(days), "year").start, Period.containing(max(days), "year").end


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing found in one file: a field, its words, and where a link leads to."""

    source: Import
    place: str
    field: str
    words: str
    at: str

    @property
    def label(self) -> str:
        return field_words(self.field)


def traces_of(thing: Milestone | Action) -> list[Trace]:
    """Where every figure and word of a milestone or key action was found, the latest report first."""
    return [
        Trace(found.source, found.place_words, field, words, f"{found.item}-{field}")
        for found in provenance_of(thing)
        for field, words in sorted(found.words.items(), key=lambda entry: FIELDS.index(entry[0]))
    ]


@dataclass(frozen=True, slots=True)
class FoundAt:
    """A file and the place in it. `at` is what a link to the page of the file says."""

    slug: str
    file: str
    place: str
    at: str

    @property
    def words(self) -> str:
        return f"{self.file}, {self.place}" if self.place else self.file


def sources_of(rows: Sequence[Model]) -> dict[int, FoundAt]:
    """Where indicators, review entries or figures were found, by their numbers: the latest file that has them. One
    query; none without rows."""
    if not rows:
        return {}
    name = NAMES[type(rows[0])]
    found = Provenance.objects.filter(**{f"{name}__in": [row.pk for row in rows]}).order_by("id")
    told = found.values_list(f"{name}_id", "item", "words", "place", "source__slug", "source__file_name")
    return {key: found_at(item, words, place, slug, file) for key, item, words, place, slug, file in told}


def found_at(item: str, words: dict[str, str], place: dict[str, Any], slug: str, file: str) -> FoundAt:
    """A single word leads to itself, several to their item."""
    at = f"{item}-{next(iter(words))}" if len(words) == 1 else item
    return FoundAt(slug, file, str(place_from_json(place)), at)


NAMES: dict[type[Model], str] = {Indicator: "indicator", ReviewEntry: "review", IndicatorValue: "value"}


def counts_of(source: Import) -> list[tuple[int, str, str]]:
    """What applying an import did, as the component that heads a page takes it."""
    return [(source.result.get(status, 0), status_words(status), "") for status in STATUSES]
