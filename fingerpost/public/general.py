"""Public pages that are of no single publication: the first page, archive, comparison, localities, who we are, search.

Like `pages`, functions from what was published to HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from fingerpost.core.periods import Period
from fingerpost.public.comparing import changes
from fingerpost.public.content import GroupFacts, Locality, Snapshot, Span, Value
from fingerpost.public.middleware import ROOT
from fingerpost.public.models import NewsItem, NewsState, Publication, PublicationState, period_place
from fingerpost.public.pages import Shown, change_rows, outcome_rows, render, status_counts

FEW = 5
NEWS = 3  # on the first page
Trail = list[tuple[str, str]]


def leading(latest: Iterable[Shown]) -> list[Shown]:
    """In the order of the first page: plans of the whole area first, then the latest period, then by title."""
    return sorted(
        latest,
        key=lambda one: (
            one.snapshot.plan.is_locality,
            -one.snapshot.period.ends.toordinal(),
            -len(one.snapshot.outcomes),
            one.snapshot.plan.title,
        ),
    )


def home(latest: Sequence[Shown], items: Sequence[NewsItem] = ()) -> str:
    """How we are doing, in one screen, with news. `latest` are the newest publications, the one to lead with first."""
    lead = latest[0] if latest else None
    context: dict[str, Any] = {}
    if lead:
        context = {
            "snapshot": lead.snapshot,
            "plan": lead.snapshot.plan,
            "base": lead.base,
            "outcomes": outcome_rows(lead.snapshot),
            "changes": change_rows(lead.snapshot.changes)[:FEW],
            "coming": lead.snapshot.coming[:FEW],
            "statuses": status_counts(lead.snapshot.indicators),
        }
    others = [(one, one.snapshot) for one in latest[1:]]
    language = lead.snapshot.language if lead else ""
    return render(
        "home",
        title=_("How we are doing"),
        language=language,
        here="",
        lead=lead,
        others=others,
        items=items[:NEWS],
        **context,
    )


def news(items: Sequence[NewsItem]) -> str:
    return render("news", title=_("News"), here="news/", items=items)


def news_item(item: NewsItem) -> str:
    """The item; that it was withdrawn, and why, where it was."""
    trail = [(_("News"), f"{ROOT}news/")]
    if item.state == NewsState.WITHDRAWN:
        title = _("%(title)s: withdrawn") % {"title": item.title}
        return render("news_withdrawn", title=title, trail=trail, item=item)
    return render("news_item", title=item.title, here=item.place, trail=trail, item=item)


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A period with the publications of it that hold, in the order of their titles."""

    period: Period
    place: str
    publications: tuple[Publication, ...]


def period_rows(publications: Iterable[Publication]) -> list[PeriodRow]:
    """The periods of what holds now, the latest first; what was superseded is reached from its successor."""
    found: dict[Period, list[Publication]] = {}
    for one in publications:
        if one.state != PublicationState.SUPERSEDED:
            found.setdefault(one.of, []).append(one)
    order = sorted(found, key=lambda period: (period.end, period.start), reverse=True)
    return [
        PeriodRow(one, period_place(one), tuple(sorted(only_last(found[one]), key=lambda row: row.title)))
        for one in order
    ]


def only_last(rows: Iterable[Publication]) -> list[Publication]:
    """Of each plan the last version: one that was withdrawn may have been published anew."""
    last: dict[str, Publication] = {}
    for one in sorted(rows, key=lambda row: row.version):
        last[one.plan_slug] = one
    return list(last.values())


def archive(publications: Sequence[Publication]) -> str:
    years: dict[Period, list[PeriodRow]] = {}
    for row in period_rows(publications):
        years.setdefault(row.period.whole_year, []).append(row)
    return render("archive", title=_("Archive"), here="archive/", years=list(years.items()))


def year(publications: Sequence[Publication], asked: Period) -> str:
    """Raises KeyError where nothing of the year was published."""
    rows = [row for row in period_rows(publications) if row.period.whole_year == asked]
    if not rows:
        raise KeyError(asked)
    return render("year", title=asked.label, here=f"{asked.slug_of_year}/", trail=archive_trail(), rows=rows)


