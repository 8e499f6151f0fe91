"""Small steps that several readers share: whitespace, runs, lists, grids, titles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from fingerpost.documents.model import (
    NOWHERE,
    Block,
    Document,
    Heading,
    Inline,
    Inlines,
    ListBlock,
    Paragraph,
    Place,
    Table,
    Text,
    cell_text,
    plain,
    words,
)
from fingerpost.documents.readers.outcome import Limits, Unreadable

LABEL = re.compile(r"\(?[\w.]{1,8}\)?\t")
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b\u2060]")


def seen(text: str) -> str:
    """Without control characters, byte order marks and zero-width spaces."""
    return UNSEEN.sub("", text)


def trim(runs: Iterable[Inline]) -> Inlines:
    """Neighbouring runs that look alike joined, blanks at both ends taken off, empty runs dropped."""
    joined: list[Inline] = []
    for run in runs:
        last = joined[-1] if joined else None
        if isinstance(run, Text) and isinstance(last, Text) and replace(run, text="") == replace(last, text=""):
            joined[-1] = replace(last, text=last.text + run.text)
        elif not isinstance(run, Text) or run.text:
            joined.append(run)
    while joined and isinstance(joined[0], Text) and not joined[0].text.strip():
        joined.pop(0)
    while joined and isinstance(joined[-1], Text) and not joined[-1].text.strip():
        joined.pop()
    if joined and isinstance(joined[0], Text):
        joined[0] = replace(joined[0], text=joined[0].text.lstrip())
    if joined and isinstance(joined[-1], Text):
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip())
    return tuple(joined)


def by_lines(runs: Iterable[Inline]) -> list[Inlines]:
    """Runs parted at each line break; lines that say nothing are left out."""
    lines: list[list[Inline]] = [[]]
    for run in runs:
        if not isinstance(run, Text) or "\n" not in run.text:
            lines[-1].append(run)
            continue
        first, *rest = run.text.split("\n")
        lines[-1].append(replace(run, text=first))
        lines.extend([replace(run, text=part)] for part in rest)
    return [kept for line in lines if (kept := trim(line))]


def label_spaced(line: Inlines) -> Inlines:
    """A number or letter in front, which a tab parts from the words, parted by a space: "1.1 Words"."""
    first = line[0] if line else None
    if isinstance(first, Text) and LABEL.match(first.text):
        return trim((replace(first, text=first.text.replace("\t", " ", 1)), *line[1:]))
    return line


def is_navigation(line: Inlines) -> bool:
    """Whether nothing but links within the document stands here, as "Back" and "Top of page" do."""
    said = [run for run in line if not isinstance(run, Text) or run.text.strip()]
    return bool(said) and all(isinstance(run, Text) and (run.link or "").startswith("#") for run in said)


def nest_list(entries: list[tuple[int, bool, tuple[Block, ...]]], place: Place) -> ListBlock:
    """A list from flat entries of (level from 0, ordered, blocks), as word processors keep them."""
    base = min(level for level, _ordered, _blocks in entries)
    items: list[tuple[Block, ...]] = []
    at = 0
    while at < len(entries):
        level, _ordered, blocks = entries[at]
        at += 1
        inner: list[tuple[int, bool, tuple[Block, ...]]] = []
        if level > base:  # deeper than anything before it: a list within an item that has no words of its own
            inner.append((level, _ordered, blocks))
            blocks = ()
        while at < len(entries) and entries[at][0] > base:
            inner.append(entries[at])
            at += 1
        items.append((*blocks, nest_list(inner, place)) if inner else blocks)
    ordered = next(ordered for level, ordered, _blocks in entries if level == base)
    return ListBlock(tuple(items), ordered=ordered, place=place)


def column_letter(number: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class Tally:
    """Counts rows and cells over a whole file, so that a small file cannot grow into a huge table."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.rows = 0
        self.cells = 0
        self.blanks = 0

    def blank(self, cells: int, place: Place = NOWHERE) -> None:
        """Count empty cells between filled ones, which cost a sheet nothing to write."""
        self.blanks += cells
        if self.blanks > self._limits.blanks + 20 * self.cells:
            raise Unreadable("The values stand too far apart. Move or delete those far to the right.", place)

    def row(self, cells: int, place: Place = NOWHERE) -> None:
        self.rows += 1
        self.cells += cells
        if self.rows > self._limits.rows:
            raise Unreadable(
                f"There are more than {self._limits.rows:,} rows. Split the file into smaller ones.", place
            )
        if self.cells > self._limits.cells:
            raise Unreadable(
                f"There are more than {self._limits.cells:,} cells. Split the file into smaller ones.", place
            )


TITLE = -1  # the level of a paragraph in the style "Title", until `under_title` settles it


def under_title(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Headings of level 1 and below put one level down where a title stands above them, as in most Word documents."""
    levels = {block.level for block in blocks if isinstance(block, Heading)}
    if TITLE not in levels:
        return blocks
    down = 1 if 1 in levels else 0
    return tuple(
        replace(block, level=1 if block.level == TITLE else block.level + down) if isinstance(block, Heading) else block
        for block in blocks
    )


def titled(blocks: tuple[Block, ...], title: str, form: str, **more: str) -> Document:
    """The document, with its title from the file, else the first heading of level 1, else its first words."""
    return Document(title=title.strip() or _title(blocks), blocks=blocks, format=form, **more)  # type: ignore[arg-type]


def _title(blocks: tuple[Block, ...]) -> str:
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            return words(block.inlines)
    for block in blocks:
        if isinstance(block, Heading | Paragraph) and block.inlines:
            return words(block.inlines)
        if isinstance(block, Table):
            cells = (cell_text(cell) for row in (*block.header, *block.rows) for cell in row.cells)
            first = next((text for text in cells if text), "")
        else:
            first = plain(block)
        if first.strip():
            return first.strip().split("\n")[0]
    return ""
