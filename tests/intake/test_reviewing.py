"""A review paper comes into a plan: on the web and by command, with its figures only where somebody says so."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused
from fingerpost.documents.writers import write
from fingerpost.intake import services
from fingerpost.intake.models import Import, Provenance
from fingerpost.intake.queries import items_in
from fingerpost.intake.reviewing.applying import apply_review
from fingerpost.intake.reviewing.bringing import WantedReview, bring_in_review
from fingerpost.intake.reviewing.comparing import compare, period_of, polarity_of
from fingerpost.intake.reviewing.packing import review_in
from fingerpost.papers.review_report import review_report
from fingerpost.people.models import Role
from fingerpost.plans.models import Action, Indicator, Outcome, Plan, Polarity
from fingerpost.reporting.models import ActionUpdate, IndicatorValue
from fingerpost.reviews.models import Activity, Instead, ReviewEntry, Strategy
from fingerpost.reviews.queries import reviewed
from tests import factories
from tests.intake.reviews import paper

pytestmark = pytest.mark.django_db
EXAMPLE = Path(__file__).parents[3] / "shared" / "examples" / "icsp-review-2009-12-17.txt"
H1 = Period.parse("2009-10-h1")


def received(content: bytes | None = None, name: str = "review.txt") -> Import:
    return services.receive(name=name, content=content or paper(), by=None)


def brought(**wanted: Any) -> Any:
    return bring_in_review(services.understand(name="review.txt", content=paper()), WantedReview(**wanted))


def test_a_review_is_kept_and_read_again() -> None:
    source = received()
    review = review_in(source)
    assert [group.title for group in (*review.outcomes, *review.objectives)] == ["People walk more.", "Walk together"]
    assert [(key, item.title) for key, item in items_in(source) if "." not in key] == [
        ("1", "People walk more."),
        ("2", "Walk together"),
    ]
    assert review.outcomes[0].rows[0].figures[1].value == Decimal(25)
    assert received().pk == source.pk


def test_a_new_plan_is_made_of_it() -> None:
    done = brought(figures=True)
    plan = Plan.objects.get()
    assert (done.plan, plan.title, plan.starts, plan.state) == (
        plan,
        "REVIEW OF THE WALKING PLAN",
        date(2009, 4, 1),
        Plan.State.ACTIVE,
    )
    first, second = Indicator.objects.order_by("pk")
    assert [(row.polarity, row.unit, row.frequency) for row in (first, second)] == [
        (Polarity.HIGHER, "%", "half"),
        (Polarity.LOWER, "", "half"),
    ]
    found = reviewed(first, H1)
    assert (found.work_undertaken, found.work_planned, found.notes) == (
        "A survey was made",
        "Another one",
        "Follow up in May",
    )
    silent = reviewed(second, H1)
    assert (silent.undertaken_instead, silent.planned_instead) == (Instead.NO_RESPONSE, Instead.NONE_STATED)
    update = ActionUpdate.objects.get()
    assert (update.work_undertaken, update.as_at) == ("Three groups walk", H1.end)
    assert ReviewEntry.objects.get(indicator=first).source_words.startswith("review.txt, table 1, row 2")
    new = Provenance.objects.filter(review=None, value=None, action_update=None)
    assert list(new.values_list("item", flat=True)) == ["1", "1.1", "1.2", "2", "2.1"]


def test_figures_go_in_only_where_somebody_says_so() -> None:
    brought()
    assert not IndicatorValue.objects.exists()
    done = brought(figures=True)
    assert done.plan == Plan.objects.get()
    value, awaited = IndicatorValue.objects.order_by("pk")
    assert (value.period, value.value, value.source) == (H1, Decimal(25), "import")
    assert (awaited.state, awaited.period) == ("awaited", H1)
    assert value.indicator.baselines.get().value == Decimal("20.5")


def test_a_second_import_changes_nothing() -> None:
    brought(figures=True)
    counts = [model.objects.count() for model in (ReviewEntry, IndicatorValue, ActionUpdate, Indicator, Action)]
    again = brought(figures=True)
    assert (again.written, again.found.is_empty) == (0, True)
    after = [model.objects.count() for model in (ReviewEntry, IndicatorValue, ActionUpdate, Indicator, Action)]
    assert after == counts


def test_a_later_paper_shows_what_changed() -> None:
    brought(figures=True)
    plan = Plan.objects.get()
    reading = services.understand(name="later.txt", content=paper(work="Five groups walk"))
    found = compare(reading.recognised.review, plan, H1)  # type: ignore[arg-type]
    changed = [(item.title, item.changes) for item in found.items if item.status == "changed"]
    assert changed == [("Set up walking groups", (("work_undertaken", "Three groups walk", "Five groups walk"),))]
    bring_in_review(reading, WantedReview(plan=plan.slug))
    assert reviewed(Action.objects.get(), H1).work_undertaken == "Five groups walk"


@pytest.mark.parametrize("more", ["", ", 2010/11 = 30%, 2011/12 = 35%, 2012/13 target = 40%"])
def test_comparing_takes_the_same_queries_whatever_is_proposed(
    more: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    brought()
    plan = Plan.objects.get()
    data = f"2006/7 baseline = 20.5%, 2009/10 Q1&Q2 = 25%{more}"
    review = services.understand(name="later.txt", content=paper(data=data)).recognised.review
    # as the review page; the values, baselines and targets of the indicators; strategy and activities
    with django_assert_num_queries(13):
        found = compare(review, plan, H1)  # type: ignore[arg-type]
    assert len(found.proposals) == (6 if more else 3)


def test_a_dry_run_stores_nothing() -> None:
    done = brought(dry_run=True, figures=True)
    assert (done.is_new, done.found.counts()["new"]) == (True, 5)
    assert not Plan.objects.exists()
    assert not Import.objects.exists()


def test_what_is_much_like_several_others_waits() -> None:
    plan = factories.make_plan()
    outcome = factories.make_outcome(plan, title="People walk more.")
    for place in ("shop", "park"):
        factories.make_indicator(outcome, title=f"Increase the share who walk to {place}")
    source = received()
    found = compare(review_in(source), plan, H1)
    statuses = {item.title: item.status for item in found.items}
    assert (statuses["People walk more."], statuses["Increase the share who walk to work"]) == ("unchanged", "doubtful")
    apply_review(source=source, period=H1, plan=plan, by=None)
    assert not Indicator.objects.filter(title="Increase the share who walk to work").exists()


def test_the_choice_of_a_person_holds() -> None:
    source, plan = received(), factories.make_plan()
    apply_review(source=source, period=H1, plan=plan, items=["1", "1.1"], figures=["1.1-figure-2"], by=None)
    assert (Outcome.objects.count(), Indicator.objects.count(), Action.objects.count()) == (1, 1, 0)
    assert IndicatorValue.objects.get().value == Decimal(25)
    with pytest.raises(Refused, match="changed since the preview"):
        apply_review(source=source, period=H1, plan=plan, items=["2"], expected="another", by=None)


def test_which_period_a_paper_speaks_of() -> None:
    review = review_in(received())
    assert period_of(review, None) == H1
    without = review_in(received(paper(data="Data awaited"), "other.txt"))
    assert period_of(without, None) == H1  # the last half before its day
    assert period_of(review, factories.make_plan(starts=date(2011, 4, 1), ends=date(2012, 3, 31))) is None


def test_an_approved_period_takes_no_paper() -> None:
    plan = factories.make_plan()
    factories.make_lock(plan, "2009-10-h1")
    with pytest.raises(Refused, match="was approved"):
        bring_in_review(
            services.understand(name="review.txt", content=paper()), WantedReview(plan=plan.slug, period=H1)
        )


def test_which_way_is_better_follows_from_the_wording_alone() -> None:
    assert [polarity_of(title) for title in ("Increase it", "Reduce it", "The rate of it", "Reduce and improve")] == [
        Polarity.HIGHER,
        Polarity.LOWER,
        Polarity.DATA_ONLY,
        Polarity.DATA_ONLY,
    ]


def test_the_command_tells_and_stores(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "review.txt"
    file.write_bytes(paper())
    call_command("import", str(file), "--figures", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["changed"], told["period"], told["counts"]["new"]) == (True, "2009-10-h1", 5)
    assert [one["role"] for one in told["figures"]] == ["baseline", "value", "value"]
    call_command("import", str(file), "--figures", stdout=StringIO())
    assert "Nothing differs" in capsys.readouterr().err


def test_the_web_previews_and_applies() -> None:
    client = Client()
    client.force_login(factories.make_user(role=Role.COORDINATOR))
    sent = client.post("/imports/new/", {"file": SimpleUploadedFile("review.txt", paper())})
    address = client.get(sent["Location"])["Location"]
    page = client.get(address).content.decode()
    assert "would become a new plan" in page
    assert ("<strong>25%</strong>" in page, "baseline" in page, "1.1-figure-2" in page) == (True, True, True)
    area, owner = factories.make_area(), factories.make_group()
    form = {"title": "Walking plan", "starts": "1/4/2009", "ends": "31/3/2010", "area": area.slug, "owner": owner.slug}
    shown = client.get(address).context["found"]
    taken = {"take": ["1", "1.1", "1.2", "2", "2.1"], "figure": ["1.1-figure-2"], "seen": shown.fingerprint}
    answer = client.post(address, {**form, **taken})
    assert answer["Location"] == "/plans/walking-plan/review/?period=2009-10-h1"
    assert IndicatorValue.objects.get().value == Decimal(25)
    assert (
        "Nothing in the file differs from the plan." not in client.get(address).content.decode()
    )  # two proposals left
    source = Import.objects.get()
    assert client.get(f"/imports/{source.slug}/result/")["Location"] == f"/imports/{source.slug}/review/"
    found = client.get(f"/imports/{source.slug}/source/?at=1.1-title").content.decode()
    assert "<mark" in found


def marked(client: Client, address: str) -> list[str]:
    """The words that the page of a file marks."""
    return re.findall(r"<mark[^>]*>(.*?)</mark>", client.get(address).text)


def links(page: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'href="(/imports/[^"#]*/source/[^"#]*)#place"', page)]


def test_indicators_entries_and_figures_lead_to_their_place_in_the_paper() -> None:
    done = brought(figures=True)
    client = Client()
    client.force_login(factories.make_user(role=Role.MEMBER))
    first = Indicator.objects.order_by("pk")[0]
    source = f"/imports/{Import.objects.get().slug}/source/"
    page = client.get(f"/plans/{done.plan.slug}/indicators/{first.slug}/").text
    assert links(page) == [f"{source}?at=1.1-title", f"{source}?at=1.1-figure-2"]
    assert marked(client, links(page)[0]) == ["Increase the share who walk to work"]
    assert marked(client, links(page)[1]) == ["2009/10 Q1&amp;Q2 = 25%"]
    review = client.get(f"/plans/{done.plan.slug}/review/?period=2009-10-h1").text
    assert links(review) == [f"{source}?at=1.1", f"{source}?at=1.2", f"{source}?at=2.1-notes"]
    assert marked(client, links(review)[0]) == [
        "Increase the share who walk to work",
        "A survey was made",
        "Another one",
        "2006/7 baseline = 20.5% 2009/10 Q1&amp;Q2 = 25%",
        "Follow up in May",
    ]
    assert marked(client, f"{source}?at=1.1-work_planned") == ["Another one"]


def test_a_reason_why_there_is_no_figure_leads_to_its_cell() -> None:
    brought(figures=True)
    trace = Provenance.objects.get(value__state="awaited")
    assert (trace.item, trace.words) == ("1.2", {"data": "Data awaited"})


def test_the_work_on_a_key_action_leads_there_from_its_updates() -> None:
    brought()
    trace = Provenance.objects.get(action_update__isnull=False)
    assert (trace.item, trace.words) == (
        "2.1",
        {"work_undertaken": "Three groups walk", "work_planned": "Two more"},
    )
    action = Action.objects.get()
    client = Client()
    client.force_login(factories.make_user(role=Role.MEMBER))
    page = client.get(f"/plans/{action.plan.slug}/actions/{action.slug}/sources/").text
    assert [words in page for words in ("Three groups walk", "Work planned")] == [True, True]


def test_what_was_typed_leads_nowhere() -> None:
    row = factories.make_indicator()
    factories.make_value(row, "2009-10-q1", 5, source_words="a letter of May")
    client = Client()
    client.force_login(factories.make_user(role=Role.MEMBER))
    page = client.get(f"/plans/{row.plan.slug}/indicators/{row.slug}/").text
    assert "a letter of May" in page
    assert links(page) == []


def test_a_second_preview_shows_only_what_is_left_to_look_at() -> None:
    done = brought()
    source = Import.objects.get()
    apply_review(source=source, period=H1, by=None, plan=done.plan, figures=["1.1-figure-2"])
    client = Client()
    client.force_login(factories.make_user(role=Role.COORDINATOR))
    address = f"/imports/{source.slug}/review/"
    page = client.get(address)
    assert [row.item.key for row in page.context["rows"]] == []
    assert "5 items are in the plan just so." in page.text
    assert [one.key for one in page.context["proposals"]] == ["1.1-figure-1", "1.2-state"]
    assert [one.key for one in page.context["recorded"]] == ["1.1-figure-2"]
    assert "1 figure is recorded already" in page.text
    assert len(client.get(f"{address}?show=all").context["rows"]) == 5
    Indicator.objects.filter(title__startswith="Reduce").delete()
    assert [row.item.key for row in client.get(address).context["rows"]] == ["1", "1.2"]


def test_a_paper_that_is_all_in_the_plan_has_nothing_to_apply() -> None:
    brought(figures=True)
    client = Client()
    client.force_login(factories.make_user(role=Role.COORDINATOR))
    page = client.get(f"/imports/{Import.objects.get().slug}/review/").text
    assert "Nothing in the file differs from the plan." in page
    assert "Apply to the plan" not in page
    assert "The review in the plan" in page


@pytest.mark.parametrize("form", ["html", "docx", "odt", "pdf"])
def test_our_own_paper_comes_back_into_the_same_plan_without_a_change(form: str) -> None:
    brought(figures=True)
    plan = Plan.objects.get()
    content = write(review_report(plan, period=H1), form)
    reading = services.understand(name=f"review.{form}", content=content)
    found = compare(reading.recognised.review, plan, H1)  # type: ignore[arg-type]
    assert [item.title for item in found.items if item.status in {"new", "doubtful"}] == []


@pytest.mark.example
def test_the_real_paper() -> None:
    if not EXAMPLE.exists():
        pytest.skip("../shared/examples is not there")
    done = bring_in_review(
        services.understand(name=EXAMPLE.name, content=EXAMPLE.read_bytes()), WantedReview(figures=True)
    )
    assert (Outcome.objects.count(), Indicator.objects.count(), Action.objects.count()) == (6, 9, 6)
    assert done.found.period == H1
    assert ReviewEntry.objects.filter(undertaken_instead=Instead.NO_RESPONSE).count() == 1
    values = IndicatorValue.objects.filter(state="recorded").order_by("period_starts", "value")
    assert [(row.value, row.period.slug) for row in values] == [
        (Decimal(14), "calendar-2005"),
        (Decimal(24), "calendar-2006"),
        (Decimal(14), "calendar-2007"),
        (Decimal(5), "2009-10-h1"),
        (Decimal("72.9"), "2009-10-h1"),
    ]
    assert [row.value for row in Plan.objects.get().indicators.get(baselines__isnull=False).baselines.all()] == [
        Decimal("60.8")
    ]
    strategy = Strategy.objects.get()
    assert [len(text.splitlines()) for text in (strategy.objectives, strategy.means, strategy.principles)] == [3, 6, 4]
    assert list(Activity.objects.values_list("by_when", flat=True)) == [
        "Within one month of each group meeting",
        "As and when required",
        "Reporting cycles",
        "Ongoing",
        "As and when required",
    ]
    again = bring_in_review(
        services.understand(name=EXAMPLE.name, content=EXAMPLE.read_bytes()), WantedReview(figures=True)
    )
    assert again.written == 0