def period(publications: Sequence[Publication], asked: Period) -> str:
    """Raises KeyError where nothing of the period was published."""
    row = next((row for row in period_rows(publications) if row.period == asked), None)
    if row is None:
        raise KeyError(asked)
    trail = [*archive_trail(), (asked.year_label, f"{ROOT}{asked.slug_of_year}/")]
    return render("period", title=asked.label, here=row.place, trail=trail, row=row)


def archive_trail() -> Trail:
    return [(_("Archive"), f"{ROOT}archive/")]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two periods of a plan that can be compared, the earlier first."""

    earlier: Publication
    later: Publication

    @property
    def place(self) -> str:
        return f"compare/{self.later.plan_slug}/{self.earlier.period}/{self.later.period}/"


def pairs(publications: Iterable[Publication]) -> dict[str, list[tuple[Publication, list[Pair]]]]:
    """By plan: each public period, the latest first, with the earlier ones that it can be compared with."""
    plans: dict[str, list[Publication]] = {}
    for one in publications:
        if one.state == PublicationState.PUBLIC:
            plans.setdefault(one.plan_slug, []).append(one)
    found = {}
    for slug, rows in plans.items():
        rows.sort(key=lambda row: (row.ends, row.of.start), reverse=True)
        with_pairs = [
            (row, [Pair(other, row) for other in rows[place + 1 :] if other.ends < row.ends])
            for place, row in enumerate(rows)
        ]
        if some := [(row, these) for row, these in with_pairs if these]:
            found[slug] = some
    return found


def compare_index(publications: Sequence[Publication]) -> str:
    """Every two periods that can be compared, as links: they work from plain files as well."""
    plans = [(rows[0][0], rows) for rows in pairs(publications).values()]
    plans.sort(key=lambda plan: plan[0].title)
    return render("compare_index", title=_("Compare two periods"), here="compare/", trail=archive_trail(), plans=plans)


def compare(pair: Pair, before: Snapshot, after: Snapshot) -> str:
    old = {one.slug: one for one in before.outcomes}
    trail = [*archive_trail(), (_("Compare two periods"), f"{ROOT}compare/")]
    return render(
        "compare",
        title=after.plan.title,
        language=after.language,
        here=pair.place,
        trail=trail,
        pair=pair,
        before=before,
        after=after,
        plan=after.plan,
        base=f"{ROOT}{pair.later.place}",
        outcomes=[(row, old.get(row.facts.slug)) for row in outcome_rows(after)],
        changes=change_rows(changes(before, after)),
    )


@dataclass(frozen=True, slots=True)
class AreaTable:
    """One indicator by area: the whole's figure first."""

    title: str
    to: str
    period: Span
    whole: str
    values: tuple[Value, ...]


def area_tables(latest: Iterable[Shown]) -> list[AreaTable]:
    found = []
    for one in latest:
        for facts in one.snapshot.indicators:
            values = [value for value in facts.values if value.kind == "area"]
            if not values:
                continue
            at = max((value.period for value in values), key=lambda span: (span.ends, span.starts))
            whole = next((v.words for v in facts.values if v.kind == "whole" and v.period == at), "–")
            to = f"{one.base}indicators/{facts.slug}/"
            found.append(AreaTable(facts.title, to, at, whole, tuple(value for value in values if value.period == at)))
    return found


def localities(latest: Sequence[Shown]) -> str:
    """The plans of the localities beside each other, and every indicator that is told by area."""
    published = {one.snapshot.plan.slug: one for one in latest}
    rows: dict[str, tuple[Locality, Shown | None]] = {}
    for one in latest:
        for locality in one.snapshot.localities:
            rows.setdefault(locality.plan.slug, (locality, published.get(locality.plan.slug)))
    found = sorted(rows.values(), key=lambda row: (row[0].area, row[0].plan.title))
    return render("localities", title=_("Localities"), here="localities/", localities=found, tables=area_tables(latest))


