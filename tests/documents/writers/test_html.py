from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree
from lxml import html as parser

from fingerpost.documents.model import Column, Document, Paragraph, Progress, Row, Table, Text, heading, text_cell
from fingerpost.documents.writers import Look, html_fragment, write
from tests.documents.writers.papers import ALT, HOSTILE, of_text, report


def page(document: Document) -> Any:
    return parser.document_fromstring(write(document, "html"))


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_page_has_language_title_landmarks_and_skip_link() -> None:
    root = page(report())
    assert root.get("lang") == "en-GB"
    assert root.findtext("head/title") == "Milestones report"
    assert [element.tag for element in root.find("body")] == ["a", "main", "footer"]
    assert root.find("body/a").get("href") == "#main"
    assert words(root.find("body/footer")) == "Approved on 12 October 2009"


def test_headings_keep_level_number_and_anchor() -> None:
    found = [(h.tag, h.get("id"), words(h)) for h in page(report()).iter("h1", "h2", "h3")]
    assert found == [
        ("h1", None, "Milestones report"),
        ("h2", "contents-title", "Contents"),
        ("h2", "outcome-1", "1 Safe & well"),
        ("h3", "action-1", "1.1 Train staff"),
        ("h2", None, "What happens next"),
    ]


def test_every_link_within_the_page_has_its_target() -> None:
    root = page(report())
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    links = {a.get("href") for a in root.iter("a")}
    assert {link[1:] for link in links if link.startswith("#")} == {"main", "top", "contents", "outcome-1", "action-1"}
    assert {link[1:] for link in links if link.startswith("#")} <= ids
    assert {link for link in links if not link.startswith("#")} == {"https://example.org/plan?a=1&b=2"}


def test_table_has_caption_scoped_headers_and_its_cells() -> None:
    table = page(report()).find(".//main/table")
    assert words(table.find("caption")) == "Milestones of the first action"
    assert [(words(th), th.get("scope")) for th in table.iter("th")] == [
        ("Milestone", "col"),
        ("Due date", "col"),
        ("Note", "col"),
        ("Progress", "col"),
    ]
    rows = [[words(td) for td in tr.findall("td")] for tr in table.findall("tbody/tr")]
    assert rows == [
        ["Agree the training plan", "30 June 2009", "Agreed in June.", "100 %"],
        [
            "Train the first group",
            "30 September 2009",
            "The draft went round in August. Health board: one more indicator College: no comment "
            "The text is with the printers.",
            "45 %",
        ],
        ["Train the second group", "31 March 2010", "", "No update received"],
    ]
    note = table.findall("tbody/tr")[1].findall("td")[2]
    assert [child.tag for child in note] == ["p", "ul", "p"]


def test_unknown_progress_has_words_and_no_bar() -> None:
    cells = page(report()).findall(".//main/table/tbody/tr/td[4]")
    assert [len(cell.findall(".//svg")) for cell in cells] == [1, 1, 0]
    assert [cell.find(".//svg/rect[2]").get("width") for cell in cells[:2]] == ["100", "45"]


def test_chart_is_a_picture_with_alternative_text_and_its_table() -> None:
    figure = page(report()).find(".//figure")
    drawn = figure.find("svg")
    assert (drawn.get("role"), drawn.get("aria-label")) == ("img", ALT)
    assert words(figure.find("figcaption")) == "Progress by outcome"
    assert words(figure.find("details/summary")) == "Figures behind this chart"
    assert [[words(td) for td in tr.findall("td")] for tr in figure.iter("tr")][1:] == [
        ["Safe & well", "81 %"],
        ["Active", "25 %"],
    ]


def test_fragment_holds_no_style_script_event_or_outward_address() -> None:
    fragment = html_fragment(report())
    root = parser.fragment_fromstring(fragment, create_parent="div")
    assert [element.tag for element in root.iter("style", "script", "iframe", "object", "link")] == []
    names = {name for element in root.iter(etree.Element) for name in element.attrib}
    assert {name for name in names if name == "style" or name.startswith("on")} == set()
    assert set(re.findall(r"https?://[^\"' ]+", fragment)) == {
        "https://example.org/plan?a=1&amp;b=2",
        "http://www.w3.org/2000/svg",
    }


def test_fragment_moves_headings_down_and_stops_at_six() -> None:
    document = Document("x", (heading(1, "One"), heading(2, "Two"), heading(6, "Six")))
    root = parser.fragment_fromstring(html_fragment(document, heading_offset=1), create_parent="div")
    assert [(h.tag, h.get("class")) for h in root] == [
        ("h2", "govuk-heading-l"),
        ("h3", "govuk-heading-m"),
        ("h6", "govuk-heading-s"),
    ]


def test_page_gets_a_title_and_no_skipped_levels() -> None:
    document = Document("Plan", (heading(2, "Two"), heading(4, "Four"), heading(2, "Again")))
    found = [(h.tag, words(h)) for h in page(document).iter("h1", "h2", "h3", "h4")]
    assert found == [("h1", "Plan"), ("h2", "Two"), ("h3", "Four"), ("h2", "Again")]


@pytest.mark.parametrize("link", ["javascript:alert(1)", " javascript:x", "data:text/html,x", "#nowhere", "//host/x"])
def test_link_that_leads_nowhere_safe_is_plain_text(link: str) -> None:
    root = page(Document("x", (Paragraph((Text("press", link=link),)),)))
    assert [a.get("href") for a in root.find(".//main").iter("a")] == []
    assert words(root.find(".//main/p")) == "press"


def test_hostile_texts_stay_text() -> None:
    root = page(of_text(*HOSTILE))
    assert [p.text_content() for p in root.findall(".//main/p")] == list(HOSTILE)
    assert [td.text_content() for td in root.iter("td")] == list(HOSTILE)
    assert list(root.iter("script")) == []


def test_spans_are_kept_and_holes_filled() -> None:
    table = Table(
        (Column("a"), Column("b"), Column("c")),
        (Row((text_cell("wide", colspan=2), text_cell("tall", rowspan=9))), Row((text_cell("left"),))),
    )
    found = [
        [(words(td), td.get("colspan"), td.get("rowspan")) for td in tr]
        for tr in page(Document("x", (table,))).iter("tr")
    ]
    assert found[1:] == [[("wide", "2", None), ("tall", None, "2")], [("left", None, None), ("", None, None)]]


def test_accent_colour_is_checked() -> None:
    assert b"--accent: #334455" in write(report(), "html", look=Look(accent="#334455"))
    with pytest.raises(ValueError, match="must look like #1d5a8a"):
        Look(accent="red; }")


def test_percent_beyond_the_bar_is_drawn_within_it() -> None:
    blocks = (Paragraph((Progress(Decimal(140), "140 %"),)),)
    assert page(Document("x", blocks)).find(".//svg/rect[2]").get("width") == "100"
