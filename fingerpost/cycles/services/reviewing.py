"""What an answer tells of the work on an indicator: an entry in its review for the cycle's period, and a follow-up."""

from __future__ import annotations

from dataclasses import replace
from typing import TypedDict

from django.utils.translation import gettext as _

from fingerpost.cycles.answers import Answer
from fingerpost.follow_ups import services as follow_ups
from fingerpost.follow_ups.models import FollowUp, State
from fingerpost.people.models import User
from fingerpost.plans.models import Indicator
from fingerpost.reviews.models import Instead, ReviewEntry
from fingerpost.reviews.queries import reviewed
from fingerpost.reviews.services import Said, Step, agree, record_review, said_so_far


class Told(TypedDict):
    """The fields of an item."""

    review: ReviewEntry | None
    next_step: FollowUp | None


def tell_work(answer: Answer, indicator: Indicator, *, by: User | None) -> Told:
    """What was left blank stays as it is: the review may have been filled in elsewhere."""
    return {"review": entry_of(answer, indicator, by=by), "next_step": step_of(answer, indicator, by=by)}


def entry_of(answer: Answer, indicator: Indicator, *, by: User | None) -> ReviewEntry | None:
    if not (answer.work_undertaken.strip() or answer.work_planned.strip()):
        return answer.item.review
    before = reviewed(indicator, answer.item.cycle.of)
    so_far = said_so_far(before, answer.item.cycle.of)
    said = with_work(so_far, answer)
    return before.entry if said == so_far else record_review(replace(said, reason=answer.reason), by=by, asked=True)


def with_work(said: Said, answer: Answer) -> Said:
    done, planned = answer.work_undertaken.strip(), answer.work_planned.strip()
    return replace(
        said,
        work_undertaken=done or said.work_undertaken,
        undertaken_instead="" if done else kept(said.undertaken_instead),
        work_planned=planned or said.work_planned,
        planned_instead="" if planned else kept(said.planned_instead),
    )


def kept(instead: str) -> str:
    """An answer ends "no response received"."""
    return "" if instead == Instead.NO_RESPONSE else instead


def step_of(answer: Answer, indicator: Indicator, *, by: User | None) -> FollowUp | None:
    """The follow-up of the next step, for the person who was asked. One that is still open is put in the new words."""
    earlier = answer.item.next_step
    if not answer.step.strip():
        return earlier
    if earlier is None or earlier.state != State.OPEN:
        step = Step(text=answer.step, owner=answer.item.request.person, due=answer.step_due)
        return agree(step, indicator, answer.item.cycle.of, by=by, asked=True)
    if earlier.text != answer.step.strip():
        earlier = follow_ups.edit(follow_up=earlier, by=by, asked=True, text=answer.step.strip())
    if answer.step_due and earlier.due != answer.step_due:
        reason = _("The answer was sent anew.")
        earlier = follow_ups.move_due(follow_up=earlier, by=by, asked=True, due=answer.step_due, reason=reason)
    return earlier
