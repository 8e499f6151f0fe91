"""Characters of a page put together to words, lines and paragraphs by where they stand."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from statistics import median

from fingerpost.documents.readers.building import seen
from fingerpost.documents.readers.drawn import BULLET
from fingerpost.documents.readers.pdf_pages import Character, Page

SPACE = 0.15  # of the type size: a gap from which on two characters belong to different words
OUTSIDE = 20  # points beyond the page's edge
SEGMENT = 0.7  # of the type size: a gap from which on words stand in different columns
SYMBOL_BULLETS = str.maketrans("\uf0b7\uf0a7\uf076\uf0d8", "•▪••")  # as Symbol and Wingdings are mapped


@dataclass(slots=True)
class Word:
    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Line:
    """Words that stand side by side, from left to right."""

    words: list[Word]
    page: int

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def size(self) -> float:
        return max(word.size for word in self.words)

    def segments(self) -> list[list[Word]]:
        """The words parted where there is more than a space's room between them."""
        parted = [[self.words[0]]]
        for word in self.words[1:]:
            if word.left - parted[-1][-1].right > SEGMENT * word.size:
                parted.append([word])
            else:
                parted[-1].append(word)
        return parted


@dataclass(slots=True)
class Passage:
    """Lines that make one paragraph; `gap` says that room was left above it."""

    text: str
    first: Line
    gap: bool


def words_of(page: Page) -> list[Word]:
    """The words of a page in the order of its content."""
    words: list[Word] = []
    letters: list[Character] = []
    for character in page.characters:
        if not (-OUTSIDE < character.left <= character.right < page.width + OUTSIDE):
            continue  # drawn where nobody sees it, or nowhere
        blank = character.made or not character.text.strip()
        if letters and (blank or _apart(letters[-1], character)):
            words.append(_word(letters))
            letters = []
        if not blank and seen(character.text):
            letters.append(character)
    if letters:
        words.append(_word(letters))
    return words


def _apart(before: Character, after: Character) -> bool:
    size = max(before.size, 1)
    off_line = abs(before.bottom - after.bottom) > size * 0.6
    return off_line or after.left - before.right > SPACE * size or after.left < before.left - size


def _word(letters: list[Character]) -> Word:
    height = median(letter.bottom - letter.top for letter in letters)
    return Word(
        seen("".join(letter.text for letter in letters)).translate(SYMBOL_BULLETS),
        letters[0].left,
        max(letter.right for letter in letters),
        min(letter.top for letter in letters),
        max(letter.bottom for letter in letters),
        letters[0].size if letters[0].size > 1 else max(height, 1),
    )


def lines_of(words: list[Word], page: int) -> list[Line]:
    """Words gathered to lines from the top down: those whose middles stand level."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.middle, word.left)):
        if lines and word.middle - lines[-1][0].middle < 0.5 * min(word.size, lines[-1][0].size):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [Line(sorted(line, key=lambda word: word.left), page) for line in lines]


def passages(lines: list[Line], right: float) -> list[Passage]:
    """Lines joined to paragraphs: a line goes on where the one above had no room left for its first word."""
    found: list[Passage] = []
    above: Line | None = None
    pitch = _pitch(lines)
    for line in lines:
        gap = above is not None and (line.top - above.top > 1.35 * pitch or above.top > line.top)
        if above is not None and found and not gap and _goes_on(above, line, right):
            found[-1].text += ("" if _parted(found[-1].text, line.text) else " ") + line.text
        else:
            found.append(Passage(line.text, line, gap or above is None))
        above = line
    return found


def _pitch(lines: list[Line]) -> float:
    """How far lines of a paragraph usually stand apart."""
    steps = [b.top - a.top for a, b in itertools.pairwise(lines) if b.top > a.top]
    near = [step for step, line in zip(steps, lines, strict=False) if step < 2.2 * line.size]
    return median(near) if near else max((line.size for line in lines), default=10) * 1.2


def _goes_on(above: Line, line: Line, right: float) -> bool:
    if BULLET.match(line.text) or abs(above.size - line.size) > 0.12 * above.size:
        return False
    if _parted(above.text, line.text) and not line.text[0].isupper():
        return True
    first = line.words[0]
    return above.right + (first.right - first.left) + 0.2 * first.size > right - 0.5


def _parted(text: str, following: str) -> bool:
    """Whether a line broke after a hyphen or slash within a word, or within figures such as a date's."""
    if len(text) < 2 or text[-1] not in "-/":
        return False
    return text[-2].isalpha() or (text[-2].isdecimal() and following[0].isdecimal())
