"""`fingerpost demo`: database, demo plan, a person of each role, server."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.urls import reverse

from fingerpost.core.commands import Command as Base
from fingerpost.demo.committee import make_committee_papers
from fingerpost.demo.services import SIGN_INS, Demo, fill
from fingerpost.plans.models import Plan
from fingerpost.settings import setting


class Command(Base):
    help = "Fill a database with the demo plan and people of each role, then serve it. Again, it does no harm."

    def add_arguments(self, parser: ArgumentParser) -> None:
        address = setting("FINGERPOST_ADDRESS")
        parser.add_argument("--address", default=address, metavar="HOST:PORT", help="where to serve")
        parser.add_argument("--no-serve", action="store_true", help="fill and print only")

    def run(self, **options: Any) -> None:
        self.stderr.write("Preparing the database …")
        call_command("migrate", verbosity=0)
        demo = fill()
        if demo.made:
            self.stderr.write("Writing the committee papers …")
            make_committee_papers()
        self.stderr.write("The demo plan is ready." if demo.made else "The demo was there already; nothing changed.")
        self.tell(demo, f"http://{options['address'].replace('127.0.0.1', 'localhost')}")
        if not options["no_serve"]:
            self.stdout.flush()
            call_command("serve", address=options["address"])

    def tell(self, demo: Demo, site: str) -> None:
        lines = ["", f"  {site}{reverse('public:home')}  (what the public sees)", f"  {site}/  (for who signs in)"]
        for plan in Plan.objects.order_by("pk"):
            lines.append(f"  {site}{reverse('reporting:plan', args=[plan.slug])}  ({plan.title})")
        lines.append(f"  {site}{reverse('mail:box')}  (the mails that it sends)")
        lines += ["", "  Sign in as"]
        lines += [f"    {role.label!s:15} {email:28} {demo.password}" for role, email in SIGN_INS.items()]
        self.stdout.write("\n".join([*lines, ""]))
