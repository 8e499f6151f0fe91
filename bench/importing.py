"""Importing a spreadsheet into a new plan, against merely reading it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from itertools import count

from django.db import connection
from xlsxwriter import Workbook

from bench.measured import Measured, Step, clock_of, seconds, side_by_side, times
from bench.sizes import Sizes
from fingerpost.documents.readers import read_with_warnings
from fingerpost.intake.importing import Wanted, bring_in, understand

HEAD = ("Outcome", "Key action", "Milestone", "Due date", "Note", "Progress")
VERBS = ("Survey", "Open", "Publish", "Train", "Agree", "Review", "Repair", "Extend", "Test", "Launch")
THINGS = ("paths", "leaflets", "volunteers", "gardens", "benches", "courses", "surveys", "grants", "buses", "clubs")
PLACES = ("Ardmore", "Birkhill", "Corran", "Dunross", "Elrick", "Fordyce", "Glenbeg", "Hillside", "Inver", "Kirkton")
DAY = date(2009, 9, 30)


def lines(rows: int) -> Iterator[tuple[str, str, str, date, str, float]]:
    """Ten milestones to an action, ten actions to an outcome; no two milestones of an action are alike."""
    for number in range(rows):
        action, outcome = number // 10, number // 100
        place = PLACES[outcome % 10]
        yield (
            f"{place} is a better place to live, part {outcome}",
            f"{VERBS[action % 10]} {THINGS[action // 10 % 10]} in {place}, stage {action}",
            f"{VERBS[number % 10]} the {THINGS[(number + action) % 10]} near {PLACES[action % 10]} number {number}",
            date(2009, 4, 30) + timedelta(days=number * 7 % 330),
            f"Work at site {number} went on as agreed with the {THINGS[number % 7]} group.",
            number * 3 % 5 / 4,
        )


def workbook(rows: int, title: str) -> bytes:
    """An Excel file with a title, a header row and one row for each milestone."""
    target = BytesIO()
    book = Workbook(target, {"in_memory": True})
    sheet, day, percent = book.add_worksheet("Plan"), book.add_format(), book.add_format()
    day.set_num_format("d mmm yyyy")
    percent.set_num_format("0%")
    sheet.write(0, 0, title)
    sheet.write_row(2, 0, HEAD)
    for place, line in enumerate(lines(rows), start=3):
        sheet.write_row(place, 0, line[:3])
        sheet.write_datetime(place, 3, line[3], day)
        sheet.write(place, 4, line[4])
        sheet.write(place, 5, line[5], percent)
    book.close()
    return target.getvalue()


def measure(sizes: Sizes, step: Step) -> Measured:
    step(f"Writing spreadsheets of {sizes.sheet:,} rows")
    rounds = min(3, sizes.rounds)
    files = [workbook(sizes.sheet, f"Plan from sheet {number}") for number in range(rounds)]
    clock = clock_of(connection.vendor)
    turns = {"read": count(), "whole": count()}
    parts: dict[str, list[float]] = {"understand": [], "store": []}

    def whole() -> None:
        started = clock()
        number = next(turns["whole"])
        reading = understand(name=f"sheet-{number}.xlsx", content=files[number])
        understood = clock()
        done = bring_in(reading, Wanted(as_at=DAY))
        parts["understand"].append(understood - started)
        parts["store"].append(clock() - understood)
        if done.found.counts.get("new", 0) < sizes.sheet:
            raise AssertionError(f"only {done.found.counts} of {sizes.sheet} rows came in")

    step(f"Importing {sizes.sheet:,} rows")
    taken = side_by_side(rounds, read=lambda: read_with_warnings(files[next(turns["read"])], "sheet.xlsx"), whole=whole)
    ratio = taken["whole"] / taken["read"]
    understood, stored = sorted(parts["understand"])[rounds // 2], sorted(parts["store"])[rounds // 2]
    rows = (
        (f"Read {sizes.sheet:,} rows (`documents.readers`)", seconds(taken["read"]), "1", ""),
        ("Import into a new plan, whole", seconds(taken["whole"]), times(ratio), "5"),
        ("of which: read and recognise", seconds(understood), times(understood / taken["read"]), ""),
        ("of which: compare, keep and apply", seconds(stored), times(stored / taken["read"]), ""),
    )
    head = ("What", "Median", "Against reading", "Aim, at most")
    return Measured("import", "Import of a spreadsheet", head, rows, {**taken, "ratio": ratio})
