"""What a caller may choose about a paper's looks, and the few words that a writer adds of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """`accent` is "#rrggbb", dark enough to be read on white. The rest are words, for the caller to translate.

    `page_of` holds `{page}` and `{pages}`, in this order. `base` is a Word file whose styles, header, footer and page a
    paper in Word takes over; ask `docx_base.check_base` first where it comes from outside.
    """

    accent: str = "#1d5a8a"
    skip_link: str = "Skip to main content"
    chart_figures: str = "Figures behind this chart"
    page_of: str = "Page {page} of {pages}"
    write_here: str = "Write here"
    choose: str = "Choose"
    base: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        if not _COLOUR.fullmatch(self.accent):
            raise ValueError(f"The accent colour must look like #1d5a8a, not {self.accent!r}.")

    def page_parts(self) -> tuple[str, str, str]:
        """The words before the page's number, between it and the count of pages, and behind."""
        before, _, rest = self.page_of.partition("{page}")
        between, _, after = rest.partition("{pages}")
        return before, between, after


DEFAULT_LOOK = Look()
