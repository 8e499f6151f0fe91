"""Tables and the words between them put together into what a paper says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from fingerpost.checks.facts import ActivityFacts, ReviewFacts, ReviewGroupFacts, ReviewRowFacts
from fingerpost.documents.model import NOWHERE, Place

from ..events import Findings, clipped
from ..headings import key
from ..lines import Grid, Item, Line
from .cards import with_cards_as_tables
from .cells import clean
from .columns import Columns
from .paper import CLOSING, HEADER, Paper, spoken_for
from .rows import activity, review_row
from .strategy import Reading, begins
from .tables import GROUP_LABEL, LETTERED, Across, Draft, TableRows, parted_label, read_table


@dataclass(slots=True)
class _Group:
    title: str = ""
    label: str = ""
    place: Place = NOWHERE
    drafts: list[tuple[Draft, Columns]] = field(default_factory=list)


def review_in(items: Sequence[Item], title: str, findings: Findings) -> ReviewFacts | None:
    """What a paper says, or None where the document is none and holds no review."""
    building = _Building(findings)
    lines: list[Line] = []
    for item in with_cards_as_tables(items):
        if isinstance(item, Line):
            lines.append(item)
        else:
            building.table(lines, item)
            lines = []
    building.words(lines)
    return building.facts(title)


class _Building:
    """Outcomes, objectives and activities as they come; the same title again is the same thing going on."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.paper = Paper()
        self.strategy: Reading | None = None
        self.groups: dict[str, dict[str, _Group]] = {"indicator": {}, "action": {}, "activity": {}}
        self.group = _Group()
        self.before: TableRows | None = None

    def table(self, lines: Sequence[Line], grid: Grid) -> None:
        """A table and the words that stand above it."""
        spoken = [line for line in lines if not line.navigation]
        table = read_table(grid, None if spoken else self.before)
        if table is None:
            self.words(lines)
            self.before = None
            self._other_table(grid)
            return
        listed = self.strategy is not None or any(begins(spoken, at) for at in range(len(spoken)))
        heading = _heading(spoken, among_lists=listed)
        self.words([line for line in spoken if line is not heading])
        self.paper.interrupt()
        self._tell_unread(grid, table)
        if heading is not None:
            self._open(clean(heading.text).text, heading.place)
        elif not table.goes_on and spoken:
            self.group = _Group()
        for across in table.above:
            self._open(across.text, across.place)
        self._rows(table)
        self.before = table

    def words(self, lines: Sequence[Line]) -> None:
        """Words between tables: of the paper, or from where it begins of the strategy."""
        spoken = [line for line in lines if not line.navigation]
        if spoken and self.before is not None:
            self._tell_lost(spoken[0])
        start = next((at for at in range(len(spoken)) if begins(spoken, at)), None)
        self.paper.read(spoken if start is None else spoken[:start])
        if start is not None:
            self.strategy = self.strategy or Reading()
            self.strategy.read(spoken[start:])

    def _tell_lost(self, line: Line) -> None:
        """A line that stands at once under a table may be a row of it that could not be read."""
        if not line.gap and not line.level and line.place.line and "  " in line.raw.strip():
            message = _("These words under a table were not read as a row of it: %(words)s")
            self.findings.add("row-not-read", "error", message % {"words": clipped(line.text, 120)}, line.place)

    def _open(self, text: str, place: Place) -> None:
        label, title = parted_label(text)
        self.group = _Group(title, label, place)

    def _rows(self, table: TableRows) -> None:
        for row in table.rows:
            if isinstance(row, Across):
                self._open(clean(row.text).text, row.place)
                continue
            group = self._group_of(row, table.columns)
            group.drafts.append((row, table.columns))

    def _group_of(self, row: Draft, columns: Columns) -> _Group:
        known = self.groups[columns.subject]
        group = self.group
        if row.group:
            label, title = parted_label(clean(row.group).text)
            group = _Group(title, label, row.place)
        return known.setdefault(key(group.title), replace(group, drafts=[]))

    def _tell_unread(self, grid: Grid, table: TableRows) -> None:
        for position, heading in () if table.goes_on else table.columns.unread:
            message = _("The column “%(name)s” is not read.") % {"name": clipped(heading)}
            self.findings.add("column-ignored", "warning", message, grid.rows[0].cells[position].place)

    def _other_table(self, grid: Grid) -> None:
        """A table that lays out the header or the end of the paper is read as lines; another is told."""
        lines = _labelled_lines(grid)
        if lines:
            self.paper.read(lines)
            return
        filled = [cell.text.replace("\n", " ") for cell in grid.rows[0].cells if cell.first and cell.text]
        message = _("A table is not read. It begins with: %(columns)s")
        words = " | ".join(clipped(text, 30) for text in filled[:8])
        self.findings.add("table-not-read", "warning", message % {"columns": words}, grid.rows[0].place)
        self.paper.interrupt()

    def facts(self, title: str) -> ReviewFacts | None:
        outcomes, objectives = self._groups("indicator"), self._groups("action")
        activities = self._activities()
        paper = self.paper
        header = paper.header_facts()
        is_paper = bool(header.to or header.subject) and len(paper.paragraphs) > 1
        if not (outcomes or objectives or activities or self.strategy or is_paper):
            return None
        return ReviewFacts(
            title=header.subject or title,
            header=header,
            author=paper.closing_words("author"),
            background_papers=paper.closing_words("background_papers"),
            reference=paper.closing_words("reference"),
            paragraphs=paper.paragraph_facts(),
            implications=paper.implication_facts(),
            outcomes=outcomes,
            objectives=objectives,
            strategy=self.strategy.facts() if self.strategy else None,
            activities=activities,
        )

    def _groups(self, subject: str) -> tuple[ReviewGroupFacts, ...]:
        found: list[ReviewGroupFacts] = []
        for group in self.groups[subject].values():
            rows: tuple[ReviewRowFacts, ...] = tuple(
                review_row(draft, columns, self.findings) for draft, columns in group.drafts
            )
            if not group.title and rows:
                self._tell_no_group(subject, rows[0])
            found.append(ReviewGroupFacts(group.title, group.label, rows, group.place))
        return tuple(found)

    def _tell_no_group(self, subject: str, row: ReviewRowFacts) -> None:
        names = {"title": clipped(row.title)}
        if subject == "indicator":
            message = _("No outcome could be told for “%(title)s” and those like it.") % names
            self.findings.add("no-outcome", "warning", message, row.place)
        else:
            message = _("No objective could be told for “%(title)s” and those like it.") % names
            self.findings.add("no-objective", "warning", message, row.place)

    def _activities(self) -> tuple[ActivityFacts, ...]:
        return tuple(
            activity(draft, group.title, self.findings)
            for group in self.groups["activity"].values()
            for draft, _columns in group.drafts
        )


