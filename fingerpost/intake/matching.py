"""Which title of a file is which title of a plan.

Exact titles first, then titles that differ only in case, spaces, punctuation or quarter label, then titles that
are much alike. Each title is matched once. What could be either way is matched as doubtful, with the reason.
The work grows with the number of titles, not with its square: alike titles are sought among leftovers only, and
among many leftovers only those that share an uncommon word.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

SURE = 88  # of 100: from here on a title is taken to be the same, reworded
SURE_WITH_HINT = 80  # the same, where the hints (the due dates) agree as well
LIKELY = 75  # from here on it may be; a person decides
LIKELY_ELSEWHERE = 92  # the same, for a title that would have been moved as well
MARGIN = 4  # a second title that comes this close makes the best one doubtful
OTHER_NUMBERS = 8  # taken from the score of titles whose numbers differ, so that equal ones come first
PAIRS_IN_FULL = 40_000  # up to so many pairs are all compared
MOST_CANDIDATES = 30  # else each title is compared with so many at most

LABEL = re.compile(
    r"\W*\b(?:q|qtr|quarter)\.?\s?([1-4])\b(?:,?\s*\(?(?:19|20)\d\d(?:[/-]\d\d(?:\d\d)?)?\)?)?\W*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Titled:
    """A title to match. `hint` tells apart things that bear the same title, such as their due dates."""

    title: str
    hint: Hashable = None


@dataclass(frozen=True, slots=True)
class Match:
    """`known` is the index in the plan's titles. `doubt` is a sentence, "" where there is none. `score` is 0 to 100."""

    known: int
    score: int = 100
    doubt: str = ""


Matches = dict[int, Match]


