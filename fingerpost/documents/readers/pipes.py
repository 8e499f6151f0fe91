"""Tables drawn with pipes: Markdown, database prints, boxes of +---+ or of line-drawing characters."""

from __future__ import annotations

import re
from collections import Counter

from fingerpost.documents.readers.drawn import DrawnRow, Found, group, widths

BOXES = str.maketrans(
    {**dict.fromkeys("│┃║", "|"), **dict.fromkeys("─━═", "-"), **dict.fromkeys("┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝┏┳┓┣╋┫┗┻┛╞╪╡", "+")}
)
BAR = re.compile(r"(?<!\\)\|")


def find(lines: list[str], start: int) -> Found | None:
    """A table of pipes that begins at line index `start`, or None."""
    if not _drawn(lines[start]):
        return None
    run, end = _run(lines, start)
    rows: list[DrawnRow] = []
    framed = lines[start].translate(BOXES).lstrip()[:1] in {"|", "+"}
    rulers: list[int] = []  # how many drawn lines stand above each ruler
    for at in run:
        line = lines[at].translate(BOXES)
        if is_ruler(line):
            rulers.append(len(rows))
        else:
            rows.append(DrawnRow(at + 1, [[value] for value in split(line, framed=framed)]))
    if not _clear(rows, rulers, [lines[at] for at in run]):
        return Found(end, [])
    header = _header(lines, run, rulers, len(rows))
    inner = sorted({above for above in rulers if 0 < above < len(rows)})
    if len(inner) > 1:
        merged = _by_rulers(rows, inner)
        return Found(end, merged, sum(1 for row in merged if row.number < rows[header].number) if header else 0)
    wide = widths(rows)
    boxed = rulers[:1] == [0] and rulers[-1] == len(rows)
    top = group(rows[:header], wide=wide) if header else []
    return Found(end, top + group(rows[header:], wide=wide, wraps=boxed), len(top))


def split(line: str, *, framed: bool) -> list[str]:
    """The values between the pipes; where the table has a frame, the pipes at both ends belong to it."""
    line = line.strip()
    if framed:
        line = line.removeprefix("|")
        line = line[:-1] if line.endswith("|") and not line.endswith("\\|") else line
    return [value.strip().replace("\\|", "|") for value in BAR.split(line)]


def is_ruler(line: str) -> bool:
    if "--" not in line and "==" not in line:
        return False
    return ("|" in line or "+" in line) and not line.strip("|+-=: \t")


def _drawn(line: str) -> bool:
    if "|" in line:
        return True
    boxed = line.translate(BOXES)
    return "|" in boxed or is_ruler(boxed)


def _run(lines: list[str], start: int) -> tuple[list[int], int]:
    """The indexes of the lines of one table; a single blank line may stand between its rows."""
    run = [start]
    at = start + 1
    while at < len(lines):
        if lines[at].strip():
            if not _drawn(lines[at]):
                break
            run.append(at)
            at += 1
            continue
        goes_on = at + 1 < len(lines) and _drawn(lines[at + 1])
        if not goes_on or _begins_anew(lines, run, at + 1):
            break
        at += 1
    return run, at


def _begins_anew(lines: list[str], run: list[int], at: int) -> bool:
    """After a blank line: a frame's top, a header with its ruler, or another number of columns."""
    here = lines[at].translate(BOXES)
    after = lines[at + 1].translate(BOXES) if at + 1 < len(lines) else ""
    if is_ruler(here) or is_ruler(after):
        return True
    last = lines[run[-1]].translate(BOXES)
    framed = last.lstrip().startswith("|")
    return is_ruler(last) or len(split(here, framed=framed)) != len(split(last, framed=framed))


def _clear(rows: list[DrawnRow], rulers: list[int], drawn: list[str]) -> bool:
    """Two rows or more of at least two columns; without a frame or ruler, three columns in every row."""
    if not rows:
        return False
    (usual, count), *_rest = Counter(len(row.cells) for row in rows).most_common(1)
    if usual < 2 or count * 2 <= len(rows):
        return False
    framed = all(line.translate(BOXES).strip()[:1] in {"|", "+"} for line in drawn)
    if rulers:
        return len(rows) >= 2 or (framed and len(rulers) >= 2)
    if framed:
        return len(rows) >= 2
    return len(rows) >= 2 and usual >= 3 and count == len(rows)


def _header(lines: list[str], run: list[int], rulers: list[int], rows: int) -> int:
    """How many drawn lines the file marks as header: those above "===", or above the one ruler within."""
    above = 0
    for at in run:
        line = lines[at].translate(BOXES)
        if is_ruler(line):
            if "=" in line and 0 < above < rows:
                return above
        else:
            above += 1
    inner = [count for count in rulers if 0 < count < rows]
    if len(inner) != 1:
        return 0
    framed_grid = rulers[0] == 0 and rulers[-1] == rows and rows == 2
    return 0 if framed_grid and "+" in lines[run[0]].translate(BOXES) and inner[0] != 1 else inner[0]


def _by_rulers(rows: list[DrawnRow], inner: list[int]) -> list[DrawnRow]:
    merged: list[DrawnRow] = []
    for at, row in enumerate(rows):
        if at == 0 or at in inner:
            merged.append(row)
        else:
            merged[-1].extend([lines[0] for lines in row.cells])
    return merged
