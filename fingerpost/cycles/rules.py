"""Who may run a cycle, and when. Each rule returns the reason why not, "" for yes.

`by` is None for the system itself (`fingerpost tick`), which has no role to check.
"""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.core.periods import Period
from fingerpost.core.words import day_words
from fingerpost.core.working_days import add_working_days, working_days_between
from fingerpost.cycles.models import Cycle, CycleState, Item, ItemState, Link, Recipient, ReminderStep, Request
from fingerpost.people import roles
from fingerpost.people.models import Membership, User
from fingerpost.plans.models import Plan
from fingerpost.plans.rules import first
from fingerpost.reporting.queries import lock_over

# what happens -> (the states it starts from, the state it leads to). docs/reference/states.md is made from these.
CYCLE_TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "open": (frozenset({CycleState.PLANNED}), CycleState.OPEN),
    "close": (frozenset({CycleState.OPEN}), CycleState.CLOSED),
    "lock": (frozenset({CycleState.CLOSED}), CycleState.LOCKED),
    "unlock": (frozenset({CycleState.LOCKED}), CycleState.CLOSED),
    "reopen": (frozenset({CycleState.CLOSED}), CycleState.OPEN),
}
ITEM_TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "submit": (frozenset({ItemState.ASKED, ItemState.RETURNED, ItemState.SUBMITTED}), ItemState.SUBMITTED),
    "return": (frozenset({ItemState.SUBMITTED, ItemState.APPROVED}), ItemState.RETURNED),
    "approve": (frozenset({ItemState.SUBMITTED}), ItemState.APPROVED),
    "hand-back": (frozenset({ItemState.ASKED, ItemState.RETURNED}), ItemState.HANDED_BACK),
    "ask-again": (frozenset({ItemState.HANDED_BACK}), ItemState.ASKED),
}


def why_not_run(by: User | None) -> str:
    """Plan, open, extend, close and reopen cycles, and chase."""
    return "" if by is None else roles.why_not(by, "cycles.run")


def chairs(by: User, plan: Plan) -> bool:
    """Whether a person chairs the group that owns a plan."""
    return Membership.objects.filter(group=plan.owner_id, user=by, position=Membership.Position.CHAIR).exists()


def why_not_follow(by: User | None, plan: Plan) -> str:
    """See who was asked and who answered: who runs cycles, and the chair of the group that owns the plan."""
    refusal = why_not_run(by)
    return "" if not refusal or (by is not None and by.is_active and chairs(by, plan)) else refusal


def why_not_read_register(by: User) -> str:
    """Read the register of non-response: who runs cycles, and whoever chairs a group, for the plans of that group."""
    refusal = why_not_run(by)
    chairs_any = Membership.objects.filter(user=by, position=Membership.Position.CHAIR)
    return "" if not refusal or (by.is_active and chairs_any.exists()) else refusal


def why_not_state(cycle: Cycle, verb: str) -> str:
    """Whether a cycle's state lets a thing happen to it."""
    if cycle.state in CYCLE_TRANSITIONS[verb][0]:
        return ""
    words = {
        "open": _("This cycle was opened already."),
        "close": _("Only an open cycle can be closed."),
        "lock": _("Close the cycle before you lock it."),
        "unlock": _("This cycle is not locked."),
        "reopen": _("Only a closed cycle can be reopened. Unlock it first where it is locked."),
    }
    return words[verb]


def why_not_plan_cycle(by: User | None, plan: Plan) -> str:
    if refusal := why_not_run(by):
        return refusal
    if plan.state != Plan.State.ACTIVE:
        return _("“%(plan)s” is not in force. Only a plan in force is reported on.") % {"plan": plan}
    return ""


def why_not_period(plan: Plan, period: Period) -> str:
    if period.end < plan.starts or period.start > plan.ends:
        return _("%(period)s lies outside the plan, which runs from %(starts)s to %(ends)s.") % {
            "period": period.label,
            "starts": day_words(plan.starts),
            "ends": day_words(plan.ends),
        }
    if Cycle.objects.filter(plan=plan, period=period.slug).exists():
        return _("There is a cycle for %(period)s already.") % {"period": period.label}
    return ""


