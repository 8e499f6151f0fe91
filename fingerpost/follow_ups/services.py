"""Every write to follow-ups. `by` is None for the system itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from fingerpost.core import audit
from fingerpost.core.refusals import refuse_if
from fingerpost.follow_ups import rules
from fingerpost.follow_ups.models import FollowUp, FollowUpNote, Origin, State
from fingerpost.people.models import User
from fingerpost.plans.models import Action, Milestone, Plan
from fingerpost.plans.services.writing import check_value, set_fields

BATCH = 1000
TOLD = ("text", "owner", "owner_words", "due", "by_when", "origin", "origin_words", "action", "milestone", "agreed_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFollowUp:
    """One row of `add_many`. `agreed_on` None is today; `key_of_origin` "" is a cause that may make several."""

    plan: Plan
    text: str
    owner: User | None = None
    owner_words: str = ""
    due: date | None = None
    by_when: str = ""
    origin: str = Origin.OTHER
    origin_words: str = ""
    action: Action | None = None
    milestone: Milestone | None = None
    agreed_on: date | None = None
    key_of_origin: str = ""


class Wording(TypedDict, total=False):
    """What `edit` changes."""

    text: str
    by_when: str
    origin: str
    origin_words: str


@transaction.atomic
def add(new: NewFollowUp, *, by: User | None, asked: bool = False) -> FollowUp:
    """Make a follow-up. Where its cause has made one before, that one is returned and nothing is written.

    `asked`: a reporting cycle asks `by` for a next step, which stands in for keeping follow-ups.
    """
    made = add_many([new], by=by, asked=asked)
    return made[0] if made else FollowUp.objects.get(key_of_origin=new.key_of_origin)


@transaction.atomic
def add_many(rows: Iterable[NewFollowUp], *, by: User | None, asked: bool = False) -> list[FollowUp]:
    """Make many follow-ups with a few statements per thousand, all or none; returns those made.

    A row whose `key_of_origin` has made a follow-up before is passed over, even where two do so at once.
    """
    refuse_if(rules.why_not_keep(None if asked else by))
    wanted = [unsaved(row) for row in rows]
    FollowUp.objects.bulk_create(wanted, ignore_conflicts=True, batch_size=BATCH)
    made = [row for part in parts(wanted) for row in with_keys(part)]
    audit.record_all([added(row, by) for row in made])
    return made


def parts(rows: Sequence[FollowUp]) -> list[Sequence[FollowUp]]:
    return [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]


def with_keys(rows: Sequence[FollowUp]) -> list[FollowUp]:
    """Those that the database took in, with their row numbers: it does not return them where it may pass rows over."""
    stored = dict(FollowUp.objects.filter(key__in=[row.key for row in rows]).values_list("key", "pk"))
    found = [row for row in rows if row.key in stored]
    for row in found:
        row.pk = stored[row.key]
    return found


def unsaved(new: NewFollowUp) -> FollowUp:
    """The row that is asked for, after every rule about what it says."""
    agreed_on = new.agreed_on or timezone.localdate()
    refuse_if(
        rules.why_not_text(new.text)
        or rules.why_not_owner(new.owner, new.owner_words)
        or rules.why_not_about(new.plan, new.action, new.milestone)
        or rules.why_not_day(agreed_on)
    )
    told = {"by_when": new.by_when, "owner_words": new.owner_words, "origin_words": new.origin_words}
    for name, value in {**told, "origin": new.origin}.items():
        check_value(FollowUp, name, value.strip())
    return FollowUp(
        plan=new.plan,
        text=new.text.strip(),
        owner=new.owner,
        due=new.due,
        origin=new.origin,
        action=new.action,
        milestone=new.milestone,
        agreed_on=agreed_on,
        key_of_origin=new.key_of_origin or None,
        **{name: value.strip() for name, value in told.items()},
    )


def added(row: FollowUp, by: User | None) -> audit.Event:
    filled = {name: getattr(row, name) for name in TOLD if getattr(row, name) not in (None, "")}
    return audit.event("followup.add", row, by=by, after=filled, scope=row.plan.slug)


def locked(follow_up: FollowUp) -> FollowUp:
    """Read afresh, and locked until the transaction ends."""
    found = FollowUp.objects.select_for_update(of=("self",)).select_related("plan", "owner")
    return found.get(pk=follow_up.pk)


@transaction.atomic
def edit(
    *,
    follow_up: FollowUp,
    by: User | None,
    seen: Mapping[str, str] | None = None,
    asked: bool = False,
    **new: Unpack[Wording],
) -> FollowUp:
    """Change the words of an open follow-up. Raises `Conflict` where they are no longer as `seen`. `asked` as for
    `add`."""
    row = locked(follow_up)
    refuse_if(rules.why_not_change(None if asked else by, row) or rules.why_not_text(new.get("text", row.text)))
    set_fields(row, new, verb="followup.edit", by=by, scope=row.plan.slug, seen=seen)
    return row


@transaction.atomic
def hand_over(
    *, follow_up: FollowUp, by: User | None, owner: User | None = None, owner_words: str = "", reason: str = ""
) -> FollowUp:
    """Give it to somebody else, with a reason where somebody had it."""
    row = locked(follow_up)
    refuse_if(rules.why_not_change(by, row) or rules.why_not_owner(owner, owner_words))
    if row.by_whom:
        refuse_if(rules.why_not_reason(reason))
    new = {"owner": owner, "owner_words": owner_words}
    set_fields(row, new, verb="followup.hand-over", by=by, scope=row.plan.slug, reason=reason.strip())
    return row


@transaction.atomic
def move_due(
    *, follow_up: FollowUp, by: User | None, due: date | None, reason: str = "", asked: bool = False
) -> FollowUp:
    """Give it another date, with a reason where it had one. `asked` as for `add`."""
    row = locked(follow_up)
    refuse_if(rules.why_not_change(None if asked else by, row))
    if row.due:
        refuse_if(rules.why_not_reason(reason))
    set_fields(row, {"due": due}, verb="followup.move-due", by=by, scope=row.plan.slug, reason=reason.strip())
    return row


@transaction.atomic
def note_progress(
    *, follow_up: FollowUp, by: User | None, words: str = "", percent: Decimal | None = None, on: date | None = None
) -> FollowUpNote:
    """Say how it goes. `on`: the day, today unless said. 100 % does not finish it: `finish` does."""
    row, day = locked(follow_up), on or timezone.localdate()
    refuse_if(rules.why_not_note(by, row) or rules.why_not_said(percent, words) or rules.why_not_day(day, row))
    note = FollowUpNote.objects.create(follow_up=row, on=day, words=words.strip(), percent=percent, by=by)
    said = {"percent": percent, "note": words.strip()}
    filled = {name: value for name, value in said.items() if value not in (None, "")}
    audit.record("followup.update", row, by=by, after=filled, scope=row.plan.slug)
    return note


@transaction.atomic
def finish(*, follow_up: FollowUp, by: User | None, words: str = "", on: date | None = None) -> FollowUp:
    """It is done; `words` may say how it went."""
    row = locked(follow_up)
    refuse_if(rules.why_not_note(by, row))
    return change_state(row, FollowUpNote.Kind.FINISH, words, by=by, on=on)


@transaction.atomic
def drop(*, follow_up: FollowUp, by: User | None, reason: str, on: date | None = None) -> FollowUp:
    """It will not be done, for a reason."""
    row = locked(follow_up)
    refuse_if(rules.why_not_drop(by, row) or rules.why_not_reason(reason))
    return change_state(row, FollowUpNote.Kind.DROP, reason, by=by, on=on)


@transaction.atomic
def reopen(*, follow_up: FollowUp, by: User | None, reason: str, on: date | None = None) -> FollowUp:
    """Take up again what was done or dropped, for a reason."""
    row = locked(follow_up)
    refuse_if(rules.why_not_reopen(by, row) or rules.why_not_reason(reason))
    return change_state(row, FollowUpNote.Kind.REOPEN, reason, by=by, on=on)


def change_state(row: FollowUp, change: FollowUpNote.Kind, words: str, *, by: User | None, on: date | None) -> FollowUp:
    """Store the state that `change` leads to, and a note of it, so that what held on a past day can be told."""
    day, state = on or timezone.localdate(), rules.TRANSITIONS[change.value][1]
    refuse_if(rules.why_not_day(day, row) or rules.why_not_after(row, day))
    FollowUpNote.objects.create(follow_up=row, kind=change, on=day, words=words.strip(), by=by)
    new = {"state": state, "ended_on": None if state == State.OPEN else day}
    set_fields(row, new, verb=f"followup.{change}", by=by, scope=row.plan.slug, reason=words.strip())
    return row
