"""Fills an empty database with the demo, once."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from fingerpost.core.refusals import refuse_if
from fingerpost.demo.current import make_current_plan
from fingerpost.demo.follow_ups import make_follow_ups
from fingerpost.demo.people import make_people
from fingerpost.demo.plans import make_plans
from fingerpost.demo.publications import publish_all
from fingerpost.demo.reviews import make_reviews
from fingerpost.people.models import Role, User
from fingerpost.people.services import set_password
from fingerpost.plans.models import Plan

SIGN_INS = {
    Role.ADMINISTRATOR: "administrator@example.org",
    Role.COORDINATOR: "coordinator@example.org",
    Role.LEAD_OFFICER: "lead@example.org",
    Role.MEMBER: "member@example.org",
}


@dataclass(frozen=True, slots=True)
class Demo:
    """`made` is False where the demo was there already and nothing was changed."""

    made: bool
    password: str


def why_not_fill() -> str:
    if settings.SHARED:
        return "FINGERPOST_URL is set: the demo is for this machine only. Unset it first."
    if User.objects.exists() and not is_there():
        return "The database holds other people already. Set FINGERPOST_DATA to an empty folder for the demo."
    return ""


def is_there() -> bool:
    return User.objects.filter(email=SIGN_INS[Role.COORDINATOR]).exists() and Plan.objects.exists()


def fill(*, publish: bool = True) -> Demo:
    """People, plans, updates and publications, in one transaction; the second time nothing. Raises `Refused`."""
    refuse_if(why_not_fill())
    if is_there():
        return Demo(made=False, password=kept_password())
    password = kept_password()
    with transaction.atomic():
        people = make_people()
        plan = make_plans(people)
        make_follow_ups(plan, people)
        make_reviews(plan, people)
        make_current_plan(people, timezone.localdate())
        if publish:
            publish_all(people["rory-munro"])
        for person in User.objects.filter(email__in=SIGN_INS.values()):
            set_password(person, password, by=None)
    return Demo(made=True, password=password)


def kept_password() -> str:
    """The password of every sign-in of the demo, made at random on first use and kept in the data folder."""
    kept = Path(settings.DATA_DIR) / "demo-password"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(12))
    return kept.read_text()
