"""What a note says against the milestone's progress: real disagreement is found, ordinary talk is left alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fingerpost.checks.facts import ActionFacts, MilestoneFacts, OutcomeFacts, PlanFacts
from fingerpost.checks.rules import run

AS_AT = date(2026, 9, 30)
NOTE_RULES = {
    "complete-but-to-come",
    "complete-but-not-done",
    "complete-but-withdrawn",
    "complete-before-event",
    "none-but-withdrawn",
    "none-but-done",
}


def found(title: str, note: str, progress: int) -> list[tuple[str, str]]:
    """(rule, evidence) of what the rules on notes say of one milestone, due on the day of the report."""
    milestone = MilestoneFacts(title, due=AS_AT, note=note, progress=Decimal(progress))
    plan = PlanFacts(
        "Plan", as_at=AS_AT, outcomes=(OutcomeFacts("O", actions=(ActionFacts("A", milestones=(milestone,)),)),)
    )
    return [(finding.rule, finding.evidence) for finding in run(plan) if finding.rule in NOTE_RULES]


@pytest.mark.parametrize(
    ("title", "note", "evidence"),
    [
        ("Train 40 mentors - Q2", "This will now happen in quarter 3.", "This will now happen in quarter 3."),
        ("Hold open day", "To be held in November.", "To be held in November."),
        (
            "Hold open day",
            "Room booked. The open day will be held in November.",
            "The open day will be held in November.",
        ),
        ("Agreement of the remit", "Draft is out and the remit is being agreed.", "the remit is being agreed."),
        (
            "Publish volunteer handbook",
            "Text is ready. Handbook due to be published in May.",
            "Handbook due to be published in May.",
        ),
        (
            "Survey of carers finished",
            "Forms sent out. Survey expected by end of year.",
            "Survey expected by end of year.",
        ),
        (
            "Complete risk register",
            "The register is still to be completed by two partners.",
            "The register is still to be completed by two partners.",
        ),
        ("Deliver first aid course", "Course planned for January", "Course planned for January"),
        (
            "Evaluate walking groups",
            "Will be evaluated next spring by the college.",
            "Will be evaluated next spring by the college.",
        ),
        (
            "Launch grants scheme",
            "It's going to be launched once the fund opens.",
            "It's going to be launched once the fund opens.",
        ),
    ],
)
def test_a_complete_milestone_whose_note_puts_it_in_the_future_is_found(title: str, note: str, evidence: str) -> None:
    assert found(title, note, 100) == [("complete-but-to-come", evidence)]


@pytest.mark.parametrize(
    ("title", "note"),
    [
        ("Establish youth forum", "Forum established. Next meeting to be held in November."),
        ("Establish youth forum", "The forum has met twice. A follow-up session will take place in May."),
        ("Seminar on housing", "Held on 3 April. This will be evaluated in the autumn."),
        ("Decide topic of spring campaign", "The topic of the campaign will be sleep."),
        ("Set date for conference", "Set for 4 March. The conference will be held in the town hall."),
        ("Report on play areas published", "Published in June, which will help the parks team."),
        ("Tender for transport contract", "Awarded. The service is due to start on 1 October."),
        ("Draft parking strategy", "Draft done. The strategy will be completed after consultation."),
        ("Agree remit", "Agreed as planned."),
        ("Review signage", "Reviewed. Ten signs will be replaced."),
        ("Train staff", "All staff trained; training went as expected for once."),
        ("Hold drop-in sessions", "Six were held. Further drop-in sessions will be held in 2027."),
        ("Appoint co-ordinator", "Appointed. She will start on 2 November."),
        ("Install lights on the path", "Lights installed. The switch-on will take place in December."),
        ("Renew lease", ""),
    ],
)
def test_talk_of_what_comes_next_is_left_alone(title: str, note: str) -> None:
    assert found(title, note, 100) == []


@pytest.mark.parametrize(
    ("title", "note", "evidence"),
    [
        (
            "Attend regional workshops",
            "We were unable to attend two of the workshops.",
            "We were unable to attend two of the workshops.",
        ),
        (
            "Visit every nursery",
            "It wasn’t possible to go to Elgin, but the others were seen.",
            "It wasn’t possible to go to Elgin",
        ),
        ("Collect survey forms", "Collection of forms is almost complete", "Collection of forms is almost complete"),
        ("Strategy agreed by all partners", "Partners have not yet met.", "Partners have not yet met."),
        ("Complete audit", "Partially completed: three sites of five.", "Partially completed: three sites of five."),
        ("Move archive", "Not all of the archive has moved.", "Not all of the archive has moved."),
        ("Paint the hall", "The hall hasn't been finished.", "The hall hasn't been finished."),
    ],
)
def test_a_complete_milestone_whose_note_says_not_all_was_done_is_found(title: str, note: str, evidence: str) -> None:
    assert found(title, note, 100) == [("complete-but-not-done", evidence)]


@pytest.mark.parametrize(
    ("title", "note"),
    [
        ("Move archive", "Moved without loss. No changes were needed."),
        ("Publish timetable", "Published. The bus firm did not object."),
        ("Hold open day", "Held in May. Weather was not kind."),
        ("Publish handbook", "Published; a Gaelic edition is not yet out."),
    ],
)
def test_a_not_about_something_else_is_left_alone(title: str, note: str) -> None:
    assert found(title, note, 100) == []


@pytest.mark.parametrize(
    "note",
    [
        "The show will no longer take place because of the loss of funding.",
        "Show cancelled.",
        "Cancelled",
        "This was abandoned in June.",
        "Funding has been withdrawn.",
        "The organisers left, so the show will not go ahead.",
    ],
)
@pytest.mark.parametrize(("progress", "rule"), [(0, "none-but-withdrawn"), (100, "complete-but-withdrawn")])
def test_a_withdrawn_milestone_that_is_not_cancelled_is_found(note: str, progress: int, rule: str) -> None:
    assert [name for name, _evidence in found("Plan the farm show", note, progress)] == [rule]


@pytest.mark.parametrize(
    "note",
    ["Meeting cancelled and re-arranged for May.", "Speaker cancelled; another was found.", "A visit was called off."],
)
def test_a_cancellation_of_something_else_is_left_alone(note: str) -> None:
    assert found("Plan the farm show", note, 0) == []


@pytest.mark.parametrize(
    ("note", "evidence"),
    [
        ("Complete.", "Complete."),
        ("Now completed", "Now completed"),
        ("The leaflet has been published.", "The leaflet has been published."),
        ("Printing took place in May. Leaflet is now complete.", "Leaflet is now complete."),
    ],
)
def test_a_milestone_at_nought_whose_note_says_done_is_found(note: str, evidence: str) -> None:
    assert found("Publish leaflet - Q2", note, 0) == [("none-but-done", evidence)]


@pytest.mark.parametrize(
    "note",
    [
        "",
        "No progress on this to date.",
        "The leaflet has not been published.",
        "Leaflet to be completed in May.",
        "Once the leaflet is finished it goes out.",
        "The printer has been appointed.",
        "Will be published when text is complete.",
    ],
)
def test_a_milestone_at_nought_without_a_claim_is_left_alone(note: str) -> None:
    assert found("Publish leaflet - Q2", note, 0) == []


@pytest.mark.parametrize(
    ("note", "later"),
    [
        ("The remit was approved by the board on the 6th of October.", "6th of October"),
        ("Board met on 14/10/2026.", "14/10/2026"),
        ("First meeting held in October 2026.", "in October 2026"),
        ("Talks took place in early November", "in early November"),
        ("Approved 2026-10-01", "2026-10-01"),
        ("Agreed on 30 September and signed on 2nd Oct.", "2nd Oct"),
    ],
)
def test_a_complete_milestone_that_was_done_after_the_report_is_found(note: str, later: str) -> None:
    findings = run(_approved(note))
    assert [(finding.rule, later in finding.message) for finding in findings] == [("complete-before-event", True)]


@pytest.mark.parametrize(
    "note",
    [
        "Approved on 30 September 2026.",
        "Approved in September.",
        "Approved on 12 December 2025.",
        "Approved on 31 June.",
        "Approved. To be launched on 2 November.",
        "Approved and it will be presented on 14 October.",
        "The service starts on 1 October 2026.",
        "Approved with 12 may be more changes.",
    ],
)
def test_earlier_days_and_announced_days_are_left_alone(note: str) -> None:
    assert run(_approved(note)) == []


def test_an_event_after_the_report_is_no_fault_of_a_milestone_that_arranges_it() -> None:
    assert found("Planning for the fair", "The fair took place on 9 October.", 100) == []


def _approved(note: str) -> PlanFacts:
    milestone = MilestoneFacts("Remit approved", due=AS_AT, note=note, progress=Decimal(100))
    return PlanFacts(
        "Plan", as_at=AS_AT, outcomes=(OutcomeFacts("O", actions=(ActionFacts("A", milestones=(milestone,)),)),)
    )
