"""What a correction changed: two editions beside each other, part by part, with the words that differ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from django.utils.translation import gettext as _

Kind = Literal["same", "gone", "new"]
PIECES = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Run:
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One part that differs: where it stands, how it moved or renumbered in words, and its text with what differs."""

    place: str
    runs: tuple[Run, ...]
    moved: str = ""


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """Every difference of two contents (`freezing.content_of`), in the order of the later one; what went comes last."""
    return [
        *lines_changed(_("Heading and header"), heads(before), heads(after)),
        *parts_changed(before["parts"], after["parts"]),
        *lines_changed(_("Closing lines"), before["closing"], after["closing"]),
        *appendices_changed(before["appendices"], after["appendices"]),
    ]


def heads(content: dict[str, Any]) -> list[str]:
    return [content["title"], *filter(None, [content["exempt"]]), *content["header"]]


def parts_changed(before: list[dict[str, str]], after: list[dict[str, str]]) -> Iterator[Change]:
    """Parts are the same part where they have the same reference, wherever they stand."""
    old = {part["ref"]: part for part in before}
    kept = {part["ref"] for part in after}
    for part in after:
        known = old.get(part["ref"])
        if known is None:
            yield Change(named(part), (Run("new", part["text"]),))
        elif known["text"] != part["text"]:
            yield Change(named(part), tuple(compared(known["text"], part["text"])), renumbered(known, part))
        elif known["number"] != part["number"]:
            yield Change(named(part), (Run("same", part["text"]),), renumbered(known, part))
    for part in before:
        if part["ref"] not in kept:
            yield Change(named(part), (Run("gone", part["text"]),))


def named(part: dict[str, str]) -> str:
    if part["level"] == "section":
        return _("Section %(number)s") % {"number": part["number"].rstrip(".")}
    if not part["number"]:
        return _("Text of an implication")
    return _("Paragraph %(number)s") % {"number": part["number"].rstrip(".")}


def renumbered(before: dict[str, str], after: dict[str, str]) -> str:
    if before["number"] == after["number"]:
        return ""
    return _("It was %(number)s before.") % {"number": before["number"] or _("without a number")}


def appendices_changed(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Iterator[Change]:
    old = {one["kind"]: one for one in before}
    kept = {one["kind"] for one in after}
    for one in after:
        known = old.get(one["kind"])
        if known is None:
            yield Change(one["title"], (Run("new", _("This appendix was added.")),))
        else:
            yield from lines_changed(one["title"], known["lines"], one["lines"])
    for one in before:
        if one["kind"] not in kept:
            yield Change(one["title"], (Run("gone", _("This appendix was taken out.")),))


def lines_changed(place: str, before: list[str], after: list[str]) -> Iterator[Change]:
    """Lines that differ; a line that was only reworded word by word."""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone, new = before[i1:i2], after[j1:j2]
        for old_line, new_line in zip(gone, new, strict=False):
            yield Change(place, tuple(compared(old_line, new_line)))
        for line in gone[len(new) :]:
            yield Change(place, (Run("gone", line),))
        for line in new[len(gone) :]:
            yield Change(place, (Run("new", line),))


def compared(before: str, after: str) -> Iterator[Run]:
    """The words of both texts; what only one has is marked."""
    old, new = PIECES.findall(before), PIECES.findall(after)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Run("same", "".join(new[j1:j2]))
            continue
        if i2 > i1:
            yield Run("gone", "".join(old[i1:i2]))
        if j2 > j1:
            yield Run("new", "".join(new[j1:j2]))
