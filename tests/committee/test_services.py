"""A paper from its first draft to a corrected edition."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from fingerpost.committee import rules, services, template_services
from fingerpost.committee.content import names, numbers
from fingerpost.committee.differences import Run, changes
from fingerpost.committee.layouts import own_layouts
from fingerpost.committee.models import CommitteePaper, PaperEdition, PaperPart, PaperTemplate, layout_of
from fingerpost.core.models import AuditEvent
from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused
from fingerpost.core.uploads import Checked
from fingerpost.documents.readers import read
from fingerpost.intake.recognise import recognise
from fingerpost.mail.models import Message
from fingerpost.people.models import Membership, Role, User
from fingerpost.plans.versions import Conflict, read_seen, write_seen
from tests import factories
from tests.documents.writers.council import council_file
from tests.reporting.plans import plan_with_progress

pytestmark = pytest.mark.django_db


def texts(paper: CommitteePaper) -> list[tuple[str, str]]:
    parts = [part.as_part() for part in paper.parts.all()]
    return list(zip(numbers(parts, paper.numbering), (part.text for part in parts), strict=True))


def cleared(paper: CommitteePaper, by: User) -> CommitteePaper:
    services.submit(paper=paper, by=by)
    return services.clear(paper=paper, by=by)


def issued(paper: CommitteePaper, by: User) -> PaperEdition:
    cleared(paper, by)
    return services.issue(paper=paper, by=by)


def test_our_two_templates_are_stored_once_and_come_back_the_same() -> None:
    template_services.bring_own()
    template_services.bring_own()
    rows = list(PaperTemplate.objects.order_by("pk"))
    assert [layout_of(row, row.name, list(row.sections.all())) for row in rows] == own_layouts()


def test_a_new_paper_is_drafted_from_its_template_and_the_data(coordinator: User) -> None:
    plan = plan_with_progress()
    paper = services.make_paper(
        plan=plan, period=Period.parse("2009-10-q2"), template=factories.make_paper_template(), by=coordinator
    )
    assert paper.subject == f"{plan.title}: progress in Q2 2009/10"
    found = texts(paper)
    assert [number for number, _text in found] == ["1.", "1.1", "2.", "2.1", "3.", "(a)", ""]
    assert found[1][1] == f"To tell the {plan.owner.name}."
    assert found[3][1].startswith("Overall, the plan is 53% complete. 4 of 8 milestones due by 30 September 2009")
    assert AuditEvent.objects.get(verb="committee-paper.add").by == coordinator


def test_what_is_added_moved_and_removed_keeps_the_numbers_and_the_references(coordinator: User) -> None:
    paper = factories.make_committee_paper()
    services.add_part(paper=paper, after="standing", text="As paragraph [[standing]] says.", by=coordinator)
    assert texts(paper)[3:5] == [
        ("2.1", paper.parts.get(ref="standing").text),
        ("2.2", "As paragraph [[standing]] says."),
    ]
    services.move_part(paper=paper, ref="text-3", down=False, by=coordinator)
    assert [number for number, text in texts(paper) if "says" in text] == ["2.1"]
    with pytest.raises(Refused, match=r"“As paragraph .* names it"):
        services.remove_part(paper=paper, ref="standing", by=coordinator)
    services.remove_part(paper=paper, ref="text-3", by=coordinator)
    services.remove_part(paper=paper, ref="standing", by=coordinator)
    assert [number for number, _text in texts(paper)] == ["1.", "1.1", "2.", "3.", "(a)", ""]
    assert list(paper.parts.values_list("position", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_a_paragraph_moves_past_a_heading_into_the_section_before(coordinator: User) -> None:
    paper = factories.make_committee_paper()
    services.move_part(paper=paper, ref="standing", down=False, by=coordinator)
    assert [number for number, _text in texts(paper)][:4] == ["1.", "1.1", "1.2", "2."]
    first = paper.parts.get(position=2)
    services.move_part(paper=paper, ref=first.ref, down=False, by=coordinator)  # a paper begins with a heading
    assert paper.parts.get(position=1).level == "section"


@pytest.mark.parametrize(
    ("text", "says"),
    [("  ", "Write the text"), ("See [[nowhere]].", r"\[\[nowhere\]\] names nothing in this paper")],
)
def test_a_text_must_say_something_and_name_what_is_there(text: str, says: str, coordinator: User) -> None:
    paper = factories.make_committee_paper()
    with pytest.raises(Refused, match=says):
        services.edit_part(paper=paper, ref="standing", text=text, by=coordinator)


def test_two_editors_of_one_paragraph_are_told(coordinator: User) -> None:
    paper = factories.make_committee_paper()
    part = paper.parts.get(ref="standing")
    seen = read_seen(write_seen(part, ("text",)), ("text",))
    services.edit_part(paper=paper, ref="standing", text="First.", by=coordinator, seen=seen)
    with pytest.raises(Conflict):
        services.edit_part(paper=paper, ref="standing", text="Second.", by=coordinator, seen=seen)
    assert paper.parts.get(ref="standing").text == "First."


def test_a_paragraph_is_drafted_again_from_what_the_data_say_by_then(coordinator: User) -> None:
    plan = plan_with_progress()
    paper = factories.make_committee_paper(plan)
    services.edit_part(paper=paper, ref="standing", text="All is well.", by=coordinator)
    assert paper.parts.get(ref="standing").edited
    plan.actions.all()
    milestone = factories.make_milestone(plan.actions.first(), title="One more")
    factories.make_update(milestone, 100)
    services.redraft_part(paper=paper, ref="standing", by=coordinator)
    part = paper.parts.get(ref="standing")
    assert ("5 of 9 milestones due" in part.text, part.edited) == (True, False)
    with pytest.raises(Refused, match="Somebody wrote this paragraph"):
        services.redraft_part(paper=paper, ref="text", by=coordinator)


def test_an_appendix_that_a_text_names_cannot_be_left_out(coordinator: User) -> None:
    paper = factories.make_committee_paper()
    services.edit_part(paper=paper, ref="text", text="See [[appendix-action-log]].", by=coordinator)
    with pytest.raises(Refused, match=r"names .*appendix-action-log"):
        services.edit_heads(paper=paper, by=coordinator, appendices=["milestones"])
    services.edit_heads(paper=paper, by=coordinator, appendices=["milestones", "action-log"], subject="Another")
    paper.refresh_from_db()
    assert (paper.subject, paper.appendices) == ("Another", ["milestones", "action-log"])


STEPS: dict[str, Callable[..., Any]] = {
    "submit": services.submit,
    "send-back": services.send_back,
    "clear": services.clear,
    "issue": services.issue,
    "correct": services.correct,
}


@pytest.mark.parametrize("state", ["draft", "submitted", "cleared", "issued"])
@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_taken_only_from_where_it_begins(step: str, state: str, coordinator: User) -> None:
    paper = factories.make_committee_paper(state=state)
    reason = {"reason": "A name is wrong"} if step in rules.WITH_REASON else {}
    if state in rules.PAPER_TRANSITIONS[step][0]:
        STEPS[step](paper=paper, by=coordinator, **reason)
        paper.refresh_from_db()
        assert paper.state == rules.PAPER_TRANSITIONS[step][1]
    else:
        with pytest.raises(Refused, match=r"^Only "):
            STEPS[step](paper=paper, by=coordinator, **reason)


def test_a_paper_is_submitted_with_a_day_and_somebody_who_reports(coordinator: User) -> None:
    with pytest.raises(Refused, match="on which day the group meets and who reports"):
        services.submit(paper=factories.make_committee_paper(meeting_on=None), by=coordinator)


@pytest.mark.parametrize("step", ["send-back", "correct"])
def test_going_back_needs_a_reason(step: str, coordinator: User) -> None:
    state = {"send-back": "submitted", "correct": "issued"}[step]
    with pytest.raises(Refused, match="Give a reason"):
        STEPS[step](paper=factories.make_committee_paper(state=state), by=coordinator, reason=" ")


def test_the_text_is_closed_once_submitted(coordinator: User) -> None:
    paper = services.submit(paper=factories.make_committee_paper(), by=coordinator)
    with pytest.raises(Refused, match=r"The paper is submitted\. Send it back"):
        services.edit_part(paper=paper, ref="text", text="Other.", by=coordinator)


def test_the_chair_clears_and_a_member_does_not() -> None:
    paper = factories.make_committee_paper(state="submitted")
    chair, member = factories.make_user(), factories.make_user()
    Membership.objects.create(group=paper.group, user=chair, position="chair")
    Membership.objects.create(group=paper.group, user=member)
    with pytest.raises(Refused, match="These roles may"):
        services.clear(paper=paper, by=member)
    assert services.clear(paper=paper, by=chair).state == "cleared"


def told() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("pk").values_list("person__name", "subject"))


def test_the_chair_hears_of_a_paper_and_its_writer_of_what_became_of_it(coordinator: User) -> None:
    paper = factories.make_committee_paper()
    CommitteePaper.objects.update(made_by=coordinator)
    chair = factories.make_user(name="Chair")
    Membership.objects.create(group=paper.group, user=chair, position="chair")
    services.submit(paper=paper, by=coordinator)
    services.send_back(paper=paper, by=chair, reason="Two figures are missing")
    assert told() == [("Chair", f"To be cleared: {paper}"), (coordinator.name, f"Sent back: {paper}")]
    text = Message.objects.get(kind="committee-paper", person=coordinator).text
    assert f"/committee-papers/{paper.key}/" in text
    assert "Two figures are missing" in text
    services.submit(paper=paper, by=coordinator)
    services.clear(paper=paper, by=chair)
    assert told()[-1] == (coordinator.name, f"Cleared: {paper}")


def test_without_a_chair_the_other_coordinators_hear_of_it_and_an_exempt_paper_is_not_named(coordinator: User) -> None:
    factories.make_user(role=Role.COORDINATOR, name="Second")
    services.submit(paper=factories.make_committee_paper(exempt="Paragraph 1"), by=coordinator)
    assert told() == [("Second", "To be cleared: an exempt paper")]


def test_an_edition_keeps_its_files_and_content_when_the_data_change(coordinator: User) -> None:
    plan = plan_with_progress()
    paper = factories.make_committee_paper(plan)
    edition = issued(paper, coordinator)
    files = {file.format: file for file in edition.files.all()}
    assert set(files) == {"docx", "odt", "html", "pdf"}
    for format, file in files.items():
        with default_storage.open(file.stored_as) as stored:
            content = stored.read()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (file.sha256, file.size)
        review = recognise(read(content, f"paper.{format}")).review
        assert review is not None
        assert (review.header.to, review.header.day) == (plan.owner.name, date(2009, 12, 17))
    before = (edition.content, edition.body)
    assert edition.content["parts"][3]["number"] == "2.1"
    factories.make_update(factories.make_milestone(plan.actions.first()), 100)
    services.correct(paper=paper, by=coordinator, reason="To see")
    services.redraft_part(paper=paper, ref="standing", by=coordinator)
    again = PaperEdition.objects.get(pk=edition.pk)
    assert (again.content, again.body) == before


@pytest.mark.parametrize("name", ["body", "reason"])
def test_the_database_refuses_to_change_an_edition(name: str) -> None:
    edition = factories.make_edition(factories.make_committee_paper())
    with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
        PaperEdition.objects.filter(pk=edition.pk).update(**{name: "Other"})


def test_a_correction_is_the_next_edition_and_says_what_changed(coordinator: User) -> None:
    paper = factories.make_committee_paper()
    first = issued(paper, coordinator)
    services.correct(paper=paper, by=coordinator, reason="A word was missing")
    services.edit_part(paper=paper, ref="text", text="To tell the strategic group.", by=coordinator)
    services.add_part(paper=paper, after="text", text="And more.", by=coordinator)
    second = issued(paper, coordinator)
    paper.refresh_from_db()
    assert (second.number, second.reason, paper.correction) == (2, "A word was missing", "")
    name = paper.group.name
    assert [
        (one.place, [run for run in one.runs if run.kind != "same"]) for one in changes(first.content, second.content)
    ] == [
        (
            "Paragraph 1.1",
            [Run("gone", name.split()[0]), Run("new", "strategic"), Run("gone", name.split()[1]), Run("new", "group")],
        ),
        ("Paragraph 1.2", [Run("new", "And more.")]),
    ]


def test_a_paper_in_word_is_in_the_councils_looks(coordinator: User) -> None:
    template = factories.make_paper_template()
    content = council_file()
    file = Checked("council.docx", "docx", "", len(content), hashlib.sha256(content).hexdigest(), content)
    template_services.take_word_file(template=template, file=file, by=coordinator)
    template.refresh_from_db()
    edition = issued(factories.make_committee_paper(template=template), coordinator)
    with default_storage.open(edition.files.get(format="docx").stored_as) as stored:
        made = docx.Document(BytesIO(stored.read()))
    assert made.sections[0].header.paragraphs[0].text == "\tNorthshire Council"
    template_services.drop_word_file(template=template, by=coordinator)
    template.refresh_from_db()
    assert (template.word_file, template.word_size) == ("", 0)


def test_a_template_changed_later_changes_no_paper(coordinator: User) -> None:
    template = factories.make_paper_template()
    paper = factories.make_committee_paper(template=template)
    fields = {name: getattr(template, name) for name in ("name", "title", "closing", "appendices")}
    template_services.edit_template(template=template, by=coordinator, **{**fields, "header": "TO: {group}"})
    section = template.sections.get(heading="Reason")
    template_services.edit_section(
        section=section, by=coordinator, level="section", heading="Why", wording="", drafts=[]
    )
    paper.refresh_from_db()
    assert paper.header.startswith("REPORT TO")
    assert paper.parts.get(position=1).text == "Reason"


def test_a_template_keeps_a_section_first_and_knows_its_placeholders(coordinator: User) -> None:
    template = factories.make_paper_template()
    with pytest.raises(Refused, match=r"\{plam\} is no placeholder"):
        template_services.add_section(template=template, by=coordinator, level="section", heading="A", wording="{plam}")
    risk = template.sections.get(heading="Risk")
    for _step in range(5):
        template_services.move_section(section=risk, down=False, by=coordinator)
    assert [one.heading for one in template.sections.all()] == ["Reason", "Risk", "Progress", "Implications"]
    made = template_services.copy_template(template=template, name="Ours", by=coordinator)
    assert [one.heading for one in made.sections.all()] == ["Reason", "Risk", "Progress", "Implications"]
    template_services.remove_section(section=made.sections.get(heading="Risk"), by=coordinator)
    with pytest.raises(Refused, match="Another template has this name"):
        template_services.copy_template(template=template, name="OURS", by=coordinator)


def test_comments_are_made_and_resolved(coordinator: User) -> None:
    paper = factories.make_committee_paper()
    reader = factories.make_user()
    Membership.objects.create(group=paper.group, user=reader)
    made = services.comment(paper=paper, ref="standing", text="Which year?", by=reader)
    assert services.resolve(comment=made, by=coordinator).resolved_by == coordinator
    with pytest.raises(Refused, match="resolved already"):
        services.resolve(comment=made, by=reader)
    with pytest.raises(PaperPart.DoesNotExist):
        services.comment(paper=paper, ref="nothing", text="Where?", by=reader)
    with pytest.raises(Refused, match="Comments are for the members"):
        services.comment(paper=paper, text="Why?", by=factories.make_user())


def test_a_draft_that_never_went_out_can_be_deleted(coordinator: User) -> None:
    draft, gone_out = factories.make_committee_paper(), factories.make_committee_paper()
    services.comment(paper=draft, text="Why?", by=coordinator)
    services.delete_paper(paper=draft, by=coordinator)
    factories.make_edition(gone_out)
    services.correct(paper=gone_out, by=coordinator, reason="A name")
    with pytest.raises(Refused, match="An edition of the paper went out"):
        services.delete_paper(paper=gone_out, by=coordinator)
    assert list(CommitteePaper.objects.all()) == [gone_out]


def test_a_template_without_papers_goes_with_its_word_file(
    coordinator: User, django_capture_on_commit_callbacks: Any
) -> None:
    template, used = factories.make_paper_template(), factories.make_committee_paper().template
    content = council_file()
    file = Checked("council.docx", "docx", "", len(content), hashlib.sha256(content).hexdigest(), content)
    template_services.take_word_file(template=template, file=file, by=coordinator)
    template.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        template_services.delete_template(template=template, by=coordinator)
    assert not default_storage.exists(template.word_file)
    with pytest.raises(Refused, match="Papers were made from this template"):
        template_services.delete_template(template=used, by=coordinator)


def test_appendices_are_moved_and_their_names_follow(coordinator: User) -> None:
    paper = factories.make_committee_paper(appendices=["milestones", "exceptions", "action-log"])
    services.move_appendix(paper=paper, kind="action-log", down=False, by=coordinator)
    services.move_appendix(paper=paper, kind="milestones", down=False, by=coordinator)  # it is the first already
    paper.refresh_from_db()
    assert paper.appendices == ["milestones", "action-log", "exceptions"]
    parts = [part.as_part() for part in paper.parts.all()]
    assert names(parts, paper.numbering, paper.appendices)["appendix-action-log"] == "APPENDIX 2"
    template = factories.make_paper_template(appendices=["milestones", "exceptions"])
    template_services.move_appendix(template=template, kind="milestones", down=True, by=coordinator)
    template.refresh_from_db()
    assert template.appendices == ["exceptions", "milestones"]
