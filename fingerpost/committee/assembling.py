"""A paper as a Document: header, numbered paragraphs, lettered implications, closing lines, appendices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fingerpost.committee.content import (
    REFERENCE,
    Heads,
    Layout,
    Part,
    appendix_name,
    filled,
    lines_of,
    names,
    numbers,
    resolved,
)
from fingerpost.core.periods import Period
from fingerpost.core.words import day_words
from fingerpost.documents.model import (
    Block,
    Cell,
    Column,
    Contents,
    Document,
    Figure,
    Heading,
    Inline,
    ListBlock,
    PageBreak,
    Paragraph,
    Row,
    Sheet,
    Table,
    Text,
    heading,
    paragraph,
    text_cell,
)
from fingerpost.papers import wording
from fingerpost.papers.kinds import KINDS
from fingerpost.plans.models import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Everything that a Document is made of, save the appendices' content. `exempt` is the reason, "" for none."""

    layout: Layout
    heads: Heads
    parts: tuple[Part, ...]
    appendices: tuple[str, ...]
    exempt: str = ""
    edition: str = ""


def document_of(paper: Paper, *, plan: Plan, period: Period, scope: str = "due", as_at: date | None = None) -> Document:
    """The paper with its appendices as the data have them now."""
    added = [
        KINDS[kind].build(plan, period=period, outcome=None, lead=None, scope=scope, as_at=as_at)
        for kind in paper.appendices
    ]
    heads = paper.heads
    blocks = [*opening(paper), *body(paper), *closing(paper)]
    sheets = [Sheet(_("Paper"), as_table(paper))]
    for place, (kind, document) in enumerate(zip(paper.appendices, added, strict=True), 1):
        blocks += appendix(place, str(KINDS[kind].title), document)
        sheets += [replace(sheet, name=f"{place} {sheet.name}"[:31]) for sheet in document.sheets]
    about = [heads.group, day_words(heads.meeting_date), paper.edition]
    return Document(
        title=heads.subject,
        blocks=tuple(blocks),
        sheets=tuple(sheets),
        language=get_language() or "en-GB",
        author=heads.author or wording.author(),
        subject=plan.title,
        footer=" · ".join(filter(None, about)),
    )


def opening(paper: Paper) -> Iterator[Block]:
    layout, words = paper.layout, paper.heads.words()
    yield heading(1, shown(filled(layout.title, words), layout), anchor="top")
    marks = [layout.exempt_wording, paper.exempt] if paper.exempt else [layout.classification]
    if mark := ": ".join(filter(None, marks)):
        yield Paragraph((Text(mark, bold=True),))
    for line in lines_of(layout.header, words):
        yield labelled(shown(line, layout))


def labelled(line: str) -> Paragraph:
    """ "SUBJECT: ..." with its label in bold."""
    label, colon, rest = line.partition(":")
    return Paragraph((Text(label + colon, bold=True), Text(rest)) if colon else (Text(line),))


def shown(words: str, layout: Layout) -> str:
    return words.upper() if layout.capitals else words


def body(paper: Paper) -> Iterator[Block]:
    """The parts under their numbers, references resolved; those to sections and appendices are links."""
    known = names(paper.parts, paper.layout.numbering, paper.appendices)
    for part, number in zip(paper.parts, numbers(paper.parts, paper.layout.numbering), strict=True):
        text = resolved(part.text, known)
        if part.level == "section":
            yield heading(2, shown(text, paper.layout), number=number, anchor=f"part-{part.ref}")
        elif part.level == "implication":
            yield heading(3, text, number=number, anchor=f"part-{part.ref}")
        else:
            yield Paragraph(linked(part.text, paper, known), number=number)


def linked(text: str, paper: Paper, known: dict[str, str]) -> tuple[Inline, ...]:
    """The text with each reference as a run of its own: bold where it is to an appendix."""
    heads = {part.ref for part in paper.parts if part.level != "paragraph"}
    found: list[Inline] = []
    at = 0
    for match in REFERENCE.finditer(text):
        name = known.get(match[1])
        if name is None:
            continue
        kind = match[1].removeprefix("appendix-")
        to_appendix = match[1].startswith("appendix-") and kind in paper.appendices
        link = f"#appendix-{paper.appendices.index(kind) + 1}" if to_appendix else None
        if match[1] in heads:
            link = f"#part-{match[1]}"
        found += [Text(text[at : match.start()])] if match.start() > at else []
        found.append(Text(name, bold=to_appendix, link=link))
        at = match.end()
    return (*found, Text(text[at:])) if at < len(text) or not found else tuple(found)


def closing(paper: Paper) -> Iterator[Block]:
    for line in lines_of(paper.layout.closing, paper.heads.words()):
        yield labelled(line)


def as_table(paper: Paper) -> Table:
    """The paper as a spreadsheet has it: a line a part."""
    known = names(paper.parts, paper.layout.numbering, paper.appendices)
    lines = zip(paper.parts, numbers(paper.parts, paper.layout.numbering), strict=True)
    rows = [Row((text_cell(""), text_cell(line))) for line in lines_of(paper.layout.header, paper.heads.words())]
    rows += [Row((text_cell(number), text_cell(resolved(part.text, known)))) for part, number in lines]
    rows += [Row((text_cell(""), text_cell(line))) for line in lines_of(paper.layout.closing, paper.heads.words())]
    return Table((Column(_("Number")), Column(_("Text"), width=8)), tuple(rows))


def appendix(place: int, title: str, document: Document) -> Iterator[Block]:
    """Another paper as an appendix: on a new page, its headings a level down, its anchors its own."""
    yield PageBreak()
    values = {"appendix": appendix_name(place), "title": title}
    yield heading(2, _("%(appendix)s: %(title)s") % values, anchor=f"appendix-{place}")
    mark = f"a{place}-"
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            yield paragraph(document.title)
        elif not (isinstance(block, Paragraph) and block.style == "navigation"):
            yield marked(block, mark)


def marked(block: Block, mark: str) -> Any:
    """A block within an appendix: anchors and the links to them begin with `mark`."""
    match block:
        case Heading():
            anchor = mark + block.anchor if block.anchor else ""
            return replace(block, level=min(block.level + 1, 6), anchor=anchor, inlines=runs(block.inlines, mark))
        case Paragraph():
            return replace(block, inlines=runs(block.inlines, mark))
        case ListBlock():
            return replace(block, items=tuple(tuple(marked(one, mark) for one in item) for item in block.items))
        case Contents():
            return replace(block, entries=tuple(replace(entry, anchor=mark + entry.anchor) for entry in block.entries))
        case Table():
            return replace(block, rows=marked_rows(block.rows, mark), header=marked_rows(block.header, mark))
        case Figure():
            return replace(block, table=marked(block.table, mark))
        case PageBreak():
            return block


def marked_rows(rows: tuple[Row, ...], mark: str) -> tuple[Row, ...]:
    return tuple(replace(row, cells=tuple(marked_cell(cell, mark) for cell in row.cells)) for row in rows)


def marked_cell(cell: Cell, mark: str) -> Cell:
    return replace(cell, blocks=tuple(marked(block, mark) for block in cell.blocks))


def runs(inlines: tuple[Inline, ...], mark: str) -> tuple[Inline, ...]:
    return tuple(
        replace(run, link=f"#{mark}{run.link[1:]}")
        if isinstance(run, Text) and run.link and run.link.startswith("#")
        else run
        for run in inlines
    )
