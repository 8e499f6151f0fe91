"""Made-up reports as text files, laid out as partnerships lay them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from fingerpost.intake import services
from fingerpost.intake.models import Import
from fingerpost.people.models import User
from fingerpost.plans.models import Plan
from tests import factories


@dataclass(frozen=True)
class Line:
    title: str
    due: str
    note: str
    progress: str


@dataclass(frozen=True)
class Action:
    title: str
    percent: int
    lines: Sequence[Line]


@dataclass(frozen=True)
class Report:
    """One theme; outcomes are pairs of a title and its actions."""

    day: str
    outcomes: Sequence[tuple[str, Sequence[Action]]] = field(default_factory=tuple)
    title: str = "Greener - Local Delivery Plan Milestones"

    def text(self) -> str:
        parts = [f"{self.title} {self.day}\n"]
        for outcome, actions in self.outcomes:
            for action in actions:
                parts += ["Greener", outcome, action.title]
                parts.append(f"Overall, Key Action {action.percent}% completed. The rest is under way.\n")
                parts += ["Milestone\n", "Milestone Due Date\n", "Milestone Note\n", "Progress\n"]
                for line in action.lines:
                    parts += [f"{line.title}\n", f"{line.due}\n", f"{line.note}\n", f"{line.progress}\n"]
                parts.append("Back                                     Top of page\n")
        return "\n".join(parts)

    def content(self) -> bytes:
        return self.text().encode()


PATHS = Action(
    "Open the riverside paths to walkers and cyclists",
    45,
    [
        Line(
            "Survey all paths within two miles of the river - Q1", "30 Jun 2009", "Survey done by volunteers.", "100 %"
        ),
        Line("Agree maintenance with the land owners - Q2", "30 Sep 2009", "Three of five have signed.", "60 %"),
        Line("Put up the first set of signs - Q2", "30 Sep 2009", "The maker delivers in November.", "20 %"),
    ],
)
WASTE = Action(
    "Halve the waste that schools send to landfill",
    25,
    [
        Line("Weigh the waste of every primary school - Q1", "30 Jun 2009", "All 21 schools were weighed.", "100 %"),
        Line("Give each school a composting box - Q2", "30 Sep 2009", "Funding was withdrawn in August.", "0 %"),
    ],
)
HOMES = Action(
    "Insulate homes of older people",
    50,
    [Line("Train 12 volunteer assessors - Q2", "30 Sep 2009", "Seven are trained.", "50 %")],
)
AUTUMN = Report("30/9/09", [("People walk and cycle more", [PATHS]), ("Less is thrown away", [WASTE, HOMES])])

# Three months on: two titles reworded, one due date moved, some progress, one milestone new and one gone.
WINTER = Report(
    "31/12/09",
    [
        (
            "People walk and cycle more",
            [
                replace(
                    PATHS,
                    percent=70,
                    lines=[
                        PATHS.lines[0],
                        Line(
                            "Agree the maintenance with land owners - Q2",
                            "30 Sep 2009",
                            "All five have signed.",
                            "100 %",
                        ),
                        replace(PATHS.lines[2], due="31 Dec 2009", progress="90 %"),
                        Line("Count the walkers on two Sundays - Q3", "31 Dec 2009", "Counted in October.", "100 %"),
                    ],
                )
            ],
        ),
        (
            "Less is thrown away",
            [
                replace(
                    WASTE,
                    lines=[replace(WASTE.lines[0], title="Weigh the waste of every primary and nursery school - Q1")],
                ),
                HOMES,
            ],
        ),
    ],
)


def received(report: Report = AUTUMN, *, by: User | None = None, name: str = "greener.txt") -> Import:
    return services.receive(name=name, content=report.content(), by=by)


def new_plan(title: str = "Greener") -> services.NewPlan:
    """Details of a plan for 2009/10."""
    made = factories.make_plan()
    return services.NewPlan(title, made.starts, made.ends, made.area, made.owner)


def imported(report: Report = AUTUMN, *, by: User | None = None) -> Plan:
    """A plan made from a report."""
    return services.apply(source=received(report, by=by), new_plan=new_plan(), by=by).plan
