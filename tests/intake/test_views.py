from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html

from fingerpost.core.models import AuditEvent
from fingerpost.intake import services
from fingerpost.intake.models import Import
from fingerpost.people.models import Role, User
from fingerpost.plans.models import Milestone, Plan
from fingerpost.reporting.models import MilestoneUpdate
from tests import factories
from tests.conftest import signed_in
from tests.intake.bad_files import BAD_FILES
from tests.intake.reports import AUTUMN, PATHS, WINTER, Report, imported, new_plan, received

pytestmark = pytest.mark.django_db
DECEMBER = date(2009, 12, 31)


def post_file(client: Client, content: bytes, name: str = "greener.txt") -> HttpResponse:
    answer: HttpResponse = client.post(reverse("intake:upload"), {"file": SimpleUploadedFile(name, content)})
    return answer


def page_of(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().split())


def details(**changes: Any) -> dict[str, Any]:
    plan = new_plan()
    given = {"title": "Greener", "starts": "1 April 2009", "ends": "31/03/2010"}
    return {**given, "area": plan.area.slug, "owner": plan.owner.slug, "do": "apply", **changes}


def ticks(source: Import, client: Client, address: str = "") -> dict[str, Any]:
    """What a browser would send of the page as it was shown."""
    answer = client.get(address or reverse("intake:preview", args=[source.slug]))
    preview = answer.context["preview"]
    return {
        "take": [row.item.key for row in preview.rows if row.taken],
        "seen": preview.found.fingerprint,
    }


def test_uploading_leads_to_the_preview(coordinator_client: Client) -> None:
    answer = post_file(coordinator_client, AUTUMN.content())
    source = Import.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/imports/{source.slug}/")


def test_the_preview_counts_first_and_lists_every_item(coordinator_client: Client) -> None:
    source = received()
    answer = coordinator_client.get(reverse("intake:preview", args=[source.slug]))
    assert answer.context["preview"].counts == [
        (6, "new", ""),
        (0, "changed", ""),
        (0, "unchanged", ""),
        (0, "missing from the file", ""),
        (0, "doubtful", ""),
    ]
    assert [row.item.key for row in answer.context["preview"].rows] == [
        "1", "1.1", "1.1.1", "1.1.2", "1.1.3", "2", "2.1", "2.1.1", "2.1.2", "2.2", "2.2.1",
    ]  # fmt: skip
    assert answer.context["form"].initial == {
        "title": "Greener - Local Delivery Plan Milestones",
        "starts": date(2009, 4, 1),
        "ends": date(2010, 3, 31),
    }


def test_applying_makes_the_plan_and_shows_what_was_done(coordinator_client: Client, coordinator: User) -> None:
    source = received()
    address = reverse("intake:preview", args=[source.slug])
    answer = coordinator_client.post(address, {**ticks(source, coordinator_client), **details()})
    assert (answer.status_code, answer["Location"]) == (302, f"/imports/{source.slug}/result/")
    plan = Plan.objects.get(title="Greener")
    assert Milestone.objects.filter(action__plan=plan).count() == 6
    assert AuditEvent.objects.get(verb="import.apply").by == coordinator
    assert "“Greener” as at 30 September 2009" in page_of(coordinator_client.get(answer["Location"]))


def test_what_is_not_ticked_stays_out(coordinator_client: Client) -> None:
    source = received()
    sent = ticks(source, coordinator_client)
    sent["take"] = ["1", "1.1", "1.1.2", "2.1", "2.1.1"]
    coordinator_client.post(reverse("intake:preview", args=[source.slug]), {**sent, **details()})
    titles = Milestone.objects.values_list("title", flat=True)
    assert list(titles) == ["Agree maintenance with the land owners - Q2"]


def test_choices_are_kept_for_later(coordinator_client: Client) -> None:
    source = received()
    address = reverse("intake:preview", args=[source.slug])
    answer = coordinator_client.post(address, {"take": ["1", "1.1", "1.1.1"], "do": "save"})
    assert answer["Location"] == address
    rows = coordinator_client.get(address).context["preview"].rows
    assert [row.item.key for row in rows if row.taken] == ["1", "1.1", "1.1.1"]
    assert Plan.objects.count() == 0


def test_a_later_report_is_compared_with_the_plan_that_it_is_likely_about(coordinator_client: Client) -> None:
    plan = imported()
    Plan.objects.filter(pk=plan.pk).update(title="Greener – Local Delivery Plan, Milestones")
    source = received(WINTER, name="winter.txt")
    preview = coordinator_client.get(reverse("intake:preview", args=[source.slug])).context["preview"]
    assert preview.plan == plan
    assert [count for count, _words, _url in preview.counts] == [1, 3, 2, 1, 0]
    changed = {row.item.title: row.facts for row in preview.rows if row.item.status == "changed"}
    assert changed["Put up the first set of signs - Q2"] == [
        ("Due date", "was 30 September 2009, now 31 December 2009"),
        ("Progress", "was 20%, now 90%"),
    ]


