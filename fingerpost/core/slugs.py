"""Slugs: the names of things in addresses."""

from __future__ import annotations

from collections.abc import Container

from django.utils.text import slugify


def free_slug(title: str, taken: Container[str], *, fallback: str = "item", length: int = 60) -> str:
    """A slug made of `title` that is not in `taken`: a number is added where it is."""
    stem = slugify(title)[:length].strip("-") or fallback
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
