"""Files from people's machines: evidence and task sheets. What they are is decided by what is in them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import puremagic
from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from fingerpost.core.files import plain_name
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.documents.readers import Limits, Unreadable
from fingerpost.documents.readers.archive import Archive
from fingerpost.documents.readers.encoding import decode
from fingerpost.documents.readers.outcome import Doubts, size_words
from fingerpost.documents.readers.sniff import NAMES, NOT_READ, OLE, ZIPS, extension, ole_words, other_kind, zip_kind


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of file that is taken: the endings of its name, the usual one first, and what it is sent out as."""

    endings: tuple[str, ...]
    content_type: str
    words: str


OFFICE, OPEN = "application/vnd.openxmlformats-officedocument", "application/vnd.oasis.opendocument"
KINDS = {
    "pdf": Kind(("pdf",), "application/pdf", NAMES["pdf"]),
    "docx": Kind(("docx",), f"{OFFICE}.wordprocessingml.document", NAMES["docx"]),
    "xlsx": Kind(("xlsx",), f"{OFFICE}.spreadsheetml.sheet", NAMES["xlsx"]),
    "pptx": Kind(("pptx",), f"{OFFICE}.presentationml.presentation", NAMES["pptx"]),
    "odt": Kind(("odt",), f"{OPEN}.text", NAMES["odt"]),
    "ods": Kind(("ods",), f"{OPEN}.spreadsheet", NAMES["ods"]),
    "png": Kind(("png",), "image/png", "a picture (PNG)"),
    "jpeg": Kind(("jpg", "jpeg"), "image/jpeg", "a picture (JPEG)"),
    "csv": Kind(("csv",), "text/csv", NAMES["csv"]),
    "txt": Kind(("txt",), "text/plain", NAMES["text"]),
}
# How a picture begins, and what stands at the end of a whole one.
PICTURES = {"png": (b"\x89PNG\r\n\x1a\n", b"IEND"), "jpeg": (b"\xff\xd8\xff", b"\xff\xd9")}
MACROS = re.compile(r"(?:^|/)(?:vba[^/]*\.bin|activex/|macrosheets/)|^(?:basic|scripts)/", re.IGNORECASE)
MARKUP = re.compile(r"\s*<\s*[!?a-z]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept: a name that is safe to show and store, and what the file is by its content."""

    name: str
    kind: str
    content_type: str
    size: int
    sha256: str
    content: bytes


def check_upload(file: File[Any], *, kinds: Collection[str] = tuple(KINDS), limit: int | None = None) -> Checked:
    """Read an uploaded file and say what it is. Raises `Refused` with a sentence for the person who sent it.

    `kinds` are the KINDS taken; `limit` is in bytes, FINGERPOST_EVIDENCE_MB where it is not given. The file is not
    unpacked, so a reader of it still has to keep limits of its own.
    """
    limit = settings.EVIDENCE_LIMIT if limit is None else limit
    refuse_if(why_too_large(file.size, limit))
    content = file.read(limit + 1)
    refuse_if(why_too_large(len(content), limit))
    refuse_if("" if content.strip(b" \t\r\n\x0b\x0c\x00") else _("The file is empty. Check that it was saved."))
    given = plain_name(file.name or "")
    try:
        kind = kind_of(content, extension(given))
    except Unreadable as unreadable:
        raise Refused(unreadable.message) from unreadable
    refuse_if(why_not_kind(kind, kinds))
    refuse_if(why_not_ending(given, kind))
    fitting = given if extension(given) else f"{given}.{KINDS[kind].endings[0]}"
    return Checked(
        name=plain_name(fitting),
        kind=kind,
        content_type=KINDS[kind].content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )


def why_too_large(size: int, limit: int) -> str:
    if size <= limit:
        return ""
    return _("The file is %(size)s; at most %(limit)s is read.") % {
        "size": size_words(size),
        "limit": size_words(limit),
    }


def why_not_kind(kind: str, kinds: Collection[str]) -> str:
    if kind in kinds:
        return ""
    values = {"kind": KINDS[kind].words, "kinds": endings_words(kinds)}
    return _("The file is %(kind)s. Send one that ends in %(kinds)s.") % values


def why_not_ending(name: str, kind: str) -> str:
    """A name that says something else than the content misleads whoever opens the file."""
    ending, right = extension(name), KINDS[kind].endings
    if not ending or ending in right or (ending in {"csv", "txt"} and kind in {"csv", "txt"}):
        return ""
    return _(
        "The name ends in .%(ending)s, but the file is %(kind)s. "
        "If that is what you mean to send, rename it to end in .%(right)s; otherwise choose the right file."
    ) % {"ending": ending, "kind": KINDS[kind].words, "right": right[0]}


def kind_of(content: bytes, ending: str) -> str:
    """One of KINDS. Raises Unreadable or Refused for anything else; `ending` only tells CSV from other text."""
    if content.startswith(ZIPS):
        return packed_kind(Archive(content, Limits()))
    if content.startswith(OLE):
        raise Unreadable(ole_words(content))
    if picture := picture_kind(content):
        return picture
    if other := other_kind(content):
        raise Refused(not_taken(other))
    if b"%PDF-" in content[:1024]:
        return "pdf"
    try:
        text = decode(content, Doubts())
    except Unreadable as unreadable:
        raise Refused(not_taken(guessed(content))) from unreadable
    if MARKUP.match(text[:5000]):
        raise Refused(not_taken(_("a web page or drawing that can hold scripts")))
    return "csv" if ending == "csv" else "txt"


def packed_kind(archive: Archive) -> str:
    kind = zip_kind(archive)
    if kind in KINDS:
        if holds_macros(archive):
            reason = _("The file holds macros, which run when it is opened. Save it without them (as .%(ending)s).")
            raise Refused(reason % {"ending": kind})
        return kind
    raise Refused(NOT_READ["zip"] if kind == "zip" else not_taken(_("an office file of another kind")))


def holds_macros(archive: Archive) -> bool:
    types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in archive else b""
    return b"macroenabled" in types.lower() or any(MACROS.search(name) for name in archive.names)


def picture_kind(content: bytes) -> str:
    """ "png", "jpeg" or ""."""
    for kind, (begins, ends) in PICTURES.items():
        if content.startswith(begins):
            refuse_if("" if ends in content else _("The picture is damaged or cut short. Save or send it again."))
            return kind
    return ""


def guessed(content: bytes) -> str:
    """What a file that is not taken is most likely, so that its sender knows which one was chosen."""
    try:
        return puremagic.magic_string(content)[0].name or _("of a kind that is not known here")
    except puremagic.PureError:
        return _("of a kind that is not known here")


def not_taken(what: str) -> str:
    return _("The file is %(kind)s. Send one that ends in %(kinds)s.") % {"kind": what, "kinds": endings_words(KINDS)}


def endings_words(kinds: Collection[str]) -> str:
    """ ".pdf, .docx or .txt"."""
    *others, last = [f".{KINDS[kind].endings[0]}" for kind in KINDS if kind in kinds]
    return _("%(endings)s or %(last)s") % {"endings": ", ".join(others), "last": last} if others else last
