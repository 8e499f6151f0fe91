"""Whatever a file says, once it is imported it no longer differs from the plan."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fingerpost.checks.facts import ActionFacts, MilestoneFacts, OutcomeFacts, PlanFacts
from fingerpost.checks.queries import facts_for
from fingerpost.documents.model import Document, Place
from fingerpost.intake import services
from fingerpost.intake.differences import difference
from fingerpost.intake.facts_json import pack, unpack
from fingerpost.intake.queries import facts_of
from fingerpost.intake.recognise import Recognised
from fingerpost.intake.stored import stored_plan
from fingerpost.plans.models import Plan
from tests import factories

AUTUMN = date(2009, 9, 30)
letters = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
notes = st.text(letters, max_size=40)
# Few words, so that equal and nearly equal titles are common.
titles = st.one_of(
    st.lists(
        st.sampled_from(["Open", "open", "the", "hub", "hub.", "75", "80", "- Q1", "- Q2"]), min_size=1, max_size=4
    )
    .map(" ".join)
    .filter(str.strip),
    st.text(letters, min_size=1, max_size=30).filter(str.strip),
)
percents = st.none() | st.decimals(0, 100, places=2)
places = st.builds(Place, line=st.none() | st.integers(1, 99), page=st.none() | st.integers(1, 9))
milestones = st.builds(
    MilestoneFacts,
    title=titles,
    quarter=st.sampled_from(["", "Q1", "Q4"]),
    due=st.none() | st.dates(date(2009, 4, 1), date(2010, 3, 31)),
    due_text=notes,
    note=notes,
    progress=percents,
    progress_text=notes,
    place=places,
)
actions = st.builds(
    ActionFacts,
    title=titles,
    stated_percent=percents,
    summary=notes,
    milestones=st.lists(milestones, max_size=4).map(tuple),
    place=places,
)
outcomes = st.builds(
    OutcomeFacts, title=titles, theme=notes, actions=st.lists(actions, max_size=3).map(tuple), place=places
)
plans = st.builds(
    PlanFacts,
    title=st.just("Plan"),
    as_at=st.just(AUTUMN),
    outcomes=st.lists(outcomes, min_size=1, max_size=3).map(tuple),
)


@given(plans)
def test_facts_come_back_from_json_as_they_were(facts: PlanFacts) -> None:
    again = unpack(pack(facts))
    assert again == facts
    assert [outcome.place for outcome in again.outcomes] == [outcome.place for outcome in facts.outcomes]


def imported(facts: PlanFacts) -> Plan:
    """A plan made from facts, with all that is doubtful taken as new."""
    document = Document("Plan", format="text")
    reading = services.Reading(
        "plan.txt", repr(facts).encode(), document, Recognised("milestones-report", "Plan", facts), []
    )
    source = services.keep(reading, by=None)
    home = factories.make_plan()
    new = services.NewPlan("Plan", home.starts, home.ends, home.area, home.owner)
    doubtful = {item.key: "new" for item in difference(facts_of(source)).items if item.status == "doubtful"}
    return services.apply(source=source, new_plan=new, choices=doubtful, by=None).plan


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plans)
def test_what_was_imported_no_longer_differs(facts: PlanFacts) -> None:
    plan = imported(facts)
    found = difference(facts, stored_plan(plan, AUTUMN))
    assert [(item.key, item.status, item.doubt) for item in found.items if item.status != "unchanged"] == []
    assert found.is_empty
    assert said(facts_for(plan, as_at=AUTUMN)) == said(facts)


def said(facts: PlanFacts) -> list[str]:
    """Every milestone with its parents and figures, in any order: themes may put outcomes into another."""
    return sorted(
        repr((outcome.title.strip(), action.title.strip(), one.title.strip(), one.due, one.note.strip(), one.progress))
        for outcome in facts.outcomes
        for action in outcome.actions
        for one in action.milestones
    )
