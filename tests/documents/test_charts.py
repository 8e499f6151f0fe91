from __future__ import annotations

import struct
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree

from fingerpost.documents import charts
from tests.documents.writers.papers import CHART

STYLED = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" class="marks" width="9">
<style>text { fill: red }</style><script>alert(1)</script><foreignObject><p/></foreignObject>
<a xlink:href="https://example.org/"><text style="fill: red; font-size: 12px" onclick="x()"> style="kept" </text></a>
<image xlink:href="data:image/png;base64,AAAA"/><use href="#inner" role="img" aria-label="x"/></svg>"""


def names(root: Any) -> set[str]:
    return {etree.QName(name).localname for element in root.iter() for name in element.attrib}


def texts(spec: dict[str, Any]) -> list[str]:
    return [text for text in etree.fromstring(charts.svg(spec)).itertext() if text.strip()]


def with_data(*values: dict[str, Any]) -> dict[str, Any]:
    return {**CHART, "data": {"values": list(values)}}


def test_drawn_chart_has_presentation_attributes_only() -> None:
    root = etree.fromstring(charts.svg(CHART))
    assert names(root) & {"style", "class", "role", "href", "onclick"} == set()
    assert {etree.QName(element).localname for element in root.iter()} <= {"svg", "g", "path", "line", "text", "rect"}


def test_chart_shows_its_words() -> None:
    assert [text for text in texts(CHART) if not text.isdigit()] == ["Percent complete", "Active", "Safe & well"]


def test_words_are_held_to_the_width_that_was_measured() -> None:
    root = etree.fromstring(
        charts.svg(with_data({"outcome": "Mill\u00ea", "percent": 10}, {"outcome": "\u20ac 5", "percent": 1}))
    )
    held = {text.text: (text.get("textLength"), text.get("lengthAdjust")) for text in root.iter("{*}text")}
    assert held["Mill\u00ea"] == ("26.7", "spacingAndGlyphs")  # 2055 thousandths of 13 px
    assert held["\u20ac 5"] == (None, None)  # the width of the euro is not known
    assert held["10"] == (None, None)


def test_each_line_of_words_is_held_by_itself() -> None:
    lines = "<tspan>aaa</tspan><tspan>bb</tspan>"
    text = f'<text font-size="10px" font-weight="bold">{lines}</text>'
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg">{text}</svg>'
    (held,) = etree.fromstring(charts._held(drawn))
    assert [line.get("textLength") for line in held] == ["16.7", None]


def test_style_becomes_attributes_and_what_acts_is_taken_out() -> None:
    root = etree.fromstring(charts._sanitised(STYLED))
    assert [etree.QName(element).localname for element in root] == ["a", "image", "use"]
    text = root[0][0]
    assert (dict(root[0].attrib), dict(text.attrib)) == ({}, {"fill": "red", "font-size": "12px"})
    assert text.text == ' style="kept" '
    assert [list(element.attrib.values()) for element in root[1:]] == [["data:image/png;base64,AAAA"], ["#inner"]]


def test_size_is_read_from_the_drawing() -> None:
    width, height = charts.size(charts.svg(CHART))
    root = etree.fromstring(charts.svg(CHART))
    assert (width, height) == (float(root.get("width")), float(root.get("height")))


def test_picture_is_a_png_of_twice_the_size() -> None:
    picture = charts.picture(CHART)
    width, height = struct.unpack(">II", picture.png[16:24])
    assert (picture.width, picture.height) == charts.size(charts.svg(CHART))
    assert picture.png[:8] == b"\x89PNG\r\n\x1a\n"
    assert (round(width / picture.width, 1), round(height / picture.height, 1)) == (2.0, 2.0)
    assert picture.png == charts.png(CHART)


def test_same_specification_gives_the_same_bytes() -> None:
    assert charts.svg(CHART) == charts.svg(CHART)
    assert charts.png(CHART) == charts.png(CHART)


def test_dates_decimals_and_control_characters_are_taken() -> None:
    spec = with_data({"outcome": "A\x00B", "percent": Decimal("12.5"), "on": date(2009, 9, 30)})
    assert "AB" in texts(spec)


def test_hostile_label_is_text() -> None:
    label = '<script>x</script> style="a" onload="b"'
    root = etree.fromstring(charts.svg(with_data({"outcome": label, "percent": 1})))
    assert label in [element.text for element in root.iter("{*}text")]
    assert list(root.iter("{*}script")) == []


def test_chart_may_not_fetch_its_figures() -> None:
    with pytest.raises(charts.ChartError, match="External data url not allowed"):
        charts.svg({**CHART, "data": {"url": "https://example.org/figures.json"}})


def test_what_is_no_chart_is_refused_with_a_reason() -> None:
    with pytest.raises(charts.ChartError, match="The chart cannot be drawn: "):
        charts.svg({})
    with pytest.raises(charts.ChartError, match="The chart cannot be drawn: "):
        charts.png({"nothing": "of use"})
