"""Reviews on cards ("Indicator: ...", "Work planned: ...", one below the other) turned into tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..lines import Grid, GridCell, GridRow, Item, Line
from .columns import ACTIONS, INDICATORS, columns_in, normal

LABELLED = re.compile(r"^(?P<label>[^\W\d_][^:|\t]{1,48}?)\s*:(?!-)\s*(?P<words>.*)$", re.DOTALL)


@dataclass(slots=True)
class _Card:
    """The labels of a card with their words, and its first line; `lines` are those that it is made of."""

    words: dict[str, str]
    lines: list[Line] = field(default_factory=list)
    last: str = ""


def with_cards_as_tables(items: Sequence[Item]) -> list[Item]:
    """The same items, each run of cards as one table; a table of two columns, names left and values right, too."""
    found: list[Item] = []
    cards: list[_Card] = []
    for item in items:
        lines = _card_lines(item) if isinstance(item, Grid) else [item]
        if not lines:
            found += [*_table(cards), item]
            cards = []
            continue
        for line in lines:
            if not _taken(line, cards):
                found += [*_table(cards), line]
                cards = []
    return [*found, *_table(cards)]


def _taken(line: Line, cards: list[_Card]) -> bool:
    """Whether a line begins a card, or goes on with the last one."""
    match = LABELLED.match(line.text)
    label = match["label"].strip() if match else ""
    name = normal(label)
    if match and name in INDICATORS | ACTIONS and match["words"]:
        cards.append(_Card({label: match["words"]}, [line], label))
        return True
    if not cards or line.level or line.navigation:
        return False
    card = cards[-1]
    if match and label not in card.words and columns_in((*card.words, label)) is not None:
        card.words[label], card.last = match["words"], label
    elif not line.gap or line.bullet or line.text.startswith("- "):
        card.words[card.last] = f"{card.words[card.last]}\n{line.text}".strip()
    else:
        return False
    card.lines.append(line)
    return True


def _table(cards: Sequence[_Card]) -> Iterator[Item]:
    """The cards as a table, a row for each; lines that turned out to be none are given back."""
    whole = [card for card in cards if len(card.words) > 2]
    if len(whole) < len(cards) or not cards:
        for card in cards:
            yield from card.lines
        return
    labels = list(dict.fromkeys(label for card in cards for label in card.words))
    first = cards[0].lines[0].place
    rows = [GridRow(tuple(GridCell(label, place=first) for label in labels), first, heading=True)]
    for card in cards:
        place = card.lines[0].place
        rows.append(GridRow(tuple(GridCell(card.words.get(label, ""), place=place) for label in labels), place))
    yield Grid(tuple(rows), len(labels))


def _card_lines(grid: Grid) -> list[Line]:
    """The rows of a table of two columns that is a card, or several, as labelled lines; [] for any other table."""
    if grid.width != 2 or normal(grid.rows[0].cells[0].text) not in INDICATORS | ACTIONS:
        return []
    if columns_in([row.cells[0].text for row in grid.rows]) is None or columns_in([c.text for c in grid.rows[0].cells]):
        return []
    lines: list[Line] = []
    for row in grid.rows:
        name, value = (cell.text for cell in row.cells)
        for number, words in enumerate(value.split("\n")):
            text = words if number else f"{name.rstrip(': ')}: {words}"
            lines.append(Line(text, text, row.place, gap=not number))
    return lines