def test_a_later_report_is_applied_to_the_plan_in_the_address(coordinator_client: Client) -> None:
    plan, source = imported(), received(WINTER, name="winter.txt")
    address = f"{reverse('intake:preview', args=[source.slug])}?plan={plan.slug}"
    sent = ticks(source, coordinator_client, address)
    answer = coordinator_client.post(address, {**sent, "do": "apply"})
    assert answer.status_code == 302
    assert MilestoneUpdate.objects.filter(as_at=DECEMBER).count() == 6


def test_a_preview_that_no_longer_holds_is_shown_again_with_the_reason(coordinator_client: Client) -> None:
    plan, source = imported(), received(WINTER, name="winter.txt")
    address = f"{reverse('intake:preview', args=[source.slug])}?plan={plan.slug}"
    sent = ticks(source, coordinator_client, address)
    Milestone.objects.filter(title__startswith="Survey").update(title="Something else altogether")
    answer = coordinator_client.post(address, {**sent, "do": "apply"})
    assert answer.context["refusal"] == ("The plan has changed since the preview was shown. Look at the preview again.")
    assert MilestoneUpdate.objects.filter(as_at=DECEMBER).count() == 0


def test_a_new_plan_needs_its_details(coordinator_client: Client) -> None:
    source = received()
    sent = {**ticks(source, coordinator_client), **details(ends="31 March 2008", area="")}
    answer = coordinator_client.post(reverse("intake:preview", args=[source.slug]), sent)
    assert answer.context["form"].errors == {
        "area": ["This field is required."],
        "ends": ["The last day must not be before the first."],
    }
    assert Import.objects.get().state == "read"


def test_a_doubtful_item_asks_what_it_is(coordinator_client: Client) -> None:
    plan = imported()
    reworded = "Agree maintenance by the land owners - Q4"
    text = WINTER.text().replace("Agree the maintenance with land owners - Q2", reworded)
    source = services.receive(name="other.txt", content=text.encode(), by=None)
    address = f"{reverse('intake:preview', args=[source.slug])}?plan={plan.slug}"
    rows = coordinator_client.get(address).context["preview"].rows
    [doubtful] = [row for row in rows if row.radios]
    assert [(one.value, one.label, one.checked) for one in doubtful.radios] == [
        ("leave", "Leave it out", True),
        ("same", "It is “Agree maintenance with the land owners - Q2”", False),
        ("new", "It is new", False),
    ]
    sent = {**ticks(source, coordinator_client, address), f"doubt-{doubtful.item.key}": "same", "do": "apply"}
    coordinator_client.post(address, sent)
    assert Milestone.objects.get(title__contains="by the land owners").action.plan == plan
    assert Milestone.objects.filter(title__contains="Agree").count() == 1


def test_unchanged_items_are_shown_on_demand(coordinator_client: Client) -> None:
    plan = imported()
    source = Import.objects.get()
    address = reverse("intake:preview", args=[source.slug])
    answer = coordinator_client.get(address)
    assert (answer.context["preview"].plan, answer.context["preview"].rows, answer.context["preview"].hidden) == (
        plan,
        [],
        11,
    )
    assert len(coordinator_client.get(address + "?show=all").context["preview"].rows) == 11


