"""Forms in Word: the cells that are filled in become content controls, and all the rest is protected.

A content control is a `w:sdt` (ECMA-376 part 1, 17.5.2). Protection without a password keeps honest hands off what is
printed and lets whoever must change it do so (17.15.1.29).
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from fingerpost.documents.model import Cell, Column, cell_text
from fingerpost.documents.writers.layout import clean
from fingerpost.documents.writers.look import Look

_PALE = "6F777B"
_ROUND = ("top", "left", "bottom", "right")
_SIDES = "".join(f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="6F777B"/>' for side in _ROUND)
BOX = f"<w:tcBorders>{_SIDES}</w:tcBorders>"  # of a cell that is filled in
_LONGEST_NAME = 64  # of a content control, by the format
# What stands behind documentProtection in the settings (17.15.1.78), of what a plain file has.
_BEHIND = ("defaultTabStop", "drawingGridHorizontalSpacing", "drawingGridVerticalSpacing", "characterSpacingControl")


def protect(file: Any) -> None:
    """Only content controls can be changed."""
    settings = file.settings.element
    behind = {qn(f"w:{name}") for name in _BEHIND}
    at = next((place for place, child in enumerate(settings) if child.tag in behind), len(settings))
    settings.insert(at, parse_xml(f'<w:documentProtection {nsdecls("w")} w:edit="forms" w:enforcement="1"/>'))


def entry(cell: Cell, column: Column, label: str, number: int, look: Look) -> str:
    """A place to fill in, with what stands there already."""
    choices = cell.choices or column.choices
    name = quoteattr(" ".join(clean(label).split())[:_LONGEST_NAME])
    text = clean(cell_text(cell))
    shown = "" if text else "<w:showingPlcHdr/>"
    kind = _choices(choices, free=column.free) if choices else _KINDS.get(column.kind, _KINDS["text"])
    content = _filled(text) if text else _hint(look.choose if choices else look.write_here)
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val={name}/><w:tag w:val="entry-{number}"/><w:id w:val="{number}"/>'
        f'<w:lock w:val="sdtLocked"/>{shown}{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'
    )


_KINDS = {
    "text": '<w:text w:multiLine="1"/>',
    "date": '<w:date><w:dateFormat w:val="d MMMM yyyy"/><w:lid w:val="en-GB"/>'
    '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>',
}


def _choices(choices: tuple[str, ...], *, free: bool) -> str:
    """Each choice once: Word refuses a list that holds one twice."""
    listed = dict.fromkeys(clean(choice) for choice in choices)
    items = "".join(f"<w:listItem w:displayText={quoteattr(one)} w:value={quoteattr(one)}/>" for one in listed)
    kind = "comboBox" if free else "dropDownList"
    return f"<w:{kind}>{items}</w:{kind}>"


def _hint(words: str) -> str:
    colour = f'<w:rPr><w:color w:val="{_PALE}"/></w:rPr>'
    return f'<w:r>{colour}<w:t xml:space="preserve">{escape(clean(words))}</w:t></w:r>'


def _filled(text: str) -> str:
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{'<w:br/>'.join(lines)}</w:r>"
