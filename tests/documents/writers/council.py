"""A council's own Word file: crest in the header, footer, headings of its own, and a body that nobody wants."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
from docx.shared import Mm, Pt, RGBColor

from fingerpost.documents.writers import bars


def council_file(**changes: Any) -> bytes:
    """`plain_ids`: styles whose ids are not English; `no_lists`: without Word's list styles and numbering; `numbered`:
    with headings and text that number themselves."""
    file = docx.Document()
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(30)
    crest = bars.bar(60, "#7a1f3d")[1]
    head = section.header.paragraphs[0]
    head.add_run().add_picture(BytesIO(crest), width=Mm(40))
    head.add_run("\tNorthshire Council")
    section.footer.paragraphs[0].text = "Northshire Council, High Street"
    title = file.styles["Title"]
    title.font.size, title.font.name = Pt(20), "Georgia"
    for name, size in (("Heading 1", 15), ("Heading 2", 13)):
        style = file.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Georgia", Pt(size), RGBColor(0x7A, 0x1F, 0x3D)
    file.styles["Normal"].font.name = "Georgia"
    if changes.get("plain_ids"):
        for name, given in (("Heading 1", "berschrift1"), ("Body Text", "Textkrper"), ("List Number", "Liste1")):
            file.styles[name].element.styleId = given
    if changes.get("numbered"):
        used = file.styles["List Number"].element.pPr.numPr.numId.val
        for name in ("Heading 1", "Body Text"):
            file.styles[name].element.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = used
    if changes.get("no_lists"):
        for style in list(file.styles):
            if style.name.startswith("List ") or style.name in ("Body Text", "Caption"):
                style.delete()
        relations = file.part.rels
        for key in [key for key, one in relations.items() if one.reltype.endswith("/numbering")]:
            del relations[key]
    file.add_paragraph("What stood here before.")
    file.add_picture(BytesIO(bars.bar(20, "#000000")[1]))
    stream = BytesIO()
    file.save(stream)
    return stream.getvalue()
