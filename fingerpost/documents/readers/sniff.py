"""Which format a file is in, by what is in it. The name only tells whether somebody was misled."""

from __future__ import annotations

import re
from pathlib import PurePath

from fingerpost.documents.readers.archive import CUT_SHORT, LOCKED, Archive
from fingerpost.documents.readers.outcome import Limits, Unreadable

SEND = "Send it as .docx, .odt, .pdf, .xlsx, .ods, .html, .csv or plain text."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIPS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OTHER_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF87a", "a picture (GIF)"),
    (b"GIF89a", "a picture (GIF)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a Linux program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound or video file"),
    (b"\x00asm", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"{\\rtf", "a Rich Text (RTF) document"),
    (b"\xff\xfb", "a sound file"),
)
NAMES = {
    "text": "plain text",
    "html": "a web page (HTML)",
    "csv": "a CSV file",
    "docx": "a Word document (.docx)",
    "odt": "an OpenDocument text (.odt)",
    "pdf": "a PDF",
    "xlsx": "an Excel workbook (.xlsx)",
    "ods": "an OpenDocument spreadsheet (.ods)",
    "pptx": "a PowerPoint presentation (.pptx)",
}
# Zip files that are known for what they are and not read here.
NOT_READ = {
    "xlsb": "The file is a binary Excel workbook (.xlsb). Save it as .xlsx and send that.",
    "pptx": f"The file is a PowerPoint presentation, which is not read here. {SEND}",
    "office": f"The file is an Office file of a kind that is not read here. {SEND}",
    "opendocument": f"The file is an OpenDocument file of a kind that is not read here. {SEND}",
    "zip": "The file is a zip archive. Unpack it and send the document that is inside.",
}
TEXTS = frozenset({"text", "html", "csv"})
PROMISES: dict[str, frozenset[str]] = {
    **dict.fromkeys(("txt", "md", "text", "csv", "tsv", "tab", "htm", "html", "xhtml"), TEXTS),
    **dict.fromkeys(("docx", "docm", "dotx", "dotm"), frozenset({"docx"})),
    **dict.fromkeys(("odt", "ott"), frozenset({"odt"})),
    **dict.fromkeys(("xlsx", "xlsm", "xltx", "xltm"), frozenset({"xlsx"})),
    **dict.fromkeys(("ods", "ots"), frozenset({"ods"})),
    "pdf": frozenset({"pdf"}),
}
HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|(?:html|head|body|meta|title|style|table|div|h[1-6]|p|ul|ol|main|section|article)\b)",
    re.IGNORECASE | re.DOTALL,
)
XML_START = re.compile(r"\s*(?:<\?xml\b|<!DOCTYPE\b|<!ENTITY\b)", re.IGNORECASE)


def container(content: bytes, name: str, limits: Limits) -> str:
    """ "pdf", "docx", "odt", "xlsx" or "ods" for what is told by its bytes, "" for what may be text."""
    found = ""
    if content.startswith(ZIPS):
        found = zip_kind(Archive(content, limits))
        if found in NOT_READ:
            raise Unreadable(NOT_READ[found])
    elif b"%PDF-" in content[:1024]:
        found = "pdf"
    elif content.startswith(OLE):
        raise Unreadable(ole_words(content))
    elif kind := other_kind(content):
        raise Unreadable(_other(kind, name))
    if found:
        keep_promise(found, name)
    return found


def extension(name: str) -> str:
    return PurePath(name).suffix.lower().lstrip(".")


def keep_promise(found: str, name: str) -> None:
    """Refuse a file that is not what its name says; web pages and tables behind a text name are no harm."""
    promised = PROMISES.get(extension(name))
    if promised is not None and found not in promised:
        right = "txt" if found == "text" else found
        raise Unreadable(
            f"The name ends in .{extension(name)}, but the file is {NAMES[found]}. "
            f"If that is what you mean to send, rename it to end in .{right}; otherwise choose the right file."
        )


def is_html(text: str) -> bool:
    return HTML_START.match(text[:5000]) is not None


def refuse_xml(text: str) -> None:
    if XML_START.match(text[:5000]):
        raise Unreadable(f"The file is XML of a kind that is not read here. {SEND}")


def other_kind(content: bytes) -> str:
    """What a file is that is neither text, PDF nor an office document: "a Windows program"; "" where it may be one."""
    for magic, kind in OTHER_KINDS:
        if content.startswith(magic):
            return kind
    if content[:4] == b"RIFF" and content[8:12] in {b"WEBP", b"WAVE", b"AVI "}:
        return "a picture, sound or video file"
    if content[4:8] == b"ftyp":
        return "a video or a photograph (HEIC)"
    if content[:2] == b"BM" and content[6:10] == b"\x00\x00\x00\x00":
        return "a picture (BMP)"
    return ""


def _other(kind: str, name: str) -> str:
    ending = extension(name)
    if ending in PROMISES:
        return f"The name ends in .{ending}, but the file is {kind}. Choose the document itself. {SEND}"
    return f"The file is {kind}, which is not read here. {SEND}"


def zip_kind(archive: Archive) -> str:
    """ "docx", "odt", "xlsx", "ods", or one of NOT_READ."""
    if "[Content_Types].xml" in archive:
        return _office(archive)
    if "mimetype" in archive:
        return _open_document(archive)
    if not archive.names:
        raise Unreadable(CUT_SHORT)
    return "zip"


def _office(archive: Archive) -> str:
    types = archive.read("[Content_Types].xml")
    if b"wordprocessingml" in types or b"ms-word" in types:
        return "docx"
    if b"ms-excel.sheet.binary" in types:
        return "xlsb"
    if b"spreadsheetml" in types or b"ms-excel" in types:
        return "xlsx"
    if b"presentationml" in types:
        return "pptx"
    return "office"


def _open_document(archive: Archive) -> str:
    kind = archive.read("mimetype").strip()
    manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive else b""
    if b"encryption-data" in manifest:
        raise Unreadable(LOCKED)
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        return "odt"
    if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    return "opendocument"


def ole_words(content: bytes) -> str:
    """What an OLE file (before 2007, or an encrypted one of today) is, by the names in its directory."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return LOCKED
    if "WordDocument".encode("utf-16-le") in content:
        return "The file is in the old Word format (.doc). Open it in Word or LibreOffice, save as .docx and send that."
    if "Workbook".encode("utf-16-le") in content or "Book\x00".encode("utf-16-le") in content:
        return (
            "The file is in the old Excel format (.xls). Open it in Excel or LibreOffice, save as .xlsx and send that."
        )
    return "The file is in an old Office format. Open it, save as .docx or .xlsx and send that."
