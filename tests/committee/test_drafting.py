"""A paper drafted from the data, and read back from every format."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from fingerpost.committee.assembling import Paper, document_of
from fingerpost.committee.content import Heads, Layout, Part, names, numbers, resolved
from fingerpost.committee.drafted import drafted_for, drafted_paper, fitting, heads_of
from fingerpost.committee.drafting import DRAFTERS, read
from fingerpost.committee.layouts import current_layout, lettered_layout
from fingerpost.core.periods import Period
from fingerpost.documents.model import Document, plain
from fingerpost.documents.readers import read as read_file
from fingerpost.documents.writers import write
from fingerpost.intake.recognise import recognise
from fingerpost.papers.wording import paper_look
from fingerpost.plans.models import Milestone, Plan
from fingerpost.reviews.models import Instead
from fingerpost.reviews.services import Said, record_review
from tests import factories
from tests.documents.writers.council import council_file
from tests.reporting.plans import plan_with_progress

pytestmark = pytest.mark.django_db
Q2 = Period(2009, "quarter", 2)
LAYOUTS = {"lettered": lettered_layout, "current": current_layout}


def heads_for(plan: Plan) -> Heads:
    return Heads(
        **{
            **{name: getattr(heads_of(plan, Q2), name) for name in Heads.__dataclass_fields__},
            "meeting_date": date(2009, 12, 17),
            "by": "Head of Learning",
            "author": "Ann Lead, Head of Learning",
            "background": "With the author",
            "reference": "FP/17",
        }
    )


def made(layout: Layout, plan: Plan, heads: Heads) -> tuple[list[Part], Document]:
    appendices = fitting(layout.appendices, plan, Q2)
    parts = drafted_for(layout, plan, Q2, heads, appendices=appendices)
    paper = Paper(layout=layout, heads=heads, parts=tuple(parts), appendices=appendices)
    return parts, document_of(paper, plan=plan, period=Q2)


BASE = council_file(numbered=True)


@pytest.mark.parametrize("format", ["docx", "odt", "html", "pdf", "council.docx"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_paper_comes_back_the_same_from_every_format(layout: str, format: str) -> None:
    """ "council.docx": in a council's own Word file."""
    plan, given = plan_with_progress(), LAYOUTS[layout]()
    factories.make_follow_up(plan, text="Ask the college again", due=date(2009, 11, 1), agreed_on=date(2009, 9, 1))
    heads = heads_for(plan)
    parts, document = made(given, plan, heads)
    look = replace(paper_look(), base=BASE if format == "council.docx" else b"")
    format = format.removeprefix("council.")
    found = recognise(read_file(write(document, format, look=look), f"paper.{format}"))
    assert found.kind == "committee-report"
    review = found.review
    assert review is not None
    case = str.upper if given.capitals else str
    assert (review.header.to, review.header.day) == (case(heads.group), date(2009, 12, 17))
    assert (review.header.subject, review.header.by) == (case(heads.subject), case(heads.by))
    closing = (review.author, review.background_papers, review.reference)
    assert closing == (heads.author, heads.background, heads.reference)
    known = names(parts, given.numbering, fitting(given.appendices, plan, Q2))
    told = list(zip(parts, numbers(parts, given.numbering), strict=True))
    numbered = [
        (number.rstrip("."), resolved(part.text, known))
        for part, number in told
        if part.level == "paragraph" and number
    ]
    assert [(one.number.rstrip("."), one.text) for one in review.paragraphs] == numbered
    lettered: list[tuple[str, str, str]] = []
    for part, number in told:
        if part.level == "implication":
            lettered.append((number.strip("()"), part.text, ""))
        elif part.level == "paragraph" and not number:
            lettered[-1] = (*lettered[-1][:2], resolved(part.text, known))
    assert [(one.letter, one.heading, one.text) for one in review.implications] == lettered
    appended = {
        (row.title, row.due) for one in found.plan.outcomes for action in one.actions for row in action.milestones
    }
    due = Milestone.objects.filter(action__plan=plan, due__lte=Q2.end)
    assert appended >= set(due.values_list("title", "due"))


