"""`fingerpost administrator`: the first person who can sign in, or one more administrator."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from fingerpost.core.commands import Command as Base
from fingerpost.core.refusals import refuse_if
from fingerpost.people import services
from fingerpost.people.models import Role, User


class Command(Base):
    help = "Make an administrator who can sign in. Asks for the password, or reads it from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True, help="as it is shown, such as “Ailsa Cameron”")
        parser.add_argument("--email", required=True, help="the address to sign in with")

    def run(self, **options: Any) -> None:
        name, email = options["name"], options["email"]
        refuse_if(why_not_email(email))
        password = asked_password()
        refuse_if(why_not_password(password, User(name=name, email=email)))
        with transaction.atomic():
            person = services.add_person(by=None, name=name, email=email, role=Role.ADMINISTRATOR)
            services.set_password(person, password, by=None)
        self.stderr.write(f"{person} can sign in as {person.email}.")


def asked_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass("Password: ")
    refuse_if("" if getpass("Once more: ") == password else "The two passwords differ. Nothing was stored.")
    return password


def why_not_email(email: str) -> str:
    try:
        validate_email(email)
    except ValidationError:
        return f"“{email}” is not an email address."
    return f"{email} belongs to somebody already." if User.objects.filter(email__iexact=email).exists() else ""


def why_not_password(password: str, person: User) -> str:
    try:
        validate_password(password, person)
    except ValidationError as fault:
        return " ".join(fault.messages)
    return ""
