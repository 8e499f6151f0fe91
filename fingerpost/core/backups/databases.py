"""A database as one file, consistent while others write, and back: each engine by its own exact means.

SQLite copies itself with VACUUM INTO. PostgreSQL's tools pg_dump and pg_restore do it, and must be installed. A copy
that an engine makes of itself keeps triggers, sequences and every value as they are; the price is that a backup of
one engine cannot be restored into the other.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction
from django.utils.translation import gettext as _

from fingerpost.core.refusals import Refused, refuse_if

ASIDE, FAILED = "fingerpost_before_restore", "fingerpost_failed_restore"
MOVES = """
SELECT format('ALTER TABLE %%I.%%I SET SCHEMA %%I', n.nspname, c.relname, %(to)s::text)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %(schema)s AND c.relkind IN ('r', 'p')
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
UNION ALL
SELECT format('ALTER FUNCTION %%s SET SCHEMA %%I', f.oid::regprocedure, %(to)s::text)
FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace
WHERE n.nspname = %(schema)s AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = f.oid AND d.deptype = 'e')
"""

Applied = list[list[str]]
Rows = dict[str, int]


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def name_of_table(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def snapshot(to: Path) -> tuple[Applied, Rows]:
    """Write the database to a file; the migrations it has seen, and how many rows each table of it has."""
    if is_sqlite():
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(to)])
        return told_by_sqlite(to)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        (seen,) = cursor.fetchone()
        told = told_by_postgresql()
        run_tool(
            "pg_dump",
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            "--schema",
            schema_in_use(),
            f"--snapshot={seen}",
            f"--file={to}",
        )
    return told


def told_by_sqlite(file: Path) -> tuple[Applied, Rows]:
    """Raises Refused where the file is no sound SQLite database."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as copy:
            if [row[0] for row in copy.execute("PRAGMA integrity_check")] != ["ok"]:
                raise Refused(_("The database is damaged: SQLite's own check of it fails."))
            names = [row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            rows = {one: copy.execute(f"SELECT COUNT(*) FROM {name_of_table(one)}").fetchone()[0] for one in names}  # noqa: S608
            applied = copy.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    except sqlite3.Error as fault:
        raise Refused(_("The database cannot be read: %(fault)s.") % {"fault": fault}) from fault
    return [list(one) for one in applied], {one: rows[one] for one in sorted(names) if one != "sqlite_sequence"}


def told_by_postgresql() -> tuple[Applied, Rows]:
    with connection.cursor() as cursor:
        rows = {}
        for name in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT COUNT(*) FROM {name_of_table(name)}")  # noqa: S608
            rows[name] = cursor.fetchone()[0]
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        return [list(one) for one in cursor.fetchall()], rows


def run_tool(tool: str, *arguments: str) -> None:
    """pg_dump or pg_restore against our database; the password goes by the environment, which others cannot read."""
    if not shutil.which(tool):
        raise Refused(_("%(tool)s is not installed. Install the client programs of PostgreSQL.") % {"tool": tool})
    given = connection.get_connection_params()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "sslmode": "PGSSLMODE"}
    told = {name: str(given[key]) for key, name in names.items() if given.get(key)}
    done = subprocess.run(  # noqa: S603
        [tool, f"--dbname={given['dbname']}", *arguments],
        env={**os.environ, **told},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        values = {"tool": tool, "fault": (done.stderr.strip().splitlines() or ["?"])[0]}
        raise Refused(_("%(tool)s failed: %(fault)s") % values)


@contextmanager
def in_place(copy: Path, rows: Rows) -> Iterator[None]:
    """Put the copy in the database's place, brought up to date; back as it was where anything fails meanwhile."""
    with sqlite_in_place(copy, rows) if is_sqlite() else postgresql_in_place(copy, rows):
        yield


@contextmanager
def sqlite_in_place(copy: Path, rows: Rows) -> Iterator[None]:
    """The copy is brought up to date beside the old file, then takes its name."""
    refuse_if(why_not_counts(told_by_sqlite(copy)[1], rows))
    used = connection.settings_dict["NAME"]
    database, aside = Path(used), copy.parent / "database-before"
    connection.close()
    connection.settings_dict["NAME"] = copy
    try:
        call_command("migrate", verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = used
    refuse_if(why_in_use(database))
    if database.exists():
        os.replace(database, aside)
    try:
        os.replace(copy, database)
        yield
    except BaseException:
        connection.close()
        database.unlink(missing_ok=True)
        if aside.exists():
            os.replace(aside, database)
        raise


def why_in_use(database: Path) -> str:
    """SQLite removes its log when the last one who uses a database lets go of it."""
    if not database.exists():
        return ""
    with closing(sqlite3.connect(database)) as old:
        old.execute("SELECT COUNT(*) FROM sqlite_master")
    log = database.with_name(f"{database.name}-wal")
    return _("The database is in use. Stop the server and the worker first.") if log.exists() else ""


@contextmanager
def postgresql_in_place(copy: Path, rows: Rows) -> Iterator[None]:
    """The old tables wait in a schema of their own while the copy is read in and brought up to date."""
    used = schema_in_use()
    with transaction.atomic():
        move_all(used, ASIDE)
    try:
        run_tool("pg_restore", "--no-owner", "--no-privileges", f"--schema={used}", "--exit-on-error", str(copy))
        refuse_if(why_not_counts(told_by_postgresql()[1], rows))
        call_command("migrate", verbosity=0)
        yield
    except BaseException:
        with transaction.atomic():
            move_all(used, FAILED)
            move_all(ASIDE, used)
            drop(FAILED, ASIDE)
        raise
    drop(ASIDE)


def move_all(schema: str, to: str) -> None:
    """Move every table, with what belongs to it, and every function to another schema, which is made where needed.

    What an extension brought in stays, and so do the schema itself and who may use it.
    """
    with connection.cursor() as cursor:
        if to in {ASIDE, FAILED}:
            cursor.execute(f"CREATE SCHEMA {to}")
        cursor.execute(MOVES, {"schema": schema, "to": to})
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


def drop(*schemas: str) -> None:
    with connection.cursor() as cursor:
        for schema in schemas:
            cursor.execute(f"DROP SCHEMA {schema} CASCADE")


def schema_in_use() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        (used,) = cursor.fetchone()
    return str(used)


def why_not_counts(found: Rows, told: Rows) -> str:
    return "" if found == told else _("The database in the backup does not have the rows that its manifest tells of.")
