"""Files that must be refused: their name, their content, and how the refusal begins."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]><html><body>&c;</body></html>'


def zip_bomb() -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", b"0" * 60_000_000)
    return made.getvalue()


BAD_FILES = [
    ("empty.txt", b"", "The file is empty. Check that the right file was chosen, and that it was saved."),
    ("minutes.txt", b"We met and talked.", "No plan was recognised in the file."),
    ("report.docx", b"Plain words behind the wrong ending.", ""),
    ("report.pdf", b"%PDF-1.7\nno objects at all", ""),
    ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ""),
    ("bomb.xml", ENTITIES, ""),
    ("bomb.docx", zip_bomb(), ""),
    ("noise.csv", bytes(range(256)) * 20, ""),
]
