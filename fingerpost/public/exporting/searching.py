"""The index of the search page, made by Pagefind (https://pagefind.app) from the pages that were written."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pagefind_bin

from fingerpost.core.refusals import Refused

FOLDER = "pagefind/"
SEARCHED = "latest/"  # each plan as published last: earlier periods say the same again
PARTS = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json", "wasm.*", "*.pf_meta", "fragment/*", "index/*")


def index_of(directory: Path) -> Iterator[tuple[str, bytes]]:
    """Path and content of each file of the index, without Pagefind's own interface, which our page does not use."""
    with tempfile.TemporaryDirectory() as made:
        command = [
            str(pagefind_bin.get_executable()),
            *("--site", str(directory), "--output-path", made, "--glob", f"{SEARCHED}**/*.html", "--silent"),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  (our own arguments)
        if done.returncode:
            raise Refused(f"Pagefind: {(done.stderr or done.stdout).strip()}")
        for pattern in PARTS:
            for file in sorted(Path(made).glob(pattern)):
                yield FOLDER + file.relative_to(made).as_posix(), file.read_bytes()