def test_the_paragraphs_say_what_the_data_say() -> None:
    plan = plan_with_progress()
    parts = drafted_for(lettered_layout(), plan, Q2, heads_of(plan, Q2), appendices=("milestones",))
    by_draft = {part.draft: part.text for part in parts if part.draft}
    assert by_draft["standing"] == (
        "Overall, the plan is 53% complete. 4 of 8 milestones due by 30 September 2009 are complete (50%). "
        "Of the other four, two are well progressed and no update has been received on two. "
        "Given the time that has passed, 50% could be expected. See [[appendix-milestones]]."
    )
    assert by_draft["recommendation"] == (
        f"It is recommended that the {plan.owner.name} notes the progress set out in paragraph [[standing]] and "
        "[[appendix-milestones]]."
    )
    assert by_draft["behind"].startswith("4 milestones are overdue: “Agree remit and targets of the forum” (due 30")


def test_an_empty_plan_says_so_and_draws_no_conclusion_from_nothing() -> None:
    plan = factories.make_plan()
    found = read(plan, period=Q2, group=plan.owner.name)
    told = {name: list(drafter.write(found)) for name, drafter in DRAFTERS.items()}
    assert told["standing"] == ["No milestone was due by 30 September 2009."]
    silent = {"outcomes", "behind", "indicators", "non-response", "follow-ups", "next", "review"}
    assert {name for name, texts in told.items() if not texts} == silent


def test_indicators_are_counted_by_status_and_small_numbers_stay_hidden() -> None:
    plan = factories.make_plan()
    outcome = factories.make_outcome(plan)
    for value in ("90", "10"):
        indicator = factories.make_indicator(outcome, title=f"Share {value}", unit="%")
        factories.make_target(indicator, "2009-10-q2", 80)
        factories.make_value(indicator, "2009-10-q2", value)
    small = factories.make_indicator(outcome, title="Few people", counts_people=True)
    factories.make_target(small, "2009-10-q2", 80)
    factories.make_value(small, "2009-10-q2", "3")
    texts = list(DRAFTERS["indicators"].write(read(plan, period=Q2, group="Group")))
    assert texts == [
        "Of the 3 indicators of the plan, 1 is on target, 1 is off target and 1 is withheld because the number is "
        "small.",
        "Off target: “Share 10” (10.0%).",
    ]


def test_follow_ups_and_silence_are_counted() -> None:
    plan = factories.make_plan()
    factories.make_follow_up(plan, agreed_on=date(2009, 8, 1), due=date(2009, 9, 1))
    factories.make_follow_up(plan, agreed_on=date(2009, 8, 1))
    request = factories.make_request(factories.make_cycle(plan, state="closed"))
    factories.make_item(request, missed=True)
    found = read(plan, period=Q2, group="Group", appendices=("action-log",))
    told = {name: list(DRAFTERS[name].write(found)) for name in ("follow-ups", "non-response", "recommendation")}
    assert told["follow-ups"] == ["2 follow-ups are open and 1 of them is overdue. See [[appendix-action-log]]."]
    assert told["non-response"] == [
        "Lead officers answered 0 of the 1 item that they were asked about (0%). "
        "No response was received on the other 1."
    ]
    assert told["recommendation"][1:] == [
        "It is recommended that the Group approves the 2 follow-ups that are open ([[appendix-action-log]]).",
        "It is recommended that the Group asks for the 1 answer that is still missing.",
    ]


