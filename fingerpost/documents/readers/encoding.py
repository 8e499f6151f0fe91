"""Bytes to characters, for the formats that do not say how they are written."""

from __future__ import annotations

import codecs
import re

from fingerpost.documents.model import Place
from fingerpost.documents.readers.outcome import Doubts, Unreadable

NEWLINE = re.compile(r"\r\n|\n|\r")
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
NOT_TEXT = (
    "The file is not text: most of it cannot be read as characters. "
    "Send it as .docx, .odt, .pdf, .xlsx, .html, .csv or plain text."
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x80-\x84\x86-\x9f\ufffd]")
SAMPLE = 100_000


def decode(content: bytes, doubts: Doubts, *, declared: str = "") -> str:
    """The characters; what cannot be decoded becomes U+FFFD and a doubt with its line.

    Tried in turn: byte order mark, UTF-16 by its zero bytes, the declared encoding, UTF-8, Windows-1252.
    Raises Unreadable where the result is mostly not text.
    """
    text = _decoded(content, doubts, declared)
    sample = text[:SAMPLE]
    if len(CONTROL.findall(sample)) > max(2, len(sample) // 20):
        raise Unreadable(NOT_TEXT)
    _doubt_replacements(text, doubts)
    return text


def lines_of(text: str) -> list[str]:
    """Lines as an editor counts them."""
    return NEWLINE.split(text)


def _decoded(content: bytes, doubts: Doubts, declared: str) -> str:
    for mark, name in BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace")
    wide = _wide(content[:4000])
    if wide:
        return content.decode(wide, "replace")
    if declared and _known(declared):
        return content.decode(declared, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _broken(content, doubts)


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: nearly all of every second byte is zero, as it is for Western European text."""
    half = len(head) // 2
    if half < 2 or head.count(0) < half * 0.4:
        return ""
    if head[1::2].count(0) > half * 0.7 and head[0::2].count(0) < half * 0.1:
        return "utf-16-le"
    if head[0::2].count(0) > half * 0.7 and head[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    return ""


def _known(name: str) -> bool:
    try:
        return codecs.lookup(name).name not in {"utf-7", "rot13", "idna", "punycode", "base64", "hex", "zlib", "bz2"}
    except LookupError:
        return False


def _broken(content: bytes, doubts: Doubts) -> str:
    """Not UTF-8: either UTF-8 with damage, where most of the special characters are whole, or Windows-1252."""
    as_utf8 = content.decode("utf-8", "replace")
    whole = sum(1 for character in as_utf8 if character > "\x7f" and character != "\ufffd")
    if whole > as_utf8.count("\ufffd"):
        return as_utf8
    doubts.note(
        "The text is not in UTF-8, so it was read as Windows-1252. Check the accents, dashes and quotation marks.",
        Place(line=len(NEWLINE.findall(as_utf8[: as_utf8.index("\ufffd")])) + 1),
    )
    return content.decode("cp1252", "replace")


def _doubt_replacements(text: str, doubts: Doubts) -> None:
    if "\ufffd" not in text:
        return
    for number, line in enumerate(lines_of(text), 1):
        count = line.count("\ufffd")
        if count:
            what = "A character" if count == 1 else f"{count} characters"
            doubts.note(f'{what} could not be read and stand as "\ufffd".', Place(line=number))
