"""Who may do what with a follow-up, and when. Each rule returns the reason why not, "" for yes.

`by` is None for the system itself (the end of a cycle, the demo), which has no role to check.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.follow_ups.models import FollowUp, FollowUpNote, State
from fingerpost.people import roles
from fingerpost.people.models import User
from fingerpost.plans.models import Action, Milestone, Plan

# what happens -> (the states it starts from, the state it leads to). docs/reference/states.md is made from this.
TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "finish": (frozenset({State.OPEN}), State.DONE),
    "drop": (frozenset({State.OPEN}), State.DROPPED),
    "reopen": (frozenset({State.DONE, State.DROPPED}), State.OPEN),
}


def why_not_keep(by: User | None) -> str:
    """Make follow-ups, change them, drop them, take them up again, and give them to somebody else."""
    return "" if by is None else roles.why_not(by, "follow_ups.edit")


def why_not_change(by: User | None, follow_up: FollowUp) -> str:
    """Change what it says, its owner or its date: only while it is open, so that what ended stays as it was."""
    return why_not_keep(by) or why_not_open(follow_up)


def why_not_note(by: User | None, follow_up: FollowUp) -> str:
    """Say how it goes, or that it is done: its owner may, whatever the role, and whoever keeps follow-ups."""
    return why_not_whose(by, follow_up) or why_not_open(follow_up)


def why_not_drop(by: User | None, follow_up: FollowUp) -> str:
    return why_not_keep(by) or why_not_open(follow_up)


def why_not_reopen(by: User | None, follow_up: FollowUp) -> str:
    if refusal := why_not_keep(by):
        return refusal
    if follow_up.state not in TRANSITIONS["reopen"][0]:
        return _("“%(text)s” is open already.") % {"text": follow_up}
    return ""


def why_not_whose(by: User | None, follow_up: FollowUp) -> str:
    if by is None or roles.may(by, "follow_ups.edit"):
        return ""
    if refusal := roles.why_not(by, "follow_ups.update_own"):
        return refusal
    if by.pk != follow_up.owner_id:
        return _("This follow-up is not yours. Its owner or a coordinator says how it goes.")
    return ""


def why_not_open(follow_up: FollowUp) -> str:
    if follow_up.state != State.OPEN:
        return _("“%(text)s” is not open any more (%(state)s). A coordinator can reopen it.") % {
            "text": follow_up,
            "state": follow_up.get_state_display().lower(),
        }
    return ""


def why_not_text(text: str) -> str:
    if not text.strip():
        return _("Say what is to be done.")
    if len(text.strip()) > 500:
        return _("What is to be done must fit into 500 characters. Put the rest into a note.")
    return ""


def why_not_owner(owner: User | None, owner_words: str) -> str:
    """One person, or words for somebody who is not on the list."""
    if owner and owner_words.strip():
        return _("Choose a person, or say by whom in words; not both.")
    if owner and not owner.is_active:
        return _("%(name)s is inactive and cannot take this on.") % {"name": owner.name}
    return ""


def why_not_about(plan: Plan, action: Action | None, milestone: Milestone | None) -> str:
    """What it is about is one key action or one milestone at home in the plan, or nothing."""
    if action and milestone:
        return _("A follow-up is about a key action or about a milestone, not both.")
    about = action or (milestone.action if milestone else None)
    if about and about.plan_id != plan.pk:
        return _("“%(about)s” belongs to another plan.") % {"about": action or milestone}
    return ""


def why_not_day(day: date, follow_up: FollowUp | None = None) -> str:
    """What happened, happened by today, and not before the follow-up was agreed."""
    if day > timezone.localdate():
        return _("The date must not lie in the future.")
    if follow_up and day < follow_up.agreed_on:
        return _("The date must not lie before the day on which this was agreed.")
    return ""


def why_not_after(follow_up: FollowUp, day: date) -> str:
    """What ends a follow-up, or takes it up again, comes after all that was said before."""
    if follow_up.notes.exclude(kind=FollowUpNote.Kind.PROGRESS).filter(on__gt=day).exists():
        return _("Something later was recorded already: give that day or a later one.")
    return ""


def why_not_said(percent: Decimal | None, words: str) -> str:
    if percent is not None and not 0 <= percent <= 100:
        return _("Progress is a percentage from 0 to 100.")
    if percent is None and not words.strip():
        return _("Say something: progress, or a note.")
    return ""


def why_not_reason(reason: str) -> str:
    return "" if reason.strip() else _("Give a reason: it is kept and shown beside the change.")
