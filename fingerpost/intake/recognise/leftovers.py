"""What was not recognised, said honestly."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .events import Findings, clipped
from .lines import Grid, Item, Line


def tell_leftovers(after: Sequence[Line], findings: Findings) -> None:
    """Words between the last row and the end, where no "Back" closed the table: a row may have been cut off."""
    open_end: list[Line] = []
    for line in after:
        if line.navigation or line.level:
            return
        open_end.append(line)
    if open_end:
        findings.add(
            "row-cut-off",
            "warning",
            _(
                "The document ends with words that belong to no whole milestone: “%(words)s”. If a row was cut off "
                "here, it is missing."
            )
            % {"words": clipped(" ".join(line.text for line in open_end), 120)},
            open_end[0].place,
        )


def own_title(title: str, items: Sequence[Item]) -> str:
    """The document's title, unless a reader had nothing better than the name or first words of its first table."""
    title = title.strip()
    first = next(iter(items), None)
    if isinstance(first, Grid) and first.rows and title in (first.name, first.rows[0].cells[0].text):
        return ""
    return title


def what_is_there(items: Sequence[Item]) -> str:
    """For a document without milestones: what it holds instead."""
    grids = [item for item in items if isinstance(item, Grid)]
    lines = [item for item in items if isinstance(item, Line)]
    parts = [_("No milestones were recognised: no table or list with a milestone, its due date and its progress.")]
    parts.append(
        ngettext("The document has %(count)d line of text", "The document has %(count)d lines of text", len(lines))
        % {"count": len(lines)}
        + ngettext(" and %(count)d table.", " and %(count)d tables.", len(grids)) % {"count": len(grids)}
    )
    for grid in grids[:3]:
        named = [clipped(cell.text.replace("\n", " "), 30) for cell in grid.rows[0].cells if cell.first and cell.text]
        if named:
            parts.append(_("A table begins with: %(columns)s.") % {"columns": " | ".join(named[:8])})
    return " ".join(parts)
