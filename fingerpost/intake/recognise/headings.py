"""Which words between the rows are theme, outcome, action and summary.

Labels ("Outcome: ...") decide first, then levels of headings, then the order in which the words stand: the last
is the action, the one before it the outcome, the one before that the theme.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from fingerpost.documents.model import NOWHERE, Place

from .lines import NAVIGATION, NUMBER_IN_FRONT, Line
from .progress import overall_percent, read_progress
from .words import LEADER, is_contents_heading, is_summary, label_of

BARE_NUMBER = re.compile(r"^(\d{1,3})[.)]?\s+(?=\S)")
DATED = re.compile(r"\b(?:19|20)\d\d\b|\d[/.]\d")


@dataclass(slots=True)
class Part:
    """Words and where they stand."""

    text: str = ""
    place: Place = NOWHERE


@dataclass(slots=True)
class Section:
    """What was said before a run of rows. None: not said here, so what was said before still holds."""

    theme: Part | None = None
    outcome: Part | None = None
    action: Part | None = None
    summary: list[Line] = field(default_factory=list)
    overall: Decimal | None = None
    before: list[Line] = field(default_factory=list)
    doubtful: bool = False

    @property
    def stated(self) -> Decimal | None:
        return self.overall if self.overall is not None else overall_percent(self.summary_words)

    @property
    def summary_words(self) -> str:
        return " ".join(line.text for line in self.summary)


def key(text: str) -> str:
    """What makes two titles the same: their words, whatever the case, the spaces and the stop at the end."""
    return " ".join(text.casefold().split()).rstrip(".:; ")


def bare_title(line: Line, numbered: bool = False) -> str:
    """A heading without its number: "3. Title" always, "3 Title" where `numbered` says that all have one."""
    if line.number:
        return line.text
    return BARE_NUMBER.sub("", line.text) if numbered else NUMBER_IN_FRONT.sub("", line.text)


@dataclass(slots=True)
class Outline:
    """What the whole document tells of its headings: levels used, themes and outcomes seen more than once."""

    title_level: int = 0
    action_level: int = 0
    outcome_level: int = 0
    theme_level: int = 0
    usual: int = 0
    title: str = ""
    numbered: bool = False
    themes: frozenset[str] = frozenset()
    listed: frozenset[str] = frozenset()


def outline(runs: Sequence[Sequence[Line]], listed: Iterable[str], title: str) -> Outline:
    """`runs` are the lines said before each run of rows, in order; `title` is the document's."""
    levels = _levels(runs, key(title))
    lengths = Counter(len(_candidates(_after_navigation(run))[0]) for run in runs[1:])
    first = [_candidates(_after_navigation(run))[0] for run in runs]
    opening = Counter(key(lines[0].text) for lines in first if len(lines) >= 3)
    return Outline(
        *levels,
        usual=lengths.most_common(1)[0][0] if lengths else 0,
        title=key(title),
        numbered=_numbered(runs, levels[1]),
        themes=frozenset(word for word, count in opening.items() if count > 1),
        listed=frozenset(key(title) for title in listed),
    )


def _numbered(runs: Sequence[Sequence[Line]], level: int) -> bool:
    """Whether the actions are numbered 1, 2, 3 and so on, without a stop: their headings, or else their lines."""
    actions = [line for run in runs for line in run if level and line.level == level]
    if not level:
        actions = [lines[-1] for run in runs if (lines := _candidates(_after_navigation(run))[0])]
    matches = [BARE_NUMBER.match(line.text) for line in actions]
    numbers = [int(match[1]) if match else 0 for match in matches]
    return numbers == list(range(1, len(numbers) + 1)) and len(numbers) > (0 if level else 1)


