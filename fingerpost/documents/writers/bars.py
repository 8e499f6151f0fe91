"""Progress bars as small PNG pictures, for the formats that cannot draw one."""

from __future__ import annotations

import struct
import zlib
from decimal import Decimal
from functools import lru_cache

WIDTH, HEIGHT = 152, 24  # in pixels; shown at a quarter of a point each, so that print is sharp
POINTS = (38, 6)


def bar(percent: Decimal, accent: str) -> tuple[int, bytes]:
    """The bar's whole percent, by which equal bars are known, and its picture. Only 0 looks empty, only 100 full."""
    bounded = max(Decimal(0), min(Decimal(100), percent))
    rounded = int(bounded + Decimal("0.5"))
    if 0 < bounded < 100:
        rounded = max(1, min(99, rounded))
    return rounded, _picture(rounded, accent)


@lru_cache(maxsize=512)
def _picture(percent: int, accent: str) -> bytes:
    """A frame in the accent colour, filled from the left; two colours from a palette."""
    inner = WIDTH - 4
    done = inner * percent // 100
    edge = b"\0" + b"\1" * WIDTH
    line = b"\0" + b"\1\1" + b"\1" * done + b"\0" * (inner - done) + b"\1\1"
    palette = b"\xff\xff\xff" + bytes.fromhex(accent[1:])
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", palette),
            _chunk(b"IDAT", zlib.compress(edge * 2 + line * (HEIGHT - 4) + edge * 2, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
