"""All rules together: their order, what a finding holds, and that no facts make one fail."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fingerpost.checks.facts import ActionFacts, MilestoneFacts, OutcomeFacts, PlanFacts
from fingerpost.checks.findings import SEVERITIES, Subject
from fingerpost.checks.registry import RULES
from fingerpost.checks.rules import run
from fingerpost.documents.model import Place
from tests.checks.plans import milestones, plan_of

WORDS_THAT_RULES_LOOK_FOR = [
    "the",
    "remaining",
    "milestone",
    "will",
    "be",
    "2",
    "of",
    "3",
    "complete",
    "in October",
    "not",
]
WORDS = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(WORDS_THAT_RULES_LOOK_FOR)).map(" ".join),
)
PERCENT = st.none() | st.decimals(allow_nan=False, allow_infinity=False, min_value=-1000, max_value=1000, places=2)
DAY = st.none() | st.dates()
FLAG = st.none() | st.booleans()
MILESTONES = st.builds(
    MilestoneFacts,
    title=WORDS,
    quarter=st.sampled_from(["", "Q1", "q4", "Q9", "Quarter 2"]),
    due=DAY,
    due_text=WORDS,
    note=WORDS,
    progress=PERCENT,
    state=st.sampled_from(["active", "cancelled", "merged", "carried-forward"]),
    lead=st.none() | WORDS,
    original_due=DAY,
    moved_with_reason=FLAG,
    has_measure=FLAG,
    previous_note=st.none() | WORDS,
    updated_in_period=FLAG,
)
ACTIONS = st.builds(
    ActionFacts,
    title=WORDS,
    stated_percent=PERCENT,
    summary=WORDS,
    milestones=st.lists(MILESTONES, max_size=4).map(tuple),
    lead=st.none() | WORDS,
    computed_percent=PERCENT,
)
PLANS = st.builds(
    PlanFacts,
    title=WORDS,
    as_at=DAY,
    starts=DAY,
    ends=DAY,
    outcomes=st.lists(st.builds(OutcomeFacts, WORDS, actions=st.lists(ACTIONS, max_size=3).map(tuple)), max_size=3).map(
        tuple
    ),
    listed=st.lists(st.tuples(WORDS, st.just(Place(line=1))), max_size=4).map(tuple),
    lists_all_milestones=st.booleans(),
)


@given(PLANS, DAY)
def test_no_facts_make_a_rule_fail(plan: PlanFacts, today: date | None) -> None:
    for finding in run(plan, today=today):
        assert finding.rule in RULES
        assert finding.severity in SEVERITIES
        assert finding.message


@given(st.lists(WORDS, max_size=5))
def test_facts_that_cannot_be_told_make_no_finding(titles: list[str]) -> None:
    rows = tuple(MilestoneFacts(title, due_text="by the summer") for title in {title.lower() for title in titles})
    found = {finding.rule for finding in run(plan_of(ActionFacts("A", milestones=rows)))}
    assert found <= {"no-milestones", "duplicate-milestone"}


def test_findings_come_in_plan_order() -> None:
    plan = PlanFacts(
        "P",
        as_at=date(2026, 9, 30),
        starts=date(2026, 12, 1),
        outcomes=(
            OutcomeFacts("O1", actions=(ActionFacts("A1", Decimal(400), milestones=milestones(101, 50)),)),
            OutcomeFacts("O2", actions=(ActionFacts("A2"),)),
        ),
    )
    assert [(finding.rule, finding.subject.title) for finding in run(plan)] == [
        ("plan-date-order", "P"),
        ("stated-percent-range", "A1"),
        ("due-outside-plan", "Step 1"),
        ("progress-range", "Step 1"),
        ("due-outside-plan", "Step 2"),
        ("overdue", "Step 2"),
        ("no-milestones", "A2"),
    ]


def test_a_finding_names_its_subject_and_place() -> None:
    row = MilestoneFacts("Step", due_text="", progress=Decimal(100), slug="step", place=Place(page=2, row=3))
    (finding,) = run(plan_of(ActionFacts("Action", milestones=(row,))))
    assert finding.subject == Subject("milestone", "Step", "step", ("Outcome", "Action"))
    assert finding.as_json() == {
        "rule": "no-due-date",
        "severity": "warning",
        "message": "The milestone has no due date.",
        "evidence": "Step",
        "place": {"page": 2, "row": 3, "words": "page 2, row 3"},
        "subject": {"kind": "milestone", "title": "Step", "slug": "step", "within": ["Outcome", "Action"]},
    }
