"""Our first template has the layout of a real paper of 2009."""

from __future__ import annotations

import pytest

from fingerpost.committee.layouts import lettered_layout
from fingerpost.documents.readers import read
from fingerpost.intake.recognise import recognise
from tests.conftest import example

pytestmark = pytest.mark.example


def test_sections_and_implications_are_those_of_the_real_paper() -> None:
    path = example("icsp-review-2009-12-17.txt")
    review = recognise(read(path.read_bytes(), path.name)).review
    assert review is not None
    layout = lettered_layout()
    headings = [part.heading.upper() for part in layout.parts if part.level == "section"]
    found = list(dict.fromkeys(one.heading for one in review.paragraphs))
    assert [one for one in headings if one != "SUMMARY OF IMPLICATIONS"] == found  # which numbers no paragraphs
    assert [part.heading for part in layout.parts if part.level == "implication"] == [
        one.heading for one in review.implications
    ]
