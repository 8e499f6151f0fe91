"""What pages read of committee papers and templates."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Max, Q, QuerySet
from django.utils.timezone import localdate

from fingerpost.committee.assembling import Paper
from fingerpost.committee.content import Heads
from fingerpost.committee.models import CommitteePaper, PaperPart, PaperState, PaperTemplate, layout_of
from fingerpost.committee.rules import writes
from fingerpost.people.models import User
from fingerpost.plans.models import Plan
from fingerpost.plans.queries import plans_visible_to


def papers_visible_to(user: User | None) -> QuerySet[CommitteePaper]:
    """Of the plans that a person may see: all for who writes papers, and for None, the system; all of their groups for
    members; for everybody else what was issued and is not exempt."""
    found = CommitteePaper.objects.filter(plan__in=plans_visible_to(user)).select_related("plan", "group", "template")
    if user is None or writes(user):
        return found
    public = Q(exempt="", pk__in=CommitteePaper.objects.filter(editions__isnull=False).values("pk"))
    theirs = Q(group__in=user.memberships.order_by().values("group"))
    return found.filter(public | theirs)


def paper_for(user: User | None, plan: str, key: str) -> CommitteePaper:
    """One paper by its plan's slug and its key. Raises `CommitteePaper.DoesNotExist`."""
    return papers_visible_to(user).select_related("plan__owner", "plan__area").get(plan__slug=plan, key=key)


def papers_of(plan: Plan, user: User) -> QuerySet[CommitteePaper]:
    """A plan's papers, the latest first, each with the number of its latest edition."""
    return (
        papers_visible_to(user).filter(plan=plan).annotate(edition=Max("editions__number")).order_by("-made_at", "-id")
    )


def waiting_for(user: User) -> int:
    """How many submitted papers this person may clear, as chair of the group."""
    chaired = user.memberships.filter(position="chair").order_by().values("group")
    return papers_visible_to(user).filter(group__in=chaired, state=PaperState.SUBMITTED).count()


def templates() -> QuerySet[PaperTemplate]:
    return PaperTemplate.objects.order_by("name")


def heads_of_paper(paper: CommitteePaper) -> Heads:
    """The last day of its period, or today where that is still to come, is the day that it speaks of."""
    return Heads(
        group=paper.group.name,
        meeting_date=paper.meeting_on,
        subject=paper.subject,
        by=paper.by_whom,
        plan=paper.plan.title,
        area=paper.plan.area.name,
        period=paper.of.label,
        as_at=min(paper.of.end, localdate()),
        author=paper.author,
        reference=paper.reference,
        background=paper.background,
    )


def whole_paper(paper: CommitteePaper, parts: list[PaperPart], edition: str = "") -> Paper:
    """The stored paper as the builders take it."""
    layout = layout_of(paper, paper.template.name, [])
    return Paper(
        layout=replace(layout, parts=()),
        heads=heads_of_paper(paper),
        parts=tuple(part.as_part() for part in parts),
        appendices=tuple(paper.appendices),
        exempt=paper.exempt,
        edition=edition,
    )