def _levels(runs: Sequence[Sequence[Line]], title_key: str) -> tuple[int, int, int, int]:
    """(title, action, outcome, theme): levels of headings, 0 where there is none.

    The title is the one heading of level 1 that comes first, or the only heading over several runs of rows.
    """
    headings = [[line.level for line in run if line.level] for run in runs]
    every = Counter(level for levels in headings for level in levels)
    alone = len(runs) > 1 and sum(every.values()) == 1
    leading = headings[0][:1] == [1] and every[1] == 1 and (len(every) > 2 or any(line.level == 0 for line in runs[0]))
    title = min(every) if alone or (leading and _opens(runs[0], title_key)) else 0
    last = Counter(below[-1] for levels in headings if (below := [level for level in levels if level != title]))
    if not last:
        return title, 0, 0, 0
    action = max(last)
    above = sorted(level for level in every if level < action and level != title)
    return title, action, above[-1] if above else 0, above[-2] if len(above) > 1 else 0


def _opens(run: Sequence[Line], title_key: str) -> bool:
    """Whether the first heading is the document's title: nothing is said before it, or it says the same."""
    spoken = [line for line in run if not line.navigation]
    return bool(spoken[0].level) or title_key in {key(line.text) for line in spoken if line.level}


def section(run: Sequence[Line], shape: Outline, *, first: bool) -> Section:
    """Theme, outcome, action and summary out of the words before a run of rows."""
    lines = [line for line in _after_navigation(run) if not line.contents]
    found = Section()
    candidates, summary = _candidates(lines)
    found.summary = summary
    candidates = _labelled(candidates, found)
    if any(line.level in (shape.action_level, shape.outcome_level) for line in candidates if line.level):
        _by_level(candidates, shape, found)
    elif candidates and not (found.action and found.outcome):
        _by_order(_mended(candidates, shape), shape, found, first=first)
    else:
        found.before = candidates
    return found


def _after_navigation(run: Sequence[Line]) -> list[Line]:
    """Headings stand after the last "Back" or "Top of page"; those are left out."""
    last = max((n for n, line in enumerate(run) if line.navigation), default=-1)
    after = list(run[last + 1 :])
    return after if after else [line for line in run if not line.navigation]