def why_not_dates(period: Period, opens_on: date, due_on: date, grace_until: date) -> str:
    """The days of a cycle stand in order, and nobody is asked before the period began."""
    if opens_on < period.start:
        return _("The cycle must not open before the period begins on %(day)s.") % {"day": day_words(period.start)}
    if due_on < opens_on:
        return _("The due date must not lie before the day on which the cycle opens.")
    if grace_until < due_on:
        return _("The last day of grace must not lie before the due date.")
    return ""


def why_not_edit(by: User | None, cycle: Cycle) -> str:
    """Change the days: those of a closed cycle are history."""
    if refusal := why_not_run(by):
        return refusal
    if cycle.state not in {CycleState.PLANNED, CycleState.OPEN}:
        return _("This cycle is over, so its days can no longer be changed.")
    return ""


def why_not_cancel(by: User | None, cycle: Cycle) -> str:
    if refusal := why_not_run(by):
        return refusal
    return "" if cycle.state == CycleState.PLANNED else _("This cycle was opened, so it can only be closed.")


def why_not_open(by: User | None, cycle: Cycle) -> str:
    refusal = first(why_not_state(cycle, "open"), why_not_plan_cycle(by, cycle.plan))
    return refusal or why_not_take_answers(cycle)


def why_not_ask_more(cycle: Cycle) -> str:
    return "" if cycle.takes_answers else _("Only in an open cycle can people be asked for more.")


def why_not_close(by: User | None, cycle: Cycle) -> str:
    return first(why_not_run(by), why_not_state(cycle, "close"))


def why_not_reopen(by: User | None, cycle: Cycle) -> str:
    refusal = first(why_not_state(cycle, "reopen"), why_not_plan_cycle(by, cycle.plan))
    return refusal or why_not_take_answers(cycle)


def why_not_take_answers(cycle: Cycle) -> str:
    """Answers hold as at the cycle's day. Where another period that covers it is locked, they could not be stored."""
    day = cycle.reporting_day()
    lock = lock_over(cycle.plan, day)
    if lock is None:
        return ""
    return _("Answers would be as at %(day)s, and %(period)s is approved and locked. Unlock that period first.") % {
        "day": day_words(day),
        "period": lock.of.label,
    }


def why_not_extend_anybody(by: User | None, cycle: Cycle) -> str:
    """Give people longer while a cycle takes answers."""
    if refusal := why_not_run(by):
        return refusal
    return "" if cycle.takes_answers else _("The cycle is not open.")


def why_not_extend(by: User | None, request: Request, due_on: date) -> str:
    """Give one person longer: to a later day than now, which is not past."""
    if refusal := why_not_extend_anybody(by, request.cycle):
        return refusal
    if due_on <= request.due_on:
        return _("Give a day after %(day)s, the present due date.") % {"day": day_words(request.due_on)}
    if due_on < timezone.localdate():
        return _("Give a day that is not past.")
    return ""


MOST_DAYS = 60  # working days; nobody waits for a quarter


def why_not_days(to_answer: int, of_grace: int, to_follow_up: int) -> str:
    """The partnership's usual days."""
    if not 1 <= to_answer <= MOST_DAYS:
        return _("Give people from 1 to %(most)d working days to answer.") % {"most": MOST_DAYS}
    if not 0 <= of_grace <= MOST_DAYS or not 1 <= to_follow_up <= MOST_DAYS:
        return _("Give no more than %(most)d working days.") % {"most": MOST_DAYS}
    return ""


def why_not_step(by: User | None, days: int, recipient: str) -> str:
    """A new step of the schedule of reminders."""
    if refusal := why_not_run(by):
        return refusal
    if recipient not in Recipient.values:
        return _("Choose who is written to.")
    if abs(days) > MOST_DAYS:
        return _("Give no more than %(most)d working days.") % {"most": MOST_DAYS}
    if ReminderStep.objects.filter(days=days, recipient=recipient).exists():
        return _("This step is in the schedule already.")
    return ""


def last_day(request: Request) -> date:
    """The last day on which a link of a request takes answers. An extension has the same days of grace."""
    cycle = request.cycle
    if request.due_on <= cycle.due_on:
        return cycle.grace_until
    grace = working_days_between(cycle.due_on, cycle.grace_until)
    return max(cycle.grace_until, add_working_days(request.due_on, grace) if grace else request.due_on)


