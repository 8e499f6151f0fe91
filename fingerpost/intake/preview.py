"""The preview of an import: what would change, a page at a time, with what was chosen and what the checks say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.checks.facts import ActionFacts, MilestoneFacts, OutcomeFacts, PlanFacts
from fingerpost.checks.findings import SEVERITIES, Finding
from fingerpost.checks.queries import facts_for
from fingerpost.checks.rules import run
from fingerpost.checks.words import SEVERITY_LOOKS, SeverityLook, address
from fingerpost.core.words import day_words
from fingerpost.intake import queries
from fingerpost.intake.afterwards import plan_after
from fingerpost.intake.choosing import Choices, chosen, options, proposed
from fingerpost.intake.differences import STATUSES, Difference, Item, difference
from fingerpost.intake.models import Import
from fingerpost.intake.stored import EMPTY, StoredPlan, stored_plan
from fingerpost.intake.words import field_words, status_words, value_words
from fingerpost.plans.models import Plan

ROWS = 200  # of one page
REMARKS = 50  # of the checks, shown at its head
LARGE = 3000  # items; a larger file is checked only when asked, since 10,000 take some seconds
LEVELS = {OutcomeFacts: "outcome", ActionFacts: "action", MilestoneFacts: "milestone"}
SHAPES = {
    "new": ("dot", "blue"),
    "changed": ("arrow", "blue"),
    "unchanged": ("dash", "grey"),
    "missing": ("ring", "grey"),
    "doubtful": ("question", "amber"),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One radio of a doubtful item."""

    value: str
    label: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the preview. `taken` is None where there is nothing to tick; then `radios` may hold a choice."""

    item: Item
    level: str
    status: str
    shape: str
    colour: str
    taken: bool | None
    radios: list[Option]
    facts: list[tuple[str, str]]
    findings: list[Finding]
    source: str


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding at the head of the preview. `url` leads to its row, to its words in the file, or into the plan."""

    finding: Finding
    look: SeverityLook
    url: str


@dataclass(frozen=True)
class Preview:
    """`day` is the day of the figures; `day_is_given` is False where the file does not say it and today stands in."""

    source: Import
    plan: Plan | None
    day: date
    day_is_given: bool
    found: Difference
    page: Page[Item]
    shows_all: bool
    is_checked: bool
    choices: Mapping[str, str]
    checked: list[Finding] = field(default_factory=list)
    findings: dict[str, list[Finding]] = field(default_factory=dict)

    @property
    def counts(self) -> list[tuple[int, str, str]]:
        """Milestones by status, as the component that heads a page takes them."""
        return [(self.found.counts[status], status_words(status), "") for status in STATUSES]

    @property
    def hidden(self) -> int:
        """How many unchanged items are not shown."""
        return 0 if self.shows_all else sum(item.status == "unchanged" for item in self.found.items)

    @property
    def gravity(self) -> list[tuple[int, str]]:
        """How many findings there are of each severity that there are any of."""
        counted = Counter(finding.severity for finding in self.checked)
        return [(counted[one], str(look.plural)) for one, look in SEVERITY_LOOKS.items() if counted[one]]

    @property
    def remarks(self) -> list[Remark]:
        """The gravest findings, each with where it can be looked at."""
        keys = {id(finding): key for key, findings in self.findings.items() for finding in findings}
        return [self._remark(finding, keys.get(id(finding), "")) for finding in self.checked[:REMARKS]]

    @property
    def more_remarks(self) -> int:
        return max(len(self.checked) - REMARKS, 0)

    def _remark(self, finding: Finding, key: str) -> Remark:
        if any(item.key == key for item in self.page.object_list):
            url = f"#row-{key}"
        elif key:
            url = source_url(self.source, key)
        else:
            url = address(self.plan, finding) if self.plan else ""
        return Remark(finding, SEVERITY_LOOKS[finding.severity], url)

    @property
    def rows(self) -> list[Row]:
        return [self._row(item) for item in self.page.object_list]

    def _row(self, item: Item) -> Row:
        asked = self.choices.get(item.key, proposed(item))
        may_be = options(item)
        radios = []
        if item.status == "doubtful" and len(may_be) > 1:
            radios = [Option(value, option_words(value, item), value == asked) for value in may_be]
        shape, colour = SHAPES[item.status]
        return Row(
            item=item,
            level=level_words(item.level),
            status=status_words(item.status),
            shape=shape,
            colour=colour,
            taken=asked != "leave" if "take" in may_be else None,
            radios=radios,
            facts=facts_words(item),
            findings=self.findings.get(item.key, []),
            source=source_url(self.source, item.key) if item.found else "",
        )


