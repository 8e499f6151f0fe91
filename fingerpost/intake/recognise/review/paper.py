"""A paper to a group: who it is for, its numbered paragraphs, its lettered implications, and what closes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from fingerpost.checks.facts import HeaderFacts, ImplicationFacts, ParagraphFacts
from fingerpost.documents.model import Place

from ..dates import FORMS, day_of
from ..lines import Line
from .cells import clean

COLON = r"(?:\s*[:–—]\s*|\s+-\s+|\t\s*|\s{2,})"
HEADER: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"^(?:{labels})(?:{COLON}|\s*$)(?P<words>.*)$", re.IGNORECASE | re.DOTALL))
    for name, labels in (
        ("to", r"report to|report for|to|committee|board|group|meeting|meeting of|name of (?:committee|meeting)"),
        ("day", r"date|date of (?:meeting|committee|report)|meeting date|report date|on"),
        ("subject", r"subject|subject of report|title|title of report|report title|report subject|report on|re"),
        ("by", r"by|report by|report from|from|presented by|submitted by|report of|lead officer|report author"),
        ("agenda_item", r"agenda item(?: (?:no\.?|number))?|item(?: (?:no\.?|number))?|agenda (?:no\.?|number)"),
    )
)
BARE_HEADER: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("to", re.compile(r"^report to\s+(?P<words>\S.*)$", re.IGNORECASE)),
    ("by", re.compile(r"^report by\s+(?P<words>\S.*)$", re.IGNORECASE)),
    (
        "agenda_item",
        re.compile(r"^(?:agenda )?item(?: no\.?)?\s+(?P<words>\d{1,3}[a-z]?(?:\.\d{1,2})?)$", re.IGNORECASE),
    ),
)
CLOSING: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"^(?:{labels})(?:{COLON}|\s*$)(?P<words>.*)$", re.IGNORECASE | re.DOTALL))
    for name, labels in (
        ("author", r"author(?:\(?s\)?)?(?: of (?:the )?report)?|report author|contact(?: officer| person)?"),
        ("background_papers", r"(?:list of )?background (?:papers?|documents?)"),
        ("reference", r"(?:our |report )?ref(?:erence)?\.?(?: (?:no\.?|number))?"),
    )
)
GROUP = re.compile(r"\b(?:committee|board|group|panel|cabinet|forum)$", re.IGNORECASE)
POINT = re.compile(r"^\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)]\)?\s+\S", re.IGNORECASE)
ON_DAY = re.compile(r"^(?P<to>.+?)(?:[\s,–-]+(?:on|of|date:?)\s+|\s*[,–-]\s*)(?P<day>\S.*)$", re.IGNORECASE)
HEADING = re.compile(r"^(?P<number>\d{1,2})(?:\.0)?[.)]?\s+(?P<words>[^\W\d_].*)$")
NUMBERED = re.compile(r"^(?P<number>\d{1,2}\.(?!0\b)\d{1,2}(?:\.\d{1,2})?)[.)]?\s+(?P<words>\S.*)$", re.DOTALL)
LETTERED = re.compile(r"^\(?(?P<letter>[a-z])[.)]\s*(?P<words>\S.*)$", re.IGNORECASE | re.DOTALL)
IMPLICATIONS = re.compile(r"\bimplications\b", re.IGNORECASE)
BACKGROUND = re.compile(r"^background papers?$", re.IGNORECASE)
HEADING_AND_TEXT = re.compile(r"^(?P<heading>[^:–—\n]{3,80}?)\s*(?::|\s[–—-])\s+(?P<text>\S.*)$", re.DOTALL)
LONGEST_HEADING = 90


@dataclass(slots=True)
class _Open:
    """A text being read, line by line."""

    number: str
    heading: str
    place: Place
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(slots=True)
class Paper:
    """What was read of a paper. `closed`: author, papers or reference were met, so an appendix follows."""

    header: dict[str, list[str]] = field(default_factory=dict)
    closing: dict[str, list[str]] = field(default_factory=dict)
    paragraphs: list[_Open] = field(default_factory=list)
    implications: list[_Open] = field(default_factory=list)
    loose: list[Line] = field(default_factory=list)
    section: str = ""
    section_number: int = 0
    section_level: int = 0
    closed: bool = False
    into: list[str] | None = None
    opened: _Open | None = None

    @property
    def begun(self) -> bool:
        return bool(self.section or self.paragraphs)

    def read(self, lines: Iterable[Line]) -> None:
        for line in lines:
            if not line.navigation and not line.contents:
                self._read(line)

    def _read(self, line: Line) -> None:
        text = numbered(line)
        if self._closes(line) or (not self.begun and self._heads(line)):
            return
        if self.closed and not NUMBERED.match(text):
            if self._goes_on(line):
                self._add(line)
            else:
                self.opened, self.into = None, None
                self.loose.append(line)
            return
        if self._is_heading(line, text) or self._is_paragraph(line, text) or self._is_implication(line, text):
            return
        if self.opened is not None or self._goes_on(line):
            self._add(line)
        elif self.section:
            self._open_unnumbered(line)
        else:
            self.loose.append(line)

    def _heads(self, line: Line) -> bool:
        for source, patterns in ((line.raw.strip() or line.text, HEADER), (line.text, BARE_HEADER)):
            for name, pattern in patterns:
                match = pattern.match(source)
                if match and name not in self.header:
                    self.into = self.header.setdefault(name, [])
                    self._say(match["words"])
                    return True
        if line.gap is False and self.into is not None and not HEADING.match(numbered(line)):
            self._say(line.text)
            return True
        if self.into == [] and not line.level:  # a label on a line of its own
            self._say(line.text)
            return True
        return False

    def _closes(self, line: Line) -> bool:
        for name, pattern in CLOSING:
            match = pattern.match(line.raw.strip() or line.text)
            if match and (self.begun or name == "reference") and name not in self.closing:
                self.into = self.closing.setdefault(name, [])
                self._say(match["words"])
                self.opened = None
                self.closed = self.closed or self.begun
                return True
        return False

    def _say(self, words: str) -> None:
        if self.into is not None and (said := clean(words).text):
            self.into.append(said)

    def _goes_on(self, line: Line) -> bool:
        """Whether a line goes on with a label's words: the label stood alone, or the sentence had not ended."""
        if self.into is None or line.level:
            return False
        return not self.into or (not line.gap and (line.text[:1].islower() or self.into[-1].endswith((",", ";"))))

    def _add(self, line: Line) -> None:
        """More words of what is open: in its last line where they only ran over, else on a line of their own."""
        if self.opened is None:
            self._say(line.text)
            return
        lines, words = self.opened.lines, clean(line.text).text
        if lines and not line.gap and not line.bullet and not words.startswith("- ") and not POINT.match(words):
            lines[-1] = f"{lines[-1]} {words}"
        else:
            lines.append(words)

    def _is_heading(self, line: Line, text: str) -> bool:
        match = HEADING.match(text)
        words = (match["words"] if match else text).strip()
        number = int(match["number"]) if match else 0
        if len(words) > LONGEST_HEADING or NUMBERED.match(text) or LETTERED.match(text):
            return False
        is_next = number == self.section_number + 1 and not words.endswith((".", ";", ","))
        is_later = number > self.section_number and words.isupper()
        is_marked = line.level and (self.begun or match or (self.header and line.level > 1))
        if not (is_next or is_later or is_marked):
            return False
        if not match and line.level > self.section_level and self._in_implications:
            return False
        self.section, self.opened, self.into = clean(words).text, None, None
        self.section_number, self.section_level = number or self.section_number, line.level
        self.closed = False
        return True

    def _is_paragraph(self, line: Line, text: str) -> bool:
        match = NUMBERED.match(text)
        if not match or not (line.gap or line.number or self._is_next(match["number"])):
            return False
        self.into = None
        for number, words in _parted(match["number"], clean(match["words"]).text):
            self.opened = _Open(number, self.section, line.place, [words])
            self.paragraphs.append(self.opened)
        self.section_number = max(self.section_number, int(match["number"].split(".")[0]))
        return True

    def _is_next(self, number: str) -> bool:
        major, minor = (int(part) for part in number.split(".")[:2])
        last = self.paragraphs[-1].number.split(".") if self.paragraphs else []
        if len(last) >= 2 and int(last[0]) == major:
            return minor in (int(last[1]), int(last[1]) + 1)
        return minor == 1 and major in (self.section_number, self.section_number + 1)

    @property
    def _in_implications(self) -> bool:
        return IMPLICATIONS.search(self.section) is not None

    def _is_implication(self, line: Line, text: str) -> bool:
        if not self._in_implications:
            return False
        match = LETTERED.match(text)
        if not match and not line.level:
            return False
        words = clean(match["words"] if match else line.text).text
        parts = HEADING_AND_TEXT.match(words)
        heading = parts["heading"].strip() if parts else words
        self.opened, self.into = _Open(match["letter"].lower() if match else "", heading, line.place), None
        if parts:
            self.opened.lines.append(parts["text"].strip())
        self.implications.append(self.opened)
        return True

    def _open_unnumbered(self, line: Line) -> None:
        """Words of a section that numbers no paragraphs."""
        self.opened = _Open("", self.section, line.place, [clean(line.text).text])
        self.paragraphs.append(self.opened)

    def interrupt(self) -> None:
        """A table stands here: what follows it goes on with nothing."""
        self.opened, self.into = None, None

    def header_facts(self) -> HeaderFacts:
        said = {name: " ".join(" ".join(words).split()) for name, words in self.header.items()}
        to, day_words = said.get("to", ""), said.get("day", "")
        day = _one_day(day_words)
        if day is None and (match := ON_DAY.match(to)) and (day := _one_day(match["day"])):
            to, day_words = match["to"].strip(" ,-–"), match["day"]
        if day is None and (found := _lone_day(self.loose)):
            day, day_words = found
        if not to and said:
            to = next((line.text for line in reversed(self.loose) if _names_a_group(line)), "")
        return HeaderFacts(to, day, day_words, said.get("subject", ""), said.get("by", ""), said.get("agenda_item", ""))

    def closing_words(self, name: str) -> str:
        said = " ".join(self.closing.get(name, ()))
        if not said and name == "background_papers":
            said = "\n".join(one.text for one in self.paragraphs if BACKGROUND.match(one.heading))
        return said

    def paragraph_facts(self) -> tuple[ParagraphFacts, ...]:
        return tuple(ParagraphFacts(one.number, one.text, one.heading, one.place) for one in self.paragraphs)

    def implication_facts(self) -> tuple[ImplicationFacts, ...]:
        return tuple(ImplicationFacts(one.number, one.heading, one.text, one.place) for one in self.implications)


