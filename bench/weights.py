"""What readers have to fetch: each kind of public page, alone, packed, and with all that it shows."""

from __future__ import annotations

import gzip
import re
import urllib.parse

from bench import published
from bench.measured import Measured, Step
from bench.serving import environment, granian, page, running
from bench.sizes import Sizes

LATEST = "/public/latest/"
PAGES = {
    "How we are doing": "/public/",
    "Plan": f"{LATEST}{published.PLAN}/",
    "Outcome": f"{LATEST}{published.PLAN}/outcomes/outcome-0/",
    "Key action": f"{LATEST}{published.PLAN}/actions/key-action-0/",
    "Indicator, with its charts": LATEST + "{indicators}/indicators/indicator-0/",
    "Outcome as a frame on another site": f"/public/embed/{published.PLAN}/outcomes/outcome-0/",
}
PARTS = re.compile(r'<link rel="(?:stylesheet|icon)" href="([^"]+)"|<(?:img|script)[^>]* src="([^"]+)"')


def packed(port: int, address: str) -> int:
    """Bytes of an answer as it crosses the network: packed by the server, or else by the proxy in front of it."""
    body = page(port, address, **{"Accept-Encoding": "gzip"})
    return len(body) if body.startswith(b"\x1f\x8b") else len(gzip.compress(body, mtime=0))


def parts(html: str, address: str) -> set[str]:
    """What a browser fetches beside the page."""
    found = {sheet or shown for sheet, shown in PARTS.findall(html)}
    return {urllib.parse.urljoin(address, one) for one in found if not one.startswith("data:")}


def measure(sizes: Sizes, step: Step) -> Measured:
    step("Publishing what is to be read")
    published.publish(*sizes.site)
    rows: list[tuple[str, ...]] = []
    figures: dict[str, float] = {}
    with running(granian, environment()) as port:
        for name, pattern in PAGES.items():
            address = pattern.format(indicators=f"indicators-{sizes.site[1]}")
            html = page(port, address)
            alone = packed(port, address)
            whole = alone + sum(packed(port, one) for one in parts(html.decode(), address))
            rows.append((name, kilobytes(len(html)), kilobytes(alone), kilobytes(whole)))
            figures |= {name: float(len(html)), f"{name}, packed": float(alone), f"{name}, whole": float(whole)}
    head = ("Page", "Alone", "Packed", "First load, packed")
    return Measured("public-pages", "Public pages by weight", head, tuple(rows), figures)


def kilobytes(size: int) -> str:
    return f"{size / 1000:.1f} kB"
