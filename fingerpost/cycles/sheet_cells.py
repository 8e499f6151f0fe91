"""A task sheet as it came back: its key, and its rows with what was written in them. No item is looked up here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from fingerpost.cycles import sheet_columns as columns
from fingerpost.cycles.sheet_columns import MARK, REQUEST_KEY, Open, same_title, sum_of, tidy
from fingerpost.documents.model import Cell, Document, Place, Row, cell_text, tables

CRITICAL, ERROR, WARNING = "critical", "error", "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, how badly, and where: nothing can be sent, this row cannot, or it can all the same."""

    level: str
    words: str
    place: Place = field(default_factory=Place)

    @property
    def where(self) -> str:
        return place_words(self.place)

    def __str__(self) -> str:
        return f"{self.where}: {self.words}" if self.where else self.words


@dataclass(slots=True)
class FilledRow:
    """One item's row or form: what was written under which name, and the cells that were not to be changed."""

    key: str
    seen: int
    shown_sum: str
    place: Place
    said: dict[str, Cell]
    locked: list[Cell]
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        return not any(cell_text(cell).strip() or cell.formula for cell in self.said.values())

    @property
    def was_changed(self) -> bool:
        """Whether somebody wrote in a locked cell."""
        return sum_of(self.locked) != self.shown_sum

    def text(self, name: str) -> str:
        cell = self.said.get(name)
        return tidy(cell_text(cell)) if cell else ""


@dataclass(slots=True)
class FilledSheet:
    """`request_key` is "" where the sheet does not say it."""

    request_key: str
    rows: list[FilledRow]
    problems: list[Problem]


def place_words(place: Place) -> str:
    """ "Sheet “Milestones”, row 6, column H" or "Table 3, row 4"."""
    parts = [
        _("sheet “%(name)s”") % {"name": place.sheet} if place.sheet else "",
        _("page %(number)s") % {"number": place.page} if place.page else "",
        _("table %(number)s") % {"number": place.table} if place.table else "",
        _("row %(number)s") % {"number": place.row} if place.row else "",
        _("column %(name)s") % {"name": place.column} if place.column else "",
    ]
    words = ", ".join(part for part in parts if part)
    return words[:1].upper() + words[1:]


def filled_sheet(document: Document) -> FilledSheet:
    """What was filled in, found by titles and keys: where a column or a row stands does not matter."""
    found = FilledSheet("", [], [])
    for table in tables(document):
        rows = [*table.header, *table.rows]
        found.request_key = found.request_key or request_key(rows)
        if document.format == "docx":
            found.rows += small_form(rows)
        else:
            grid_of(rows, found)
    refuse_twins(found)
    return found


def request_key(rows: Iterable[Row]) -> str:
    """The key beside its title."""
    title = same_title(columns.SHEET_KEY)
    for row in rows:
        words = [cell_text(cell) for cell in row.cells]
        if words and same_title(words[0]) == title:
            hit = REQUEST_KEY.search(" ".join(words[1:]))
            return hit.group() if hit else ""
    return ""


def refuse_twins(found: FilledSheet) -> None:
    """A row that was copied would answer its item twice."""
    first: dict[str, FilledRow] = {}
    for row in found.rows:
        before = first.setdefault(row.key, row)
        if before is not row:
            words = _("This is a copy of another row. Leave one of the two.")
            row.problems.append(Problem(ERROR, words, row.place))


def small_form(rows: list[Row]) -> Iterator[FilledRow]:
    """A form of the Word edition: the line with the key says that it is one."""
    hit = next((found for row in rows for cell in row.cells if (found := MARK.search(cell_text(cell)))), None)
    if hit is None:
        return
    titles = {same_title(one.title): one for one in columns.ALL}
    said: dict[str, Cell] = {}
    locked: list[Cell] = []
    for row in rows:
        label = cell_text(row.cells[0]) if row.cells else ""
        one = titles.get(same_title(label))
        if one is not None:
            said[one.name] = answered(row.cells[1]) if len(row.cells) > 1 else Cell(place=row.place)
        elif not MARK.search(label):
            locked += row.cells[:1]
    yield FilledRow(hit[1], int(hit[2]), hit[3], rows[0].place, said, locked)


