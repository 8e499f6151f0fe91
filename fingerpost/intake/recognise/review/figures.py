"""Figures in the words of a cell, each with the time that it is given for. What is not sure is told, not chosen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from fingerpost.checks.facts import Field, FigureFacts, FigureRole, PeriodFacts

from .periods import Mention, mentions

NUMBER = re.compile(
    r"(?<![\w.,/])(?P<sign>[-−](?=\d))?(?P<pound>£\s?)?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<unit>\s?%|\s?per\s?cent\b|\s?percentage\spoints?\b|(?:\s\w+)?\s?per\s\d[\d,]*(?:\s(?:population|pupils|people"
    r"|children|births))?|\s?(?:million|bn|m|k)\b|\s?(?:points|days|weeks|hours|minutes|months|years)\b)?(?![\w+]|[.,]\d)",
    re.IGNORECASE,
)
# Before or after a number, these make it something else: an age, a span, an ordinal, a part of a name.
NO_FIGURE_AFTER = re.compile(
    r"^\s?(?:-|–|to)\s?\d+\s?[-–]?\s?(?:years?|yrs?|weeks?|months?|days?|hours?|minutes?)\b|^\s?/\s?\d"
    r"|^\s?[-–]?\s?(?:years?|yrs?|weeks?|months?|days?|hours?|minutes?)\b(?!\s*[)=,;.]|$)",
    re.IGNORECASE,
)
AGE_BEFORE = re.compile(r"\d\s?(?:-|–|to)\s?$")
AGE_AFTER = re.compile(r"^\s?[-–]?\s?(?:years?|yrs?|weeks?|months?)\b", re.IGNORECASE)
BETWEEN_ENDS = re.compile(r"\s?[-–]\s?|\s?to\s?")
HEDGE = re.compile(
    r"(?:about|around|approx(?:imately)?\.?|circa|c\.|nearly|almost|over|under|more than|less than|fewer than|at least"
    r"|up to|between|some|[<>≤≥~±])\s*$",
    re.IGNORECASE,
)
FILLER = (
    r"(?:baseline|target|actual|values?|figures?|results?|total|provisional|average|rate|number|no\.?|year|the|of|a|for"
    r"|period|position|data|performance|half|only)"
)
STRONG_BEFORE = re.compile(
    rf"(?:[\s()\]]|{FILLER}\b)*(?:=|:-?|–|-|→|\b(?:was|were|is|stood at|at|reached|rose to|fell to|up to|down to)\b)"
    rf"(?:[\s(=:\[]|{FILLER}\b)*",
    re.IGNORECASE,
)
WEAK_BEFORE = re.compile(rf"(?:[\s(),;]|{FILLER}\b)*", re.IGNORECASE)
STRONG_AFTER = re.compile(
    rf"\s*(?:\(|\[|\b(?:in|for|during|at|as at|by|to|of|from|over)\b)(?:[\s(,]|{FILLER}\b|\b(?:in|at)\b)*",
    re.IGNORECASE,
)
LIKE_A_TARGET = re.compile(r"\b(?:by|to)\b", re.IGNORECASE)
ROLES: tuple[tuple[FigureRole, re.Pattern[str]], ...] = (
    (
        "comparison",
        re.compile(r"\b(?:scotland|scottish|national(?:ly)?|family group|comparators?|benchmark|uk)\b", re.I),
    ),
    ("baseline", re.compile(r"\bbaseline\b", re.I)),
    ("target", re.compile(r"\b(?:target|goal|aim(?:ing)? for)\b", re.I)),
)
ROLE_AFTER = re.compile(r"^\s*\(\s*(?:\w+ )?(baseline|target|provisional|scotland|national)\b", re.IGNORECASE)
DIGIT = re.compile(r"\d")
NEAR = 60  # characters to either side in which words can belong to a number
PROVISIONAL = re.compile(r"\bprovisional\b|\(p\)|\bsubject to (?:validation|confirmation)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unsure:
    """A figure that was not read, or whose time is not sure. `why` is "hedged", "range", "period" or "doubtful"."""

    why: str
    words: str


@dataclass(slots=True)
class Reading:
    figures: list[FigureFacts] = field(default_factory=list)
    unsure: list[Unsure] = field(default_factory=list)


Token: TypeAlias = Mention | re.Match[str]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a cell with its numbers and the times that it names, in order."""

    of: Field
    text: str
    tokens: Sequence[Token]
    numbers: int

    def before(self, at: int) -> str:
        """The words between a token and the one before it."""
        start = end_of(self.tokens[at - 1]) if at else 0
        return self.text[start : start_of(self.tokens[at])]

    def time(self, at: int) -> Mention | None:
        """The token at a place, where it is a time."""
        token = self.tokens[at] if 0 <= at < len(self.tokens) else None
        return token if isinstance(token, Mention) else None

    def since_last_number(self, at: int) -> str:
        """The words, times included, between a number and the one before it, but for what is said of that one."""
        before = at - 1
        while before >= 0 and isinstance(self.tokens[before], Mention):
            before -= 1
        start = end_of(self.tokens[before]) if before >= 0 else 0
        words = self.text[start : start_of(self.tokens[at])]
        return re.sub(r"^\s*\([^()]*\)", "", words).rpartition(";")[2] if start else words

    def is_range(self, at: int) -> bool:
        """Whether a number is one end of a range: "60-70%"."""
        left = at > 0 and isinstance(self.tokens[at - 1], re.Match) and BETWEEN_ENDS.fullmatch(self.before(at))
        right = at + 1 < len(self.tokens) and isinstance(self.tokens[at + 1], re.Match)
        return bool(left or (right and BETWEEN_ENDS.fullmatch(self.before(at + 1))))


