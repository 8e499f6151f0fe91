"""`fingerpost export-site DIR`: the public site as plain files."""

from fingerpost.public.exporting.command import Command

__all__ = ["Command"]
