"""What fills the places in a mail's text at the moment of handing over, so that no secret is stored with it.

A part registers in its AppConfig's `ready` a function for each purpose of its own:

    links.register("update", minted)     # minted(reference, message) -> "https://plans.example.org/u/…"

A mail queued with `links={"link": "update:REFERENCE"}` has its "{link}" replaced by what the function gives, which is
called once for each attempt. It may raise `Refused`: then the mail is held, with that reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from fingerpost.mail.models import Message

Mint = Callable[[str, Message], str]
MINTS: dict[str, Mint] = {}


def register(purpose: str, mint: Mint) -> None:
    """Says who makes the links of a purpose. A purpose belongs to one part."""
    if MINTS.setdefault(purpose, mint) is not mint:
        raise ValueError(f"Links for “{purpose}” are made by {MINTS[purpose]} already.")


def missing(text: str, links: dict[str, str]) -> list[str]:
    """Places that the text does not have, and purposes that nobody has registered."""
    places = [place for place in links if f"{{{place}}}" not in text]
    return places + [purpose for link in links.values() if (purpose := link.partition(":")[0]) not in MINTS]


def filled(message: Message) -> str:
    """The text as it goes out. Raises what the makers of the links raise."""
    if not message.links:
        return message.text
    made = {}
    for place, link in message.links.items():
        purpose, _colon, reference = link.partition(":")
        made[place] = MINTS[purpose](reference, message)
    places = "|".join(map(re.escape, made))
    return re.sub(rf"\{{({places})\}}", lambda found: made[found[1]], message.text)