def _heading(lines: Sequence[Line], *, among_lists: bool) -> Line | None:
    """The line that heads the table below: the last one that is lettered, labelled or a heading, else the last.

    In a strategy, which is made of lists, only a label or a heading will do.
    """
    candidates = [line for line in lines[spoken_for(lines) :] if not line.contents and len(line.text) <= 300]
    listed = [_is_lettered(line) for line in candidates]
    plain = [line for n, line in enumerate(candidates) if not _is_item(line, listed, n)]
    marked = [
        line for line in plain if line.level or GROUP_LABEL.match(line.text) or (_is_lettered(line) and not among_lists)
    ]
    if marked or among_lists:
        return marked[-1] if marked else None
    last = candidates[-1] if candidates else None
    return last if last in plain and last and not last.text.endswith((":", ":-", ";")) else None


def _is_lettered(line: Line) -> bool:
    return bool(line.number or LETTERED.match(line.text)) and not line.level


def _is_item(line: Line, listed: Sequence[bool], at: int) -> bool:
    """A point of a list: a bullet, or one of several lettered lines that follow each other."""
    beside = (at > 0 and listed[at - 1]) or (at + 1 < len(listed) and listed[at + 1])
    return line.bullet or (listed[at] and beside)


def _labelled_lines(grid: Grid) -> list[Line]:
    """The rows of a table whose first column holds labels of a paper's header or end, each as one line."""
    lines: list[Line] = []
    labels = 0
    for row in grid.rows:
        cells = [cell.text.replace("\n", " ") for cell in row.cells if cell.first and cell.text]
        if not cells:
            continue
        label = cells[0].rstrip(": ")
        known = any(pattern.match(f"{label}: x") for _name, pattern in (*HEADER, *CLOSING))
        labels += known
        text = f"{label}: {' '.join(cells[1:])}" if known else " ".join(cells)
        lines.append(Line(text, text, row.place, gap=True))
    return lines if labels * 2 >= len(lines) and labels else []
