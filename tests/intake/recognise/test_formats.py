"""The real report as Word, ODT, web page, PDF and Excel is recognised the same as from text."""

from __future__ import annotations

import pytest

from fingerpost.documents import writers
from fingerpost.documents.readers import read
from fingerpost.intake.recognise import recognise
from tests.intake.recognise import layouts
from tests.intake.recognise.reports import as_expected, expected, real_plan, rows, words

pytestmark = pytest.mark.example

SOME = (
    layouts.tables_under_paragraphs,
    layouts.paper,
    layouts.merged_headings,
    layouts.paragraph_per_cell,
    layouts.run_together_action,
)
SHEETS = (layouts.merged_headings, layouts.merged_headings_then_columns, layouts.sheet_with_heading_rows)
WHOLE = [("html", layout) for layout in layouts.WHOLE]
WHOLE += [(form, layout) for form in ("docx", "odt") for layout in SOME]
WHOLE += [("pdf", layout) for layout in (*SOME[:3], layouts.paragraph_per_cell)]
WHOLE += [("xlsx", layout) for layout in SHEETS]
PLAIN = [("pdf", layouts.one_table)]
PLAIN += [(form, layout) for form in ("html", "docx", "odt", "xlsx") for layout in layouts.PLAIN]


def named(value: object) -> str:
    return getattr(value, "__name__", str(value))


@pytest.mark.parametrize(("form", "layout"), WHOLE, ids=named)
def test_a_file_gives_the_same_plan(form: str, layout: layouts.Layout) -> None:
    content = writers.write(layout(real_plan()), form)
    found = recognise(read(content, f"report.{form}")).plan
    assert rows(found, bullet="- ") == rows(real_plan(), bullet="- ")
    assert words(found) == words(real_plan())
    assert as_expected(found) == expected()


@pytest.mark.parametrize(("form", "layout"), PLAIN, ids=named)
def test_a_file_of_one_big_table_gives_the_same_rows(form: str, layout: layouts.Layout) -> None:
    content = writers.write(layout(real_plan()), form)
    found = recognise(read(content, f"report.{form}")).plan
    assert rows(found, bullet="- ") == rows(real_plan(), bullet="- ")
    assert (found.title, found.as_at) == (real_plan().title, real_plan().as_at)
