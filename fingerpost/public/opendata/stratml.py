"""StratML: Part 1 (ISO 17469-1, schema of 1 April 2014) and Part 2 (ANSI/AIIM 22:2017, schema of 16 February 2016).

An outcome is a Goal, a key action an Objective of the Goal that it stands under. Part 2 adds PerformanceIndicators,
which only Objectives may hold: the milestones of a key action, and an Objective for the indicators of an outcome.
Elements stand in the order that the schemas demand, and identifiers are xsd:ID: each once in a file, no number first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import override
from lxml import etree

from fingerpost.documents.writers.layout import clean
from fingerpost.public.content import ActionFacts, IndicatorFacts, MilestoneFacts, OutcomeFacts, Snapshot, Value

PART_1 = "urn:ISO:std:iso:17469:tech:xsd:stratml_core"
PART_2 = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
LOOSE = "actions-of-no-outcome"


@dataclass(frozen=True, slots=True)
class Writing:
    """What is being written: `part` 1 or 2 of the standard."""

    snapshot: Snapshot
    part: int

    @property
    def namespace(self) -> str:
        return PART_1 if self.part == 1 else PART_2

    def add(self, parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
        made = etree.SubElement(parent, f"{{{self.namespace}}}{name}", attributes)
        if text is not None:
            made.text = clean(text)
        return made

    def add_said(self, parent: etree._Element, name: str, text: str) -> None:
        if text:
            self.add(parent, name, text)


def strategic_plan(snapshot: Snapshot) -> bytes:
    """Part 1: the plan alone."""
    return document(Writing(snapshot, 1), "StrategicPlan", {})


def performance_report(snapshot: Snapshot) -> bytes:
    """Part 2: the plan with progress, indicators, targets and figures."""
    return document(Writing(snapshot, 2), "PerformancePlanOrReport", {"Type": "Performance_Report"})


def document(to: Writing, name: str, attributes: dict[str, str]) -> bytes:
    snapshot = to.snapshot
    with override(snapshot.language):
        root = etree.fromstring(f'<{name} xmlns="{to.namespace}"/>')
        for key, given in attributes.items():
            root.set(key, given)
        to.add(root, "Name", snapshot.plan.title)
        to.add_said(root, "Description", snapshot.plan.summary)
        if to.part == 2:
            to.add_said(root, "OtherInformation", f"{snapshot.period.label}. {snapshot.standing.sentence}")
        core = to.add(root, "StrategicPlanCore")
        organisation(to, core)
        for place, outcome in enumerate(snapshot.outcomes, start=1):
            goal(to, core, outcome, place)
        loose(to, core)
        about = to.add(root, "AdministrativeInformation")
        reported = to.part == 2
        to.add(about, "StartDate", (snapshot.period.starts if reported else snapshot.plan.starts).isoformat())
        to.add(about, "EndDate", (snapshot.period.ends if reported else snapshot.plan.ends).isoformat())
        to.add(about, "PublicationDate", snapshot.built_at.date().isoformat())
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def organisation(to: Writing, core: etree._Element) -> None:
    made = to.add(core, "Organization")
    to.add(made, "Name", to.snapshot.partnership)
    to.add(made, "Identifier", "partnership")
    bodies = dict.fromkeys(one.organisation for group in to.snapshot.groups for one in group.members)
    for name in bodies:
        if name:
            to.add(to.add(made, "Stakeholder", StakeholderTypeType="Organization"), "Name", name)


def goal(to: Writing, core: etree._Element, outcome: OutcomeFacts, place: int) -> None:
    snapshot = to.snapshot
    made = to.add(core, "Goal")
    to.add(made, "Name", outcome.title)
    to.add(made, "Description", outcome.description)
    to.add(made, "Identifier", f"outcome.{outcome.slug}")
    to.add(made, "SequenceIndicator", str(place))
    around = snapshot.outcome.get(outcome.parent)
    said = [_("Part of “%(outcome)s”.") % {"outcome": around.title}] if around else []
    if to.part == 2:
        said.append(outcome.standing.sentence)
    to.add_said(made, "OtherInformation", " ".join(said))
    for action in snapshot.actions:
        if action.outcomes[:1] == (outcome.slug,):
            objective(to, made, action)
    measured = [one for one in snapshot.indicators if one.outcome == outcome.slug]
    if to.part == 2 and measured:
        measures(to, made, f"indicators-of.{outcome.slug}", measured)


def loose(to: Writing, core: etree._Element) -> None:
    """Key actions and indicators that stand under no outcome here; also a Goal where there is none, as one must be."""
    snapshot = to.snapshot
    actions = [one for one in snapshot.actions if not one.outcomes or one.outcomes[0] not in snapshot.outcome]
    measured = [one for one in snapshot.indicators if one.outcome not in snapshot.outcome]
    if snapshot.outcomes and not actions and not (measured and to.part == 2):
        return
    made = to.add(core, "Goal")
    to.add(made, "Name", snapshot.plan.title)
    to.add(made, "Description", snapshot.plan.summary)
    to.add(made, "Identifier", LOOSE)
    for action in actions:
        objective(to, made, action)
    if to.part == 2 and measured:
        measures(to, made, "indicators-of-no-outcome", measured)


def objective(to: Writing, parent: etree._Element, action: ActionFacts) -> None:
    made = to.add(parent, "Objective")
    to.add(made, "Name", action.title)
    to.add(made, "Description", action.description)
    to.add(made, "Identifier", f"action.{action.slug}")
    to.add_said(made, "SequenceIndicator", action.number)
    if to.part == 2:
        to.add_said(made, "OtherInformation", action.standing.sentence)
        for milestone in action.milestones:
            work(to, made, action, milestone)


def work(to: Writing, parent: etree._Element, action: ActionFacts, milestone: MilestoneFacts) -> None:
    """A milestone: to be at 100 % on its due date."""
    made = to.add(parent, "PerformanceIndicator", ValueChainStage="Output", PerformanceIndicatorType="Quantitative")
    to.add(made, "MeasurementDimension", milestone.title)
    to.add(made, "UnitOfMeasurement", "%")
    to.add(made, "Identifier", f"milestone.{action.slug}.{milestone.slug}")
    measured = to.add(made, "MeasurementInstance")
    result(to, measured, "TargetResult", (None, milestone.due), number=Decimal(100), words=milestone.by_when)
    reached = None if milestone.progress is None else Decimal(milestone.progress)
    result(to, measured, "ActualResult", (None, to.snapshot.as_at), number=reached, words=milestone.progress_words)
    to.add_said(made, "OtherInformation", " ".join(one for one in (milestone.standing.words, milestone.note) if one))


def measures(to: Writing, parent: etree._Element, identifier: str, indicators: Iterable[IndicatorFacts]) -> None:
    made = to.add(parent, "Objective")
    to.add(made, "Name", _("Indicators"))
    to.add(made, "Description", "")
    to.add(made, "Identifier", identifier)
    for one in indicators:
        measure(to, made, one)


def measure(to: Writing, parent: etree._Element, indicator: IndicatorFacts) -> None:
    made = to.add(parent, "PerformanceIndicator", ValueChainStage="Outcome", PerformanceIndicatorType="Quantitative")
    to.add(made, "MeasurementDimension", indicator.title)
    to.add(made, "UnitOfMeasurement", indicator.unit)
    to.add(made, "Identifier", f"indicator.{indicator.slug}")
    targets = {(one.period.slug, one.place): one for one in indicator.targets}
    for value in indicator.values:
        target = targets.pop((value.period.slug, value.place), None)
        measured = to.add(made, "MeasurementInstance")
        if target:
            span = (target.period.starts, target.period.ends)
            result(to, measured, "TargetResult", span, number=target.value, words=place_and(target.place, target.words))
        span = (value.period.starts, value.period.ends)
        result(to, measured, "ActualResult", span, number=value.value, words=place_and(value.place, words_of(value)))
    for ahead in targets.values():
        span = (ahead.period.starts, ahead.period.ends)
        measured = to.add(made, "MeasurementInstance")
        result(to, measured, "TargetResult", span, number=ahead.value, words=place_and(ahead.place, ahead.words))
    to.add_said(made, "OtherInformation", " ".join(said_of(indicator)))


def said_of(indicator: IndicatorFacts) -> Iterator[str]:
    yield from (one for one in (indicator.definition, indicator.status.words, indicator.working) if one)


def words_of(value: Value) -> str:
    return " ".join(one for one in (value.words, value.note) if one)


def place_and(place: str, words: str) -> str:
    return f"{place}: {words}" if place else words


def result(
    to: Writing,
    parent: etree._Element,
    name: str,
    span: tuple[date | None, date | None],
    *,
    number: Decimal | None,
    words: str,
) -> None:
    """No number stands for what is withheld or was not reported: the words say why."""
    made = to.add(parent, name)
    for part, day in zip(("StartDate", "EndDate"), span, strict=True):
        if day:
            to.add(made, part, day.isoformat())
    if number is not None:
        to.add(made, "NumberOfUnits", format(number, "f"))
    to.add_said(made, "Description", words)
