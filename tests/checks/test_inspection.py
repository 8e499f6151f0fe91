"""What an inspector would ask: each criterion, the page and the paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries

from fingerpost.checks.facts import ActionFacts, OutcomeFacts, PlanFacts
from fingerpost.checks.inspection import MOST_PRIORITIES, Criterion, criteria
from fingerpost.checks.linked import LinkedPlan, linked_plans
from fingerpost.core.periods import Period
from fingerpost.documents.model import Table, cell_text, tables
from fingerpost.papers.inspection_report import inspection_report
from fingerpost.people.models import Role
from fingerpost.plans.models import ActionOutcome, Baseline, Plan
from tests import factories
from tests.checks.measures import indicator, plan_of
from tests.checks.plans import milestones
from tests.conftest import signed_in

H1 = Period.parse("2009-10-h1")


def asked(facts: PlanFacts, code: str, *linked: LinkedPlan, **more: Any) -> Criterion:
    (found,) = (one for one in criteria(facts, linked, **more) if one.code == code)
    return found


def outcomes(count: int, measured: int) -> PlanFacts:
    rows = [
        OutcomeFacts(f"O{number}", slug=f"o{number}", indicators=(indicator(),) if number < measured else ())
        for number in range(count)
    ]
    return PlanFacts("P", outcomes=tuple(rows))


@pytest.mark.parametrize(
    ("count", "measured", "verdict"),
    [
        (0, 0, "unknown"),
        (1, 1, "met"),
        (MOST_PRIORITIES, MOST_PRIORITIES, "met"),
        (MOST_PRIORITIES + 1, MOST_PRIORITIES + 1, "partly"),
        (MOST_PRIORITIES, 0, "partly"),
        (MOST_PRIORITIES + 1, MOST_PRIORITIES, "not"),
    ],
)
def test_priorities_are_few_and_measurable(count: int, measured: int, verdict: str) -> None:
    found = asked(outcomes(count, measured), "priorities")
    assert (found.verdict, len(found.items)) == (verdict, count - measured)


def test_an_indicator_below_makes_a_priority_measurable() -> None:
    top = OutcomeFacts("Top", slug="top")
    below = OutcomeFacts("Below", slug="below", within="top", indicators=(indicator(),))
    found = asked(PlanFacts("P", outcomes=(top, below)), "priorities")
    assert (found.verdict, found.counts) == ("met", "1 priority; 1 of them with an indicator.")


def test_of_a_part_there_is_no_verdict_on_the_number_of_priorities() -> None:
    assert asked(outcomes(2, 2), "priorities", whole=False).verdict == "unknown"


def test_resources_are_a_question_and_no_verdict() -> None:
    found = asked(outcomes(1, 1), "resources")
    assert (found.verdict, "13 of 30" in found.national) == ("unknown", True)


@pytest.mark.parametrize(
    ("fields", "verdict", "words"),
    [
        ([], "not", []),
        ([{}], "met", []),
        ([{}, {"baseline": None}], "partly", ["No baseline"]),
        ([{"targets": ()}], "not", ["No target"]),
        ([{"targets": (), "baseline": None}], "not", ["No baseline and no target"]),
        ([{"targets": (), "polarity": "data-only"}], "met", []),
    ],
)
def test_indicators_need_baseline_and_target(fields: list[dict[str, Any]], verdict: str, words: list[str]) -> None:
    found = asked(plan_of(*(indicator(**one) for one in fields)), "monitoring")
    assert (found.verdict, [item.words for item in found.items]) == (verdict, words)


GOOD = ActionFacts("Good", lead="Jo", milestones=milestones(10, lead="Jo", has_measure=True))


@pytest.mark.parametrize(
    ("actions", "verdict", "words"),
    [
        ([], "not", []),
        ([GOOD], "met", []),
        ([GOOD, replace(GOOD, lead="", milestones=())], "partly", ["No lead officer; Key action without milestones"]),
        ([replace(GOOD, milestones=(replace(GOOD.milestones[0], due=None),))], "not", ["No due date"]),
    ],
)
def test_actions_are_smart_as_far_as_the_checks_find(
    actions: list[ActionFacts], verdict: str, words: list[str]
) -> None:
    found = asked(PlanFacts("P", outcomes=(OutcomeFacts("O", actions=tuple(actions)),)), "smart")
    assert (found.verdict, [item.words for item in found.items]) == (verdict, words)


def test_milestones_due_later_are_not_asked_about() -> None:
    later = replace(GOOD.milestones[0], title="Continue to support staff", due=date(2027, 1, 1), has_measure=False)
    facts = PlanFacts("P", outcomes=(OutcomeFacts("O", actions=(replace(GOOD, milestones=(later,)),)),))
    assert [asked(facts, "smart", until=day).verdict for day in (date(2026, 12, 31), date(2027, 1, 1), None)] == [
        "met",
        "not",
        "not",
    ]


@pytest.mark.parametrize(("beside", "verdict"), [([], "not"), ([False], "partly"), ([True, False], "met")])
def test_a_plan_of_the_same_time_makes_a_link(beside: list[bool], verdict: str) -> None:
    linked = [LinkedPlan("Other", "other", "Linked", one) for one in beside]
    assert asked(PlanFacts("P"), "links", *linked).verdict == verdict


def shared_plan() -> Plan:
    """Shares a key action, follows a plan, and has a locality plan beside it; a draft is no link."""
    before = factories.make_plan(title="Before", starts=date(2008, 4, 1), ends=date(2009, 3, 31))
    plan = factories.make_plan(title="This", predecessor=before, area=before.area)
    other = factories.make_outcome(factories.make_plan(title="Other"))
    ActionOutcome.objects.create(action=factories.make_action(factories.make_outcome(plan)), outcome=other)
    locality = factories.make_area(name="Keith", parent=plan.area)
    factories.make_plan(title="Locality", area=locality)
    factories.make_plan(title="Draft", area=locality, state=Plan.State.DRAFT)
    return plan


@pytest.mark.django_db
def test_linked_plans_are_told_with_how_they_are_linked() -> None:
    assert [(one.title, one.words, one.beside) for one in linked_plans(shared_plan())] == [
        ("Before", "The plan before this one", False),
        ("Locality", "For Keith, a locality of this plan's area", True),
        ("Other", "Shares 1 key action", True),
    ]


@pytest.mark.django_db
def test_the_page_names_and_links_what_a_criterion_rests_on() -> None:
    row = factories.make_indicator()
    page = html.fromstring(
        signed_in(factories.make_user(role=Role.MEMBER)).get(f"/plans/{row.plan.slug}/checks/inspection/").content
    )
    (section,) = page.xpath("//section[h2='Indicators to monitor it by']")
    assert section.xpath(".//li/a/@href") == [f"/plans/{row.plan.slug}/indicators/{row.slug}/"]
    assert section.xpath("normalize-space(.//li)") == f"{row.title}: No baseline and no target"
    assert section.xpath("normalize-space(.//p[1])") == "Not met"


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
def test_the_page_takes_the_same_queries(
    client: Client, size: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan = shared_plan()
    for _number in range(size):
        factories.make_indicator(factories.make_outcome(plan))
        ActionOutcome.objects.create(
            action=factories.make_action(factories.make_outcome(plan)), outcome=factories.make_outcome()
        )
    browser = signed_in(factories.make_user(role=Role.MEMBER))
    with django_assert_num_queries(19):
        browser.get(f"/plans/{plan.slug}/checks/inspection/")


def rows(table: Table) -> list[list[str]]:
    return [[cell_text(cell) for cell in row.cells] for row in table.rows]


@pytest.mark.django_db
def test_the_paper_says_the_same_as_the_page() -> None:
    row = factories.make_indicator(title="Warm homes")
    Baseline.objects.create(indicator=row, value=40, words="2005")
    document = inspection_report(row.plan, period=H1)
    summary, *told = tables(document)
    assert [line[:2] for line in rows(summary)] == [
        ["Manageable and measurable priorities", "Met"],
        ["Resources", "Cannot be told from the data"],
        ["Indicators to monitor it by", "Not met"],
        ["SMART actions", "Not met"],
        ["Links to other plans", "Not met"],
    ]
    assert [rows(table) for table in told] == [[["Warm homes", "No target"]]]


@pytest.mark.django_db
def test_the_paper_keeps_to_an_outcome_or_a_person() -> None:
    lead = factories.make_user(name="Ann")
    ours = factories.make_indicator(title="Ours", lead=lead)
    factories.make_indicator(factories.make_outcome(ours.plan), title="Theirs")

    def concerned(**kept: Any) -> list[list[str]]:
        document = inspection_report(ours.plan, period=H1, **kept)
        return [[line[0] for line in rows(table)] for table in list(tables(document))[1:]]

    kept = [concerned(), concerned(outcome=ours.outcome), concerned(lead=lead)]
    assert kept == [[["Ours", "Theirs"]], [["Ours"]], [["Ours"]]]