def test_every_reference_of_a_draft_leads_somewhere() -> None:
    plan = plan_with_progress()
    factories.make_follow_up(plan, agreed_on=date(2009, 9, 1))
    for layout in (lettered_layout(), current_layout()):
        for appendices in (layout.appendices, ()):
            parts = drafted_for(layout, plan, Q2, heads_of(plan, Q2), appendices=appendices)
            known = names(parts, layout.numbering, appendices)
            assert [part.text for part in parts if "[[" in resolved(part.text, known)] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_reading_for_the_draft_takes_the_same_queries_for_one_row_and_three(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan = factories.make_plan()
    for _row in range(rows):
        milestone = factories.make_milestone(factories.make_action(factories.make_outcome(plan)))
        factories.make_update(milestone, 50)
        factories.make_indicator(milestone.action.links.get().outcome)
        factories.make_follow_up(plan, agreed_on=date(2009, 9, 1))
    with django_assert_num_queries(25):
        read(plan, period=Q2, group=plan.owner.name)


def test_the_command_writes_a_drafted_paper(tmp_path: Path) -> None:
    plan = plan_with_progress()
    path = tmp_path / "paper.odt"
    call_command("report", "committee", plan=plan.slug, period="2009-10-q2", to=path)
    found = recognise(read_file(path.read_bytes(), "paper.odt"))
    assert (found.kind, found.review and found.review.header.by) == (
        "committee-report",
        "COMMUNITY PLANNING PARTNERSHIP",
    )


def test_headings_and_links_of_the_appendices_are_their_own() -> None:
    plan = plan_with_progress()
    document = drafted_paper(plan, period=Q2)
    html = write(document, "html", look=paper_look()).decode()
    assert html.count('id="appendix-1"') == html.count('id="a1-outcome-1"') == 1
    assert 'href="#a1-worked-out"' in html


def test_an_exempt_paper_is_marked_above_its_header_and_still_recognised() -> None:
    plan, layout = plan_with_progress(), current_layout()
    heads = heads_for(plan)
    parts = drafted_for(layout, plan, Q2, heads, appendices=())
    paper = Paper(layout=layout, heads=heads, parts=tuple(parts), appendices=(), exempt="It names people")
    document = document_of(paper, plan=plan, period=Q2)
    assert [plain(block) for block in document.blocks[:3]] == [
        heads.group,
        "Exempt report: not for publication: It names people",
        f"REPORT TO: {heads.group}",
    ]
    review = recognise(read_file(write(document, "docx", look=paper_look()), "paper.docx")).review
    assert review is not None
    assert (review.header.to, review.header.day) == (heads.group, date(2009, 12, 17))


def test_a_spreadsheet_has_the_paper_and_the_tables_of_its_appendices() -> None:
    document = drafted_paper(plan_with_progress(), period=Q2)
    assert [sheet.name for sheet in document.sheets][:2] == ["Paper", "1 Milestones"]
    assert write(document, "xlsx", look=paper_look())[:2] == b"PK"


@pytest.mark.parametrize("format", ["docx", "odt", "html", "pdf"])
def test_a_paper_with_its_review_comes_back_with_every_row(format: str) -> None:
    """As the papers of such groups are: what is reviewed, row by row, in the first appendix."""
    plan = factories.make_plan()
    school, together = (factories.make_outcome(plan, title=title) for title in ("Do well at school", "Work together"))
    once = factories.make_indicator(school, title="Young people who offend only once", unit="%")
    silent = factories.make_indicator(school, title="Exclusions from school for each 1,000 pupils")
    action = factories.make_action(together, title="Set up locality teams")
    record_review(Said(item=once, period=Q2, work_undertaken="A group met.", work_planned="It looks on."), by=None)
    record_review(
        Said(item=silent, period=Q2, undertaken_instead=Instead.NO_RESPONSE, planned_instead=Instead.NONE_STATED),
        by=None,
    )
    record_review(Said(item=action, period=Q2, work_undertaken="A team in each area.", work_planned="Go on."), by=None)
    parts, document = made(lettered_layout(), plan, heads_for(plan))
    reviewed = next(part.text for part in parts if part.draft == "review")
    assert reviewed == (
        "2 of the 3 indicators and key actions of the plan were reviewed for the period. On 1 no response was received "
        "from the lead officer. See [[appendix-review]]."
    )
    found = recognise(read_file(write(document, format, look=paper_look()), f"paper.{format}"))
    review = found.review
    assert review is not None
    numbered = [part for part, number in zip(parts, numbers(parts, "plain"), strict=True) if number[-1:].isdigit()]
    assert (found.kind, len(review.paragraphs), len(review.implications)) == ("review-report", len(numbered), 4)
    rows = [(row.title, row.work_undertaken) for group in review.outcomes for row in group.rows]
    assert rows == [
        ("Young people who offend only once", "A group met."),
        ("Exclusions from school for each 1,000 pupils", "No response received from the Lead Officer"),
    ]
    assert [(row.title, row.work_planned) for group in review.objectives for row in group.rows] == [
        ("Set up locality teams", "Go on.")
    ]