def preview_of(
    source: Import,
    plan: Plan | None,
    *,
    day: date | None = None,
    number: str = "1",
    shows_all: bool = False,
    checks_all: bool = False,
) -> Preview:
    """Compare, and take one page of the rows that matter: with their parents, without what is unchanged."""
    facts = queries.facts_of(source)
    span = queries.span_of(facts, None)
    today = timezone.localdate()
    stand_in = plan.latest_day(today) if plan else min(today, span[1]) if span else today
    as_at = source.as_at or day or stand_in
    stored = stored_plan(plan, as_at) if plan else EMPTY
    found = difference(facts, stored, as_at=as_at, doubts=queries.doubts_of(source))
    page = Paginator(found.items if shows_all else worth_showing(found), ROWS).get_page(number)
    kept = source.choices if source.choices.get("plan") == (plan.slug if plan else "") else {}
    choices = kept.get("items", {})
    is_checked = checks_all or len(found.items) <= LARGE
    findings = []
    if is_checked:
        findings = checked(facts, plan, stored=stored, found=found, choices=choices, day=as_at)
    return Preview(
        source=source,
        plan=plan,
        day=as_at,
        day_is_given=source.as_at is not None,
        found=found,
        page=page,
        shows_all=shows_all,
        is_checked=is_checked,
        choices=choices,
        checked=findings,
        findings=by_item(facts, findings),
    )


def worth_showing(found: Difference) -> list[Item]:
    """All but the unchanged, with the outcomes and actions that they stand under."""
    wanted = {item.key for item in found.items if item.status != "unchanged"}
    above = {key.rpartition(".")[0] for key in wanted}
    above |= {key.rpartition(".")[0] for key in above}
    return [item for item in found.items if item.key in wanted or item.key in above]


def checked(
    facts: PlanFacts, plan: Plan | None, *, stored: StoredPlan, found: Difference, choices: Choices, day: date
) -> list[Finding]:
    """What the checks say of the whole plan as the import would leave it, the gravest first. A handful of queries."""
    whole = facts_for(plan, as_at=day) if plan else replace(facts, outcomes=(), listed=())
    after = plan_after(whole, stored, found, chosen(found, choices), day)
    return sorted(run(after, today=day), key=lambda finding: SEVERITIES.index(finding.severity))


def by_item(facts: PlanFacts, findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The findings on things that the file speaks of, by their keys."""
    keys = {(LEVELS[type(found)], str(found.place)): key for key, found in queries.items_of(facts) if str(found.place)}
    of_item: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if key := keys.get((finding.subject.kind, str(finding.place))):
            of_item[key].append(finding)
    return of_item


def level_words(level: str) -> str:
    return {"outcome": _("Outcome"), "action": _("Key action"), "milestone": _("Milestone")}[level]


def option_words(value: str, item: Item) -> str:
    if value == "same" and item.known:
        return _("It is “%(title)s”") % {"title": item.known.title}
    return {"leave": _("Leave it out"), "new": _("It is new"), "same": ""}[value]


def facts_words(item: Item) -> list[tuple[str, str]]:
    """What is shown of an item: of a changed one each change, of a new milestone what the file says."""
    if item.changes:
        return [
            (
                field_words(one.field),
                _("was %(before)s, now %(after)s")
                % {"before": value_words(one.field, one.before), "after": value_words(one.field, one.after)},
            )
            for one in item.changes
        ]
    found = item.found
    if not isinstance(found, MilestoneFacts) or item.status == "unchanged":
        return []
    said = [
        (_("Due date"), day_words(found.due) or found.due_text),
        (_("Progress"), found.progress_text or value_words("progress", found.progress)),
        (_("Note"), found.note),
    ]
    return [(name, text) for name, text in said if text]


def source_url(source: Import, at: str) -> str:
    """The page that shows the source with the words of an item marked."""
    return f"{reverse('intake:source', args=[source.slug])}?at={at}#place"
