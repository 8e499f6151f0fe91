from __future__ import annotations

from django.core.management import call_command
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def make(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The table of django.core.cache.backends.db, where it is not there."""
    call_command("createcachetable", "core_cache", database=editor.connection.alias, verbosity=0)


def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute("DROP TABLE core_cache")


class Migration(migrations.Migration):
    dependencies = [("core", "0002_audit_events_are_only_added")]
    operations = [migrations.RunPython(make, remove)]
