"""The update page, thanks, standing in, handing back, evidence, and what the coordinator does about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fingerpost.core.models import AuditEvent
from fingerpost.cycles.models import Draft, Evidence, Item, ItemState, Request
from fingerpost.mail.models import Message
from fingerpost.people.models import Role, User
from fingerpost.reporting.models import ActionUpdate, MilestoneUpdate
from tests import factories
from tests.conftest import signed_in
from tests.cycles.asking import LAST_MONTH, asked, link_to, steps, typed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_everything_is_sent_at_once() -> None:
    request = asked(items=2, action=True)
    one, two = steps(request)
    whole = request.items.get(action__isnull=False)
    said = {
        **typed(one, choice="75", note="Nearly there"),
        **typed(two, choice="other", percent="62.5"),
        **typed(whole, work_undertaken="Advertised"),
    }
    answer = Client().post(link := link_to(request), said)
    assert answer.url == f"{link}sent/"  # type: ignore[attr-defined]
    assert sorted(MilestoneUpdate.objects.values_list("progress", flat=True)) == [62.5, 75]
    assert ActionUpdate.objects.get().work_undertaken == "Advertised"
    assert "All your updates are sent." in text_of(Client().get(f"{link}sent/"))


def test_what_is_missing_is_said_first_and_a_part_may_be_sent() -> None:
    request = asked(items=2)
    one, two = steps(request)
    said = {**typed(one, choice="75"), **typed(two)}
    page = text_of(Client().post(link := link_to(request), said))
    assert "1 item is not answered yet" in page
    assert not MilestoneUpdate.objects.exists()
    assert Draft.objects.get().item == one  # nothing typed is lost
    Client().post(link, {**said, "partly": "1"})
    assert [item.state for item in steps(request)] == [ItemState.SUBMITTED, ItemState.ASKED]
    assert "1 of 2 updates are sent." in text_of(Client().get(f"{link}sent/"))


def test_what_is_wrong_stands_at_its_item_and_nothing_is_sent() -> None:
    request = asked(items=2)
    one, two = steps(request)
    page = text_of(Client().post(link_to(request), {**typed(one, choice="75"), **typed(two, note="Just a note")}))
    assert f'<a href="#id_{two.key}-choice_0">Step 2: Choose how far it has come.</a>' in page
    assert not MilestoneUpdate.objects.exists()


def test_another_persons_item_is_refused() -> None:
    mine, others = asked(), asked()
    for path in [link_to(mine), f"{link_to(mine)}draft/"]:
        answer = Client().post(path, {**typed(steps(mine)[0], choice="75"), **typed(steps(others)[0], choice="75")})
        assert answer.status_code == 403
    assert not MilestoneUpdate.objects.exists()
    assert not Draft.objects.filter(item__request=others).exists()


def test_what_somebody_else_said_meanwhile_is_shown_and_not_overwritten_unseen() -> None:
    request = asked()
    item = steps(request)[0]
    assert item.milestone
    newer = factories.make_update(item.milestone, 70, note="Said in between", by=factories.make_user(name="Calum"))
    page = text_of(Client().post(link := link_to(request), typed(item, choice="50")))
    assert "Calum reported on this after you opened the page." in page
    assert "Said in between" in page
    assert f'name="{item.key}-seen" value="{newer.pk}"' in page
    assert Client().post(link, typed(item, seen=newer.pk, choice="50")).status_code == 302
    assert MilestoneUpdate.objects.count() == 2


def test_an_item_that_went_from_the_plan_is_said_to_have() -> None:
    request = asked(items=2)
    one, two = steps(request)
    assert two.milestone
    two.milestone.state, two.milestone.state_reason = "cancelled", "No money"
    two.milestone.save()
    page = Client().post(link_to(request), {**typed(one), **typed(two, choice="75")})
    assert "“Step 2” is no longer in the plan as it was" in text_of(page)
    assert not MilestoneUpdate.objects.exists()


def test_a_late_autosave_does_not_bring_an_answer_back() -> None:
    request = asked()
    item = steps(request)[0]
    Client().post(link := link_to(request), typed(item, choice="75"))
    Client().post(f"{link}draft/", typed(item, choice="75", note="Too late"), headers={"HX-Request": "true"})
    assert not Draft.objects.exists()


def test_autosave_says_when_and_how_much() -> None:
    request = asked(items=2)
    answer = Client().post(
        f"{link_to(request)}draft/",
        {**typed(steps(request)[0], choice="75"), **typed(steps(request)[1])},
        headers={"HX-Request": "true"},
    )
    page = text_of(answer)
    assert page.startswith("Draft saved ")
    assert '<strong id="count" hx-swap-oob="true">1 of 2 answered</strong>' in page


def test_an_answer_is_changed_until_it_is_approved() -> None:
    request = asked()
    item = steps(request)[0]
    link = link_to(request)
    Client().post(link, typed(item, choice="75", note="As it was"))
    page = text_of(Client().get(f"{link}?change={item.key}"))
    assert "As it was</textarea>" in page
    first = MilestoneUpdate.objects.get()
    assert Client().post(link, typed(item, seen=first.pk, choice="100", note="As it is")).status_code == 302
    assert [update.progress for update in MilestoneUpdate.objects.all()] == [75, 100]
    Item.objects.update(state=ItemState.APPROVED)
    page = text_of(Client().get(f"{link}?change={item.key}"))
    assert "Approved" in page
    assert "Change this answer" not in page


def test_no_change_asks_why_on_the_page() -> None:
    request = asked()
    item = steps(request)[0]
    assert item.milestone
    last = factories.make_update(item.milestone, 40, as_at=LAST_MONTH, note="Booked the hall")
    page = text_of(Client().get(link := link_to(request)))
    assert "<strong>40%</strong> on 31 August 2009: <q>Booked the hall</q>" in page
    assert "No change, still 40%" in page
    page = text_of(Client().post(link, typed(item, seen=last.pk, choice="same")))
    assert "Say why nothing has changed." in page
    Client().post(link, typed(item, seen=last.pk, choice="same", why="The hall burned down"))
    assert steps(request)[0].no_change_reason == "The hall burned down"


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_takes_the_same_queries_at_any_size(django_assert_num_queries: Any, size: int) -> None:
    request = asked(items=size, action=True)
    for item in steps(request):
        assert item.milestone
        factories.make_update(item.milestone, 40, as_at=LAST_MONTH, note="Booked")
        Evidence.objects.create(item=item, name="Minutes", url="https://example.org/", by=request.person)
    client = signed_in(request.person)
    with django_assert_num_queries(7):
        page = client.get(f"/my-updates/{request.key}/").content.decode()
    assert page.count("No change, still 40%") == size


@pytest.mark.parametrize("size", [1, 3])
def test_my_updates_take_the_same_queries_at_any_number(django_assert_num_queries: Any, size: int) -> None:
    person = factories.make_user(role=Role.LEAD_OFFICER)
    for _number in range(size):
        asked(person)
    client = signed_in(person)
    with django_assert_num_queries(4):
        page = text_of(client.get("/my-updates/"))
    assert page.count("0 of 1 item") == size
    words = "1 update is asked of you" if size == 1 else "3 updates are asked of you"
    assert words in text_of(client.get("/"))


def test_a_stand_in_is_mailed_and_finds_it_among_their_own() -> None:
    request, other = asked(), factories.make_user(name="Calum Ross")
    answer = Client().post(f"{link_to(request)}somebody-else/", {"person": other.slug}, follow=True)
    assert "Calum Ross can answer for Ailsa Grant now." in text_of(answer)
    mail = Message.objects.get()
    assert (mail.person, mail.links) == (other, {"link": f"answer:{request.key}"})
    assert "You are to answer for Ailsa Grant this time" in mail.text
    assert "Ailsa Grant, Calum Ross" in text_of(signed_in(other).get("/my-updates/"))
    item = steps(request)[0]
    signed_in(other).post(f"/my-updates/{request.key}/", typed(item, choice="25"))
    assert MilestoneUpdate.objects.get().by == other


def test_what_is_not_mine_goes_on_to_who_has_it(coordinator: User) -> None:
    request = asked()
    item = steps(request)[0]
    said = {"suggested": "calum ross", "reason": "I changed posts"}
    Client().post(f"{link_to(request)}items/{item.key}/not-mine/", said)
    request.refresh_from_db()
    assert request.answered_at is not None
    calum = factories.make_user(name="Calum Ross")
    client, root = signed_in(coordinator), f"/plans/{request.cycle.plan.slug}/reporting/{request.cycle.period}/"
    assert "calum ross has it now. I changed posts" in text_of(client.get(f"{root}handed-back/"))
    assert f'value="{calum.slug}" selected' in text_of(client.get(f"{root}handed-back/{item.key}/give/"))
    client.post(f"{root}handed-back/{item.key}/give/", {"to": calum.slug})
    item.refresh_from_db()
    assert item.milestone
    assert (item.state, item.request.person, item.milestone.lead) == (ItemState.ASKED, calum, calum)
    assert (item.reason, item.suggested) == ("", "")
    verbs = list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["item.hand-back", "milestone.edit", "item.ask-again"]


def test_the_same_person_is_asked_again_with_the_reason(coordinator: User) -> None:
    request = asked()
    item = steps(request)[0]
    link = link_to(request)
    Client().post(f"{link}items/{item.key}/not-mine/", {"reason": "Not me"})
    root = f"/plans/{request.cycle.plan.slug}/reporting/{request.cycle.period}/"
    signed_in(coordinator).post(f"{root}handed-back/{item.key}/ask-again/", {"reason": "The board says it is"})
    assert Request.objects.get().answered_at is None
    assert "<strong>Asked again:</strong> The board says it is" in text_of(Client().get(link))


@pytest.mark.parametrize(("move", "due"), [("yes", date(2009, 12, 31)), ("no", date(2009, 9, 30))])
def test_a_due_date_that_is_asked_for_is_decided_on(coordinator: User, move: str, due: date) -> None:
    request = asked()
    item = steps(request)[0]
    Client().post(link_to(request), typed(item, choice="25", due="31 Dec 2009", due_reason="Snow"))
    root = f"/plans/{request.cycle.plan.slug}/reporting/{request.cycle.period}/"
    client = signed_in(coordinator)
    assert "Asks for 31 December 2009 in place of 30 September 2009. Snow" in text_of(client.get(f"{root}handed-back/"))
    client.post(f"{root}due-dates/{item.key}/", {"move": move})
    item.refresh_from_db()
    assert item.milestone
    assert (item.milestone.due, item.proposed_due) == (due, None)
    reasons = list(AuditEvent.objects.filter(verb="milestone.move-due").values_list("reason", "by"))
    assert reasons == ([("Snow", coordinator.pk)] if move == "yes" else [])


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_for_the_coordinator_takes_the_same_queries(
    coordinator: User, django_assert_num_queries: Any, size: int
) -> None:
    request = asked(items=size)
    Item.objects.update(state=ItemState.HANDED_BACK, reason="Moved on")
    client = signed_in(coordinator)
    with django_assert_num_queries(5):
        page = client.get(f"/plans/{request.cycle.plan.slug}/reporting/{request.cycle.period}/handed-back/")
    assert text_of(page).count("Not theirs any more.") == size


def evidence_page(request: Request, item: Item) -> str:
    return f"{link_to(request)}items/{item.key}/evidence/"


def test_a_file_is_kept_handed_out_to_be_saved_and_removed(django_capture_on_commit_callbacks: Any) -> None:
    request = asked()
    item = steps(request)[0]
    link, page = link_to(request), evidence_page(request, item)
    file = SimpleUploadedFile("minutes.txt", b"Agreed by everybody", content_type="text/html")
    Client().post(page, {"file": file, "name": "Minutes of 3 May"})
    kept = Evidence.objects.get()
    assert (kept.name, kept.content_type, kept.size, kept.by) == ("Minutes of 3 May", "text/plain", 19, request.person)
    answer = Client().get(f"{link}evidence/{kept.key}/")
    assert b"".join(answer) == b"Agreed by everybody"  # type: ignore[call-overload]
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    stored_as = str(kept.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(f"{link}evidence/{kept.key}/remove/")
    assert not Evidence.objects.exists()
    assert not default_storage.exists(stored_as)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({}, "Give either a link or a file."),
        ({"url": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"file": SimpleUploadedFile("a.html", b"<html><script>")}, "a web page or drawing that can hold scripts"),
    ],
)
def test_what_is_no_evidence(said: dict[str, Any], reason: str) -> None:
    request = asked()
    assert reason in text_of(Client().post(evidence_page(request, steps(request)[0]), said))
    assert not Evidence.objects.exists()


def test_evidence_of_an_approved_answer_stays() -> None:
    request = asked()
    item = steps(request)[0]
    link = link_to(request)
    Client().post(evidence_page(request, item), {"url": "example.org/minutes"})
    kept = Evidence.objects.get()
    assert kept.url == "https://example.org/minutes"
    Client().post(link, typed(item, choice="25"))
    Item.objects.update(state=ItemState.APPROVED)
    assert Client().post(f"{link}evidence/{kept.key}/remove/").status_code == 403
    assert Evidence.objects.exists()
