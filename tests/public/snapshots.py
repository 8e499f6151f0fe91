"""Snapshots made by hand: one of everything that a publication can hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from fingerpost.public.content import (
    SCHEMA,
    ActionFacts,
    Change,
    Coming,
    Counts,
    FileFacts,
    GroupFacts,
    IndicatorFacts,
    Label,
    Link,
    Locality,
    Member,
    MilestoneFacts,
    OutcomeFacts,
    PlanFacts,
    Review,
    Snapshot,
    Span,
    Standing,
    TargetFacts,
    Value,
)

Q1 = Span("2009-10-q1", "Q1 2009/10", date(2009, 4, 1), date(2009, 6, 30))
Q2 = Span("2009-10-q2", "Q2 2009/10", date(2009, 7, 1), date(2009, 9, 30))
RECORDED, WITHHELD = Label("recorded", "Recorded"), Label("withheld", "Withheld (small number)")
COUNTS = Counts(
    due=2,
    complete=1,
    well_progressed=0,
    some_progress=1,
    no_progress=0,
    no_update=0,
    will_not_complete=0,
    carried_forward=0,
    overdue=1,
    later=1,
    left_out=1,
)
STANDING = Standing(
    percent=50,
    exact=Decimal("50"),
    expected=60,
    band=Label("some-slippage", "Some slippage"),
    sentence="50% overall. One of the two milestones due is complete; one has made some progress.",
    rule="The mean of the progress of 3 milestones.",
    counts=COUNTS,
)
REVIEW = Review(
    "A group was set up.", "The group is to report.", "72.9% in Q1 and Q2", "", "Ask for figures in January."
)


def milestone(slug: str = "screening", **fields: Any) -> MilestoneFacts:
    usual = MilestoneFacts(
        slug=slug,
        title="Screen every referral",
        due=date(2009, 9, 30),
        first_due=date(2009, 6, 30),
        by_when="",
        progress=50,
        progress_words="50%",
        standing=Label("some-progress", "Some progress"),
        overdue=True,
        note="Half of the “agencies” take part; <the rest> by spring & summer.",
        why="",
    )
    return replace(usual, **fields)


def value(place: str = "", number: Decimal | None = Decimal("72.9"), period: Span = Q2, **fields: Any) -> Value:
    usual = Value(
        period=period,
        place=place,
        kind="area" if place else "whole",
        value=number,
        words="" if number is None else f"{number}%",
        state=RECORDED,
        numerator=None,
        denominator=None,
        provisional=False,
        note="",
    )
    return replace(usual, **fields)


def snapshot(**fields: Any) -> Snapshot:
    """A small plan with one of each thing; any field of `Snapshot` can be given instead."""
    milestones = (
        milestone("pilot", title="Pilot", progress=100, progress_words="100%", overdue=False, note=""),
        milestone(),
        milestone("review", title="Review it", due=date(2010, 3, 31), progress=None, progress_words="Not due yet"),
    )
    action = ActionFacts(
        slug="early-help",
        number="1",
        title="Offer help early",
        description="",
        outcomes=("safe",),
        cancelled="",
        standing=STANDING,
        stated=Decimal("55"),
        verdict="The stated percentage differs from the computed one.",
        review=REVIEW,
        milestones=milestones,
    )
    indicator = IndicatorFacts(
        slug="offend-once",
        title="Young people who offend only once",
        outcome="safe",
        definition="Of those who offended in the period, who did so once.",
        unit="%",
        decimals=1,
        polarity=Label("higher", "Higher is better"),
        frequency=Label("quarter", "Quarterly"),
        source="Youth justice",
        baseline="60.8% in 2006/07",
        period=Q2,
        value=Decimal("72.9"),
        words="72.9%",
        state=RECORDED,
        target="70.0%",
        status=Label("green", "On target"),
        short_trend=Label("improving", "Improving"),
        long_trend=Label("none", "Not enough figures"),
        working="72.9% is 4.1% better than the target of 70.0%.",
        values=(
            value(number=Decimal("69.5"), period=Q1),
            value(),
            value("Keith", None, words="Withheld (small number)", state=WITHHELD),
            value("Scotland", Decimal("71"), kind="benchmark"),
        ),
        targets=(TargetFacts(Q2, "", Decimal("70"), "70.0%"),),
        charts=(),
        review=None,
    )
    outcome = OutcomeFacts(
        slug="safe",
        title="Young people are safe",
        description="",
        theme="Safer",
        parent="",
        standing=STANDING,
        trend=(("Q1 2009/10", 40), ("Q2 2009/10", 50)),
        actions=("early-help",),
        indicators=("offend-once",),
    )
    whole = Snapshot(
        schema=SCHEMA,
        language="en-gb",
        partnership="Community planning partnership",
        plan=PlanFacts(
            slug="young-people",
            title="Young people’s plan 2009/10",
            summary="What the partners do for young people.",
            starts=date(2009, 4, 1),
            ends=date(2010, 3, 31),
            area="Moray",
            area_slug="moray",
            is_locality=False,
            owner="Strategic group",
            theme_name="Theme",
            outcome_name="Outcome",
            action_name="Key action",
            milestone_name="Milestone",
            predecessor=Link("young-people-2008-09", "Young people’s plan 2008/09"),
            serves=None,
        ),
        period=Q2,
        as_at=date(2009, 9, 30),
        built_at=datetime(2009, 10, 20, 9, 30, tzinfo=UTC),
        version=1,
        standing=STANDING,
        trend=(("Q1 2009/10", 40), ("Q2 2009/10", 50)),
        outcomes=(outcome,),
        actions=(action,),
        indicators=(indicator,),
        groups=(
            GroupFacts("strategic", "Strategic group", "Strategic group", "", (Member("Chair", "Head", "Council"),)),
        ),
        localities=(Locality(Link("keith", "Keith plan"), "Keith", None, "No update was received.", COUNTS),),
        changes=(Change("better", "Young people are safe: 40% to 50%", "outcomes/safe/"),),
        earlier=Q1,
        coming=(Coming(date(2010, 3, 31), "Review it", "actions/early-help/"),),
        files=(FileFacts("milestones.pdf", "Milestones report", "application/pdf", 1000, "0" * 64),),
    )
    return replace(whole, **fields)
