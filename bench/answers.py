"""Officers who all answer at once: a real server in processes of its own, each officer a connection of its own."""

from __future__ import annotations

import re
import statistics
import threading
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection

from django.db import connection, transaction
from django.utils import timezone

from bench.measured import Measured, Step, seconds
from bench.serving import HOST, VENDORS, environment, granian, running
from bench.sizes import Sizes
from fingerpost.core.periods import quarters
from fingerpost.cycles import services
from fingerpost.cycles.models import Cycle, Item, ItemState
from fingerpost.people.models import Area, Group, GroupKind, Role, User
from fingerpost.plans import services as plans
from fingerpost.plans.structure import NewAction, NewMilestone, NewOutcome
from fingerpost.reporting.models import ActionUpdate, MilestoneUpdate
from fingerpost.reporting.moment import last_ended

MILESTONES = 2  # and their key action: three items each


@dataclass(slots=True)
class Officer:
    """One person with a link, as a browser: a connection, a cookie, and how long each page took."""

    link: str
    taken: list[float] = field(default_factory=list)
    connection: HTTPConnection | None = None
    cookie: str = ""

    def page(self, method: str, address: str, body: str = "") -> tuple[int, str, str]:
        """Status, text and where it leads. A page that is an error ends the measure."""
        assert self.connection is not None
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        start = time.perf_counter()
        self.connection.request(method, address, body or None, {name: to for name, to in headers.items() if to})
        answer = self.connection.getresponse()
        text = answer.read().decode()
        self.taken.append(time.perf_counter() - start)
        if given := answer.getheader("Set-Cookie"):
            self.cookie = given.split(";")[0]
        if answer.status >= 400:
            raise AssertionError(f"{address} answers {answer.status}")
        return answer.status, text, answer.getheader("Location") or ""

    def answers(self, port: int) -> None:
        """Opens the link, says something of every item, sends it, and is thanked."""
        self.connection = HTTPConnection(HOST, port, timeout=120)
        address = urllib.parse.urlsplit(self.link).path
        _status, text, _to = self.page("GET", address)
        status, text, to = self.page("POST", address, filled(text))
        if status != 302:
            raise AssertionError(
                "An answer was not taken: " + " ".join(re.findall(r"error-message[^>]*>([^<]+)", text))
            )
        self.page("GET", to)
        self.connection.close()


def filled(page: str) -> str:
    """The form of the page, with an answer to every item."""
    said = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    for name in set(re.findall(r'name="([^"]+-choice)"', page)):
        said |= {name: "75", name.replace("-choice", "-note"): "Most of it is done."}
    for name in set(re.findall(r'name="([^"]+-work_undertaken)"', page)):
        said |= {name: "Both parts were begun.", name.replace("undertaken", "planned"): "The rest."}
    return urllib.parse.urlencode(said)


@transaction.atomic
def asked(officers: int) -> Cycle:
    """An open cycle of the last quarter that has ended, which asks each officer for three items."""
    today = timezone.localdate()
    period = last_ended(today)
    year = period.whole_year
    due = quarters(year.start, year.end)[0].end
    leads = User.objects.bulk_create(
        User(name=f"Officer {n}", slug=f"answering-{n}", email=f"answering-{n}@example.org", role=Role.LEAD_OFFICER)
        for n in range(officers)
    )
    actions = [
        NewAction(f"Key action {n}", [NewMilestone(f"Step {step}", due=due) for step in range(MILESTONES)], lead=lead)
        for n, lead in enumerate(leads)
    ]
    area, _made = Area.objects.get_or_create(slug="all", defaults={"name": "Whole area"})
    owner, _made = Group.objects.get_or_create(slug="board", defaults={"name": "Board", "kind": GroupKind.STRATEGIC})
    plan = plans.create_plan(
        title="Answered at once", starts=year.start, ends=year.end, area=area, owner=owner, by=None
    )
    plans.add_structure(plan=plan, outcomes=[NewOutcome("Everything", actions)], by=None)
    plan = plans.start_plan(plan=plan, by=None)
    days = {"opens_on": today, "due_on": today + timedelta(days=7), "grace_until": today + timedelta(days=9)}
    cycle = services.plan_cycle(plan=plan, period=period, by=None, **days)
    return services.open_cycle(cycle=cycle, by=None)


def at_once(officers: list[Officer], port: int) -> float:
    """Everybody starts at the same moment; seconds until the last has been thanked."""
    gate = threading.Barrier(len(officers) + 1)

    def one(officer: Officer) -> None:
        gate.wait()
        officer.answers(port)

    with ThreadPoolExecutor(len(officers)) as pool:
        running = [pool.submit(one, officer) for officer in officers]
        gate.wait()
        start = time.perf_counter()
        for each in running:
            each.result()
        return time.perf_counter() - start


def warm(officer: Officer, port: int) -> None:
    """The page is looked at before, in every process of the server: looking changes nothing."""
    for _turn in range(20):
        officer.connection = HTTPConnection(HOST, port, timeout=120)
        officer.page("GET", urllib.parse.urlsplit(officer.link).path)
        officer.connection.close()
    officer.taken.clear()


def nothing_lost_or_doubled(cycle: Cycle) -> None:
    """Every item has one answer, and there is no update beside them."""
    officers = cycle.requests.count()
    found = (
        Item.objects.filter(cycle=cycle, state=ItemState.SUBMITTED).count(),
        MilestoneUpdate.objects.filter(milestone__action__plan=cycle.plan).count(),
        ActionUpdate.objects.filter(action__plan=cycle.plan).count(),
        cycle.requests.exclude(answered_at=None).count(),
    )
    wanted = ((MILESTONES + 1) * officers, MILESTONES * officers, officers, officers)
    if found != wanted:
        raise AssertionError(f"Answered items, updates and people: {found}, where {wanted} were sent.")


def measure(sizes: Sizes, step: Step) -> Measured:
    vendor = VENDORS[connection.vendor]
    step("Opening a cycle to be answered at once")
    cycle = asked(sizes.officers)
    officers = [
        Officer(services.mint(request=row, person=row.person)) for row in cycle.requests.select_related("person")
    ]
    step(f"{len(officers)} officers answer at once ({vendor})")
    with running(granian, environment()) as port:
        warm(officers[0], port)
        whole = at_once(officers, port)
    nothing_lost_or_doubled(cycle)
    taken = sorted(time for officer in officers for time in officer.taken)
    figures = {
        "officers": float(len(officers)),
        "pages a second": len(taken) / whole,
        "answers a second": len(officers) / whole,
        "median": statistics.median(taken),
        "p95": taken[int(0.95 * (len(taken) - 1))],
        "whole": whole,
    }
    rows = (
        ("Officers, each with three items, all starting at once", str(len(officers))),
        ("Answers lost, answers doubled, error pages", "0, 0, 0"),
        ("From the first request to the last thank-you", seconds(whole)),
        ("Officers done in a second", f"{figures['answers a second']:.0f}"),
        ("Pages in a second", f"{figures['pages a second']:.0f}"),
        ("A page, median", seconds(figures["median"])),
        ("A page, 95th percentile", seconds(figures["p95"])),
    )
    name = "answers" if connection.vendor == "sqlite" else f"answers-{connection.vendor}"
    return Measured(name, f"Officers answering at once, {vendor}", ("What", vendor), rows, figures)