@lru_cache(maxsize=65536)
def normal(title: str) -> str:
    """A title without what may change freely: case, spaces, punctuation, the quarter label at its end."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    words = re.findall(r"\w+", LABEL.sub("", folded)) or re.findall(r"\w+", folded)
    return " ".join(words) or folded.strip()


@lru_cache(maxsize=65536)
def label(title: str) -> str:
    """ "Q2" where a title ends in a quarter label of any form, else ""."""
    match = LABEL.search(title)
    return f"Q{match[1]}" if match else ""


def labels_clash(one: str, other: str) -> bool:
    """Whether two titles name different quarters; one that names none agrees with any."""
    return bool(label(one) and label(other)) and label(one) != label(other)


@lru_cache(maxsize=65536)
def numbers(title: str) -> tuple[str, ...]:
    """The numbers in a title, in order: "Train 75 staff" is not "Train 80 staff"."""
    return tuple(re.findall(r"\d+", normal(title)))


def pair(found: Sequence[Titled], known: Sequence[Titled]) -> Matches:
    """Match titles that stand under the same parent. Keys are indexes in `found`; each `known` is used once."""
    matches: Matches = {}
    if not known:
        return matches
    _take_equal(matches, found, known, lambda one: (one.title, one.hint), twins_are_doubtful=False)
    _take_equal(matches, found, known, lambda one: one.title)
    _take_equal(matches, found, known, lambda one: (normal(one.title), one.hint))
    _take_equal(matches, found, known, lambda one: normal(one.title), labels_must_agree=True)
    _take_alike(matches, found, known, LIKELY, _doubt_of_likeness)
    return matches


def pair_elsewhere(found: Sequence[Titled], known: Sequence[Titled]) -> Matches:
    """Match what was left over all through the plan: the same title at another place was moved there.

    A title that stands at several places ("Annual report") tells nothing, so it is doubtful; so is one that was
    both moved and reworded.
    """
    matches: Matches = {}
    if not known:
        return matches
    _take_equal(matches, found, known, lambda one: normal(one.title), labels_must_agree=True, only_alone=True)
    _take_alike(matches, found, known, LIKELY_ELSEWHERE, _doubt_of_move)
    return matches


def _take_equal(
    matches: Matches,
    found: Sequence[Titled],
    known: Sequence[Titled],
    key: Callable[[Titled], Hashable],
    *,
    twins_are_doubtful: bool = True,
    labels_must_agree: bool = False,
    only_alone: bool = False,
) -> None:
    """Match those whose keys are equal, in order. Unequal numbers of one key leave open which is which."""
    of_known = _by_key(known, key, {match.known for match in matches.values()})
    for value, ours in _by_key(found, key, matches).items():
        theirs = of_known.get(value, [])
        twins = len(ours) != len(theirs) or (only_alone and len(ours) > 1)
        for one, other in zip(ours, theirs, strict=False):
            doubt = ""
            if twins and twins_are_doubtful:
                doubt = _("Several things bear this title: %(here)d here, %(there)d in the plan.") % {
                    "here": len(ours),
                    "there": len(theirs),
                }
            elif labels_must_agree and labels_clash(found[one].title, known[other].title):
                doubt = _("The titles are the same but for the quarter: “%(here)s” here, “%(there)s” in the plan.") % {
                    "here": label(found[one].title),
                    "there": label(known[other].title),
                }
            matches[one] = Match(other, 100, doubt)


def _by_key(
    things: Sequence[Titled], key: Callable[[Titled], Hashable], but: Iterable[int]
) -> dict[Hashable, list[int]]:
    taken = set(but)
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for index, thing in enumerate(things):
        if index not in taken:
            groups[key(thing)].append(index)
    return groups


def likeness(one: str, other: str) -> float:
    """How alike two normal titles are, 0 to 100: letter by letter, in any order of words, or one within the other."""
    best = max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other))
    if min(one.count(" "), other.count(" ")) >= 4:
        best = max(best, 0.92 * fuzz.token_set_ratio(one, other))
    return best if numbers(one) == numbers(other) else best - OTHER_NUMBERS


def _take_alike(
    matches: Matches,
    found: Sequence[Titled],
    known: Sequence[Titled],
    least: int,
    doubt_of: Callable[[Titled, Titled, float], str],
) -> None:
    """Match leftovers by likeness, the best pair first."""
    used = {match.known for match in matches.values()}
    ours = [index for index in range(len(found)) if index not in matches]
    theirs = [index for index in range(len(known)) if index not in used]
    scored = [
        (score, one, other)
        for one, other in _candidates(found, known, ours, theirs)
        if (score := likeness(normal(found[one].title), normal(known[other].title))) >= least
    ]
    rivals = _rivals(scored)
    for score, one, other in sorted(scored, key=lambda entry: (-entry[0], abs(entry[1] - entry[2]), entry[1])):
        if one in matches or other in used:
            continue
        if any(score - rival < MARGIN for rival in rivals(score, one, other)):
            doubt = _("More than one title is as much alike.")
        else:
            doubt = doubt_of(found[one], known[other], score)
        matches[one] = Match(other, int(score), doubt)
        used.add(other)


def _rivals(scored: list[tuple[float, int, int]]) -> Callable[[float, int, int], Iterator[float]]:
    """A function that gives the second-best scores that one side or the other of a pair has."""
    of_found: dict[int, list[float]] = defaultdict(list)
    of_known: dict[int, list[float]] = defaultdict(list)
    for score, one, other in scored:
        of_found[one].append(score)
        of_known[other].append(score)

    def rivals(score: float, one: int, other: int) -> Iterator[float]:
        for scores in (of_found[one], of_known[other]):
            yield from sorted(scores, reverse=True)[1:2] if max(scores) == score else [max(scores)]

    return rivals


def _candidates(
    found: Sequence[Titled], known: Sequence[Titled], ours: list[int], theirs: list[int]
) -> Iterator[tuple[int, int]]:
    """The pairs worth comparing: all of them where they are few, else those that share an uncommon word."""
    if len(ours) * len(theirs) <= PAIRS_IN_FULL:
        yield from ((one, other) for one in ours for other in theirs)
        return
    where: dict[str, list[int]] = defaultdict(list)
    for other in theirs:
        for word in set(normal(known[other].title).split()):
            where[word].append(other)
    for one in ours:
        words = sorted((len(where[word]), word) for word in set(normal(found[one].title).split()) if word in where)
        shared: Counter[int] = Counter()
        for count, word in words[:6]:
            if count <= 4 * MOST_CANDIDATES or not shared:
                shared.update(where[word][: 4 * MOST_CANDIDATES])
        yield from ((one, other) for other, _count in shared.most_common(MOST_CANDIDATES))


def _doubt_of_likeness(here: Titled, there: Titled, score: float) -> str:
    if numbers(here.title) != numbers(there.title):
        return _("The wording is alike, but the numbers in it differ.")
    if labels_clash(here.title, there.title):
        return _("The wording is alike, but the quarter differs.")
    if score < (SURE_WITH_HINT if here.hint is not None and here.hint == there.hint else SURE):
        return _("The wording is only somewhat alike.")
    return ""


def _doubt_of_move(here: Titled, there: Titled, score: float) -> str:
    return _("It stands at another place in the plan, and its wording differs.")
