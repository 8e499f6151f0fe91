from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from fingerpost.core.management.commands.serve import host_and_port

ROOT = Path(__file__).parents[2]


def test_an_address_is_host_and_port() -> None:
    assert host_and_port("127.0.0.1:8000") == ("127.0.0.1", 8000)
    assert host_and_port("[::1]:80") == ("::1", 80)


@pytest.mark.parametrize("address", ["8000", ":8000", "localhost:web", "localhost:70000"])
def test_anything_else_is_a_usage_error(address: str) -> None:
    with pytest.raises(CommandError) as refused:
        host_and_port(address)
    assert refused.value.returncode == 2


@pytest.mark.django_db
def test_without_static_files_it_says_what_to_do(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("serve")
    assert ended.value.code == 1
    assert "The static files are not built. Run: make setup" in capsys.readouterr().err


def fingerpost(command: str, folder: Path) -> subprocess.Popen[bytes]:
    """The command in a process of its own with data in `folder`, as an administrator runs it."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("FINGERPOST", "DATABASE"))}
    program = [sys.executable, "-m", "fingerpost", *command.split()]
    return subprocess.Popen(program, cwd=ROOT, env={**known, "FINGERPOST_DATA": str(folder)}, stderr=subprocess.PIPE)


def answer(address: str, seconds: float = 20) -> str:
    """What the address says, once it says anything."""
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as response:
                return response.read().decode()
        except OSError:  # nobody there yet, or no answer yet
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def last_words(server: subprocess.Popen[bytes]) -> str:
    """What a server that was told to end said on stderr. One that does not end fails the test, and is ended."""
    try:
        return server.communicate(timeout=60)[1].decode()
    except subprocess.TimeoutExpired:
        server.kill()
        raise


@pytest.mark.skipif(
    not (ROOT / "build/served/staticfiles.json").exists(), reason="static files are not built: run make"
)
def test_it_serves_pages_and_static_files(tmp_path: Path) -> None:
    with fingerpost("migrate --verbosity 0", tmp_path) as migrating:
        assert migrating.wait() == 0
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with fingerpost(f"serve --address 127.0.0.1:{port} --workers 1", tmp_path) as server:
        try:
            health = answer(f"http://127.0.0.1:{port}/health/")
            names = json.loads((ROOT / "build/served/staticfiles.json").read_text())["paths"]
            style = answer(f"http://127.0.0.1:{port}/static/{names['fingerpost.css']}")
        finally:
            server.terminate()
            said = last_words(server)
    assert health == "ok\n"
    assert "--fp-colour" in style
    assert f"Fingerpost answers at http://127.0.0.1:{port}/ (workers: 1). Stop it with Ctrl-C." in said
