"""What the public write: comments on pages, and requests for other languages and formats.

Nothing about who wrote is kept but what they give to be reached by. Knows no plan and nobody of ours.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from fingerpost.core import audit
from fingerpost.core.refusals import refuse_if
from fingerpost.public.models import Letter

SALT = "fingerpost.public.letters"
QUICKEST, SLOWEST = timedelta(seconds=2), timedelta(days=1)
MOST, WITHIN = 40, timedelta(minutes=10)  # of all who write: no address of a sender is kept to count by


def token(now: datetime) -> str:
    """Says when a form was handed out; nobody else can make one."""
    return signing.dumps(now.timestamp(), salt=SALT)


def why_not_token(given: str, now: datetime) -> str:
    """Programs send forms at once, or ones that they kept."""
    try:
        age = timedelta(seconds=now.timestamp() - float(signing.loads(given, salt=SALT)))
    except signing.BadSignature:
        return _("This form was not made by us. Open the page again.")
    if age < QUICKEST:
        return _("That was very quick. Wait a moment and send it again.")
    return "" if age < SLOWEST else _("The form has been open for more than a day. Open the page again.")


def why_not_from_here(request: HttpRequest) -> str:
    """Stands in for the CSRF cookie, which the public site does without: the form must be sent from a page of ours."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    here = f"{request.scheme}://{request.get_host()}"
    if site in {"same-origin", "none", None} and origin in {here, None}:
        return ""
    return _("The form was sent from another site. Open the page here and send it again.")


def why_not_now(now: datetime) -> str:
    if Letter.objects.filter(received_at__gt=now - WITHIN).count() < MOST:
        return ""
    return _("Very many people have written in the last minutes. Send it again in a quarter of an hour.")


@transaction.atomic
def receive(letter: Letter, *, now: datetime) -> Letter:
    """Keep what somebody wrote; the same words about the same page are kept once."""
    refuse_if(why_not_now(now))
    same = Letter.objects.filter(kind=letter.kind, page=letter.page, text=letter.text, reach=letter.reach)
    same = same.filter(useful=letter.useful, received_at__gt=now - WITHIN)
    if (known := same.first()) is not None:
        return known
    letter.received_at = now
    letter.save(force_insert=True)
    audit.record("letter.receive", letter, by=None, after={"kind": letter.kind, "page": letter.page})
    return letter
