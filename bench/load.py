"""Load from a second process: wrk, which asks again on each connection as soon as it was answered."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.measured import Missing
from bench.serving import HOST, folder

SCRIPT = Path(__file__).with_name("load.lua")
PATIENCE = 60  # seconds that an answer may take


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it; `median` and `p95` are seconds until an answer was whole."""

    asked: int
    seconds: float
    bytes: int
    median: float
    p95: float
    failed: int

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.asked / self.seconds


def program(name: str, package: str) -> str:
    """Its path, also where only administrators look."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if not found:
        raise Missing(f"{name} is not installed here. On Debian: apt-get install {package}")
    return found


def load(port: int, addresses: Sequence[str], *, connections: int, seconds: float) -> Load:
    """Asks for the addresses in turn. An answer that is an error, or none, ends the measure."""
    listed = folder() / "addresses.txt"
    listed.write_text("".join(f"{address}\n" for address in addresses))
    asked = ["-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", f"--timeout={PATIENCE}s"]
    told = subprocess.run(
        [program("wrk", "wrk"), *asked, "-s", str(SCRIPT), f"http://{HOST}:{port}/", "--", str(listed)],
        check=True,
        capture_output=True,
        text=True,
    )
    found = Load(**json.loads(told.stdout.splitlines()[-1]))
    if found.failed or not found.asked:
        raise AssertionError(f"{found.failed} of {found.asked} requests failed: {told.stdout}")
    return found
