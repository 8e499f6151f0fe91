"""Mails go out last, so that what the other parts queue goes with the same tick."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.utils.translation import ngettext

from fingerpost.core.refusals import Refused
from fingerpost.mail import delivery

POSITION = 100


def tick(now: datetime) -> list[str]:
    """Settle what a worker left behind, then hand over. `now` does not matter: mails go by the clock on the wall."""
    settled = delivery.settle()
    delivered = delivery.deliver()
    told = sentences(settled + delivered.verbs)
    if delivered.stopped:
        raise Refused(" ".join([*told, delivered.stopped]))
    return told


def sentences(verbs: Counter[str]) -> list[str]:
    """What became of the mails, where there were any."""
    words = {
        "send": ngettext("%(n)s mail was sent.", "%(n)s mails were sent.", verbs["send"]),
        "put-off": ngettext("%(n)s mail waits for another try.", "%(n)s mails wait for another try.", verbs["put-off"]),
        "bounce": ngettext("%(n)s mail bounced.", "%(n)s mails bounced.", verbs["bounce"]),
        "hold": ngettext("%(n)s mail is held.", "%(n)s mails are held.", verbs["hold"]),
        "doubt": ngettext("%(n)s mail is in doubt.", "%(n)s mails are in doubt.", verbs["doubt"]),
    }
    return [sentence % {"n": verbs[verb]} for verb, sentence in words.items() if verbs[verb]]
