"""The lists of a communication strategy as text: a point on each line, those below it on lines with "- " in front."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

Point: TypeAlias = tuple[str, tuple[str, ...]]


def points(text: str) -> list[Point]:
    """Each point with those below it. A line below nothing is a point itself."""
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        clean = line.strip()
        if not clean:
            continue
        if clean.startswith("-") and found:
            found[-1][1].append(clean.lstrip("- ").strip())
        else:
            found.append((clean.lstrip("- ").strip(), []))
    return [(point, tuple(below)) for point, below in found]


def as_text(items: Iterable[str]) -> str:
    """From points whose first line is the point itself and whose others are those below it."""
    lines: list[str] = []
    for item in items:
        first, *below = [line.strip() for line in item.splitlines() if line.strip()] or [""]
        lines += [first.lstrip("- ").strip(), *(f"- {line.lstrip('-•* ').strip()}" for line in below)]
    return "\n".join(line for line in lines if line)
