"""The milestones report and a committee paper of one plan year as files, in a process that has made one before."""

from __future__ import annotations

from collections.abc import Callable

from bench.filling import quarter_end, slug_of_year
from bench.measured import Measured, Step, seconds, side_by_side, times
from bench.sizes import Sizes
from fingerpost.core.periods import Period
from fingerpost.documents.writers import FORMATS
from fingerpost.papers.making import Wanted, content_of, document_of
from fingerpost.plans.models import Plan

PAPER_FORMATS = ("docx", "pdf")


def ratio(taken: dict[str, float], name: str) -> str:
    return times(taken[name] / taken["document"])


def measure(sizes: Sizes, step: Step) -> Measured:
    plan = Plan.objects.select_related("area", "owner").get(slug=slug_of_year(sizes.report))
    period = Period.containing(quarter_end(sizes.quarters - 1))
    wanted = Wanted(kind="milestones", plan=plan, period=period, scope="all")

    def writing(format: str) -> Callable[[], bytes]:
        return lambda: content_of(wanted, format)

    runs: dict[str, Callable[[], object]] = {"document": lambda: document_of(wanted)}
    runs |= {format: writing(format) for format in FORMATS}
    paper = Wanted(kind="committee", plan=plan, period=period)
    runs["paper"] = lambda: document_of(paper)
    runs |= {f"paper.{format}": lambda format=format: content_of(paper, format) for format in PAPER_FORMATS}
    for name, run in runs.items():
        step(f"Report as {name}")
        run()
    taken = side_by_side(sizes.rounds, **runs)
    rows = [(f"Query and build, {sizes.report:,} milestones", seconds(taken["document"]), "1", "")]
    for format, kind in FORMATS.items():
        aim = "2 s" if format == "pdf" else ""
        rows.append(
            (
                f"The same, written as {kind.title}",
                seconds(taken[format]),
                times(taken[format] / taken["document"]),
                aim,
            )
        )
    rows.append(("Committee paper drafted, with its appendices", seconds(taken["paper"]), ratio(taken, "paper"), ""))
    rows += [
        (
            f"Committee paper written as {FORMATS[one].title}",
            seconds(taken[f"paper.{one}"]),
            ratio(taken, f"paper.{one}"),
            "",
        )
        for one in PAPER_FORMATS
    ]
    head = ("What", "Median", "Against building", "Aim, under")
    return Measured("papers", "Milestones report and committee paper of a plan year", head, tuple(rows), taken)
