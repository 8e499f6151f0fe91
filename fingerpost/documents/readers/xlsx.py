"""Excel workbooks (.xlsx, .xlsm), streamed from their XML so that formats, formulas and merges come with the values.

Values alone would not do: 0.9 is 90 % only by its number format, and a date is only a number (ECMA-376 part 1, 18).
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from fingerpost.documents.model import Block, Document, Table
from fingerpost.documents.readers import markup
from fingerpost.documents.readers.archive import Archive
from fingerpost.documents.readers.building import Tally, seen, titled
from fingerpost.documents.readers.number_formats import (
    BUILT_IN,
    Format,
    date_words,
    format_of,
    moment,
    number,
    number_words,
    percent_words,
    plain_value,
)
from fingerpost.documents.readers.outcome import Doubts, Limits, Unreadable
from fingerpost.documents.readers.sheet_building import LAST_COLUMN, Filled, Merge, SheetContent, blocks_of

if TYPE_CHECKING:
    from lxml.etree import _Element

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DUBLIN = "{http://purl.org/dc/elements/1.1/}"
STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})$")
COLUMN = re.compile(r"[A-Z]{1,3}")
GENERAL = Format("number", "General")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read(content: bytes, doubts: Doubts, limits: Limits) -> Document:
    """Each sheet as a heading of level 2 with its name, and its rows as a table."""
    archive = Archive(content, limits)
    book = _part(archive, "xl/workbook.xml")
    reading = _Reading(archive, book)
    tally = Tally(limits)
    blocks: list[Block] = []
    for named in book.iterfind(f"{S}sheets/{S}sheet"):
        path = reading.path_of(named)
        if path:
            sheet = SheetContent(named.get("name", ""), hidden=named.get("state", "visible") != "visible")
            reading.fill(sheet, path, tally)
            blocks.extend(blocks_of(sheet, Tally(limits), doubts))
    if not any(isinstance(block, Table) for block in blocks):
        raise Unreadable("The workbook holds no values. Check that the right file was chosen, and that it was saved.")
    return titled(tuple(blocks), _property(archive, "title"), "xlsx", author=_property(archive, "creator"))


class _Reading:
    """What all sheets of a workbook share: strings, formats, the date system."""

    def __init__(self, archive: Archive, book: _Element) -> None:
        self._archive = archive
        self._paths = _paths(archive)
        settings = book.find(f"{S}workbookPr")
        self._from_1904 = settings is not None and settings.get("date1904", "0") in {"1", "true"}
        self._strings = _strings(archive)
        self._formats = _formats(archive)
        self._columns: dict[str, int] = {}
        self._numbers: dict[tuple[str, str], Filled | None] = {}  # as figures, dates and percentages recur

    def path_of(self, named: _Element) -> str:
        path = self._paths.get(named.get(f"{R}id", ""), "")
        return path if path in self._archive and "/worksheets/" in path else ""

    def fill(self, sheet: SheetContent, path: str, tally: Tally) -> None:
        shared: dict[str, str] = {}
        tags = (f"{S}row", f"{S}mergeCell", f"{S}col", f"{S}pane")
        number_before = 0
        for element in markup.each(_transitional(self._archive.read(path)), tags):
            if element.tag == f"{S}row":
                given = element.get("r", "")
                number_before = int(given) if given.isdecimal() and len(given) < 8 else number_before + 1
                cells = self._row(element, shared)
                if cells:
                    tally.row(len(cells))
                    sheet.rows.append((number_before, cells))
                    if element.get("hidden") in {"1", "true"}:
                        sheet.hidden_rows.append(number_before)
            elif element.tag == f"{S}mergeCell":
                sheet.merges.extend(_merge(element.get("ref", "")))
            elif element.tag == f"{S}pane":
                rows = element.get("ySplit", "0")
                sheet.frozen = (
                    int(rows) if element.get("state") in {"frozen", "frozenSplit"} and rows.isdecimal() else 0
                )
            elif element.get("hidden") in {"1", "true"}:
                sheet.hidden_columns.extend(_columns(element))
        sheet.rows.sort(key=lambda row: row[0])

    def _row(self, row: _Element, shared: dict[str, str]) -> dict[int, Filled]:
        cells: dict[int, Filled] = {}
        column = 0
        for cell in row:
            letters = cell.get("r", "").rstrip("0123456789")
            column = self._columns.get(letters) or self._column(letters, column)
            if not len(cell) or column > LAST_COLUMN:
                continue
            filled = self._cell(cell, shared)
            if filled is not None:
                cells[column] = filled
        return cells

    def _column(self, letters: str, before: int) -> int:
        if not COLUMN.fullmatch(letters):
            return before + 1
        return self._columns.setdefault(letters, _column(letters))

    def _cell(self, cell: _Element, shared: dict[str, str]) -> Filled | None:
        kind = cell.get("t", "n")
        words = formula = ""
        for part in cell:
            if part.tag == f"{S}v":
                words = part.text or ""
            elif part.tag == f"{S}f":
                formula = _formula(part, shared)
            elif part.tag == f"{S}is":
                words = _string(part)
        if kind == "s":
            words = self._strings[int(words)] if words.isdecimal() and int(words) < len(self._strings) else ""
        elif kind == "b":
            words = "TRUE" if words == "1" else "FALSE"
        elif kind == "str":
            words = seen(_unescaped(words))
        elif kind == "n":
            style = cell.get("s", "0")
            if formula:
                return self._number(words, style, formula)
            if (words, style) not in self._numbers:
                self._numbers[words, style] = self._number(words, style, "")
            return self._numbers[words, style]
        return Filled(words, None, formula) if words.strip() or formula else None

    def _number(self, words: str, style: str, formula: str) -> Filled | None:
        value = number(words) if words else None
        if value is None:
            return Filled(words, None, formula) if words.strip() or formula else None
        form = self._formats.get(style, GENERAL)
        if form.kind == "percent":
            percent = plain_value(value * 100)
            return Filled(percent_words(percent, form), percent, formula)
        when = moment(value, from_1904=self._from_1904) if form.kind == "date" else None
        if when is not None:
            return Filled(date_words(when, form), when.date() if value >= 1 else None, formula)
        return Filled(number_words(value), plain_value(value), formula)


def _part(archive: Archive, name: str) -> _Element:
    return markup.parse(_transitional(archive.read(name)))


def _transitional(xml: bytes) -> bytes:
    if b"purl.oclc.org" in xml[:5000]:
        for strict, transitional in STRICT:
            xml = xml.replace(strict, transitional)
    return xml


def _paths(archive: Archive) -> dict[str, str]:
    if "xl/_rels/workbook.xml.rels" not in archive:
        return {}
    found = {}
    for link in markup.parse(archive.read("xl/_rels/workbook.xml.rels")):
        target = link.get("Target", "")
        found[link.get("Id", "")] = posixpath.normpath(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
    return found


def _strings(archive: Archive) -> list[str]:
    if "xl/sharedStrings.xml" not in archive:
        return []
    found = []
    for element in markup.each(_transitional(archive.read("xl/sharedStrings.xml")), (f"{S}si",)):
        found.append(_string(element))
    return found


def _string(element: _Element) -> str:
    """The words of a string; the reading aids of East Asian text (rPh) are left out."""
    if len(element) == 1 and element[0].tag == f"{S}t":
        return seen(_unescaped(element[0].text or ""))
    words = []
    for part in element:
        if part.tag == f"{S}t":
            words.append(part.text or "")
        elif part.tag == f"{S}r":
            words.append(part.findtext(f"{S}t") or "")
    return seen(_unescaped("".join(words)))


def _unescaped(words: str) -> str:
    if "_x" in words:
        words = ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), words)
    return words.replace("\r\n", "\n").replace("\r", "\n") if "\r" in words else words


def _formats(archive: Archive) -> dict[str, Format]:
    """Number format by cell style."""
    if "xl/styles.xml" not in archive:
        return {}
    root = _part(archive, "xl/styles.xml")
    codes = {str(identity): code for identity, code in BUILT_IN.items()}
    codes.update({f.get("numFmtId", ""): f.get("formatCode", "") for f in root.iterfind(f"{S}numFmts/{S}numFmt")})
    styles = root.iterfind(f"{S}cellXfs/{S}xf")
    return {str(at): format_of(codes.get(style.get("numFmtId", ""), "General")) for at, style in enumerate(styles)}


def _formula(element: _Element, shared: dict[str, str]) -> str:
    words = (element.text or "").strip()
    identity = element.get("si")
    if element.get("t") == "shared" and identity is not None:
        words = shared.setdefault(identity, words) if words else shared.get(identity, "")
    return f"={words or '?'}"


def _merge(reference: str) -> list[Merge]:
    ends = [REFERENCE.match(end) for end in reference.split(":")]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return []
    (left, top), (right, bottom) = ends[0].groups(), ends[1].groups()
    return [Merge(int(top), _column(left), int(bottom), _column(right))]


def _column(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value * 26 + ord(letter) - 64
    return value


def _columns(element: _Element) -> list[int]:
    """The hidden columns of one range; a range to the end of the sheet is told by its first."""
    first, last = element.get("min", "1"), element.get("max", "1")
    if not (first.isdecimal() and last.isdecimal()) or int(first) > LAST_COLUMN:
        return []
    return list(range(int(first), min(int(last), int(first) + 50) + 1))


def _property(archive: Archive, name: str) -> str:
    if "docProps/core.xml" not in archive:
        return ""
    return (markup.parse(archive.read("docProps/core.xml")).findtext(f"{DUBLIN}{name}") or "").strip()
