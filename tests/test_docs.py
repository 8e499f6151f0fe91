"""What the documentation names must be there."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from docs.generate import arguments
from fingerpost.settings import SETTINGS

ROOT = Path(__file__).parents[1]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
BY_NAME = [str(page.relative_to(ROOT)) for page in PAGES]


@pytest.mark.parametrize("name", BY_NAME)
def test_every_link_and_picture_leads_somewhere(name: str) -> None:
    page = ROOT / name
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text())
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("name", BY_NAME)
def test_every_make_target_is_there(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z]+)`|^    make ([a-z]+)", (ROOT / name).read_text(), re.MULTILINE))
    assert {one or other for one, other in named} - targets == set()


@pytest.mark.parametrize("name", BY_NAME)
def test_every_command_takes_what_is_written(name: str) -> None:
    """Each `fingerpost COMMAND …` with all its options is parsed by the command itself."""
    text = (ROOT / name).read_text()
    for line in re.findall(r"^ +(?:\.venv/bin/)?fingerpost ([^#\n]+)|`fingerpost ([^`]+)`", text, re.MULTILINE):
        command, *rest = re.findall(r'"[^"]*"|\S+', next(filter(None, line)))
        app = get_commands()[command]
        parser = load_command_class(str(app), command).create_parser("fingerpost", command)
        known = {option for _does, action in arguments(parser) for option in action.option_strings}
        assert {option.partition("=")[0] for option in rest if option.startswith("--")} - known == set()


def test_every_setting_named_exists() -> None:
    text = "".join(page.read_text() for page in PAGES)
    named = set(re.findall(r"\bFINGERPOST_[A-Z_]+", text)) - {"FINGERPOST_REQUIRE_BROWSER", "FINGERPOST_SCREENSHOTS"}
    assert named - set(SETTINGS) == set()


def test_ci_needs_no_more_than_it_installs() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    steps = [line for line in script.read_text().splitlines() if "make --no-print-directory" in line]
    assert [re.findall(r"directory (\w+)", step)[0] for step in steps] == ["check", "test", "test"]
