"""Putting a backup back."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from fingerpost.core.backups.archive import DATABASE, FILES, Manifest, Told, unpack
from fingerpost.core.backups.databases import in_place
from fingerpost.core.refusals import Refused, refuse_if


def restore(path: Path, *, replace: bool, told: Told) -> Manifest:
    """Put the installation back as it was when the backup was made, brought up to date: all of it or nothing.

    Everything is unpacked and proved first. What was there is kept aside until the end and comes back where anything
    fails. `told` hears how many bytes of the backup were read.
    """
    media = Path(settings.MEDIA_ROOT)
    try:
        media.parent.mkdir(parents=True, exist_ok=True)
        refuse_if(why_not_onto(media, replace=replace))
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=media.parent) as folder:
            unpacked = Path(folder)
            manifest = unpack(path, unpacked, told)
            refuse_if(why_not_ours(manifest))
            (unpacked / FILES).mkdir(exist_ok=True)
            with in_place(unpacked / DATABASE, manifest.rows), files_in_place(unpacked / FILES, media):
                pass
    except DatabaseError as fault:
        raise Refused(_("The database refuses: %(fault)s. Nothing was changed.") % {"fault": fault}) from fault
    except OSError as fault:
        values = {"path": fault.filename or path, "reason": fault.strerror or fault}
        raise Refused(_("%(path)s: %(reason)s. Nothing was changed.") % values) from fault
    return manifest


def why_not_onto(media: Path, *, replace: bool) -> str:
    """An installation in use is replaced only where somebody says so."""
    if replace or not (holds_rows() or any(media.glob("*"))):
        return ""
    return _("There is something in this installation already. Give --replace to put the backup in its place.")


def holds_rows() -> bool:
    """Whether any table of ours holds anything that somebody brought in: every write leaves an audit event."""
    event = apps.get_model("core", "AuditEvent")
    person = apps.get_model(settings.AUTH_USER_MODEL)
    there = connection.introspection.table_names()
    return any(model._meta.db_table in there and model._default_manager.exists() for model in (event, person))


def why_not_ours(manifest: Manifest) -> str:
    if manifest.engine != connection.vendor:
        return _("The backup is of a %(other)s database and this installation uses %(ours)s. Nothing was changed.") % {
            "other": manifest.engine,
            "ours": connection.vendor,
        }
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations or {}
    if any((app, name) not in known and not replaced(app, name, known) for app, name in manifest.migrations):
        return _("The backup was made by a newer Fingerpost (%(program)s). Install that first.") % {
            "program": manifest.program
        }
    return ""


def replaced(app: str, name: str, known: Mapping[tuple[str, str], Migration]) -> bool:
    """Whether a migration lives on in one that was squashed from it."""
    return any((app, name) in migration.replaces for migration in known.values())


@contextmanager
def files_in_place(unpacked: Path, media: Path) -> Iterator[None]:
    """Put the unpacked files in the place of those kept; back as they were where anything fails."""
    aside = unpacked.with_name("files-before")
    if media.exists():
        os.replace(media, aside)
    try:
        os.replace(unpacked, media)
        yield
    except BaseException:
        if media.exists():
            os.replace(media, unpacked)
        if aside.exists():
            os.replace(aside, media)
        raise
