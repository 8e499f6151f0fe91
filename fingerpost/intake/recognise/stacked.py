"""Rows in a flow of lines: one cell per paragraph, as a table looks once it has been copied as text.

The anchors are a line that is nothing but a date, and the next line that is nothing but a percentage; what comes
before the one is the title, what lies between them the note.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from . import glued
from .columns import Role, joined_headings, role_of, roles_in
from .dates import is_date, is_rule
from .events import Event, RawRow, Said, joined, stacked
from .lines import Line
from .progress import NUMBER, is_percent
from .quarters import quarter_label
from .redrawn import unlabelled
from .words import is_summary

PLAIN_ORDER: tuple[Role, ...] = ("title", "due", "note", "progress")


def rows_in(lines: Sequence[Line], *, at_end: bool) -> Iterator[Event]:
    """Rows and words said, in order. `at_end`: nothing follows these lines in the document."""
    lines, cards = unlabelled(lines)
    if cards:
        yield from _Reader(lines, headed=True, bare=True, cards=True).read(at_end=at_end)
        return
    start = 0
    heading: list[str] = []
    for number, end, names in _headings(lines):
        yield from _body(lines[start:number], heading, at_end=False)
        start, heading = end, names
    yield from _body(lines[start:], heading, at_end=at_end)


def _headings(lines: Sequence[Line]) -> Iterator[tuple[int, int, list[str]]]:
    """Where column headings stand, one a line: (first line, line after the last, the headings)."""
    number = 0
    while number < len(lines):
        end = _headings_end(lines, number)
        if end:
            yield number, end, [line.text for line in lines[number:end]]
        number = max(end, number + 1)


def _headings_end(lines: Sequence[Line], start: int) -> int:
    """0 where no column headings begin here. One unknown heading may stand between two known ones."""
    end = start
    while end < len(lines) and end - start < 12:
        known = role_of(lines[end].text)
        bridged = end > start and end + 1 < len(lines) and len(lines[end].text) < 30 and role_of(lines[end + 1].text)
        if not known and not bridged:
            break
        end += 1
    return end if end - start >= 2 and roles_in([line.text for line in lines[start:end]]) else 0


def _body(lines: Sequence[Line], heading: list[str], *, at_end: bool) -> Iterator[Event]:
    """What follows one row of headings (or the document's beginning), up to the next."""
    roles = roles_in(heading) or {}
    order = tuple(roles.get(position) for position in range(len(heading)))
    if heading and not _plain(order):
        stop = next((n for n, line in enumerate(lines) if line.navigation or line.level), len(lines))
        chunks = _chunks(lines[:stop], order)
        if chunks:
            yield from chunks
            yield from _Reader(lines[stop:], headed=False, bare=False).read(at_end=at_end)
            return
    bare = any("%" in name or "percent" in name.lower() for name in heading)
    beyond = len(order) - 1 - order.index("progress") if "progress" in order else 0
    yield from _Reader(lines, headed=bool(heading), bare=bare, beyond=beyond).read(at_end=at_end)


def _plain(order: tuple[Role | None, ...]) -> bool:
    known = [PLAIN_ORDER.index(role) for role in order if role in PLAIN_ORDER]
    return len(known) == len(order) and known == sorted(known)


def groups(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines parted by blank lines; where there are none at all, each line is a paragraph."""
    if not any(line.gap for line in lines[1:]):
        return [[line] for line in lines]
    parted: list[list[Line]] = []
    for line in lines:
        if line.gap or not parted:
            parted.append([])
        parted[-1].append(line)
    return parted


def _chunks(lines: Sequence[Line], order: tuple[Role | None, ...]) -> list[RawRow] | None:
    """Columns in another order: every n paragraphs are a row, if dates and percentages then all fall in place."""
    cells = groups(lines)
    if not cells or len(cells) % len(order):
        return None
    rows: list[RawRow] = []
    for start in range(0, len(cells), len(order)):
        row = {role: cells[start + position] for position, role in enumerate(order) if role}
        due, progress = (joined(row.get(role, [])) for role in ("due", "progress"))
        if (due and not is_date(due) and not is_rule(due)) or (progress and not _is_progress(progress, bare=True)):
            return None
        rows.append(
            RawRow(
                title=joined(row["title"]),
                due=due,
                progress=progress,
                place=row["title"][0].place,
                note=stacked(row.get("note", [])),
                status=joined(row.get("status", [])),
            )
        )
    return rows


def _is_progress(text: str, *, bare: bool) -> bool:
    return is_percent(text) or (bare and bool(NUMBER.match(text)))


class _Reader:
    """Walks the lines under one row of headings. `beyond` counts the columns after progress, which are passed over."""

    def __init__(
        self, lines: Sequence[Line], *, headed: bool, bare: bool, cards: bool = False, beyond: int = 0
    ) -> None:
        self.beyond = beyond
        self.passed = 0
        self.lines = lines
        self.headed = headed
        self.bare = bare
        self.spaced = any(line.gap for line in lines)
        self.labels = self._labelled()
        self.waiting: list[Line] = []
        self.title: list[Line] = []
        self.due: Line | None = None
        self.note: list[Line] = []
        self.fresh = headed and bool(lines) and not cards

    def _labelled(self) -> bool:
        """Whether titles mostly carry a quarter label, so that a date after other words is no due date."""
        before = [self.lines[n - 1].text for n, line in enumerate(self.lines) if n and is_date(line.text)]
        return sum(bool(quarter_label(text)) for text in before) * 2 > len(before)

    def read(self, *, at_end: bool) -> Iterator[Event]:
        number = 0
        while number < len(self.lines):
            line = self.lines[number]
            run = self._glued_run(number)
            if run:
                yield from self._close(None, cut=False)
                yield from self._speak()
                yield from self._glued(list(self.lines[number:run]), at_end=at_end and run == len(self.lines))
                self.fresh = False
                number = run
                continue
            if line.navigation or line.level:
                yield from self._close(None, cut=False)
                yield from self._speak()
                yield Said(line)
                self.fresh = False
            elif self.passed and self._is_beyond(number):
                self.passed -= 1
            elif self.due is None:
                self.passed = 0
                yield from self._before_date(number, line)
            else:
                yield from self._after_date(number, line)
            number += 1
        yield from self._close(None, cut=at_end)
        yield from self._speak()

    def _glued_run(self, number: int) -> int:
        """The line after the last of a run of lines that hold whole rows, 0 where none begins here."""
        line = self.lines[number]
        if line.navigation or line.level or len(line.text) < 12:
            return 0
        if not joined_headings(line.text) and not (
            self.due is None and glued.has_row(line.text, under_headings=self.headed)
        ):
            return 0
        end = number + 1
        while end < len(self.lines) and not (self.lines[end].navigation or self.lines[end].level):
            if joined_headings(self.lines[end].text):
                break
            end += 1
        return end

    def _glued(self, lines: list[Line], *, at_end: bool) -> Iterator[Event]:
        first = lines[0]
        heading = joined_headings(first.text)
        if heading:
            before, after = first.text[: heading[0]].strip(), first.text[heading[1] :].strip()
            parts = glued.unglued(before) if is_summary(before) or len(before) > 200 else [before]
            yield from (Said(Line(part, part, first.place, first.gap)) for part in parts if part)
            lines = [Line(after, after, first.place), *lines[1:]] if after else lines[1:]
        if lines:
            yield from glued.rows_in(lines, headed=bool(heading), at_end=at_end)

    def _before_date(self, number: int, line: Line) -> Iterator[Event]:
        if self.waiting and (is_date(line.text) or is_rule(line.text)):
            yield from self._open(line)
        elif self.waiting and self._ends_row(number):
            yield from self._dateless(line)
        else:
            self.waiting.append(line)

    def _open(self, due: Line) -> Iterator[Event]:
        parted = groups(self.waiting)
        keep = self._first_of_title(parted)
        while (
            not self.fresh and keep and parted[keep][0].text[:1].islower() and not is_summary(joined(parted[keep - 1]))
        ):
            keep -= 1
        yield from (Said(line) for group in parted[:keep] for line in group)
        self.title = [line for group in parted[keep:] for line in group]
        self.waiting, self.due, self.note = [], due, []

    def _first_of_title(self, parted: list[list[Line]]) -> int:
        """Which paragraph before a date begins its title. Right after column headings all of them are the title, but
        for headings of the plan that stand below those of the columns."""
        if not self.fresh:
            return len(parted) - 1
        sums = [number for number, group in enumerate(parted) if is_summary(group[-1].text)]
        if sums and sums[-1] + 1 < len(parted):
            return sums[-1] + 1
        return len(parted) - 1 if any(line.gap for line in self.waiting[1:]) else 0

    def _dateless(self, progress: Line) -> Iterator[Event]:
        """A percentage came before any date: the title is the paragraph with a quarter label, or the first."""
        parted = groups(self.waiting)
        labelled = [n for n, group in enumerate(parted) if quarter_label(group[-1].text)]
        first = labelled[0] if labelled else 0
        yield from (Said(line) for group in parted[:first] for line in group)
        note = [line for group in parted[first + 1 :] for line in group]
        yield RawRow(
            title=joined(parted[first]), note=stacked(note), progress=progress.text, place=parted[first][0].place
        )
        self.waiting, self.fresh = [], False

    def _after_date(self, number: int, line: Line) -> Iterator[Event]:
        if self._ends_row(number):
            yield from self._close(line, cut=False)
        elif is_date(line.text) and self.note and self._is_title(groups(self.note)[-1]):
            following = groups(self.note)[-1]
            self.note = self.note[: len(self.note) - len(following)]
            yield from self._close(None, cut=False)
            self.title, self.due, self.note = following, line, []
        else:
            self.note.append(line)

    def _is_title(self, group: list[Line]) -> bool:
        """Whether words before a date begin a new row, so that the row before has no progress."""
        if quarter_label(group[-1].text):
            return True
        return not self.labels and not group[0].bullet

    def _ends_row(self, number: int) -> bool:
        """A percentage by itself; of two in succession, the second."""
        line = self.lines[number]
        if not _is_progress(line.text, bare=self.bare) or (self.spaced and self.due and not self._own(number)):
            return False
        following = self.lines[number + 1] if number + 1 < len(self.lines) else None
        return following is None or following.navigation or not _is_progress(following.text, bare=self.bare)

    def _is_beyond(self, number: int) -> bool:
        """Whether a line is the cell of a column after progress, such as a status: a few words, no title of a row."""
        following = self.lines[number + 1].text if number + 1 < len(self.lines) else ""
        text = self.lines[number].text
        return self.due is None and len(text) <= 30 and not quarter_label(text) and not is_date(following)

    def _own(self, number: int) -> bool:
        """Whether a line is a paragraph of its own, as the due date before it is."""
        return self.lines[number].gap or self.due is None or not self.due.gap

    def _close(self, progress: Line | None, *, cut: bool) -> Iterator[Event]:
        if self.due is None:
            return
        due, self.due = self.due, None
        if progress is None and not self.headed:
            self.waiting = [*self.title, due, *self.note]  # a date in running text
            return
        self.passed = self.beyond if progress else 0
        note: list[Line] = self.note
        following: list[Line] = []
        if progress is None and not cut:
            note, following = _before_next_action(self.note)
        half = note.pop() if cut and note and NUMBER.match(note[-1].text) else None
        yield RawRow(
            title=joined(self.title),
            due=due.text,
            note=stacked(note),
            place=self.title[0].place,
            cut=cut,
            progress=progress.text if progress else half.text if half else "",
        )
        self.waiting, self.fresh = following, False

    def _speak(self) -> Iterator[Said]:
        yield from (Said(line) for line in self.waiting)
        self.waiting = []


def _before_next_action(note: list[Line]) -> tuple[list[Line], list[Line]]:
    """A row without progress swallows the next action's headings: give them back, from three above the summary."""
    summary = next((n for n, line in enumerate(note) if is_summary(line.text)), None)
    if summary is None:
        return note, []
    start = max(summary - 3, 0)
    return note[:start], note[start:]
