"""Tables on the terminal, and the same tables in docs/explanation/benchmarks.md between their markers."""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path

from django.db import connection
from rich.console import Console
from rich.table import Table

from bench.measured import Measured

PAGE = Path(__file__).resolve().parent.parent / "docs" / "explanation" / "benchmarks.md"


def machine() -> str:
    """The machine in words."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT 'SQLite ' || sqlite_version()")
        else:
            cursor.execute("SELECT 'PostgreSQL ' || split_part(current_setting('server_version'), ' ', 1)")
        database = cursor.fetchone()[0]
    time = "processor time" if connection.vendor == "sqlite" else "time on the wall"
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {database}; seconds are {time}"


def printed(measured: Measured, console: Console) -> None:
    table = Table(title=measured.title, title_justify="left")
    for place, title in enumerate(measured.head):
        table.add_column(title, justify="right" if place else "left")
    for row in measured.rows:
        table.add_row(*(cell.replace("`", "") for cell in row))
    console.print(table)


def markdown(measured: Measured) -> str:
    rules = ["---", *["---:"] * (len(measured.head) - 1)]
    lines = [" | ".join(row) for row in (measured.head, rules, *measured.rows)]
    return "\n".join(f"| {line} |" for line in lines)


def written(text: str, name: str, content: str) -> str:
    """The page with what stands between the markers of `name` replaced."""
    marked = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    if not marked.search(text):
        raise LookupError(f"{PAGE.name} has no markers for {name}")
    return marked.sub(lambda match: f"{match[1]}{content}\n{match[2]}", text)


def keep(found: list[Measured]) -> None:
    """Write the tables into the page."""
    text = written(PAGE.read_text(), "machine", f"Measured on a machine with {machine()}.")
    for measured in found:
        text = written(text, measured.name, markdown(measured))
    PAGE.write_text(text)
