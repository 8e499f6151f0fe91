"""Pages of committee papers."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from fingerpost.committee import services
from fingerpost.committee.models import CommitteePaper, PaperTemplate
from fingerpost.people.models import Membership, User
from tests import factories
from tests.conftest import signed_in
from tests.documents.writers.council import council_file

pytestmark = pytest.mark.django_db


def at(name: str, paper: CommitteePaper, *more: object) -> str:
    return reverse(f"committee:{name}", args=[paper.plan.slug, paper.key, *more])


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_one_paper_and_three(
    rows: int, coordinator_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan, template = factories.make_plan(), factories.make_paper_template()
    for _row in range(rows):
        factories.make_edition(factories.make_committee_paper(plan, template=template))
    with django_assert_num_queries(5):
        coordinator_client.get(reverse("committee:papers", args=[plan.slug]))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_paper_takes_the_same_queries_for_one_comment_and_edition_and_three(
    rows: int, coordinator_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    paper = factories.make_committee_paper()
    for row in range(rows):
        factories.make_edition(paper)
        comment = paper.comments.create(text="Why?", ref="standing" if row else "", by=factories.make_user())
        comment.save()
        paper.parts.create(ref=f"more-{row}", position=20 + row, text="More.")
    CommitteePaper.objects.filter(pk=paper.pk).update(state="draft")
    with django_assert_num_queries(9):
        coordinator_client.get(at("paper", paper))


@pytest.mark.parametrize("rows", [1, 3])
def test_a_chair_sees_what_waits_with_the_same_queries_for_one_paper_and_three(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan, template, chair = factories.make_plan(), factories.make_paper_template(), factories.make_user()
    Membership.objects.create(group=plan.owner, user=chair, position="chair")
    for _row in range(rows):
        factories.make_committee_paper(plan, template=template, state="submitted")
    client = signed_in(chair)
    home = words(client.get("/").content.decode())
    assert f"{rows} paper{'s' if rows > 1 else ''} wait" in home
    with django_assert_num_queries(4):
        client.get(reverse("committee:to-clear"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_templates_take_the_same_queries(
    rows: int, coordinator_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _row in range(rows):
        template = factories.make_paper_template()
        template.sections.create(position=9, heading="More")
    with django_assert_num_queries(4):
        coordinator_client.get(reverse("committee:templates"))
    with django_assert_num_queries(7):
        coordinator_client.get(reverse("committee:template", args=[template.slug]))


def test_a_paper_is_written_on_the_web(coordinator_client: Client) -> None:
    plan = factories.make_plan()
    template_page = coordinator_client.get(reverse("committee:add", args=[plan.slug]))
    assert template_page.status_code == 200
    template = PaperTemplate.objects.order_by("pk")[0]
    data = {"template": template.slug, "period": "2009-10-q2", "group": plan.owner.slug, "meeting_on": "17/12/2009"}
    answer = coordinator_client.post(reverse("committee:add", args=[plan.slug]), data)
    paper = CommitteePaper.objects.get()
    assert answer.url == at("paper", paper)  # type: ignore[attr-defined]
    shown = words(coordinator_client.get(at("paper", paper)).content.decode())
    assert "1.1 To tell the group how" in shown
    assert "4. Summary of implications" in shown


def test_a_missing_reference_is_told_beside_the_text(coordinator_client: Client) -> None:
    paper = factories.make_committee_paper()
    address = at("edit-part", paper, "text")
    shown = coordinator_client.post(address, {"text": "See [[nowhere]]."}).content.decode()
    assert "[[nowhere]] names nothing in this paper." in words(shown)
    assert "<code>[[standing]]</code>" in shown


def test_moving_comes_back_to_the_button(coordinator_client: Client) -> None:
    paper = factories.make_committee_paper()
    answer = coordinator_client.post(at("order", paper), {"move": "up:standing"})
    assert answer.url.endswith("#up-standing")  # type: ignore[attr-defined]


def test_an_appendix_is_moved_on_the_page_of_the_paper_and_of_the_template(coordinator_client: Client) -> None:
    template = factories.make_paper_template(appendices=["milestones", "exceptions"])
    paper = factories.make_committee_paper(template=template)
    shown = coordinator_client.get(at("paper", paper)).content.decode()
    assert 'value="down:appendix-milestones"' in shown
    for address in (at("order", paper), reverse("committee:order-template", args=[template.slug])):
        coordinator_client.post(address, {"move": "down:appendix-milestones"})
    paper.refresh_from_db()
    template.refresh_from_db()
    assert paper.appendices == template.appendices == ["exceptions", "milestones"]


def test_the_redraft_page_shows_what_would_change(coordinator: User, coordinator_client: Client) -> None:
    paper = factories.make_committee_paper()
    services.edit_part(paper=paper, ref="standing", text="No milestone was late.", by=coordinator)
    shown = words(coordinator_client.get(at("redraft-part", paper, "standing")).content.decode())
    assert "No milestone was removed: late added: due by 30 September 2009" in shown


def test_what_an_edition_changed_is_marked_and_told(coordinator: User, coordinator_client: Client) -> None:
    paper = factories.make_committee_paper()
    parts = [{"ref": "a", "level": "paragraph", "number": "1.1", "text": "Ten are due."}]
    more = {"title": "Group", "exempt": "", "header": [], "closing": [], "appendices": []}
    factories.make_edition(paper, content={**more, "parts": parts})
    later = [{**parts[0], "text": "Nine are due."}]
    factories.make_edition(paper, content={**more, "parts": later}, reason="Miscounted")
    shown = coordinator_client.get(at("changes", paper, 2)).content.decode()
    assert "Why: Miscounted" in words(shown)
    assert "Paragraph 1.1 removed: Ten added: Nine are due." in words(shown)
    assert ("<del>" in shown, "<ins>" in shown) == (True, True)


def test_an_edition_is_read_and_its_file_is_handed_out(coordinator: User, coordinator_client: Client) -> None:
    paper = factories.make_committee_paper(exempt="Names people")
    services.submit(paper=paper, by=coordinator)
    services.clear(paper=paper, by=coordinator)
    edition = services.issue(paper=paper, by=coordinator)
    shown = words(coordinator_client.get(at("edition", paper, 1)).content.decode())
    assert "Not for publication: Names people" in shown
    assert edition.files.get(format="pdf").sha256 in shown
    answer = coordinator_client.get(at("edition-file", paper, 1, "pdf"))
    assert answer["Content-Disposition"].endswith('-2009-10-q2-edition-1.pdf"')
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]
    answer.close()


def test_a_stranger_to_the_group_finds_no_exempt_paper() -> None:
    plan = factories.make_plan()
    factories.make_edition(factories.make_committee_paper(plan, exempt="Names people"))
    shown = signed_in(factories.make_user()).get(reverse("committee:papers", args=[plan.slug])).content.decode()
    assert "No paper has gone to a group yet." in shown


def test_a_draft_is_downloaded_and_marked_as_one(coordinator_client: Client) -> None:
    paper = factories.make_committee_paper()
    shown = coordinator_client.get(at("draft", paper, "html")).content.decode()
    assert "17 December 2009 · Draft" in shown


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.docx", b"PK\x03\x04 nothing", "cut short"),
        ("a.docm", b"nothing", "Send one that ends in .docx"),
        ("a.pdf", b"%PDF-1.4 x", "The file is a PDF"),
    ],
)
def test_a_file_that_is_no_word_file_is_refused(
    name: str, content: bytes, says: str, coordinator_client: Client
) -> None:
    template = factories.make_paper_template()
    address = reverse("committee:take-word", args=[template.slug])
    answer = coordinator_client.post(address, {"file": SimpleUploadedFile(name, content)})
    assert says in words(answer.content.decode())
    assert coordinator_client.post(address, {"file": SimpleUploadedFile("a.docx", council_file())}).status_code == 302
    template.refresh_from_db()
    assert template.word_name == "a.docx"


def test_a_word_file_with_macros_is_refused(coordinator_client: Client) -> None:
    template = factories.make_paper_template()
    stream = BytesIO(council_file())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")
    address = reverse("committee:take-word", args=[template.slug])
    answer = coordinator_client.post(address, {"file": SimpleUploadedFile("a.docx", stream.getvalue())})
    assert "The file holds macros, which run when it is opened." in words(answer.content.decode())
