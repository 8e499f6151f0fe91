"""The database refuses to change a note on a follow-up."""

from __future__ import annotations

from django.db import migrations

from fingerpost.core.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("follow_ups", "0001_initial")]
    operations = [refuse_changes("follow_ups_followupnote")]
