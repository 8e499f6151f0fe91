"""Public pages as functions from what was published to HTML. They know no request: an export renders the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from fingerpost.public.content import (
    Change,
    IndicatorFacts,
    Label,
    OutcomeFacts,
    Snapshot,
    Span,
    TargetFacts,
    Value,
)
from fingerpost.public.middleware import ROOT
from fingerpost.public.models import Publication
from fingerpost.public.opendata import linked
from fingerpost.public.surroundings import surroundings

Trail = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Shown:
    """One publication as a page shows it. `base` is the address that its links keep to: the publication's own, that
    below latest/, or that of a preview. `latest` is the version in force where this one was superseded."""

    publication: Publication
    snapshot: Snapshot
    base: str
    is_preview: bool = False

    @property
    def canonical(self) -> str:
        return f"{ROOT}{self.publication.address}"

    @property
    def trail(self) -> Trail:
        """The way down to the plan."""
        return [] if self.is_preview else [(_("How we are doing"), ROOT)]


def render(name: str, *, title: str, language: str = "", here: str | None = None, **context: Any) -> str:
    """A page. `here` is its address below the root, None where it has none."""
    frame = {
        "title": title,
        "root": ROOT,
        "around": surroundings(),
        "partnership_name": settings.PARTNERSHIP_NAME,
        "partnership_logo": settings.PARTNERSHIP_LOGO,
        "partnership_colour": settings.PARTNERSHIP_COLOUR,
    }
    with override(language or settings.LANGUAGE_CODE):
        context = {**context, "linked": linked_data(title, here, context), "links": links(here), "here": here}
        return render_to_string(f"public/{name}.html", {**frame, **context})


def linked_data(title: str, here: str | None, context: dict[str, Any]) -> SafeString | None:
    """The way up to a page, and the data set that it shows, for search engines; whole addresses alone make sense."""
    around = surroundings()
    if here is None or not around.root:
        return None
    nodes = [linked.breadcrumbs(context["trail"], title, at(here))] if context.get("trail") else []
    if "shown" in context:
        nodes.append(linked.dataset(context["snapshot"], context["publication"].address, at(here)))
    elif not here:
        nodes.append({"@context": "https://schema.org", **linked.organisation(), "url": around.root})
    return linked.script(nodes) if nodes else None


def at(here: str) -> Callable[[str], str]:
    """Where a place below the root is, as the page at an address says it."""
    return lambda place: surroundings().whole(place, here)


def links(here: str | None) -> list[tuple[str, str, bool]]:
    """The navigation: words, address, whether this is it."""
    found = [
        (_("How we are doing"), ""),
        (_("Localities"), "localities/"),
        (_("Who we are"), "groups/"),
        (_("News"), "news/"),
        (_("Archive"), "archive/"),
        (_("Search"), "search/"),
    ]
    return [(words, f"{ROOT}{place}", place == here) for words, place in found]


def of_plan(shown: Shown, name: str, *, title: str, below: str = "", trail: Trail = (), **context: Any) -> str:
    """A page of one publication, with its notices and the way up."""
    snapshot = shown.snapshot
    up = [*shown.trail, *([(snapshot.plan.title, shown.base)] if below else []), *trail]
    return render(
        name,
        title=title,
        language=snapshot.language,
        here=None if shown.is_preview else f"{shown.publication.place}{below}",
        shown=shown,
        publication=shown.publication,
        snapshot=snapshot,
        plan=snapshot.plan,
        base=shown.base,
        canonical=f"{shown.canonical}{below}",
        trail=up,
        **context,
    )


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """An outcome in the list of a plan; `depth` is how far it is nested, `theme` named where it begins."""

    facts: OutcomeFacts
    depth: int
    theme: str


def outcome_rows(snapshot: Snapshot) -> list[OutcomeRow]:
    found: list[OutcomeRow] = []
    depths: dict[str, int] = {}
    theme = ""
    for one in snapshot.outcomes:
        depths[one.slug] = depths[one.parent] + 1 if one.parent else 0
        begins = one.theme if one.theme != theme and not one.parent else ""
        theme = one.theme if not one.parent else theme
        found.append(OutcomeRow(one, depths[one.slug], begins))
    return found


def change_rows(changes: Iterable[Change]) -> list[tuple[Label, Change]]:
    """Each with its label: what got worse stands first, so that nobody has to look for it."""
    names = {
        "worse": _("Worse"),
        "better": _("Better"),
        "changed": _("Changed"),
        "new": _("New"),
        "gone": _("Ended"),
    }
    order = list(names)
    return [
        (Label(one.kind, names[one.kind]), one) for one in sorted(changes, key=lambda change: order.index(change.kind))
    ]


def status_counts(indicators: Iterable[IndicatorFacts]) -> list[tuple[Label, int]]:
    """How many indicators have each status, in the order in which they are met."""
    found: dict[Label, int] = {}
    for one in indicators:
        found[one.status] = found.get(one.status, 0) + 1
    order = ["green", "amber", "red"]
    return sorted(found.items(), key=lambda pair: order.index(pair[0].code) if pair[0].code in order else len(order))


def plan(shown: Shown) -> str:
    snapshot = shown.snapshot
    return of_plan(
        shown,
        "plan",
        title=f"{snapshot.plan.title}, {snapshot.period.label}",
        outcomes=outcome_rows(snapshot),
        changes=change_rows(snapshot.changes),
        coming=snapshot.coming,
        statuses=status_counts(snapshot.indicators),
        papers=[one for one in snapshot.files if not one.name.endswith(".svg")],
    )


def outcome(shown: Shown, slug: str) -> str:
    """Raises KeyError where there is none."""
    snapshot = shown.snapshot
    facts = snapshot.outcome[slug]
    around = snapshot.outcome.get(facts.parent)
    trail = [(around.title, f"{shown.base}outcomes/{around.slug}/")] if around else []
    return of_plan(
        shown,
        "outcome",
        title=facts.title,
        below=f"outcomes/{slug}/",
        trail=trail,
        outcome=facts,
        standing=facts.standing,
        outcomes=[OutcomeRow(one, 0, "") for one in snapshot.outcomes if one.parent == slug],
        actions=[snapshot.action[one] for one in facts.actions],
        indicators=[snapshot.indicator[one] for one in facts.indicators],
    )


def action(shown: Shown, slug: str) -> str:
    """Raises KeyError where there is none."""
    snapshot = shown.snapshot
    facts = snapshot.action[slug]
    home = snapshot.outcome.get(facts.outcomes[0]) if facts.outcomes else None
    return of_plan(
        shown,
        "action",
        title=facts.title,
        below=f"actions/{slug}/",
        trail=[(home.title, f"{shown.base}outcomes/{home.slug}/")] if home else [],
        action=facts,
        standing=facts.standing,
        outcomes=[snapshot.outcome[one] for one in facts.outcomes],
    )


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """One period of an indicator: our figure, its target, and those of the benchmarks in order."""

    period: Span
    value: Value
    target: TargetFacts | None
    benchmarks: tuple[str, ...]


def period_rows(facts: IndicatorFacts) -> tuple[list[str], list[PeriodFigures]]:
    """The names of the benchmarks, and the periods, the latest first."""
    names = list(dict.fromkeys(one.place for one in facts.values if one.kind == "benchmark"))
    beside = {(one.place, one.period.slug): one.words for one in facts.values if one.kind == "benchmark"}
    targets = {one.period.slug: one for one in facts.targets}
    rows = [
        PeriodFigures(
            one.period,
            one,
            targets.get(one.period.slug),
            tuple(beside.get((name, one.period.slug), "–") for name in names),
        )
        for one in facts.values
        if one.kind == "whole"
    ]
    return names, rows[::-1]


def place_tables(facts: IndicatorFacts) -> list[tuple[str, Span, list[Value]]]:
    """The areas, and the categories: for the period that the indicator is shown for, else the last with a figure."""
    tables = []
    for kind, title in {"area": _("By area"), "category": _("By group")}.items():
        values = [one for one in facts.values if one.kind == kind]
        periods = {one.period.slug: one.period for one in values}
        if not periods:
            continue
        shown = facts.period.slug if facts.period else ""
        at = periods.get(shown) or max(periods.values(), key=lambda period: period.ends)
        tables.append((title, at, [one for one in values if one.period == at]))
    return tables


def indicator(shown: Shown, slug: str) -> str:
    """Raises KeyError where there is none."""
    snapshot = shown.snapshot
    facts = snapshot.indicator[slug]
    home = snapshot.outcome.get(facts.outcome)
    benchmarks, rows = period_rows(facts)
    files = {one.name: one for one in snapshot.files}
    return of_plan(
        shown,
        "indicator",
        title=facts.title,
        below=f"indicators/{slug}/",
        trail=[(home.title, f"{shown.base}outcomes/{home.slug}/")] if home else [],
        indicator=facts,
        outcome=home,
        benchmarks=benchmarks,
        rows=rows,
        places=place_tables(facts),
        charts=[files[name] for name in facts.charts],
    )


def withdrawn(publication: Publication) -> str:
    """What stands at every address of a publication that was withdrawn."""
    return render("withdrawn", title=_("%(title)s: withdrawn") % {"title": publication.title}, publication=publication)


def not_found() -> str:
    return render("not_found", title=_("There is no such page"))


def embed(shown: Shown, kind: str, slug: str) -> str:
    """An outcome or indicator, small, for a frame on a partner's site. Raises KeyError where there is none."""
    snapshot = shown.snapshot
    facts = snapshot.outcome[slug] if kind == "outcome" else snapshot.indicator[slug]
    return render(
        "embed",
        title=facts.title,
        language=snapshot.language,
        snapshot=snapshot,
        facts=facts,
        kind=kind,
        to=f"{shown.base}{kind}s/{slug}/",
    )


ITEMS = {"outcome": outcome, "action": action, "indicator": indicator}
