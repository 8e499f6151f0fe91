"""A communication strategy: aim, objectives, how they are supported, principles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from fingerpost.checks.facts import StrategyFacts
from fingerpost.documents.model import NOWHERE, Place

from ..lines import Line
from .cells import clean
from .paper import numbered

Part = Literal["aim", "objectives", "means", "principles"]
TITLE = re.compile(
    r"\b(?:communications?|engagement|participation|involvement|consultation)\b.{0,40}"
    r"\b(?:strategy|plan)\b[\s\d/()–-]*$",
    re.IGNORECASE,
)
QUALIFIED = r"(?:the |our |its |key |main |strategic |smart |overall |guiding |core )*"
HEADINGS: tuple[tuple[Part, re.Pattern[str]], ...] = (
    ("aim", re.compile(rf"^{QUALIFIED}(?:aims?|purpose|vision)$", re.I)),
    ("objectives", re.compile(rf"^{QUALIFIED}objectives?$", re.I)),
    ("principles", re.compile(rf"^{QUALIFIED}(?:principles?|values)$", re.I)),
    (
        "means",
        re.compile(
            rf"^{QUALIFIED}(?:means|methods?|channels?|tools|support|approach|how we will do (?:it|this))$", re.I
        ),
    ),
)
INTRODUCTIONS: tuple[tuple[Part, re.Pattern[str]], ...] = (
    (
        "means",
        re.compile(
            r"\b(?:supported|delivered|achieved|met|pursued|implemented|realised|put into practice)\b.{0,50}"
            r"\b(?:by|through|via|using)\b|\bfollowing (?:means|methods|channels|tools)\b",
            re.I,
        ),
    ),
    ("principles", re.compile(r"\bprinciples\b", re.I)),
    ("objectives", re.compile(r"\bobjectives\b", re.I)),
)
INTRODUCES = re.compile(r":\s*[-–—]?\s*$")
ITEM = re.compile(r"^(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\)?\s+)(?P<words>\S.*)$", re.IGNORECASE | re.DOTALL)
BULLET = re.compile(r"^[-–—•·▪◦‣*o]\s+(?P<words>\S.*)$", re.DOTALL)


def begins(lines: Sequence[Line], at: int) -> bool:
    """Whether a strategy begins at a line: it is named so, or its aim or objectives come next, and a part follows."""
    text = heading_words(lines[at])
    if not text or len(text) > 90:
        return False
    is_title = TITLE.search(text) is not None
    if not is_title and part_of(lines[at]) != "aim":
        return False
    parts = {part for line in lines[at + 1 : at + 40] if (part := part_of(line))}
    return bool(parts if is_title else {"objectives", "principles"} & parts)


def heading_words(line: Line) -> str:
    """A line as a heading without its number, "" where it is none."""
    text = clean(line.text).text.rstrip(":").strip()
    bare = re.sub(r"^\d{1,2}(?:\.\d{1,2})?[.)]?\s+", "", text)
    return "" if bare.endswith((".", ";", ",")) or line.bullet else bare


def part_of(line: Line) -> Part | None:
    """The part that a line heads."""
    words = heading_words(line)
    return next((part for part, pattern in HEADINGS if len(words) <= 40 and pattern.match(words)), None)


@dataclass(slots=True)
class Reading:
    """A strategy being read."""

    title: str = ""
    place: Place = NOWHERE
    part: Part | None = None
    aim: list[str] = field(default_factory=list)
    items: dict[Part, list[str]] = field(default_factory=dict)
    numbered: bool = False

    def read(self, lines: Sequence[Line]) -> None:
        """All of it: a title (where there is one), then its parts."""
        for number, line in enumerate(lines):
            part = part_of(line)
            if number == 0 and part is None:
                self.title, self.place = heading_words(line), line.place
            elif part is not None:
                self.place = self.place if self.place != NOWHERE else line.place
                self.part, self.numbered = part, False
            else:
                self._words(line)

    def _words(self, line: Line) -> None:
        text = clean(numbered(line)).text
        item, bullet = ITEM.match(text), BULLET.match(text)
        introduced = next((part for part, pattern in INTRODUCTIONS if pattern.search(text)), None)
        if INTRODUCES.search(text) and not item and not bullet and self.part != "aim":
            self.part, self.numbered = introduced or self.part, False
        elif self.part == "aim":
            self._aim(line, item["words"] if item else bullet["words"] if bullet else text)
        elif self.part is not None:
            self._item(line, item, bullet, text)

    def _aim(self, line: Line, words: str) -> None:
        if self.aim and not line.gap and not line.bullet:
            self.aim[-1] = f"{self.aim[-1]} {words}"
        else:
            self.aim.append(words)

    def _item(self, line: Line, item: re.Match[str] | None, bullet: re.Match[str] | None, text: str) -> None:
        """An item of the list of the part, a point under it, or more words of the last."""
        kept = self.items.setdefault(self.part or "objectives", [])
        if item or (bullet and line.ordered and line.depth == 1):
            self.numbered = True
            kept.append(item["words"] if item else bullet["words"] if bullet else text)
        elif bullet and kept and (self.numbered or line.depth > 1):
            kept[-1] = f"{kept[-1]}\n- {bullet['words']}"
        elif bullet:
            kept.append(bullet["words"])
        elif kept and not line.gap:
            kept[-1] = f"{kept[-1]} {text}"
        else:
            kept.append(text)

    def facts(self) -> StrategyFacts:
        parts: tuple[Part, ...] = ("objectives", "means", "principles")
        objectives, means, principles = (tuple(self.items.get(part, ())) for part in parts)
        return StrategyFacts(self.title, "\n".join(self.aim), objectives, means, principles, self.place)
