"""Secrets of links: made, recognised, and what is stored of them. Nothing here asks the database."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner

PURPOSE = "answer"  # of links, for `mail.links`
LIFE = timedelta(days=400)  # whatever the days of a cycle; a link ends with its request, see `rules.why_link_ended`


def signer() -> TimestampSigner:
    return TimestampSigner(salt="fingerpost.cycles.links", sep=".")


def new_token() -> str:
    """32 random bytes, signed with the time."""
    return signer().sign(secrets.token_urlsafe(32))


def is_ours(token: str) -> bool:
    """Whether we made it, and not too long ago. What is not ours is never looked up."""
    try:
        signer().unsign(token, max_age=LIFE)
    except BadSignature:
        return False
    return True


def digest_of(token: str) -> str:
    """What is stored of a token: its SHA-256. From that no link can be made."""
    return hashlib.sha256(token.encode()).hexdigest()
