"""The file of a backup: a gzipped tar of the database, the kept files, and last the manifest that names them all.

Nothing in it is trusted when it is read: names that lead elsewhere, links and devices are refused, and what was
unpacked is used only after every member has proved to be what the manifest says.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.utils.translation import gettext as _

from fingerpost.core.refusals import Refused, refuse_if

FORMAT = 1
DATABASE, FILES, MANIFEST = "database", "files", "manifest.json"
LARGEST_MANIFEST = 500_000_000
CHUNK = 1 << 20

Told = Callable[[int], None]  # how many bytes were dealt with since it was told last


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `members` maps each name to [size, SHA-256]; `rows` each table to its rows."""

    engine: str
    program: str
    made_at: str
    migrations: list[list[str]]
    rows: dict[str, int]
    members: dict[str, list[Any]] = field(default_factory=dict)
    format: int = FORMAT

    @classmethod
    def parse(cls, content: bytes) -> Manifest:
        """Raises Refused where it is no manifest, or one of a later Fingerpost."""
        try:
            told = json.loads(content)
            if told["format"] > FORMAT:
                raise Refused(_("The backup was made by a newer Fingerpost. Install that first."))
            return cls(**told)
        except (ValueError, KeyError, TypeError) as fault:
            raise damaged() from fault

    @property
    def size(self) -> int:
        return sum(size for size, _sha256 in self.members.values())


def damaged() -> Refused:
    return Refused(_("The backup is damaged or cut short, or is no backup of Fingerpost. Nothing was changed."))


class Counting(io.RawIOBase):
    """Reads a file, telling how much was read and what its hash is."""

    def __init__(self, file: IO[bytes], told: Told) -> None:
        self._file = file
        self._told = told
        self._hash = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(size)
        self._hash.update(content)
        self._told(len(content))
        return content

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


def pack(file: IO[bytes], manifest: Manifest, members: Iterable[tuple[str, Path]], told: Told) -> None:
    """Write a backup. `members` are names in the archive and where their content is; the manifest learns of them."""
    with (
        gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=6, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        for name, path in members:
            with path.open("rb") as source:
                entry = tarfile.TarInfo(name)
                entry.size = path.stat().st_size
                counted = Counting(source, told)
                tar.addfile(entry, counted)
            manifest.members[name] = [entry.size, counted.sha256]
        content = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(content)
        tar.addfile(entry, io.BytesIO(content))


def unpack(path: Path, folder: Path, told: Told) -> Manifest:
    """Unpack a backup into an empty folder and prove it. Raises Refused; what is in the folder then is of no use."""
    found: dict[str, list[Any]] = {}
    content = b""
    try:
        with path.open("rb") as raw, gzip.GzipFile(fileobj=Counting(raw, told), mode="rb") as packed:
            with tarfile.open(fileobj=packed, mode="r|") as tar:
                for entry in tar:
                    refuse_if(why_not_member(entry, found, content))
                    source = tar.extractfile(entry)
                    if source is None:
                        raise damaged()
                    if entry.name == MANIFEST:
                        content = source.read()
                    else:
                        found[entry.name] = [entry.size, written(source, folder / entry.name)]
            while packed.read(CHUNK):  # to its end, where its checksum stands
                pass
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, UnicodeDecodeError, ValueError) as fault:
        raise damaged() from fault
    manifest = Manifest.parse(content)
    if manifest.members != found or DATABASE not in found:
        raise damaged()
    return manifest


def why_not_member(entry: tarfile.TarInfo, found: dict[str, list[Any]], manifest: bytes) -> str:
    """Only the database, files below `files/` and the manifest, each once, plain files, the manifest last."""
    parts = PurePosixPath(entry.name).parts
    inside = parts[:1] == (FILES,) and len(parts) > 1 and "/".join(parts) == entry.name
    plain = inside and not {"..", "."} & set(parts) and not any(mark in entry.name for mark in "\\\0:")
    known = entry.name in {DATABASE, MANIFEST} or plain
    too_large = entry.name == MANIFEST and entry.size > LARGEST_MANIFEST
    if not entry.isreg() or not known or too_large or entry.name in found or manifest:
        return _("The backup holds “%(name)s”, which no backup of Fingerpost does. Nothing was changed.") % {
            "name": entry.name[:200]
        }
    return ""


def for_few(path: str, flags: int) -> int:
    return os.open(path, flags, 0o640)


def written(source: IO[bytes], path: Path) -> str:
    """The SHA-256 of what was written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    found = hashlib.sha256()
    with open(path, "xb", opener=for_few) as file:
        while content := source.read(CHUNK):
            found.update(content)
            file.write(content)
    return found.hexdigest()
