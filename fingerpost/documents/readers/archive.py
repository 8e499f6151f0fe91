"""Zip files opened without trusting what they say about themselves.

The sizes in a zip's directory can lie, so every member is inflated in steps and the bytes are counted as they come.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from fingerpost.documents.readers.outcome import Limits, Unreadable, size_words

STEP = 1 << 16
CUT_SHORT = (
    "The file is damaged or cut short: it cannot be unpacked. "
    "Fetch or save it again, open it once to see that it is whole, and send that."
)
LOCKED = "The file is protected by a password. Save a copy without the password and send that."


class Archive:
    """The members of a zip by name, each inflated on demand against one common budget."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        self._content = content
        self._limits = limits
        self._unpacked = 0
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as opened:
                members = opened.infolist()
        except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, OSError) as error:
            raise Unreadable(CUT_SHORT) from error
        if len(members) > limits.members:
            raise Unreadable(
                f"The file holds {len(members):,} parts; at most {limits.members:,} are read. "
                "It may have been made to do harm. Open it and save it again, or ask the sender."
            )
        self._members = {member.filename: member for member in members}

    def __contains__(self, name: str) -> bool:
        return name in self._members

    @property
    def names(self) -> list[str]:
        return list(self._members)

    def read(self, name: str) -> bytes:
        """The whole of one member. Raises Unreadable where it is missing, damaged, locked or too large."""
        member = self._members.get(name)
        if member is None:
            raise Unreadable(f'The file is damaged: its part "{name}" is missing. Open it and save it again.')
        if member.flag_bits & 0x1:
            raise Unreadable(LOCKED)
        packed = self._packed(member)
        if member.compress_type == zipfile.ZIP_STORED:
            self._count(len(packed))
            return packed
        if member.compress_type != zipfile.ZIP_DEFLATED:
            raise Unreadable("The file is packed in an unusual way. Open it and save it again, and send that.")
        return self._inflate(packed)

    def _packed(self, member: zipfile.ZipInfo) -> bytes:
        at = member.header_offset
        head = self._content[at : at + 30]
        if len(head) < 30 or head[:4] != b"PK\x03\x04":
            raise Unreadable(CUT_SHORT)
        start = at + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        packed = self._content[start : start + member.compress_size]
        if len(packed) != member.compress_size:
            raise Unreadable(CUT_SHORT)
        return packed

    def _inflate(self, packed: bytes) -> bytes:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        parts = []
        rest = packed
        try:
            while not inflater.eof:
                part = inflater.decompress(rest, STEP)
                rest = inflater.unconsumed_tail
                if not part and not rest:
                    break
                self._count(len(part))
                parts.append(part)
        except zlib.error as error:
            raise Unreadable(CUT_SHORT) from error
        if not inflater.eof:
            raise Unreadable(CUT_SHORT)
        return b"".join(parts)

    def _count(self, size: int) -> None:
        self._unpacked += size
        limits = self._limits
        far_too_much = self._unpacked > limits.ratio_from and self._unpacked > limits.ratio * len(self._content)
        if self._unpacked > limits.unpacked_bytes or far_too_much:
            raise Unreadable(
                f"The file is {size_words(len(self._content))} but unpacks to more than {size_words(self._unpacked)}: "
                "it looks like a zip bomb and was not read any further. Ask the sender for the document itself."
            )