def numbered(line: Line) -> str:
    """A line with the number that a word processor keeps apart from it."""
    return f"{line.number} {line.text}" if line.number else line.text


def spoken_for(lines: Sequence[Line]) -> int:
    """How many of the lines, from the first, belong to numbered paragraphs: to the last and what follows it."""
    last = 0
    for number, line in enumerate(lines):
        text = numbered(line)
        is_heading = HEADING.match(text) and (line.level or text.isupper() or line.number)
        is_closing = any(pattern.match(line.raw.strip() or line.text) for _name, pattern in CLOSING)
        goes_on = last == number and number and not line.gap
        if NUMBERED.match(text) or is_heading or is_closing or goes_on:
            last = number + 1
    return last


def _parted(number: str, text: str) -> Iterator[tuple[str, str]]:
    """A paragraph, or several where a reader joined them: after a full stop the next number stands within the text."""
    head, _dot, last = number.rpartition(".")
    following = f"{head}.{int(last) + 1}"
    match = re.search(rf"(?<=[.!?])\s+{re.escape(following)}\.?\s+(?=[A-Z])", text)
    if match is None:
        yield number, text
        return
    yield number, text[: match.start()]
    yield from _parted(following, text[match.end() :])


def _one_day(words: str) -> date | None:
    """The one day that words name; a month alone is none."""
    days = [match for match in FORMS.finditer(words) if not match["only_mon"]]
    return day_of(days[0]) if len(days) == 1 else None


def _lone_day(lines: Sequence[Line]) -> tuple[date, str] | None:
    """A day on a line by itself, as papers have it under the group's name."""
    for line in lines:
        match = FORMS.search(line.text)
        if match and not match["only_mon"] and len(line.text) <= len(match[0]) + 12 and (day := day_of(match)):
            return day, line.text
    return None


def _names_a_group(line: Line) -> bool:
    """ "COMMUNITY PLANNING BOARD" above the header."""
    return len(line.text) <= 80 and GROUP.search(line.text) is not None
