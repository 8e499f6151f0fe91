"""How Fingerpost says no: one exception whose text is the reason, in words for the person who asked."""

from __future__ import annotations


class Refused(Exception):
    """A rule says no. `reason` is a whole sentence that says why and, where it can, what to do.

    Pages show it with status 403; commands print it and end with exit status 1.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def refuse_if(reason: str) -> None:
    """Raise `Refused` unless `reason` is "": rules return "" for yes."""
    if reason:
        raise Refused(reason)