def _candidates(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Lines that may be titles, and those of the summary: it begins at a sentence that sums up, and runs on.

    Where an outcome is summed up as well as its first action, the summary is the one after the last heading.
    """
    sums = [n for n, line in enumerate(lines) if is_summary(line.text) and not line.level]
    last_heading = max((n for n, line in enumerate(lines) if line.level), default=-1)
    own = [n for n in sums if n > last_heading]
    start = min(own or sums, default=len(lines))
    end = start
    while (
        end < len(lines)
        and not lines[end].level
        and (end == start or not lines[end].gap or is_summary(lines[end].text))
    ):
        end += 1
    above = [line for n, line in enumerate(lines[:start]) if n not in sums]
    return [*above, *lines[end:]], list(lines[start:end])


def _labelled(lines: Sequence[Line], found: Section) -> list[Line]:
    """Take out "Outcome: ..." and its like; the rest is returned."""
    rest: list[Line] = []
    for line in lines:
        label = label_of(line.text)
        if label is None:
            rest.append(line)
            continue
        level, words = label
        part = Part(words, line.place)
        match level:
            case "theme":
                found.theme = part
            case "outcome":
                found.outcome = part
            case "action":
                found.action = part
            case "overall":
                found.overall = read_progress(words).percent
            case "summary":
                found.summary.append(replace(line, text=words))
    return rest


def _by_level(lines: Sequence[Line], shape: Outline, found: Section) -> None:
    """Headings by their levels. A short line just before an outcome, seen again and again, is its theme."""
    for number, line in enumerate(lines):
        part = Part(bare_title(line, shape.numbered and line.level == shape.action_level), line.place)
        if not line.level or line.level == shape.title_level:
            following = lines[number + 1] if number + 1 < len(lines) else None
            if following and following.level == shape.outcome_level and _heads_outcome(line, shape):
                found.theme = part
            else:
                found.before.append(line)
        elif line.level == shape.action_level:
            if found.action and not shape.outcome_level:
                found.outcome = found.action  # one level for both: the last is the action
            found.action = part
        elif line.level == shape.outcome_level:
            found.outcome, found.action = part, None
        elif line.level == shape.theme_level:
            found.theme, found.outcome, found.action = part, None, None
        else:
            found.before.append(line)


def _heads_outcome(line: Line, shape: Outline) -> bool:
    """Whether a plain line above an outcome's heading is its theme: said again and again, or but a word or three."""
    brief = line.text.count(" ") < 3 and line.text.replace(" ", "").isalpha() and not line.level
    return key(line.text) in shape.themes or brief


def _mended(lines: list[Line], shape: Outline) -> list[Line]:
    """Titles that ran over two lines put together again: as the contents list has them, or by a small letter."""
    mended: list[Line] = []
    for line in lines:
        if mended and not line.number:
            together = f"{mended[-1].text} {line.text}"
            if key(bare_title(replace(line, text=together))) in shape.listed or (
                line.text[:1].islower() and not line.gap and not mended[-1].level
            ):
                mended[-1] = replace(mended[-1], text=together)
                continue
        mended.append(line)
    return mended


def _by_order(lines: list[Line], shape: Outline, found: Section, *, first: bool) -> None:
    named = 0
    while first and named + 1 < len(lines) and _is_title(lines[named], shape):
        named += 1
    found.before = lines[:named]
    parts = [Part(bare_title(line), line.place) for line in lines[named:]]
    if found.action is None and parts:
        found.action = parts.pop()
        found.action.text = bare_title(lines[-1], shape.numbered)
    if found.outcome is None and parts:
        if key(parts[-1].text) in shape.themes and len(parts) == 1:
            found.theme = parts.pop()
        else:
            found.outcome = parts.pop()
    if parts and found.theme is None and (not first or _is_theme(parts[-1], shape)):
        found.theme = parts.pop()
    found.before += lines[named:][: len(parts)]
    found.doubtful = bool(parts) and not first


def _is_title(line: Line, shape: Outline) -> bool:
    """Whether a line at the beginning is the title: no theme said again and again, and named or dated as one."""
    if line.level:
        return True
    return key(line.text) not in shape.themes and (key(line.text) == shape.title or bool(DATED.search(line.text)))


def _is_theme(part: Part, shape: Outline) -> bool:
    """Before the first rows an introduction may stand too, so a theme must prove itself."""
    if key(part.text) in shape.listed or DATED.search(part.text) or len(part.text) > 80:
        return False
    return key(part.text) in shape.themes or shape.usual in (0, 3)


def split_contents(run: Sequence[Line], later: Sequence[Sequence[Line]]) -> tuple[list[Line], list[Line], list[Line]]:
    """The words before the first rows: (before the contents list, the list, after it).

    `later` are the words before the other rows: a theme said there first is no entry, though it follows the list.
    """
    start = next((n for n, line in enumerate(run) if line.contents or is_contents_heading(line.text)), None)
    if start is None:
        return list(run), [], []
    end = start + 1
    while end < len(run) and not _ends_contents(run, start, end):
        end += 1
    openings = {key(lines[0].text) for said in later if len(lines := _candidates(_after_navigation(said))[0]) > 2}
    is_entry = run[end - 1].contents or run[end - 1].link
    if end > start + 2 and not is_entry and key(run[end - 1].text) in openings:
        end -= 1
    return list(run[:start]), [_entry(line) for line in run[start + 1 : end]], list(run[end:])


def _ends_contents(run: Sequence[Line], start: int, end: int) -> bool:
    """At navigation, at a heading or a line that is no link where the entries are, or at the first entry again."""
    line = run[end]
    if run[start].contents:
        return not line.contents
    is_way_back = line.navigation and (not line.link or NAVIGATION.match(line.text))  # contents may be marked so too
    if is_way_back or (end > start + 1 and line.level and not run[start + 1].level):
        return True
    if end > start + 1 and run[start + 1].link and not line.link:
        return True
    if line.level and end == start + 1:
        return not run[start].level or line.level <= run[start].level
    return end > start + 1 and key(_entry(line).text) == key(_entry(run[start + 1]).text)


def _entry(line: Line) -> Line:
    """A line of the contents list without its number, its dots and its page."""
    text = line.text.removeprefix("- ") if line.bullet else line.text
    return replace(line, text=bare_title(replace(line, text=LEADER.sub("", text))).strip(), navigation=False)