def left_of(text: str, token: re.Match[str]) -> str:
    """The words that stand just before a number."""
    return text[max(token.start() - NEAR, 0) : token.start()]


def start_of(token: Token) -> int:
    return token.start if isinstance(token, Mention) else token.start()


def end_of(token: Token) -> int:
    return token.end if isinstance(token, Mention) else token.end()


def figures_in(of: Field, text: str) -> Reading:
    """The figures of a cell. Outside the data column only those that are bound to a time without doubt are figures."""
    reading = Reading()
    for line in text.split("\n"):
        if DIGIT.search(line):
            tokens = _tokens(line)
            numbers = sum(isinstance(token, re.Match) for token in tokens)
            _read_line(_Line(of, line, tokens, numbers), reading)
    return reading


def figure_in_column(text: str, role: FigureRole, period: PeriodFacts | None) -> FigureFacts | Unsure | None:
    """The figure of a cell whose column's heading says its role and time; None for words without a figure."""
    numbers = [match for match in NUMBER.finditer(text) if not _is_no_figure(text, match)]
    if not numbers:
        return None
    if len(numbers) > 1 or HEDGE.search(text[: numbers[0].start()]):
        return Unsure("doubtful" if len(numbers) > 1 else "hedged", text)
    return FigureFacts(_value(numbers[0]), _unit(numbers[0]), role, period, text, provisional=_provisional(text))


def _tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    times = list(mentions(text))
    past = 0  # how many of the times lie before the number
    for match in NUMBER.finditer(text):
        while past < len(times) and times[past].end <= match.start():
            past += 1
        within = past < len(times) and times[past].start < match.end()
        if not within and not _is_no_figure(text, match):
            tokens.append(match)
    return sorted([*times, *tokens], key=start_of)


def _is_no_figure(text: str, match: re.Match[str]) -> bool:
    after = text[match.end("number") : match.end("number") + NEAR]
    is_age = AGE_AFTER.match(after) and AGE_BEFORE.search(left_of(text, match))
    return bool(is_age or NO_FIGURE_AFTER.match(after))


def _read_line(line: _Line, reading: Reading) -> None:
    for at, token in enumerate(line.tokens):
        if isinstance(token, Mention):
            continue
        surely, time = _bound(line, at)
        why = "doubtful" if surely and time is None else ""
        why = "hedged" if HEDGE.search(left_of(line.text, token)) else "range" if line.is_range(at) else why
        if line.of != "data" and (why or not surely):
            continue
        if not why and (time is not None or _stands_alone(line, at, token)):
            why = _add(line, at, token, time, reading)
        else:
            why = why or "doubtful"
        if why:
            told = reading.figures[-1].words if why == "period" else _around(line.text, token)
            reading.unsure.append(Unsure(why, told))


