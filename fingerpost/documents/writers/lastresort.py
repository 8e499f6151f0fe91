"""A font made on the spot for characters that no font at hand can draw, so that no text is refused or lost.

Each character gets a glyph of its own, an empty box, so that a PDF keeps which character it was: searching, copying
and reading aloud work, only the drawing is missing. Tables as in the OpenType specification 1.9.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

FAMILY = "Fingerpost Last Resort"
_EM, _ADVANCE, _TOP = 1000, 600, 700
_BOX = ((60, 0, 540, _TOP), (110, 50, 490, _TOP - 50))  # outer and inner edge: left, bottom, right, top


def font(characters: Iterable[str]) -> bytes:
    """A TrueType font with these characters, 65,000 at most, in any order."""
    points = sorted({ord(character) for character in characters})[:65_000]
    count = len(points) + 1
    box = _outline()
    tables = {
        b"OS/2": _os2(points),
        b"cmap": _cmap(points),
        b"glyf": box * count,
        b"head": struct.pack(
            ">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, _EM, 0, 0, 60, 0, 540, _TOP, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">IhhhHhhh8hH", 0x10000, 800, -200, 0, _ADVANCE, 60, 60, 540, 1, *[0] * 7, count),
        b"hmtx": struct.pack(">Hh", _ADVANCE, 60) * count,
        b"loca": b"".join(struct.pack(">I", len(box) * index) for index in range(count + 1)),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, count, 8, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
        b"name": _names(),
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, -75, 50, 0, 0, 0, 0, 0),
    }
    return _assembled(tables)


def _outline() -> bytes:
    """Two rectangles turning opposite ways: a frame."""
    (left, bottom, right, top), (left_in, bottom_in, right_in, top_in) = _BOX
    points = [(left, bottom), (left, top), (right, top), (right, bottom)]
    points += [(left_in, bottom_in), (right_in, bottom_in), (right_in, top_in), (left_in, top_in)]
    steps = [(x - a, y - b) for (x, y), (a, b) in zip(points, [(0, 0), *points], strict=False)]
    glyph = struct.pack(">hhhhh", 2, left, bottom, right, top) + struct.pack(">HHH", 3, 7, 0) + b"\x01" * 8
    glyph += b"".join(struct.pack(">h", x) for x, _ in steps) + b"".join(struct.pack(">h", y) for _, y in steps)
    return glyph + b"\0" * (-len(glyph) % 4)


def _cmap(points: list[int]) -> bytes:
    """Format 12: one group a character, glyphs in the order of the characters."""
    groups = b"".join(struct.pack(">III", point, point, index) for index, point in enumerate(points, 1))
    subtable = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(points)) + groups
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + subtable


def _names() -> bytes:
    """Family, style, unique name, full name and PostScript name, in English for Windows."""
    texts = {1: FAMILY, 2: "Regular", 3: FAMILY, 4: FAMILY, 6: FAMILY.replace(" ", "")}
    records, strings = b"", b""
    for number, text in texts.items():
        encoded = text.encode("utf-16-be")
        records += struct.pack(">HHHHHH", 3, 1, 0x409, number, len(encoded), len(strings))
        strings += encoded
    return struct.pack(">HHH", 0, len(texts), 6 + len(records)) + records + strings


def _os2(points: list[int]) -> bytes:
    first, last = (min(points[0], 0xFFFF), min(points[-1], 0xFFFF)) if points else (0, 0)
    return (
        struct.pack(">HhHHH", 4, _ADVANCE, 400, 5, 0)
        + struct.pack(">10hh", 650, 600, 0, 75, 650, 600, 0, 350, 50, 300, 0)
        + b"\0" * 10
        + struct.pack(">4I4s", 0, 0, 0, 0, b"NONE")
        + struct.pack(">HHHhhhHH", 0x40, first, last, 800, -200, 0, 800, 200)
        + struct.pack(">IIhhHHH", 0, 0, 500, _TOP, 0, 32, 0)
    )


def _assembled(tables: dict[bytes, bytes]) -> bytes:
    """The table directory and the tables, each on a border of four bytes."""
    count = len(tables)
    power = count.bit_length() - 1
    directory = struct.pack(">IHHHH", 0x10000, count, 16 << power, power, (count - (1 << power)) * 16)
    offset, body = len(directory) + 16 * count, b""
    for tag, table in sorted(tables.items()):
        padded = table + b"\0" * (-len(table) % 4)
        directory += struct.pack(">4sIII", tag, _checksum(padded), offset + len(body), len(table))
        body += padded
    return directory + body


def _checksum(padded: bytes) -> int:
    total: int = sum(struct.unpack(f">{len(padded) // 4}I", padded))
    return total & 0xFFFFFFFF
