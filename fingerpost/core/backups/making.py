"""Making a backup."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.core.backups.archive import DATABASE, FILES, Manifest, Told, pack
from fingerpost.core.backups.databases import snapshot
from fingerpost.core.refusals import Refused, refuse_if


def back_up(path: Path, *, total: Told, told: Told) -> Manifest:
    """Write a backup to a new file; there is never half of one. `total` hears how many bytes there are to pack.

    The database is copied first: whatever it speaks of is among the files by then.
    """
    refuse_if(_("%(path)s is there already. Give a new name.") % {"path": path} if path.exists() else "")
    try:
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
            copy, whole = Path(folder) / DATABASE, Path(folder) / path.name
            applied, rows = snapshot(copy)
            manifest = Manifest(
                engine=connection.vendor,
                program=version("fingerpost"),
                made_at=timezone.now().isoformat(timespec="seconds"),
                migrations=applied,
                rows=rows,
            )
            members = [(DATABASE, copy), *kept_files(Path(settings.MEDIA_ROOT))]
            total(sum(file.stat().st_size for _name, file in members))
            with whole.open("wb") as file:
                pack(file, manifest, members, told)
                file.flush()
                os.fsync(file.fileno())
            whole.chmod(0o600)  # it holds what people wrote, and the hashes of their passwords
            os.replace(whole, path)
    except DatabaseError as fault:
        raise Refused(_("The database refuses: %(fault)s. Nothing was written.") % {"fault": fault}) from fault
    except OSError as fault:
        values = {"path": path, "reason": fault.strerror or fault}
        raise Refused(_("%(path)s could not be written: %(reason)s. Nothing was written.") % values) from fault
    return manifest


def kept_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every kept file with its name in the archive, in order."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            yield f"{FILES}/{file.relative_to(folder).as_posix()}", file
