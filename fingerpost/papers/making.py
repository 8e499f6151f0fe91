"""A paper as asked for: its Document, and its bytes in one of the formats."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused
from fingerpost.documents.model import Document
from fingerpost.documents.writers import FORMATS, write
from fingerpost.papers.kinds import KINDS
from fingerpost.papers.selection import Scope
from fingerpost.papers.wording import paper_look
from fingerpost.people.models import User
from fingerpost.plans.models import Outcome, Plan

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """`kind` is a name of `kinds.KINDS`."""

    kind: str
    plan: Plan
    period: Period
    outcome: Outcome | None = None
    lead: User | None = None
    scope: Scope = "due"
    as_at: date | None = None


def document_of(wanted: Wanted) -> Document:
    """The paper, whatever the format."""
    return KINDS[wanted.kind].build(
        wanted.plan,
        period=wanted.period,
        outcome=wanted.outcome,
        lead=wanted.lead,
        scope=wanted.scope,
        as_at=wanted.as_at,
    )


def content_of(wanted: Wanted, format: str) -> bytes:
    """The paper as a file of one of `writers.FORMATS`. A fault in the writing is logged and refused in words."""
    document = document_of(wanted)
    try:
        return write(document, format, look=paper_look())
    except Exception as fault:
        log.exception("A paper could not be written as %s.", format)
        values = {"format": FORMATS[format].title, "fault": str(fault).split("\n")[0][:200]}
        raise Refused(_("The paper could not be written as %(format)s: %(fault)s") % values) from fault
