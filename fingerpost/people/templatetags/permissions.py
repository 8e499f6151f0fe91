"""`{% load permissions %}{% may "plans.edit" as editor %}{% if editor %}`: what the reader's role allows."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser

from fingerpost.people import roles

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: dict[str, Any], permission: str) -> bool:
    return roles.may(context.get("user", AnonymousUser()), permission)
