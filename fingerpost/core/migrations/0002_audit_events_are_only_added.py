"""The database refuses to change an audit event."""

from __future__ import annotations

from django.db import migrations

from fingerpost.core.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [refuse_changes("core_auditevent")]
