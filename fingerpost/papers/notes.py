"""A note as blocks: its lines as paragraphs, lines behind a bullet as a list."""

from __future__ import annotations

import re

from fingerpost.documents.model import Block, ListBlock, Paragraph, paragraph

BULLET = re.compile(r"^\s*[-–•*·]\s+(?=\S)")


def note_blocks(note: str) -> tuple[Block, ...]:
    """Blank lines part nothing that line ends do not part already, so they are passed over."""
    blocks: list[Block] = []
    items: list[tuple[Paragraph, ...]] = []
    for line in [*note.splitlines(), ""]:
        if BULLET.match(line):
            items.append((paragraph(BULLET.sub("", line).strip()),))
            continue
        if items:
            blocks.append(ListBlock(tuple(items)))
            items = []
        if line.strip():
            blocks.append(paragraph(line.strip()))
    return tuple(blocks)
