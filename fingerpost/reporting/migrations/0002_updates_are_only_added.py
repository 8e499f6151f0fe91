"""The database refuses to change an update."""

from __future__ import annotations

from django.db import migrations

from fingerpost.core.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]
    operations = [refuse_changes("reporting_milestoneupdate"), refuse_changes("reporting_actionupdate")]
