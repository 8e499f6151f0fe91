"""The database refuses to change what happened to a milestone."""

from __future__ import annotations

from django.db import migrations

from fingerpost.core.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]
    operations = [refuse_changes("plans_milestonechange")]
