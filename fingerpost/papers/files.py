"""A paper as a file: its name, and writing it so that there is never half of one."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.utils.translation import gettext as _

from fingerpost.core.refusals import Refused


def write_whole(path: Path, content: bytes) -> None:
    """Write beside the place and then rename, so that a fault leaves what was there before. Refuses with the fault."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as fault:
        raise not_written(path, fault) from fault
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
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