def groups(snapshot: Snapshot | None) -> str:
    """Who we are, as of the last publication: groups with the roles and organisations in them; nobody is named."""
    found: list[tuple[GroupFacts, str]] = []
    if snapshot:
        names = {one.slug: one.name for one in snapshot.groups}
        found = [(one, names.get(one.parent, "")) for one in snapshot.groups]
    return render("groups", title=_("Who we are"), here="groups/", groups=found, snapshot=snapshot)


def what_we_publish(publications: Sequence[Publication]) -> str:
    title = _("What we publish and when")
    return render("what_we_publish", title=title, here="what-we-publish/", latest=period_rows(publications)[:1])


def about_the_data() -> str:
    return render("about_the_data", title=_("About the data"), here="about-the-data/")


def data(latest: Sequence[Shown], publications: Sequence[Publication]) -> str:
    """Every file of data: of the newest publication of each plan one by one, of those before as a whole."""
    shown = {one.publication.pk for one in latest}
    earlier = [one for one in publications if one.state == PublicationState.PUBLIC and one.pk not in shown]
    files = [
        ("plan.json", _("The whole publication (JSON)")),
        ("outcomes.csv", _("Outcomes (CSV)")),
        ("actions.csv", _("Key actions (CSV)")),
        ("milestones.csv", _("Milestones (CSV)")),
        ("indicators.csv", _("Indicators (CSV)")),
        ("values.csv", _("Figures of the indicators (CSV)")),
        ("calendar.ics", _("Milestones by day (iCalendar)")),
        ("stratml-part-1.xml", _("The plan (StratML Part 1)")),
        ("stratml-part-2.xml", _("Its performance (StratML Part 2)")),
    ]
    context: dict[str, Any] = {"latest": latest, "earlier": earlier, "files": files, "licence": settings.LICENCE}
    return render("data", title=_("Data to download"), here="data/", **context)


def accessibility() -> str:
    return render("accessibility", title=_("Accessibility statement"), here="accessibility/")


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found: what it is, its title, some words around, where it is."""

    kind: str
    title: str
    words: str
    to: str
    of: str


def hits(latest: Iterable[Shown], asked: str) -> list[Hit]:
    """Everything in the newest publications in which all words occur, whatever their case."""
    wanted = asked.lower().split()
    found = []
    for one in latest if wanted else ():
        plan = one.snapshot.plan
        for hit, text in entries(one):
            if all(word in text.lower() for word in wanted):
                found.append(hit)
        if all(word in f"{plan.title} {plan.summary}".lower() for word in wanted):
            found.append(Hit(_("Plan"), plan.title, plan.summary, one.base, one.snapshot.period.label))
    return found


def entries(one: Shown) -> Iterable[tuple[Hit, str]]:
    """What can be found in a publication, each with the text that is searched."""
    snapshot, base = one.snapshot, one.base
    of = f"{snapshot.plan.title}, {snapshot.period.label}"
    plan = snapshot.plan
    for outcome in snapshot.outcomes:
        said = outcome.standing.sentence
        hit = Hit(plan.outcome_name, outcome.title, said, f"{base}outcomes/{outcome.slug}/", of)
        yield hit, f"{outcome.title} {outcome.description}"
    for action in snapshot.actions:
        to = f"{base}actions/{action.slug}/"
        hit = Hit(plan.action_name, action.title, action.standing.sentence, to, of)
        yield hit, f"{action.title} {action.description}"
        for row in action.milestones:
            words = row.note or row.progress_words
            yield Hit(plan.milestone_name, row.title, words, f"{to}#{row.slug}", of), f"{row.title} {row.note}"
    for facts in snapshot.indicators:
        hit = Hit(_("Indicator"), facts.title, facts.words, f"{base}indicators/{facts.slug}/", of)
        yield hit, f"{facts.title} {facts.definition} {facts.source}"


MOST = 100


def search(latest: Iterable[Shown], asked: str) -> str:
    found = hits(latest, asked)
    return render(
        "search", title=_("Search"), here="search/", asked=asked, hits=found[:MOST], count=len(found), most=MOST
    )


def search_of_files(latest: Sequence[Shown]) -> str:
    """The search page of plain files, where the reader's browser searches an index; without JavaScript a way in."""
    return render("search_files", title=_("Search"), here="search/", latest=latest)
