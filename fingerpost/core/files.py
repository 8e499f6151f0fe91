"""Files that are kept: under which name, how they are stored, how they are handed out, and written whole."""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from contextlib import suppress
from pathlib import Path, PurePath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

from fingerpost.core.refusals import Refused

LONGEST = 255
# Control and format characters (a right-to-left mark can hide an ending), and those that a file system may not hold.
UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*\x7f]')


def plain_name(name: str, fallback: str = "file") -> str:
    """What a sender called a file, without its folders and without what could mislead a reader or a file system."""
    last = PurePath(name.replace("\\", "/")).name
    shown = "".join(one for one in unicodedata.normalize("NFC", last) if unicodedata.category(one)[0] != "C")
    safe = " ".join(UNSAFE.sub(" ", shown).split()).strip(". ")
    ending = PurePath(safe).suffix
    return (safe if len(safe) <= LONGEST else safe[: LONGEST - len(ending)] + ending) or fallback


def keep(stored_as: str, content: bytes) -> None:
    """Keep a file under a name made of its hash: what is there already is the same."""
    if not default_storage.exists(stored_as):
        default_storage.save(stored_as, ContentFile(content))


def attachment(stored_as: str, *, name: str, content_type: str) -> FileResponse:
    """A kept file to be saved, never shown: whatever is in it cannot act as a page of ours. 404 where it is gone.

    The caller has asked whether this person may have it.
    """
    try:
        file = default_storage.open(stored_as)
    except FileNotFoundError as missing:
        raise Http404 from missing
    return FileResponse(
        file,
        as_attachment=True,
        filename=plain_name(name),
        content_type=content_type,
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, no-store",
        },
    )


def write_whole(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Write beside the place and then rename, so that a fault leaves what was there before. Refuses with the fault.

    `durable`: wait until it would outlast a loss of power, which what can be made again need not.
    """
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as fault:
        raise not_written(path, fault) from fault
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        os.chmod(name, 0o666 & ~umask())
        os.replace(name, path)
    except OSError as fault:
        with suppress(OSError):
            os.unlink(name)
        raise not_written(path, fault) from fault


def umask() -> int:
    """What files made here must not allow."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def not_written(path: Path, fault: OSError) -> Refused:
    values = {"path": path, "reason": fault.strerror}
    return Refused(_("%(path)s could not be written: %(reason)s. Nothing was written.") % values)
