"""What an export wrote, kept beside it: what each file was made of and its SHA-256."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from fingerpost.core.files import write_whole
from fingerpost.core.refusals import Refused

NAME = ".fingerpost-export.json"


class Entry(BaseModel):
    """`made_of` is a digest of all that decides the file; `sha256` is "" where it was begun and not finished."""

    made_of: str
    sha256: str


class Kept(BaseModel):
    format: int = 1
    files: dict[str, Entry]


@dataclass
class Manifest:
    directory: Path
    files: dict[str, Entry] = field(default_factory=dict)

    @classmethod
    def of(cls, directory: Path) -> Manifest:
        """That of an earlier export; an empty one for a new or empty folder. Refuses a folder of anything else."""
        kept = directory / NAME
        if not kept.exists():
            if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
                raise Refused(
                    _("%(path)s is not empty and holds no earlier export. Give a new or an empty folder.")
                    % {"path": directory}
                )
            return cls(directory)
        try:
            return cls(directory, Kept.model_validate_json(kept.read_bytes()).files)
        except (ValidationError, OSError) as fault:
            raise Refused(
                _("%(path)s cannot be read, so nobody knows what was exported here. Export to a new folder.")
                % {"path": kept}
            ) from fault

    def is_current(self, path: str, made_of: str) -> bool:
        """Whether the very file that this would become is there."""
        entry = self.files.get(path)
        return bool(entry and entry.sha256 and entry.made_of == made_of and self.sha256(path) == entry.sha256)

    def sha256(self, path: str) -> str:
        """Of the file that is there; "" where there is none."""
        try:
            return hashlib.sha256((self.directory / path).read_bytes()).hexdigest()
        except OSError:
            return ""

    def announce(self, planned: Mapping[str, str]) -> None:
        """Store the names of what is about to be written: what a broken run leaves behind is known to the next."""
        for path, made_of in planned.items():
            self.files.setdefault(path, Entry(made_of=made_of, sha256=""))
        self.write()

    def forget(self, kept: Set[str]) -> int:
        """Delete what is not among these, with the folders that are empty then. How many there were."""
        gone = [path for path in self.files if path not in kept]
        for path in gone:
            file = self.directory / path
            file.unlink(missing_ok=True)
            del self.files[path]
            for folder in file.parents:
                if folder == self.directory or not folder.is_dir() or any(folder.iterdir()):
                    break
                folder.rmdir()
        return len(gone)

    def write(self) -> None:
        whole = {"format": 1, "files": {path: self.files[path].model_dump() for path in sorted(self.files)}}
        write_whole(self.directory / NAME, (json.dumps(whole, indent=1) + "\n").encode())
