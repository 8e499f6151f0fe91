"""Tables whose rows are only ever added: the database itself refuses to change one."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SAYS = "Rows of {table} are only ever added, never changed. Add a new row instead."
SQLITE = "CREATE TRIGGER {name} BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{says}'); END"
POSTGRESQL = (
    "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "BEGIN RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
)


def refuse_changes(table: str) -> migrations.RunPython:
    """A migration's operation: from then on an UPDATE of `table` raises IntegrityError, on SQLite and PostgreSQL.

    Deleting stays possible, so that a draft plan can go with all it holds. SQLite loses a table's triggers when a
    later migration rebuilds the table: such a migration must end with this operation again.
    """
    names = {"name": f"{table}_is_only_added_to", "table": table, "says": SAYS.format(table=table)}

    def make(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        remove(apps, editor)
        for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else [SQLITE]:
            editor.execute(statement.format(**names))

    def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute("DROP FUNCTION IF EXISTS {name}() CASCADE".format(**names))
        else:
            editor.execute("DROP TRIGGER IF EXISTS {name}".format(**names))

    return migrations.RunPython(make, remove)
