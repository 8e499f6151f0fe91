"""The words of a cell or paragraph without markup: a line for each paragraph, and "- " before each bullet."""

# ruff: noqa: SIM905 - lists of words read better as words
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from ..lines import squeeze

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
EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
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
