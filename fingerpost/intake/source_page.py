"""The page that shows a source: its lines with their places, and the words of one item marked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from fingerpost.checks.facts import ReviewRowFacts
from fingerpost.intake.found_words import FIGURE, Facts, figure_words, said_words, structure_words
from fingerpost.intake.models import Import
from fingerpost.intake.queries import items_in, source_text
from fingerpost.intake.source_lines import Mark, SourceLine, marks, pieces, position
from fingerpost.intake.words import field_words

LINES = 300  # of one page
LONGEST_ITEM = 150  # lines after its place in which the words of the last item are looked for


@dataclass(frozen=True, slots=True)
class Cell:
    pieces: list[dict[str, Any]]
    span: int = 1


@dataclass(frozen=True, slots=True)
class ShownLine:
    """`is_place`: the line that a link to this page leads to."""

    place: str
    cells: list[Cell]
    is_place: bool


def source_page(source: Import, *, at: str, number: str) -> dict[str, Any]:
    """What the template needs. An `at` that names nothing shows the source from its start, nothing marked."""
    lines = source_text(source)
    key, _dash, field = at.partition("-")
    items = list(items_in(source))
    found = dict(items).get(key)
    marked: dict[int, list[Mark]] = defaultdict(list)
    first = -1
    if found:
        first, marked = _marked(lines, items, key, _words(found, field))
    wanted = [index for index, line in marked.items() if any(mark.field == field for mark in line)]
    place = min(wanted, default=first)
    page = Paginator(lines, LINES).get_page(number or (place // LINES + 1 if place >= 0 else 1))
    start = page.start_index() - 1 if lines else 0
    width = max((len(line.cells) for line in page.object_list), default=1)
    shown = [
        _shown(line, marked.get(start + offset, []), width, is_place=start + offset == place)
        for offset, line in enumerate(page.object_list)
    ]
    return {
        "page": page,
        "lines": shown,
        "width": width,
        "item": found,
        "field": field if field and found else "",
        "field_label": _label(field) if field in _words(found, field) else "",
        "not_found": sorted(set(_words(found, field)) - {mark.field for line in marked.values() for mark in line}),
    }


def _label(field: str) -> str:
    return _("Figure") if field.startswith(FIGURE) else field_words(field)


def _words(found: Facts | None, field: str) -> dict[str, str]:
    """What is looked for: a figure alone, because it stands among the words of its cell."""
    if found is None:
        return {}
    if field.startswith(FIGURE):
        return figure_words(found, field) if isinstance(found, ReviewRowFacts) else {}
    return {**structure_words(found), **said_words(found)}


def _marked(
    lines: list[SourceLine], items: list[tuple[str, Facts]], key: str, words: dict[str, str]
) -> tuple[int, dict[int, list[Mark]]]:
    """The first line of the item, and its marks by line. The item ends where the next one starts."""
    first = position(lines, dict(items)[key].place)
    following = [
        after
        for after in (position(lines, other.place) for _other_key, other in _next_items(items, key))
        if after > first
    ]
    last = min(following, default=first + LONGEST_ITEM)
    by_line: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks(lines[first : max(last, first + 1)], words):
        by_line[first + mark.line].append(mark)
    return first, by_line


def _next_items(items: list[tuple[str, Facts]], key: str) -> list[tuple[str, Facts]]:
    """The few items after one: one of them stands on a later line."""
    index = next(index for index, (other, _found) in enumerate(items) if other == key)
    return items[index + 1 : index + 4]


def _shown(line: SourceLine, found: list[Mark], width: int, *, is_place: bool) -> ShownLine:
    cells = []
    for number, text in enumerate(line.cells):
        last = number + 1 == len(line.cells)
        own = [mark for mark in found if mark.cell == number]
        cells.append(Cell(pieces(text, own), width - number if last else 1))
    return ShownLine(str(line.place), cells, is_place)
