"""What the public of the demo sees: every quarter that was reported on, in the order of time."""

from __future__ import annotations

from django.utils import timezone

from fingerpost.core.periods import Period, quarters
from fingerpost.people.models import User
from fingerpost.plans.models import Plan
from fingerpost.public import news, services
from fingerpost.public.rules import why_not_prepare
from fingerpost.reporting.models import MilestoneUpdate

NEWS = [
    (
        "How the plan for young people is going",
        "Every quarter the partnership now says in public what was done, what was not, and what comes next.",
        "The council, the health board, the police, the college and voluntary bodies share one plan. Until now its "
        "progress stood in the papers of committees.\n\n"
        "These pages show each outcome and what is done for it. Where nobody told us how it stands, that is said.",
    ),
    (
        "The figures are there for everybody",
        "Everything on these pages can be downloaded and used.",
        "Tables open in any spreadsheet, and programs can read the same figures.\n\n"
        "Small counts are withheld where somebody could be recognised.",
    ),
]


def publish_all(by: User) -> None:
    """Every quarter that is over, was reported on and, where people were asked, approved."""
    plans = Plan.objects.exclude(state=Plan.State.DRAFT).order_by("starts", "pk")
    found = [(period, plan) for plan in plans for period in reported(plan)]
    for period, plan in sorted(found, key=lambda pair: (pair[0].end, -pair[1].outcomes.count())):
        if not why_not_prepare(by, plan, period):
            services.publish(publication=services.prepare(plan=plan, period=period, by=by), by=by)
    tell_news(by)


def tell_news(by: User) -> None:
    """The press release that the communication strategy of the demo plan asks for, and one on these pages."""
    for title, summary, text in NEWS:
        news.publish_news(item=news.write_news(title=title, summary=summary, text=text, by=by), by=by)


def reported(plan: Plan) -> list[Period]:
    """The quarters that are over and have updates."""
    said = MilestoneUpdate.objects.filter(milestone__action__plan=plan).values_list("as_at", flat=True).distinct()
    over = quarters(plan.starts, min(plan.ends, timezone.localdate()))
    return [one for one in over if one.end < timezone.localdate() and any(day in one for day in said)]
