"""Checks on a PDF's bytes before a parser sees them: packed streams that would unpack to far too much."""

from __future__ import annotations

import re
import zlib

from fingerpost.documents.readers.archive import STEP
from fingerpost.documents.readers.outcome import Limits, Unreadable, size_words

STREAM = re.compile(rb"stream\r?\n")
TWICE = re.compile(rb"/FlateDecode\s*/(?:FlateDecode|LZWDecode|RunLengthDecode)|/Fl\s*/Fl\b")
CUT_SHORT = (
    "The PDF is damaged or cut short: it cannot be opened. "
    "Fetch or save it again, open it once to see that it is whole, and send that."
)


def check(content: bytes, limits: Limits) -> None:
    """Raise Unreadable for a PDF whose streams unpack to more than the limits allow."""
    if TWICE.search(content):
        raise Unreadable(
            "The PDF packs its contents twice over, which may have been made to do harm; it was not read. "
            "Print it to a new PDF and send that."
        )
    unpacked = 0
    for match in STREAM.finditer(content):
        start = match.end()
        if content[start : start + 1] not in {b"\x78", b"\x48", b"\x58", b"\x68", b"\x38", b"\x28", b"\x18", b"\x08"}:
            continue  # not the start of a zlib stream
        unpacked = _unpacked(content, start, unpacked, limits)


def _unpacked(content: bytes, start: int, unpacked: int, limits: Limits) -> int:
    inflater = zlib.decompressobj()
    at = start
    while not inflater.eof and at < len(content):
        piece = content[at : at + STEP]
        at += STEP
        try:
            while piece and not inflater.eof:  # at its end what follows stays in the tail for ever
                unpacked += len(inflater.decompress(piece, STEP * 16))
                piece = inflater.unconsumed_tail
                _refuse_bomb(unpacked, len(content), limits)
        except zlib.error:
            return unpacked
    return unpacked


def _refuse_bomb(unpacked: int, size: int, limits: Limits) -> None:
    far_too_much = unpacked > limits.ratio_from and unpacked > limits.ratio * size
    if unpacked > limits.unpacked_bytes or far_too_much:
        raise Unreadable(
            f"The PDF is {size_words(size)} but unpacks to more than {size_words(unpacked)}: it was not read. "
            "Print it to a new PDF with smaller pictures and send that."
        )
