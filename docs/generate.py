"""Makes the pages of docs/reference from the code: `python -m docs.generate`, or `--check` to compare only."""

from __future__ import annotations

import os
import sys
from argparse import Action, ArgumentParser, _SubParsersAction
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fingerpost.settings")
os.environ["COLUMNS"] = "100"

import django

django.setup()

from django.core.management import get_commands, load_command_class

from fingerpost.committee.rules import PAPER_TRANSITIONS
from fingerpost.cycles.rules import CYCLE_TRANSITIONS, ITEM_TRANSITIONS
from fingerpost.follow_ups.rules import TRANSITIONS as FOLLOW_UP_TRANSITIONS
from fingerpost.mail.rules import MESSAGE_TRANSITIONS
from fingerpost.people.models import Role
from fingerpost.people.roles import PERMISSIONS
from fingerpost.plans.indicator_rules import INDICATOR_TRANSITIONS
from fingerpost.plans.rules import ACTION_TRANSITIONS, MILESTONE_TRANSITIONS, PLAN_TRANSITIONS
from fingerpost.public.rules import PUBLICATION_TRANSITIONS
from fingerpost.settings import SETTINGS

FOLDER = Path(__file__).parent / "reference"
MADE = "<!-- Made by `make docs` from the code. Do not edit. -->\n\n"


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def settings_page() -> str:
    rows = [[f"`{name}`", f"`{default}`" if default else "not set", what] for name, (default, what) in SETTINGS.items()]
    intro = "All settings come from the environment. A wrong one stops the start with a sentence that says what to do."
    return f"# Settings\n\n{intro}\n\n" + table(["setting", "default", "what it does"], rows)


def commands_page() -> str:
    ours = sorted(name for name, app in get_commands().items() if str(app).startswith("fingerpost"))
    ours.remove("createsuperuser")  # only says which command of ours to use instead
    parts = ["# Commands\n\nResults go to stdout, messages to stderr. Exit status: 0 done, 1 refused, 2 wrong usage.\n"]
    common = {"--version", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color", "--skip-checks"}
    for name in ours:
        command = load_command_class(str(get_commands()[name]), name)
        parser = command.create_parser("fingerpost", name)
        rows = [
            [f"`{does}{', '.join(action.option_strings) or action.metavar or action.dest}`", str(action.help or "")]
            for does, action in arguments(parser)
            if not common.intersection(action.option_strings) and action.dest not in {"help", "verbosity"}
        ]
        parts.append(f"\n## fingerpost {name}\n\n{command.help}\n")
        if rows:
            parts.append("\n" + table(["argument", "what it is"], rows))
    return "".join(parts)


def arguments(parser: ArgumentParser, does: str = "") -> Iterator[tuple[str, Action]]:
    """What a command takes; where it does several things, what each of them takes."""
    for action in parser._actions:
        if isinstance(action, _SubParsersAction):
            for name, inner in action.choices.items():
                yield from arguments(inner, f"{name} ")
        else:
            yield does, action


def permissions_page() -> str:
    rows = [
        [f"`{name}`", str(allows), *("yes" if role in roles else "" for role in Role)]
        for name, (roles, allows) in PERMISSIONS.items()
    ]
    return "# Permissions\n\n" + table(["permission", "allows to", *(str(role.label) for role in Role)], rows)


def states_page() -> str:
    parts = ["# States\n\nWho may move a thing from one state to another, and when, is in the part's `rules.py`.\n"]
    tables = [
        ("Plan", PLAN_TRANSITIONS),
        ("Key action", ACTION_TRANSITIONS),
        ("Milestone", MILESTONE_TRANSITIONS),
        ("Reporting cycle", CYCLE_TRANSITIONS),
        ("Item of a cycle", ITEM_TRANSITIONS),
        ("Follow-up", FOLLOW_UP_TRANSITIONS),
        ("Mail", MESSAGE_TRANSITIONS),
        ("Indicator", INDICATOR_TRANSITIONS),
        ("Committee paper", PAPER_TRANSITIONS),
        ("Publication", PUBLICATION_TRANSITIONS),
    ]
    for title, transitions in tables:
        arrows = [
            f"    {before.replace('-', '_')} --> {after.replace('-', '_')}: {verb}"
            for verb, (befores, after) in transitions.items()
            for before in sorted(map(str, befores))
        ]
        parts.append(f"\n## {title}\n\n```mermaid\nstateDiagram-v2\n" + "\n".join(arrows) + "\n```\n")
    return "".join(parts)


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "commands.md": commands_page,
    "permissions.md": permissions_page,
    "states.md": states_page,
}


def main() -> None:
    stale = []
    FOLDER.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        path, text = FOLDER / name, MADE + page()
        if "--check" not in sys.argv:
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            stale.append(name)
    if stale:
        sys.exit(f"Out of date in docs/reference: {', '.join(stale)}. Run `make docs`.")


if __name__ == "__main__":
    main()
