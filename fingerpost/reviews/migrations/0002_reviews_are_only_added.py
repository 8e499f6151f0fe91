"""The database refuses to change a review."""

from __future__ import annotations

from django.db import migrations

from fingerpost.core.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_reviews")]
    operations = [refuse_changes("reviews_reviewentry")]