def takes_links(request: Request) -> bool:
    """Whether a link of a request opens anything today."""
    return request.cycle.takes_answers and timezone.localdate() <= last_day(request)


def is_asked(by: User, request: Request) -> bool:
    """Whether a request is theirs to answer: the person, who stands in this time, and the deputy."""
    return by.pk in {request.person_id, request.delegate_id, request.person.deputy_id}


def why_not_answer(by: User | None, request: Request) -> str:
    """Answer, save a draft, hand back or let somebody else answer; None is a task sheet on the command line."""
    if by is not None and not by.is_active:
        return _("%(name)s is inactive.") % {"name": by.name}
    if by is not None and not is_asked(by, request) and why_not_run(by):
        return _("%(name)s was asked for this, and answers it or lets somebody else do so.") % {"name": request.person}
    if not request.cycle.takes_answers:
        return _("The cycle for %(period)s is over, so it takes no more answers.") % {"period": request.cycle.of.label}
    return ""


def why_link_ended(link: Link) -> str:
    """Why a link no longer opens anything. The request's own end comes first: no fresh link would help."""
    if not takes_links(link.request):
        return _("It was for %(period)s. Answers were taken until %(day)s.") % {
            "period": link.request.cycle.of.label,
            "day": day_words(last_day(link.request)),
        }
    if not link.person.is_active or not is_asked(link.person, link.request):
        return _("Somebody else answers for %(name)s now.") % {"name": link.request.person.name}
    return _("It was taken back, so that nobody else can use it.") if link.revoked_at else ""


def why_not_submit(item: Item) -> str:
    """An answer may be sent, and sent anew until it is approved."""
    if item.state in ITEM_TRANSITIONS["submit"][0]:
        return ""
    if item.state == ItemState.APPROVED:
        return _("Your answer was approved, so it can no longer be changed here.")
    return _("You said that this is not yours any more.")


MOST_EVIDENCE = 10  # for one item


def why_not_evidence(item: Item, *, url: str, has_file: bool) -> str:
    """Back an answer up with one more link or file."""
    if refusal := why_not_submit(item):
        return refusal
    if bool(url) == has_file:
        return _("Give either a link or a file.")
    if item.evidence.count() >= MOST_EVIDENCE:
        return _("There may be %(most)d links and files for one item. Remove one first.") % {"most": MOST_EVIDENCE}
    return ""


def why_not_hand_back(item: Item) -> str:
    if item.state in ITEM_TRANSITIONS["hand-back"][0]:
        return ""
    return _("Only what is still to be answered can be handed back.")


def why_not_ask_again(by: User | None, item: Item) -> str:
    """Ask somebody about an item that was handed back: the person who has it now, or the same one again."""
    if refusal := why_not_run(by):
        return refusal
    if not item.cycle.takes_answers:
        return _("The cycle is not open.")
    return "" if item.state in ITEM_TRANSITIONS["ask-again"][0] else _("This was not handed back.")


def why_not_stand_in(request: Request, person: User | None) -> str:
    """Let somebody answer in a person's stead, this time."""
    if person is None:
        return ""
    if person.pk == request.person_id:
        return _("%(name)s is asked already.") % {"name": person.name}
    if not person.is_active or not person.email:
        return _("%(name)s cannot be reached by mail. Choose somebody else.") % {"name": person.name}
    return ""


def why_not_settle_due(by: User | None, item: Item) -> str:
    """Move a due date as the answer asks, or leave it."""
    if refusal := why_not_run(by):
        return refusal
    return "" if item.proposed_due else _("No other due date is asked for.")


def why_no_sheets(cycle: Cycle) -> str:
    """Task sheets are taken away while answers are."""
    if cycle.takes_answers:
        return ""
    return _("The cycle for %(period)s is not open, so nothing waits for an answer.") % {"period": cycle.of.label}


def why_not_chase(by: User | None, cycle: Cycle) -> str:
    """Remind people by hand."""
    if refusal := why_not_run(by):
        return refusal
    return "" if cycle.takes_answers else _("The cycle is not open, so nobody can answer.")
