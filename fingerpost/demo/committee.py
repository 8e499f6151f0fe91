"""The committee papers of the demo: one that was issued and corrected, and one that is being written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from fingerpost.committee import services
from fingerpost.committee.models import PaperTemplate
from fingerpost.committee.template_services import bring_own
from fingerpost.core.periods import Period
from fingerpost.people.models import Group, User
from fingerpost.plans.models import Plan

GROUP = "SMARTER Strategic Group"
REPORTS = "Head of Children's and Families' Services"


def make_committee_papers() -> None:
    """Both papers, once the demo is filled. Outside its transaction: the files of two editions take seconds."""
    bring_own()
    lettered, current = PaperTemplate.objects.order_by("pk")[:2]
    plan = Plan.objects.get(slug="smarter-plan-2009-10")
    people = {user.slug: user for user in User.objects.filter(slug__in=["rory-munro", "effie-grant"])}
    issue_review(plan, lettered, people)
    draft_annual(plan, current, people)


def issue_review(plan: Plan, template: PaperTemplate, people: Mapping[str, User]) -> None:
    """The half-year paper of December 2009, and the edition that corrected it."""
    by, chair = people["rory-munro"], people["effie-grant"]
    paper = services.make_paper(
        plan=plan,
        period=Period.parse("2009-10-h1"),
        template=template,
        by=by,
        group=Group.objects.get(name=GROUP),
        meeting_on=date(2009, 12, 17),
        subject="Half-year review of the plan",
        by_whom=REPORTS,
        author="Rory Munro, Performance officer",
        reference="FP/2009/17",
        background="Held by the author",
    )
    visits = services.add_part(
        paper=paper,
        after="recommendation",
        text="It is also recommended that the group agrees to visits to each locality management group.",
        by=by,
    )
    asked = services.comment(paper=paper, ref=visits.ref, text="Please say by when.", by=chair)
    services.edit_part(paper=paper, ref=visits.ref, text=visits.text.replace(".", " by March 2010."), by=by)
    services.resolve(comment=asked, by=by)
    services.submit(paper=paper, by=by)
    services.clear(paper=paper, by=chair)
    services.issue(paper=paper, by=by)
    services.correct(paper=paper, by=by, reason="The visits are to end in February, before the new plan is written")
    services.edit_part(
        paper=paper, ref=visits.ref, text=visits.text.replace(".", " by the end of February 2010."), by=by
    )
    services.add_part(
        paper=paper,
        after=visits.ref,
        text="What the visits find goes into the plan for 2010/11.",
        by=by,
    )
    services.submit(paper=paper, by=by)
    services.clear(paper=paper, by=chair)
    services.issue(paper=paper, by=by)


def draft_annual(plan: Plan, template: PaperTemplate, people: Mapping[str, User]) -> None:
    """The paper on the whole year, with a question of the chair that is still open."""
    paper = services.make_paper(
        plan=plan,
        period=Period.parse("2009-10"),
        template=template,
        by=people["rory-munro"],
        group=Group.objects.get(name=GROUP),
        meeting_on=date(2010, 6, 17),
        by_whom=REPORTS,
    )
    services.comment(
        paper=paper, ref="behind", text="Which of these are in next year's plan?", by=people["effie-grant"]
    )
