"""Charts from Vega-Lite specifications, drawn in this process: no network, no browser, no fonts of the system needed.

The specification brings data, colours and words; what makes a chart calm and legible is set here once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from lxml import etree

from fingerpost.documents.writers.layout import clean

# Liberation Sans is built into vl-convert; Arial and Helvetica have its widths, so browsers draw what was measured.
# Where there is none of them, each text is told how wide it is to be: no word is cut off or runs into the next.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
INK, RULE = "#0b0c0c", "#b1b4b6"

CONFIG: dict[str, Any] = {
    "font": FONT,
    "background": "white",
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "labelColor": INK,
        "titleColor": INK,
        "domainColor": RULE,
        "tickColor": RULE,
        "gridColor": "#e5e6e7",
        "labelLimit": 320,
    },
    "legend": {"labelFontSize": 13, "titleFontSize": 13, "labelColor": INK, "titleColor": INK, "labelLimit": 320},
    "title": {"fontSize": 15, "color": INK, "anchor": "start"},
    "text": {"fontSize": 13, "color": INK},
    "bar": {"color": "#1d5a8a"},
}

_UNWANTED = {"style", "script", "foreignObject"}
_NAME = re.compile(r"[a-z-]+")


@dataclass(frozen=True, slots=True)
class Picture:
    """`width` and `height` as of the SVG, in CSS pixels."""

    png: bytes
    width: float
    height: float


class ChartError(ValueError):
    """The specification cannot be drawn; the message says why."""


def svg(spec: Mapping[str, Any]) -> str:
    """The chart as SVG that a page under a strict content security policy may hold.

    No style attribute or element, script, event or outward address; inner roles and labels are taken out because
    the page names the picture as a whole, with its alternative text, and gives its table.
    """
    return _held(_drawn(spec))


def picture(spec: Mapping[str, Any], scale: float = 2) -> Picture:
    """The chart as a PNG; `scale` 2 is sharp in print. Its size is known from the one drawing that it is made of."""
    import vl_convert

    drawn = _drawn(spec)
    return Picture(vl_convert.svg_to_png(drawn, scale=scale), *size(drawn))


def png(spec: Mapping[str, Any], scale: float = 2) -> bytes:
    return picture(spec, scale).png


def _drawn(spec: Mapping[str, Any]) -> str:
    """SVG in the font that is built in, so that no width need be told."""
    import vl_convert

    try:
        drawn: str = vl_convert.vegalite_to_svg(_plain(spec), config=CONFIG, allowed_base_urls=[])
    except ValueError as error:
        raise ChartError(_reason(error)) from error
    return _sanitised(drawn)


def size(drawn: str) -> tuple[float, float]:
    """Width and height of an SVG of ours, in CSS pixels."""
    found = re.search(r'<svg[^>]*?\swidth="([\d.]+)"[^>]*?\sheight="([\d.]+)"', drawn)
    return (float(found[1]), float(found[2])) if found else (0.0, 0.0)


def _plain(spec: Mapping[str, Any]) -> str:
    """The specification as JSON: dates as ISO, decimals as numbers, no character that XML forbids."""
    return json.dumps(_value(spec), sort_keys=True)


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {_value(name): _value(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_value(inner) for inner in value]
    if isinstance(value, (date, Decimal)):
        return value.isoformat() if isinstance(value, date) else float(value)
    return value


def _reason(error: ValueError) -> str:
    lines = [line for line in str(error).splitlines() if line.strip()]
    return f"The chart cannot be drawn: {lines[min(1, len(lines) - 1)]}"


def _sanitised(drawn: str) -> str:
    root = etree.fromstring(drawn.encode())
    for element in list(root.iter(etree.Element)):
        parent = element.getparent()
        if etree.QName(element).localname in _UNWANTED and parent is not None:
            parent.remove(element)
        else:
            _tidy(element)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode")


def _held(drawn: str) -> str:
    """With the width of each text, for a page whose reader may lack the font."""
    root = etree.fromstring(drawn.encode())
    for element in root.iter("{*}text"):
        _hold(element, element.get("font-size", ""), "bold" if element.get("font-weight") == "bold" else "")
    return etree.tostring(root, encoding="unicode")


def _hold(element: Any, font_size: str, weight: str) -> None:
    """Tell a text, or each line of it, the width that was measured. One or two characters need no telling."""
    for line in element.iter():
        words = (line.text or "").strip()
        wide = _width(words, weight)
        if len(words) > 2 and wide and font_size.endswith("px"):
            line.set("textLength", f"{wide * float(font_size[:-2]) / 1000:.1f}")
            line.set("lengthAdjust", "spacingAndGlyphs")


def _width(words: str, weight: str) -> float:
    """In thousandths of the font's size; 0 where a character has no width that is known."""
    from pdfminer.fontmetrics import FONT_METRICS

    widths = FONT_METRICS[f"Helvetica-{weight.title()}" if weight else "Helvetica"][1]
    found = [widths.get(char, 0) for char in words]
    return sum(found) if all(found) else 0


def _tidy(element: Any) -> None:
    """Attributes that name, script, style or lead outwards; a style becomes presentation attributes of its names."""
    for full, value in element.attrib.items():
        name = etree.QName(full).localname
        outward = name in ("href", "src") and not value.startswith(("#", "data:image/png;"))
        if outward or name in ("role", "style", "class", "space") or name.startswith(("on", "aria-")):
            del element.attrib[full]
        if name == "style":
            pairs = (declaration.partition(":") for declaration in value.split(";"))
            element.attrib.update({key.strip(): at.strip() for key, _, at in pairs if _NAME.fullmatch(key.strip())})
