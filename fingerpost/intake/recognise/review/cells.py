"""The words of a cell or paragraph without markup: a line for each paragraph, and "- " before each bullet."""

# ruff: noqa: SIM905 - lists of words read better as words
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import unescape

from ..lines import Grid, GridCell, Item, squeeze
from ..page_breaks import joined_texts

TAG = re.compile(r"</?(?:ul|ol|li|br|p|div|span|b|i|u|em|strong|font|sup|sub)\b[^<>]{0,300}>", re.IGNORECASE)
LIST = re.compile(r"<[uo]l\b[^<>]{0,300}>(.*?)(?=<[uo]l\b|</[uo]l\s*>|$)", re.IGNORECASE | re.DOTALL)
ITEM = re.compile(r"<li\b[^<>]{0,300}>", re.IGNORECASE)
INLINE = re.compile(r"</?(?:span|b|i|u|em|strong|font|sup|sub)\b[^<>]{0,300}>", re.IGNORECASE)
ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|ndash|mdash|rsquo|lsquo|bull|pound|#\d{1,6}|#x[\da-f]{1,5});", re.I)
MARK = r"[·•▪◦‣●■⁃∙]"
BULLET = re.compile(rf"^(?:{MARK}\s*|[-–—*o]\s+)(?=\S)")
INNER_BULLETS = re.compile(rf"\s+(?={MARK}\s)")
LED_IN = re.compile(r"(?:(?<=:)|(?<=:-))\s+(?=-\s+\S)")
RUN_ON_BULLETS = re.compile(r"(?<=\S)\s+(?=-\s+[A-Z])")
EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.{1,400}?)(?<=\S)\1")
# After these a capital letter begins no new item: the phrase goes on.
LINKING = frozenset(
    "a an the and or & of for to in on at by with from as into through via per all each our its their this that"
    " between within under over about is are be was were has have had than which who".split()
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`lost` counts the items of lists whose ends the source has lost: parted at capital letters, so in doubt."""

    text: str
    lost: int = 0


def clean(text: str) -> Cleaned:
    """A cell's words by line. Nothing but markup, bullets and spaces is changed."""
    lost = 0
    if "<" in text and TAG.search(text):
        text, lost = _without_tags(text)
    if "&" in text and ENTITY.search(text):
        text = unescape(text)
    if "**" in text or "__" in text:
        text = EMPHASIS.sub(r"\2", text)
    lines = [line for part in text.split("\n") for line in _lines(squeeze(part)) if line]
    return Cleaned("\n".join(BULLET.sub("- ", line) for line in lines if not _is_bare_bullet(line)), lost)


def _lines(part: str) -> list[str]:
    """One line, or several where bullets stand within it: dashes are some only after a colon or another."""
    lines = [line for piece in LED_IN.split(part) for line in INNER_BULLETS.split(piece)]
    return [item for line in lines for item in (RUN_ON_BULLETS.split(line) if line.startswith("- ") else [line])]


def _is_bare_bullet(line: str) -> bool:
    return re.fullmatch(rf"{MARK}|-(?=\s)", line) is not None


def _without_tags(text: str) -> tuple[str, int]:
    lost = 0

    def listed(match: re.Match[str]) -> str:
        nonlocal lost
        inner = match[1]
        if ITEM.search(inner) or not squeeze(TAG.sub(" ", inner)):
            return f"\n{inner}"
        items = parted(TAG.sub(" ", inner))
        lost += len(items)
        return "".join(f"\n- {item}" for item in items) + "\n"

    text = ITEM.sub("\n- ", LIST.sub(listed, text))
    return TAG.sub("\n", INLINE.sub("", text)), lost


def rejoined(items: Iterable[Item]) -> list[Item]:
    """The same items, the lines of each cell that only wrapped joined again: a PDF knows no paragraphs in a cell."""

    def whole(cell: GridCell) -> GridCell:
        return replace(cell, text=_rejoined(cell.text)) if "\n" in cell.text else cell

    return [
        replace(item, rows=tuple(replace(row, cells=tuple(map(whole, row.cells))) for row in item.rows))
        if isinstance(item, Grid)
        else item
        for item in items
    ]


def _rejoined(text: str) -> str:
    first, *rest = text.split("\n")
    lines = [first]
    for line in rest:
        above = lines[-1].split()
        goes_on = line[:1].islower() or above[-1].casefold() in LINKING or above[-1][-1] in ",/"
        if goes_on and not BULLET.match(line) and above[-1][-1] not in ".:;" and not above[-1].endswith(":-"):
            lines[-1] = joined_texts(lines[-1], line)
        else:
            lines.append(line)
    return "\n".join(lines)


def parted(text: str) -> list[str]:
    """The items of a list that run together: one begins at a capital letter after a word that ends a phrase."""
    items: list[list[str]] = [[]]
    words = text.split()
    for number, word in enumerate(words):
        if items[-1] and _begins(items[-1], words[number:]):
            items.append([])
        items[-1].append(word)
    return [" ".join(item) for item in items if item]


def _begins(before: Sequence[str], rest: Sequence[str]) -> bool:
    if len(before) < 2 or len(rest) < 2 or not rest[0][:1].isupper():
        return False
    last = before[-1]
    if last[-1] in ".;":
        return True
    return last[:1].islower() and last.casefold() not in LINKING and last[-1] not in ",:/-–("