@pytest.mark.parametrize(("name", "content", "expected"), BAD_FILES)
def test_bad_files_are_refused_in_a_sentence(
    name: str, content: bytes, expected: str, coordinator_client: Client
) -> None:
    answer = post_file(coordinator_client, content, name)
    [error] = answer.context["form"].errors["file"]
    assert (error.startswith(expected), error[-1] in ".?") == (True, True)
    assert (Import.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_a_file_above_the_limit_is_refused(coordinator_client: Client, settings: Any) -> None:
    settings.UPLOAD_LIMIT = 100
    answer = post_file(coordinator_client, AUTUMN.content())
    size = f"{len(AUTUMN.content()) // 1000} KB"
    assert answer.context["form"].errors["file"] == [f"The file is {size}; at most 1 KB is read."]


def test_a_row_without_a_date_is_shown_with_its_place_and_left_out(coordinator_client: Client) -> None:
    text = AUTUMN.text().replace("Train 12 volunteer assessors - Q2\n\n30 Sep 2009", "Train 12 volunteer assessors\n\n")
    source = services.receive(name="undated.txt", content=text.encode(), by=None)
    rows = coordinator_client.get(reverse("intake:preview", args=[source.slug])).context["preview"].rows
    undated = [row for row in rows if row.item.title.startswith("Train 12")]
    assert [row.item.status for row in undated] in ([], ["doubtful"])
    coordinator_client.post(
        reverse("intake:preview", args=[source.slug]), {**ticks(source, coordinator_client), **details()}
    )
    assert Milestone.objects.filter(title__startswith="Train 12").count() == 0


def test_the_checks_of_the_whole_plan_stand_above_with_links(coordinator_client: Client) -> None:
    plan = imported(AUTUMN)
    source = received(WINTER)
    answer = coordinator_client.get(f"{reverse('intake:preview', args=[source.slug])}?plan={plan.slug}")
    page = html.fromstring(answer.content)
    [checks] = page.xpath("//details[@id='checks']")
    links = checks.xpath(".//ol/li//a/@href")
    assert len(checks.xpath(".//ol/li")) == len(answer.context["preview"].checked)
    inside = [link for link in links if link.startswith("#")]
    assert inside
    assert [len(page.xpath(f"//tr[@id='{link[1:]}']")) for link in inside] == [1] * len(inside)


def test_a_large_file_is_checked_when_that_is_asked(
    coordinator_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fingerpost.intake.preview.LARGE", 3)
    address = reverse("intake:preview", args=[received().slug])
    first = coordinator_client.get(address)
    assert first.context["preview"].checked == []
    [link] = html.fromstring(first.content).xpath("//a[text()='Check the whole plan']/@href")
    assert len(coordinator_client.get(address + link).context["preview"].checked) > 0


def test_pages_of_a_long_preview_keep_their_choices(coordinator_client: Client) -> None:
    action = AUTUMN.outcomes[0][1][0]
    lines = [
        type(action.lines[0])(f"Step {n} of the path survey", "30 Sep 2009", f"Note {n}.", "10 %") for n in range(450)
    ]
    long = Report("30/9/09", [("People walk more", [type(action)(action.title, 10, lines)])])
    source = received(long)
    address = reverse("intake:preview", args=[source.slug])
    shown = coordinator_client.get(address).context["preview"]
    assert (len(shown.rows), shown.page.paginator.num_pages) == (200, 3)
    taken = [row.item.key for row in shown.rows if row.item.key != "1.1.5"]
    answer = coordinator_client.post(address, {"take": taken, "do": "page-2"})
    assert answer["Location"] == f"{address}?page=2"
    sent = {**ticks(source, coordinator_client, f"{address}?page=2"), **details()}
    coordinator_client.post(f"{address}?page=2", sent)
    assert Milestone.objects.count() == 449


def test_the_source_page_marks_the_words_of_a_figure(coordinator_client: Client) -> None:
    source = received()
    answer = coordinator_client.get(f"{reverse('intake:source', args=[source.slug])}?at=1.1.2-progress")
    [line] = [line for line in answer.context["lines"] if line.is_place]
    assert [piece for cell in line.cells for piece in cell.pieces] == [{"text": "60 %", "field": "progress"}]
    assert AUTUMN.text().split("\n")[int(line.place.removeprefix("line ")) - 1] == "60 %"
    page = page_of(answer)
    assert page.count("<mark") == 1
    assert '<mark class="fp-mark">60 %</mark>' in page


def test_the_source_page_marks_every_word_of_an_item(coordinator_client: Client) -> None:
    source = received()
    page = page_of(coordinator_client.get(f"{reverse('intake:source', args=[source.slug])}?at=2.1.2"))
    for words in ("Give each school a composting box - Q2", "30 Sep 2009", "Funding was withdrawn in August.", "0 %"):
        assert f'<mark class="fp-mark">{words}</mark>' in page
    assert page.count("<mark") == 4


def test_the_source_page_without_a_place_marks_nothing(coordinator_client: Client) -> None:
    source = received()
    for query in ("", "?at=9.9.9", "?at=x-y"):
        page = page_of(coordinator_client.get(reverse("intake:source", args=[source.slug]) + query))
        assert page.count("<mark") == 0


def test_a_milestone_tells_where_each_figure_was_found() -> None:
    plan = imported()
    source = received(WINTER, name="winter.txt")
    services.apply(source=source, plan=plan, by=None)
    milestone = Milestone.objects.get(title="Put up the first set of signs - Q2")
    names = [plan.slug, milestone.action.slug, milestone.slug]
    member = signed_in(factories.make_user(role=Role.MEMBER))
    answer = member.get(reverse("intake:provenance", args=names))
    assert [(one.source.file_name, one.label, one.words) for one in answer.context["traces"]] == [
        ("winter.txt", "Due date", "31 Dec 2009"),
        ("winter.txt", "Progress", "90 %"),
        ("winter.txt", "Note", "The maker delivers in November."),
        ("greener.txt", "Title", "Put up the first set of signs - Q2"),
        ("greener.txt", "Due date", "30 Sep 2009"),
        ("greener.txt", "Progress", "20 %"),
        ("greener.txt", "Note", "The maker delivers in November."),
    ]
    assert f'href="/imports/{source.slug}/source/?at=1.1.3-progress#place"' in page_of(answer)
    assert member.get(f"/imports/{source.slug}/source/?at=1.1.3-progress").status_code == 200


@pytest.mark.parametrize("files", [1, 3])
def test_the_list_of_imports_takes_as_many_queries_for_many(
    files: int, coordinator_client: Client, django_assert_num_queries: Any
) -> None:
    for number in range(files):
        received(Report(f"30/{number + 6}/09", AUTUMN.outcomes))
    with django_assert_num_queries(4):  # session, user, count, imports
        answer = coordinator_client.get(reverse("intake:imports"))
    assert len(answer.context["page"].object_list) == files


@pytest.mark.parametrize("actions", [1, 3])
def test_the_preview_takes_as_many_queries_for_many_rows(
    actions: int, coordinator_client: Client, django_assert_num_queries: Any
) -> None:
    outcomes = [("People walk more", [AUTUMN.outcomes[n % 2][1][0] for n in range(actions)])]
    plan = imported(Report("30/9/09", outcomes))
    source = received(Report("31/12/09", outcomes))
    with django_assert_num_queries(21):
        coordinator_client.get(f"{reverse('intake:preview', args=[source.slug])}?plan={plan.slug}")


def test_the_day_is_asked_where_the_file_does_not_say_it(coordinator_client: Client) -> None:
    sheet = "Outcome,Key action,Milestone,Due date,Note,Progress\nWalk,Paths,Survey the paths,30/06/2009,Done.,100%\n"
    source = services.receive(
        name="steps.csv", content=sheet.encode() + b"Walk,Paths,Put up signs,30/09/2009,,20%\n", by=None
    )
    address = reverse("intake:preview", args=[source.slug])
    shown = {
        query: coordinator_client.get(address + query).context["preview"]
        for query in ("", "?as_at=31/12/2009", "?as_at=never")
    }
    assert [one.day for one in shown.values()] == [date(2010, 3, 31), DECEMBER, date(2010, 3, 31)]
    assert {one.day_is_given for one in shown.values()} == {False}
    sent = {**ticks(source, coordinator_client, f"{address}?as_at=31/12/2009"), **details()}
    coordinator_client.post(f"{address}?as_at=31/12/2009", sent)
    assert set(MilestoneUpdate.objects.values_list("as_at", flat=True)) == {DECEMBER}


def test_abandoning_puts_an_import_aside(coordinator_client: Client) -> None:
    source = received()
    answer = coordinator_client.post(reverse("intake:abandon", args=[source.slug]))
    assert answer["Location"] == "/imports/"
    source.refresh_from_db()
    assert source.state == "abandoned"
    assert coordinator_client.get(reverse("intake:abandon", args=[source.slug])).status_code == 403


def test_a_stated_percentage_leads_to_its_words_in_the_file(coordinator_client: Client) -> None:
    plan = imported()
    action = plan.actions.get(title=PATHS.title)
    page = html.fromstring(coordinator_client.get(f"/plans/{plan.slug}/actions/{action.slug}/").content)
    [link] = page.xpath("//h2[text()='What was reported']/following-sibling::ol[1]//a/@href")
    sources = html.fromstring(coordinator_client.get(link).content)
    [source] = sources.xpath("//tr[contains(th, 'tated')]//a/@href")
    assert "at=1.1-stated_percent" in source
    marked = html.fromstring(coordinator_client.get(source).content).xpath("//mark//text()")
    assert any("45%" in words for words in marked)


def test_the_preview_says_that_the_period_is_approved(coordinator_client: Client) -> None:
    plan = imported()
    factories.make_lock(plan, "2009-10-q3")
    source = received(WINTER)
    page = page_of(coordinator_client.get(reverse("intake:preview", args=[source.slug]), {"plan": plan.slug}))
    assert f"Nothing was stored: Q3 2009/10 of “{plan}” was approved on 2 November 2009 and is locked." in page