def _bound(line: _Line, at: int) -> tuple[bool, Mention | None]:
    """(whether surely, the time) that the number at `at` is given for: the one before it or the one after it.

    Where both claim it, no time: surely contested.
    """
    before, after = line.time(at - 1), line.time(at + 1)
    gap = line.before(at)
    leading = before if before and STRONG_BEFORE.fullmatch(gap) else None
    following = after if after and STRONG_AFTER.fullmatch(line.before(at + 1)) else None
    if leading and following:
        return True, None
    if leading or following:
        return True, leading or following
    is_taken = at > 1 and line.time(at - 2) is None and STRONG_AFTER.fullmatch(line.before(at - 1)) is not None
    return False, before if before and WEAK_BEFORE.fullmatch(gap) and not is_taken else None


def _stands_alone(line: _Line, at: int, token: re.Match[str]) -> bool:
    """A share or rate needs no time beside it to be a figure; a bare number must stand alone, or be set equal."""
    if token["unit"] or token["pound"] or re.search(r"[=:]\s*$", left_of(line.text, token)):
        return True
    if _role(line, at, token) in ("baseline", "target"):
        return True
    return line.numbers == 1 and not re.search(r"[^\W\d_]", line.text)


def _add(line: _Line, at: int, token: re.Match[str], time: Mention | None, reading: Reading) -> str:
    """Keep a figure. What is returned says what is not sure about it: "period", or "doubtful" where it was not kept."""
    role = _role(line, at, token)
    comes_after = time is not None and time.start > token.end()
    if comes_after and role == "value" and LIKE_A_TARGET.search(line.before(at + 1)):
        return "doubtful"  # "75% by 2011": hoped for or reached?
    start, end = token.start(), token.end()
    if time is not None:
        start, end = min(start, time.start), max(end, time.end)
    if line.text.count("(", start, end) > line.text.count(")", start, end) and line.text[end : end + 1] == ")":
        end += 1
    after = line.text[token.end() : start_of(line.tokens[at + 1]) if at + 1 < len(line.tokens) else None]
    reading.figures.append(
        FigureFacts(
            value=_value(token),
            unit=_unit(token),
            role=role,
            period=time.period if time else None,
            words=line.text[start:end].strip(),
            of=line.of,
            provisional=_provisional(line.since_last_number(at) + after),
        )
    )
    unsure = time is None or time.period.starts is None
    return "period" if unsure and role in ("value", "baseline") else ""


def _role(line: _Line, at: int, token: re.Match[str]) -> FigureRole:
    """What the words before the number, or in brackets after it, call it; the nearest word decides."""
    tag = ROLE_AFTER.match(line.text[token.end() : token.end() + NEAR])
    near = tag[1] if tag else line.since_last_number(at)
    found = [(match.end(), role) for role, pattern in ROLES for match in pattern.finditer(near)]
    return max(found)[1] if found else "value"


def _provisional(words: str) -> bool:
    return PROVISIONAL.search(words) is not None


def _value(match: re.Match[str]) -> Decimal:
    value = Decimal(match["number"].replace(",", ""))
    return -value if match["sign"] else value


def _unit(match: re.Match[str]) -> str:
    unit = " ".join((match["unit"] or "").casefold().split())
    if match["pound"]:
        return f"£{unit}" if unit in ("m", "k", "bn", "million") else "£"
    if unit in ("%", "per cent", "percent"):
        return "%"
    return unit or "number"


def _around(text: str, token: re.Match[str]) -> str:
    """The number with some words around it, to find it by."""
    left = re.search(r"(?:\S+\s+){0,4}\S*$", left_of(text, token))
    right = re.match(r"\S*(?:\s+\S+){0,3}", text[token.end() : token.end() + NEAR])
    return f"{left[0] if left else ''}{token[0]}{right[0] if right else ''}".strip()
