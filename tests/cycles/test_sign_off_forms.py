"""What the person who signs off is offered."""

from __future__ import annotations

import pytest

from fingerpost.cycles.sign_off_forms import DecisionForm


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        (1, "Approve all 7, except those that are ticked"),
        (3, "Approve all 7 on all 3 pages, except those that are ticked on this one"),
    ],
)
def test_approving_all_says_whose_ticks_count(pages: int, words: str) -> None:
    form = DecisionForm(may_approve=True, to_decide=7, pages=pages)
    assert form.fields["what"].choices[0] == (DecisionForm.ALL, words)  # type: ignore[attr-defined]
