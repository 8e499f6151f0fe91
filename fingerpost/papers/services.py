"""Making a set of papers in the background, one after the other, each kept as soon as it is ready."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from fingerpost.core import audit
from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.documents.writers import FORMATS
from fingerpost.papers.making import Wanted, content_of
from fingerpost.papers.models import PaperSet, PaperState, SetPaper
from fingerpost.papers.selection import why_not_period
from fingerpost.people.models import User
from fingerpost.plans.models import Plan

GIVEN_UP_AFTER = timedelta(minutes=15)  # a paper takes seconds: its worker has gone


@transaction.atomic
def ask_for_papers(*, plan: Plan, period: Period, kinds: Iterable[str], formats: Iterable[str], by: User) -> PaperSet:
    """Have papers made by the worker, every kind in every format."""
    refuse_if(why_not_period(plan, period))
    wanted = [(kind, format) for kind in kinds for format in formats]
    refuse_if("" if wanted else _("Choose a paper and a format."))
    row = PaperSet.objects.create(plan=plan, period=period.slug, by=by)
    SetPaper.objects.bulk_create([SetPaper(set=row, kind=kind, format=format) for kind, format in wanted])
    names = [f"{kind}.{format}" for kind, format in wanted]
    audit.record("paper-set.ask", row, by=by, after={"papers": names}, scope=plan.slug)
    transaction.on_commit(lambda: make_papers.enqueue(row.key))
    return row


@task()
def make_papers(key: str) -> None:
    """The worker's part: see `fingerpost worker`."""
    make_all(PaperSet.objects.select_related("plan").get(key=key))


def make_all(row: PaperSet) -> None:
    """Every paper of the set that is still to be made. A second worker on the same set takes what the first left."""
    while (paper := next_of(row)) is not None:
        make(paper)


@transaction.atomic
def next_of(row: PaperSet) -> SetPaper | None:
    """A paper that nobody makes yet, now claimed; None where there is none."""
    waiting = row.papers.select_for_update(of=("self",)).filter(state=PaperState.WAITING)
    paper = waiting.first()
    if paper is not None:
        paper.state, paper.begun_at = PaperState.MAKING, timezone.now()
        paper.save(update_fields=["state", "begun_at"])
    return paper


def make(paper: SetPaper) -> None:
    """Write one paper and keep it, or say why it could not be written."""
    row = paper.set
    wanted = Wanted(kind=paper.kind, plan=row.plan, period=row.of)
    try:
        content = content_of(wanted, paper.format)
    except Refused as refusal:
        end(paper, PaperState.FAILED, why=refusal.reason)
        return
    name = f"{row.plan.slug}-{paper.kind}-{row.period}.{FORMATS[paper.format].extension}"
    paper.file.save(f"{row.key}-{name}", ContentFile(content), save=False)
    paper.size, paper.sha256 = len(content), hashlib.sha256(content).hexdigest()
    end(paper, PaperState.MADE)


def end(paper: SetPaper, state: str, *, why: str = "") -> None:
    paper.state, paper.why, paper.ended_at = state, why, timezone.now()
    paper.save(update_fields=["state", "why", "ended_at", "file", "size", "sha256"])


def give_up_lost(now: datetime) -> int:
    """Papers whose worker has gone are marked as failed, so that nobody waits for them. How many."""
    lost = SetPaper.objects.filter(state=PaperState.MAKING, begun_at__lt=now - GIVEN_UP_AFTER)
    words = _("The work on it was cut off. Ask for the papers again.")
    return lost.update(state=PaperState.FAILED, why=words, ended_at=now)
