"""What reading gives besides a Document: the limits kept, the doubts noted, the refusal raised."""

from __future__ import annotations

from dataclasses import dataclass, field

from fingerpost.documents.model import NOWHERE, Document, Place


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read before it is refused. Sizes are bytes; MB here means 1,000,000 bytes."""

    file_bytes: int = 50_000_000
    unpacked_bytes: int = 300_000_000
    ratio: int = 150  # unpacked to packed, asked only of a file that unpacks to more than `ratio_from`
    ratio_from: int = 20_000_000
    members: int = 5_000
    depth: int = 100  # of lists, tables and boxes inside one another
    rows: int = 200_000
    cells: int = 1_000_000
    blanks: int = 100_000  # empty cells between filled ones in sheets, beyond twenty for each filled one
    copies: int = 10_000  # cells that a text document asks to have repeated
    pages: int = 2_000
    characters_on_page: int = 200_000
    lines_on_page: int = 50_000
    seconds: float = 30  # for a PDF, to which `seconds_per_mb` is added
    seconds_per_mb: float = 2


DEFAULT = Limits()

MOST_WARNINGS = 200


class Unreadable(Exception):
    """The file cannot be read. `message` says what is wrong and what to do, `place` where (if it is known)."""

    def __init__(self, message: str, place: Place = NOWHERE) -> None:
        super().__init__(message)
        self.message = message
        self.place = place


@dataclass(frozen=True, slots=True)
class ReadWarning:
    """Something was read, but a person should look at it."""

    message: str
    place: Place = NOWHERE


@dataclass(frozen=True)
class ReadResult:
    """A document and the doubts about it, in the order of the source."""

    document: Document
    warnings: tuple[ReadWarning, ...] = ()


@dataclass(slots=True)
class Doubts:
    """Collects warnings while a file is read; from the 200th on it only counts them."""

    _noted: list[ReadWarning] = field(default_factory=list)
    _more: int = 0

    def note(self, message: str, place: Place = NOWHERE) -> None:
        if len(self._noted) < MOST_WARNINGS:
            self._noted.append(ReadWarning(message, place))
        else:
            self._more += 1

    def all(self) -> tuple[ReadWarning, ...]:
        if not self._more:
            return tuple(self._noted)
        return (*self._noted, ReadWarning(f"There are {self._more:,} more doubts of this sort; they are not listed."))


def size_words(size: int) -> str:
    """A size as people say it: "61.3 MB", "812 KB"."""
    if size >= 1_000_000:
        return f"{size / 1_000_000:.1f} MB".replace(".0 MB", " MB")
    return f"{max(size // 1000, 1)} KB"
