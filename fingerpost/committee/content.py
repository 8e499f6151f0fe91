"""What a paper says, whether stored or only drafted: its header, its parts in order, its appendices.

Paragraphs name each other by `ref`: “[[standing]]” in a text becomes the number that the paragraph has by then, and
“[[appendix-milestones]]” the appendix with the milestones report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _

from fingerpost.core.words import day_words

Level = Literal["section", "implication", "paragraph"]
REFERENCE = re.compile(r"\[\[\s*([a-z0-9-]+)\s*\]\]")
PLACEHOLDER = re.compile(r"\{(\w+)\}")
# The numbering of a heading and of a paragraph under it.
NUMBERINGS = {"plain": ("{section}.", "{section}.{paragraph}"), "zero": ("{section}.0", "{section}.{paragraph}.")}
APPENDIX = "appendix-"
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Part:
    """A section's heading, the heading of a lettered implication, or a paragraph. `draft` names what wrote it."""

    level: Level
    text: str
    ref: str
    draft: str = ""


@dataclass(frozen=True, slots=True)
class LayoutPart:
    """A section or lettered implication of a template. `wording` holds its standard paragraphs, one a line, which come
    before what is drafted from the data by `drafts`."""

    level: Level
    heading: str
    wording: str = ""
    drafts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A template as the builders take it: see `models.PaperTemplate`."""

    name: str
    title: str
    header: str
    closing: str
    numbering: str
    capitals: bool
    classification: str
    exempt_wording: str
    appendices: tuple[str, ...]
    parts: tuple[LayoutPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """What header, closing lines and standard wordings can name, by the name of its placeholder."""

    group: str
    meeting_date: date | None
    subject: str
    by: str
    plan: str
    area: str
    period: str
    as_at: date
    author: str = ""
    reference: str = ""
    background: str = ""

    def words(self) -> dict[str, str]:
        meeting = day_words(self.meeting_date) or _("a date to be set")
        days = {"meeting_date": meeting, "as_at": day_words(self.as_at)}
        names = ("group", "subject", "by", "plan", "area", "period", "author", "reference", "background")
        return {name: getattr(self, name) for name in names} | days


PLACEHOLDERS = (
    "group", "meeting_date", "subject", "by", "plan", "area", "period", "as_at", "author", "reference", "background",
)  # fmt: skip


def filled(wording: str, words: Mapping[str, str]) -> str:
    """A wording with its placeholders filled in; an unknown one stays as it is, which the rules never store."""
    return PLACEHOLDER.sub(lambda match: words.get(match[1], match[0]), wording)


def lines_of(wording: str, words: Mapping[str, str]) -> Iterator[str]:
    """The lines of a header or closing. A line that names only what nobody gave is left out."""
    for line in wording.splitlines():
        named = PLACEHOLDER.findall(line)
        if line.strip() and (not named or any(words.get(name) for name in named)):
            yield filled(line, words).strip()


def unknown_placeholders(wording: str) -> list[str]:
    return [name for name in PLACEHOLDER.findall(wording) if name not in PLACEHOLDERS]


def numbers(parts: Sequence[Part], numbering: str) -> list[str]:
    """The number of each part, in order: "1.", "1.1", "(a)"; "" for the text under a letter and before any section."""
    of_section, of_paragraph = NUMBERINGS[numbering]
    section = paragraph = letter = 0
    lettered, found = False, []
    for part in parts:
        if part.level == "section":
            section, paragraph, letter, lettered = section + 1, 0, 0, False
            found.append(of_section.format(section=section))
        elif part.level == "implication":
            letter, lettered = letter + 1, True
            found.append(f"({LETTERS[(letter - 1) % len(LETTERS)]})")
        elif lettered or not section:
            found.append("")
        else:
            paragraph += 1
            found.append(of_paragraph.format(section=section, paragraph=paragraph))
    return found


def names(parts: Sequence[Part], numbering: str, appendices: Sequence[str]) -> dict[str, str]:
    """What each reference says: "3.2", "4(a)" for an implication, "APPENDIX 1"."""
    found: dict[str, str] = {}
    section = ""
    for part, number in zip(parts, numbers(parts, numbering), strict=True):
        if part.level == "section":
            section = number.rstrip(".").removesuffix(".0")
            found[part.ref] = section
        elif part.level == "implication":
            found[part.ref] = f"{section}{number}"
        elif number:
            found[part.ref] = number.rstrip(".")
    for place, kind in enumerate(appendices, 1):
        found[APPENDIX + kind] = appendix_name(place)
    return found


def appendix_name(place: int) -> str:
    return _("APPENDIX %(number)d") % {"number": place}


def references(text: str) -> list[str]:
    return REFERENCE.findall(text)


def resolved(text: str, known: Mapping[str, str]) -> str:
    """The text with each reference as a number; one that leads nowhere stays and can be seen."""
    return REFERENCE.sub(lambda match: known.get(match[1], match[0]), text)


def free_ref(wanted: str, taken: Iterable[str]) -> str:
    """`wanted`, or `wanted-2` and so on."""
    names, ref, number = set(taken), wanted, 1
    while ref in names:
        number += 1
        ref = f"{wanted}-{number}"
    return ref