def answered(cell: Cell) -> Cell:
    """A cell that only shows where to write says nothing, even where a program saved that as its words."""
    hints = {same_title(columns.WRITE_HERE), same_title(columns.CHOOSE)}
    return Cell(place=cell.place) if same_title(cell_text(cell)) in hints else cell


def grid_of(rows: list[Row], found: FilledSheet) -> None:
    """The rows of one sheet, under the row that has the titles."""
    at, heads = head_of(rows)
    if not heads:
        return
    by_title = {same_title(title): letter for letter, title in heads.items()}
    key_letter = by_title.get(same_title(columns.ITEM_KEY))
    sheet = Place(sheet=rows[at].place.sheet)
    if key_letter is None:
        words = _("The column “%(title)s” is gone. Take a fresh sheet and copy your answers into it.")
        found.problems.append(Problem(CRITICAL, words % {"title": columns.ITEM_KEY}, sheet))
        return
    asked: tuple[Open, ...] = columns.MILESTONE
    only_read: tuple[columns.Words, ...] = columns.LOCKED_MILESTONE
    if same_title(columns.FIGURE.title) in by_title or same_title(columns.WHY_NONE.title) in by_title:
        asked, only_read = columns.INDICATOR, columns.LOCKED_INDICATOR
    elif same_title(columns.DONE.title) in by_title or same_title(columns.PLANNED.title) in by_title:
        asked, only_read = columns.ACTION, columns.LOCKED_ACTION
    letters = {one.name: by_title.get(same_title(one.title)) for one in asked}
    found.problems += missing_columns(asked, letters, sheet)
    shown = [by_title.get(same_title(title)) for title in only_read]
    places = Letters(key_letter, {at: name for name, at in letters.items() if at}, [one for one in shown if one])
    foreign = set()
    for row in rows[at + 1 :]:
        foreign |= one_row(row, places, found)
    for letter in sorted(foreign, key=lambda one: (len(one), one)):
        words = _("Nothing is asked in this column, so what stands in it was not read.")
        found.problems.append(Problem(WARNING, words, Place(sheet=sheet.sheet, column=letter)))


@dataclass(frozen=True, slots=True)
class Letters:
    """Which column of a sheet holds what."""

    key: str
    opens: dict[str, str]
    locked: list[str]

    @property
    def all(self) -> set[str]:
        return {self.key, *self.opens, *self.locked}


def head_of(rows: list[Row]) -> tuple[int, dict[str, str]]:
    """Where the titles stand, and the title of each column."""
    known = {same_title(one.title) for one in columns.ALL} | {same_title(columns.ITEM_KEY)}
    for at, row in enumerate(rows):
        heads = {cell.place.column or "": tidy(cell_text(cell)) for cell in row.cells if cell_text(cell).strip()}
        if len({same_title(title) for title in heads.values()} & known) > 1:
            return at, heads
    return 0, {}


def missing_columns(asked: Iterable[Open], letters: dict[str, str | None], sheet: Place) -> Iterator[Problem]:
    for one in asked:
        if letters[one.name] is None and one not in {columns.COUNT, *columns.QUOTIENT}:
            words = _("The column “%(title)s” is gone, so nothing was read from it.") % {"title": one.title}
            yield Problem(WARNING, words, sheet)


def one_row(row: Row, letters: Letters, found: FilledSheet) -> set[str]:
    """Read a row; gives the letters of columns that are nobody's and hold something."""
    cells = {cell.place.column or "": cell for cell in row.cells}
    written = {letter for letter, cell in cells.items() if cell_text(cell).strip() or cell.formula}
    hit = MARK.search(cell_text(cells[letters.key])) if letters.key in cells else None
    if hit is None:
        if written:
            words = _("This row has no item key, so it was not read. Rows cannot be added to a task sheet.")
            found.problems.append(Problem(ERROR, words, row.place))
        return set()
    said = {name: cells[letter] for letter, name in letters.opens.items() if letter in cells}
    locked = [cells.get(letter, Cell()) for letter in letters.locked]
    found.rows.append(FilledRow(hit[1], int(hit[2]), hit[3], row.place, said, locked))
    return written - letters.all
