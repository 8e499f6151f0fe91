"""The database refuses to change a value of an indicator."""

from __future__ import annotations

from django.db import migrations

from fingerpost.core.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_indicator_values")]
    operations = [refuse_changes("reporting_indicatorvalue")]
