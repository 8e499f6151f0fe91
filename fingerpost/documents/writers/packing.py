"""Packages (zip files) that come out the same whenever they are made."""

from __future__ import annotations

import zipfile
from io import BytesIO

_THEN = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip file can hold


def repacked(package: bytes) -> bytes:
    """The same entries in the same order, all with one time; entries stored as they are stay so (ODF's mimetype)."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            fresh = zipfile.ZipInfo(entry.filename, _THEN)
            fresh.compress_type = entry.compress_type
            fresh.external_attr = 0o600 << 16
            new.writestr(fresh, old.read(entry))
    return made.getvalue()
