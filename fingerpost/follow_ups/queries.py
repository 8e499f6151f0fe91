"""What pages, papers and digests read of follow-ups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When

from fingerpost.follow_ups.models import FollowUp, FollowUpNote, Origin, State
from fingerpost.follow_ups.rules import TRANSITIONS
from fingerpost.people.models import User
from fingerpost.plans.models import ActionOutcome, Outcome, Plan
from fingerpost.plans.queries import plans_visible_to

FIRST_DUE = (F("due").asc(nulls_last=True), "agreed_on", "id")
Kind = FollowUpNote.Kind


def follow_ups_visible_to(user: User | None) -> QuerySet[FollowUp]:
    """The follow-ups of the plans that a person may see. None is the system: all of them."""
    found = FollowUp.objects.filter(plan__in=plans_visible_to(user))
    return found.select_related("plan", "owner", "action__plan", "milestone__action__plan")


def follow_up_for(user: User | None, plan: str, key: str) -> FollowUp:
    """One follow-up by its plan's slug and its key. Raises `FollowUp.DoesNotExist`."""
    return follow_ups_visible_to(user).get(plan__slug=plan, key=key)


def mine(user: User) -> QuerySet[FollowUp]:
    """What a person owns and has still to do, first due first."""
    return follow_ups_visible_to(user).filter(owner=user, state=State.OPEN).order_by(*FIRST_DUE)


def finished_by(user: User) -> QuerySet[FollowUp]:
    """What a person owned and what has ended, the latest first."""
    return follow_ups_visible_to(user).filter(owner=user).exclude(state=State.OPEN).order_by("-ended_on", "-id")


def overdue(today: date) -> Q:
    """Open, and its day has gone by."""
    return Q(state=State.OPEN, due__lt=today)


def counts_of(user: User, today: date) -> tuple[int, int]:
    """How many open follow-ups a person owns, and how many of them are overdue. One query."""
    dues = list(mine(user).order_by().values_list("due", flat=True))
    return len(dues), sum(due is not None and due < today for due in dues)


def overdue_by_owner(today: date) -> dict[User, list[FollowUp]]:
    """Everything overdue of everybody who has not left, first due first: for the digest. One query in all.

    Those of drafts are left out: their owners may not be able to open them.
    """
    found = FollowUp.objects.filter(overdue(today), owner__is_active=True).exclude(plan__state=Plan.State.DRAFT)
    rows = found.select_related("plan", "owner").order_by("owner", "due", "id")
    grouped = groupby(rows, key=lambda row: row.owner)
    return {owner: list(theirs) for owner, theirs in grouped if owner}


def log_of(plan: Plan, user: User) -> QuerySet[FollowUp]:
    """A plan's follow-ups as its page lists them: what is open by its date, then what ended, the latest first."""
    is_open = Case(When(state=State.OPEN, then=Value(0)), default=Value(1))
    due = Case(When(state=State.OPEN, then=F("due")))
    return (
        follow_ups_visible_to(user)
        .filter(plan=plan)
        .order_by(is_open, due.asc(nulls_last=True), F("ended_on").desc(), "id")
    )


def notes_of(follow_up: FollowUp) -> QuerySet[FollowUpNote]:
    """What was said of it, the latest first."""
    return follow_up.notes.select_related("by").order_by("-on", "-id")


def owners_in(plan: Plan) -> QuerySet[User]:
    """Who owns a follow-up of a plan."""
    return User.objects.filter(pk__in=plan.follow_ups.order_by().values("owner"))


@dataclass(frozen=True, slots=True)
class LogRow:
    """A follow-up as it stood at the end of a day. `said` and `percent` are the latest words and figure."""

    follow_up: FollowUp
    state: State
    ended_on: date | None
    overdue: bool
    percent: Decimal | None
    said: str
    said_on: date | None

    @property
    def origin(self) -> str:
        """ "Check: milestone without an update"."""
        label = str(Origin(self.follow_up.origin).label)
        return f"{label}: {self.follow_up.origin_words}" if self.follow_up.origin_words else label


def log_rows(follow_ups: Iterable[FollowUp], day: date) -> list[LogRow]:
    """Those rows, in their order, as they stood at the end of a day. One query more, whatever their number."""
    rows = list(follow_ups)
    notes: dict[int, list[FollowUpNote]] = {}
    for note in FollowUpNote.objects.filter(follow_up__in=[row.pk for row in rows], on__lte=day).order_by("on", "id"):
        notes.setdefault(note.follow_up_id, []).append(note)
    return [log_row(row, notes.get(row.pk, []), day) for row in rows]


def log_row(row: FollowUp, notes: list[FollowUpNote], day: date) -> LogRow:
    """One row by what was said of it up to the day, earliest first."""
    turns = [note for note in notes if note.kind != Kind.PROGRESS]
    state = State(TRANSITIONS[turns[-1].kind][1]) if turns else State.OPEN
    spoken = [note for note in notes if note.words]
    percents = [note.percent for note in notes if note.percent is not None]
    return LogRow(
        follow_up=row,
        state=state,
        ended_on=turns[-1].on if turns and state != State.OPEN else None,
        overdue=state == State.OPEN and row.due is not None and row.due < day,
        percent=percents[-1] if percents else None,
        said=spoken[-1].words if spoken else "",
        said_on=spoken[-1].on if spoken else None,
    )


def action_log(
    plan: Plan,
    starts: date,
    ends: date,
    *,
    owner: User | None = None,
    outcome: Outcome | None = None,
    everything: bool = False,
) -> list[LogRow]:
    """What was agreed by the end of a period and was open then or ended in it: for papers. Two queries.

    What is open comes first, by its date; then what ended, in the order of ending. `everything` adds what ended
    before the period. How it stood is as at `ends`; owner and date are those that hold now.
    """
    found = plan.follow_ups.filter(agreed_on__lte=ends).select_related("owner", "action", "milestone__action", "plan")
    if owner:
        found = found.filter(owner=owner)
    if outcome:
        found = found.filter(counting_towards(outcome))
    if not everything:
        found = found.annotate(turn=last_turn(ends, "kind"), turned_on=last_turn(ends, "on")).filter(
            Q(turn=None) | Q(turn=Kind.REOPEN) | Q(turned_on__gte=starts)
        )
    rows = log_rows(found.order_by(*FIRST_DUE), ends)
    ended = [row for row in rows if row.ended_on]
    return [row for row in rows if not row.ended_on] + sorted(ended, key=lambda row: (row.ended_on, row.follow_up.pk))


def counting_towards(outcome: Outcome) -> Q:
    """About a key action, or a milestone of one, that counts towards an outcome or one below it. One query here."""
    parents = dict(outcome.plan.outcomes.values_list("pk", "parent"))
    under = {outcome.pk}
    while more := {pk for pk, parent in parents.items() if parent in under} - under:
        under |= more
    actions = ActionOutcome.objects.filter(outcome__in=under).order_by().values("action")
    return Q(action__in=actions) | Q(milestone__action__in=actions)


def last_turn(day: date, field: str) -> Subquery:
    """A field of the note by which a follow-up last ended or was taken up again, up to a day."""
    turns = FollowUpNote.objects.filter(follow_up=OuterRef("pk"), on__lte=day).exclude(kind=Kind.PROGRESS)
    return Subquery(turns.order_by("-on", "-id").values(field)[:1])


def about(action: str, milestone: str = "") -> Q:
    """About a milestone, or about a key action or any milestone of it, by their slugs."""
    if milestone:
        return Q(milestone__slug=milestone, milestone__action__slug=action)
    return Q(action__slug=action) | Q(milestone__action__slug=action)
