"""Reading a summary sentence: which counts of milestones it claims, and in which state.

Sentences are written by people and by several programs. What is not understood makes no claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from fingerpost.checks.vocabulary import BROKEN, MONTHS, NOT_YET_A_STATE, NUMBER_WORDS, STATES
from fingerpost.checks.wording import lowered, number, pattern, quoted

State = Literal["complete", "well", "some", "none", "wont", "carried", "unfinished", ""]
_N = rf"(?:\d{{1,3}}|{'|'.join(NUMBER_WORDS)})"
_MILESTONE = r"(?:[a-z-]+ ){0,2}?(?P<%s>milestones?)"
_MENTION = re.compile(
    rf"""
      \bof\ (?:the\ )?(?:other\ |remaining\ )(?P<pool>{_N})(?:\ milestones?)?\b
    | \bof\ (?:the\ )?(?P<pool2>{_N})\ (?:others?|remaining)(?:\ milestones?)?\b
    | \b(?:(?P<det>both|all|neither)\ (?:of\ )?)?(?:the\ )?(?:(?P<rest>{_N})\ )?(?:other\ )?remaining
        (?:\ (?P<rest2>{_N}))?(?:\ {_MILESTONE % "noun"})?\b
    | \b(?P<part>{_N}|all|both|neither)\ (?:out\ )?of\ (?:the\ |these\ |its\ )?(?P<whole>{_N})\b
        (?:\ {_MILESTONE % "n1"})?
    | \bthe\ (?P<sole>one|only|single)\ {_MILESTONE % "n4"}\b
    | \b(?P<every>both|all|neither|none|no)\ (?:of\ )?(?:the\ |its\ |these\ )?(?P<total>{_N}\ )?{_MILESTONE % "n2"}\b
    | \bthe\ (?P<other>other|others|rest)\b(?:\ (?P<n_other>{_N}))?(?:\ (?P<n3>milestones?))?\b
    | \b(?P<pair>both|neither|all\ (?P<all_of>{_N}))\b(?!\ milestones?)
    | \b(?P<bare>{_N})\ (?:(?:of\ (?:them|these|those)|others?|more)\ ?)?(?:milestones?\b)?
    """,
    re.VERBOSE,
)
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{'|'.join(MONTHS)})\b|\bquarter \d\b"
    r"|\b\d{4}[/-]\d{2,4}\b|\b\d+[/.]\d+[/.]\d+\b"
)
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)\s?(?:%|per cent)")
_STATES: tuple[tuple[State, re.Pattern[str]], ...] = tuple((state, pattern(STATES[state])) for state in STATES)  # type: ignore[misc]
_SKIPPED = pattern(NOT_YET_A_STATE)
_BROKEN = tuple(re.compile(rf"(?<!\w){phrase}") for phrase in BROKEN)


@dataclass(frozen=True, slots=True)
class Claim:
    """One count in a sentence.

    `of` is "due" for a share of the milestones due, "pool" for the number that remain, "remaining" for some or all
    of those. `count` is None where it is given only by "all" or by a plural; `whole` is None where it is not given.
    `singular` says how the noun is written, None where there is none.
    """

    of: Literal["due", "pool", "remaining"]
    count: int | None
    whole: int | None
    state: State
    words: str
    singular: bool | None = None


@lru_cache(maxsize=64)
def claims(summary: str) -> tuple[Claim, ...]:
    """The claims of a summary, in order."""
    found: list[Claim] = []
    for sentence in _sentences(summary):
        found += _claims(sentence, spoke_of_milestones=bool(found))
    return tuple(found)


def percent_in(summary: str) -> str:
    """The overall percentage that the words give, such as "41", or ""."""
    for sentence in _sentences(summary):
        if "overall" in sentence and (match := _PERCENT.search(sentence)):
            return match[1]
    return ""


def broken(summary: str) -> str:
    """The words at which a sentence breaks, or ""."""
    line = lowered(summary)
    for phrase in _BROKEN:
        if match := phrase.search(line):
            start = line.rfind(" ", 0, max(0, match.start() - 1)) + 1
            return quoted(line[start:], match.end() - start + 30).removesuffix(" …")
    return ""


def _sentences(summary: str) -> list[str]:
    line = lowered(summary)
    return re.split(r"(?<=[.;!?])\s", line)


def _claims(sentence: str, *, spoke_of_milestones: bool) -> Iterator[Claim]:
    """Each mention of a count, with the state named between it and the next mention."""
    for figures in (_PERCENT, _DATE):
        sentence = figures.sub("#", sentence)
    mentions = [match for match in _MENTION.finditer(sentence) if match[0].strip()]
    for index, match in enumerate(mentions):
        end = mentions[index + 1].start() if index + 1 < len(mentions) else len(sentence)
        between = sentence[match.end() : end]
        claim = _claim(match, _state(between)) or (_rest(match, _state(between)) if spoke_of_milestones else None)
        if claim is None:
            continue
        if claim.of == "due" and not claim.state and _remaining_follows(mentions, index):
            claim = Claim("due", claim.count, claim.whole, "complete", claim.words)
        spoke_of_milestones = True
        yield claim


def _remaining_follows(mentions: list[re.Match[str]], index: int) -> bool:
    """ "2 of the 3 … with the remaining milestone …": those that remain are what is left of the complete ones."""
    following = mentions[index + 1 : index + 2]
    return any("remaining" in match[0] for match in following)


def _state(between: str) -> State:
    between = _SKIPPED.sub("", between)
    found = [
        (match.start(), order, state)
        for order, (state, words) in enumerate(_STATES)
        if (match := words.search(between))
    ]
    return min(found)[2] if found else ""


def _claim(match: re.Match[str], state: State) -> Claim | None:
    """A claim that names milestones, or says "remaining"."""
    said = match[0].strip()
    if pool := match["pool"] or match["pool2"]:
        return Claim("pool", number(pool), None, "", said)
    if "remaining" in said:
        return _remaining(match, state, said)
    if match["part"]:
        whole = number(match["whole"])
        part = {"all": whole, "both": 2, "neither": 0}.get(match["part"], number(match["part"]))
        return Claim("due", part, whole, state, said)
    if match["sole"]:
        return Claim("due", 1, 1, state, said)
    if match["every"]:
        return _every(match, state, said)
    return None


def _rest(match: re.Match[str], state: State) -> Claim | None:
    """ "The other two", "both", "one": milestones, once a claim about milestones came before and if a state follows."""
    said = match[0].strip()
    if not state or match["pair"] == "neither":
        return None
    if match["other"]:
        one = match["other"] == "other" and match["n3"] != "milestones"
        return Claim("remaining", number(match["n_other"] or "") or (1 if one else None), None, state, said)
    if match["pair"]:
        return Claim("remaining", number(match["all_of"] or "") or 2, None, state, said)
    return Claim("remaining", number(match["bare"]), None, state, said)


def _remaining(match: re.Match[str], state: State, said: str) -> Claim:
    singular = None if match["noun"] is None else match["noun"] == "milestone"
    stated = number(match["rest"] or "") or number(match["rest2"] or "") or {"both": 2}.get(match["det"] or "")
    return Claim("remaining", stated or (1 if singular else None), None, state, said, singular)


def _every(match: re.Match[str], state: State, said: str) -> Claim | None:
    whole = {"both": 2, "neither": 2}.get(match["every"], number((match["total"] or "").strip()))
    if match["every"] in {"neither", "none", "no"}:
        return Claim("due", 0, whole, state, said)
    return Claim("due", whole, whole, state, said)
