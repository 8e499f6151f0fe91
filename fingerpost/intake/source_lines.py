"""The text of a file as it was read, line by line or row by row, and the words of an item marked in it.

It is stored beside the file when the file comes in, so that what a figure was taken from can be shown as it was
read then, whatever later versions read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fingerpost.documents.model import Block, Contents, Document, ListBlock, Place, Table, cell_text, plain
from fingerpost.intake.facts_json import pack_place, unpack_place

BULLET = re.compile(r"^[\s•·●▪◦‣∙*o\-–—]+(?=\s)")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line or paragraph (one cell) or a row of a table."""

    place: Place
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `start` to `end` of a cell hold words of `field`. `line` counts from 0 within what was searched."""

    line: int
    cell: int
    start: int
    end: int
    field: str


def lines_of(document: Document) -> list[SourceLine]:
    """Everything that was read, in order."""
    lines = [line for block in document.blocks for line in _lines(block)]
    return lines or [line for sheet in document.sheets for line in _lines(sheet.table)]


def _lines(block: Block) -> Iterator[SourceLine]:
    match block:
        case Table():
            for row in (*block.header, *block.rows):
                yield SourceLine(row.place if str(row.place) else block.place, tuple(map(cell_text, row.cells)))
        case ListBlock():
            for item in block.items:
                for number, inner in enumerate(line for part in item for line in _lines(part)):
                    yield inner if number else SourceLine(inner.place, (f"- {inner.cells[0]}", *inner.cells[1:]))
        case Contents():
            yield from (SourceLine(block.place, (entry.text,)) for entry in block.entries)
        case _:
            if text := plain(block):
                yield SourceLine(block.place, (text,))


def dump(lines: Sequence[SourceLine]) -> str:
    return json.dumps([[pack_place(line.place), line.cells] for line in lines], ensure_ascii=False)


def load(stored: str) -> list[SourceLine]:
    """What `dump` gave."""
    return [SourceLine(unpack_place(place), tuple(cells)) for place, cells in json.loads(stored)]


def position(lines: Sequence[SourceLine], place: Place) -> int:
    """The index of the line that stands at a place; the last one before it where none does, 0 where there is none."""
    wanted = _order(place)
    best = 0
    for index, line in enumerate(lines):
        if line.place.sheet != place.sheet:
            continue
        order = _order(line.place)
        if order == wanted:
            return index
        if order < wanted:
            best = index
    return best


def _order(place: Place) -> tuple[int, ...]:
    return tuple(getattr(place, name) or 0 for name in ("page", "line", "table", "row", "paragraph"))


def marks(lines: Sequence[SourceLine], words: Mapping[str, str]) -> list[Mark]:
    """Where the words of an item stand in the lines that are its own.

    A title and a note stand first; a date or a percentage fills a cell or line of its own where there is one, else
    it is the last of its kind, because a title may speak of a percentage too. A stated percentage may stand within
    the summary, whose mark then stands around it.
    """
    text, starts = _joined(lines)
    spans: dict[tuple[int, int], str] = {}
    for field in sorted(words, key=lambda name: -len(words[name])):
        for part in _parts(words[field]):
            taken = [span for span, owner in spans.items() if (owner, field) != ("summary", "stated_percent")]
            if span := _find(text, part, taken, whole=field in {"due", "progress", "stated_percent"}):
                spans[span] = field
    found = [mark for span, field in _apart(spans) for mark in _split(span, text, starts, field)]
    return sorted(found, key=lambda mark: (mark.line, mark.cell, mark.start))


def _apart(spans: Mapping[tuple[int, int], str]) -> Iterator[tuple[tuple[int, int], str]]:
    """The spans without overlaps: one that stands within another cuts it in two."""
    for (start, end), field in spans.items():
        inner = next((one for one in spans if start <= one[0] and one[1] <= end and one != (start, end)), None)
        if inner:
            yield (start, inner[0]), field
            yield (inner[1], end), field
        else:
            yield (start, end), field


def _joined(lines: Sequence[SourceLine]) -> tuple[str, list[tuple[int, int, int]]]:
    """All cells with a line break after each, and for each cell (where it starts, line, cell)."""
    parts: list[str] = []
    starts: list[tuple[int, int, int]] = []
    at = 0
    for number, line in enumerate(lines):
        for cell, text in enumerate(line.cells):
            starts.append((at, number, cell))
            parts.append(text + "\n")
            at += len(text) + 1
    return "".join(parts), starts


def _parts(words: str) -> list[str]:
    """The lines of a note without their bullets: the source may draw bullets in another way."""
    return [part for line in words.split("\n") if (part := BULLET.sub("", line).strip())]


def _find(text: str, words: str, taken: list[tuple[int, int]], *, whole: bool) -> tuple[int, int] | None:
    pattern = r"\s+".join(re.escape(word) for word in words.split()).replace("%", r"\s*%")
    spans = [
        match.span()
        for match in re.finditer(pattern, text, re.IGNORECASE)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    if not spans or not whole:
        return spans[0] if spans else None
    alone = [
        (start, end)
        for start, end in spans
        if not text[text.rfind("\n", 0, start) + 1 : start].strip() and not text[end : text.find("\n", end)].strip()
    ]
    return alone[0] if alone else spans[-1]


def _split(span: tuple[int, int], text: str, starts: list[tuple[int, int, int]], field: str) -> Iterator[Mark]:
    """A span may run over several cells or lines: one mark in each."""
    for index, (at, line, cell) in enumerate(starts):
        stop = starts[index + 1][0] - 1 if index + 1 < len(starts) else len(text) - 1
        start, end = max(span[0], at), min(span[1], stop)
        if start < end:
            yield Mark(line, cell, start - at, end - at, field)


def pieces(text: str, found: Sequence[Mark]) -> list[dict[str, Any]]:
    """A cell's text cut at its marks: [{text, field}], `field` "" where nothing is marked."""
    cut: list[dict[str, Any]] = []
    at = 0
    for mark in found:
        cut.append({"text": text[at : mark.start], "field": ""})
        cut.append({"text": text[mark.start : mark.end], "field": mark.field})
        at = mark.end
    cut.append({"text": text[at:], "field": ""})
    return [piece for piece in cut if piece["text"]]
