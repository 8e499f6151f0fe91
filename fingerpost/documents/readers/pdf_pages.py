"""The characters and the drawn lines of each page of a PDF, through pdfium."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from fingerpost.documents.model import Place
from fingerpost.documents.readers.outcome import Limits, Unreadable

HYPHEN = 0x02  # what pdfium makes of a hyphen at the end of a line that it joins
NO_TAG = -1


class Character(NamedTuple):
    """`mark` is the marked-content number within the page, -1 for none; tops count down from the page's top."""

    text: str
    made: bool  # a space or line end that pdfium put between what stands apart
    mark: int
    left: float
    right: float
    top: float
    bottom: float
    size: float


class Edge(NamedTuple):
    """A drawn line that is level or upright: `at` is its y or x, `start` to `end` its reach."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    number: int
    width: float
    height: float
    characters: list[Character] = field(default_factory=list)
    level: list[Edge] = field(default_factory=list)
    upright: list[Edge] = field(default_factory=list)


def read_page(document: Any, index: int, limits: Limits) -> Page:
    """One page. Raises Unreadable where it holds more characters than any page has."""
    page = document[index]
    width, height = page.get_size()
    found = Page(index + 1, width, height)
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > limits.characters_on_page:
            raise Unreadable(
                f"The page holds {count:,} characters; at most {limits.characters_on_page:,} are read. "
                "Print the document to a new PDF and send that.",
                Place(page=index + 1),
            )
        found.characters = _characters(text.raw, count, height)
        _edges(page.raw, found, limits)
    finally:
        text.close()
        page.close()
    return found


def _characters(text: Any, count: int, height: float) -> list[Character]:
    import pypdfium2.raw as pdfium

    found = []
    box = pdfium.FS_RECTF()
    pointer = ctypes.byref(box)
    marks: dict[int, int] = {}
    sizes: dict[int, float] = {}
    matrix = pdfium.FS_MATRIX()
    for at in range(count):
        code = pdfium.FPDFText_GetUnicode(text, at)
        made = pdfium.FPDFText_IsGenerated(text, at) == 1
        pdfium.FPDFText_GetLooseCharBox(text, at, pointer)
        owner = None if made else pdfium.FPDFText_GetTextObject(text, at)
        mark, size = NO_TAG, 0.0
        if owner:
            address = ctypes.addressof(owner.contents)
            known = marks.get(address)
            if known is None:
                known = marks[address] = pdfium.FPDFPageObj_GetMarkedContentID(owner)
                pdfium.FPDFPageObj_GetMatrix(owner, ctypes.byref(matrix))
                sizes[address] = pdfium.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d)
            mark, size = known, sizes[address]
        letter = "-" if code == HYPHEN else chr(code) if 0 < code < 0x110000 else ""
        found.append(Character(letter, made, mark, box.left, box.right, height - box.top, height - box.bottom, size))
    return found


def _edges(page: Any, found: Page, limits: Limits) -> None:
    """Level and upright strokes and the sides of rectangles, a table's borders among them."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    for at in range(pdfium.FPDFPage_CountObjects(page)):
        shape = pdfium.FPDFPage_GetObject(page, at)
        if pdfium.FPDFPageObj_GetType(shape) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        pdfium.FPDFPageObj_GetMatrix(shape, ctypes.byref(matrix))
        _path_edges(shape, matrix, found)
        if len(found.level) + len(found.upright) > limits.lines_on_page:
            found.level.clear()
            found.upright.clear()
            return  # a drawing, not a table


def _path_edges(shape: Any, matrix: Any, found: Page) -> None:
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_float(), ctypes.c_float()
    here: tuple[float, float] | None = None
    start: tuple[float, float] | None = None
    for at in range(min(pdfium.FPDFPath_CountSegments(shape), 20_000)):
        segment = pdfium.FPDFPath_GetPathSegment(shape, at)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        across = matrix.a * x.value + matrix.c * y.value + matrix.e
        down = found.height - (matrix.b * x.value + matrix.d * y.value + matrix.f)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = (across, down)
        elif kind == pdfium.FPDF_SEGMENT_LINETO and here is not None:
            _add_edge(here, (across, down), found)
        here = (across, down)
        if pdfium.FPDFPathSegment_GetClose(segment) and start is not None:
            _add_edge(here, start, found)
            here = start


def _add_edge(one: tuple[float, float], other: tuple[float, float], found: Page) -> None:
    wide, high = abs(one[0] - other[0]), abs(one[1] - other[1])
    if high < 1 and wide > 3:
        found.level.append(Edge((one[1] + other[1]) / 2, min(one[0], other[0]), max(one[0], other[0])))
    elif wide < 1 and high > 3:
        found.upright.append(Edge((one[0] + other[0]) / 2, min(one[1], other[1]), max(one[1], other[1])))
