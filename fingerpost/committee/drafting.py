"""Paragraphs drafted from the data, in plain English. Each drafter gives none where it has nothing to say.

What a drafter names by a reference is there when it is named: it asks `Found` first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from fingerpost.committee.content import APPENDIX
from fingerpost.core.periods import Period
from fingerpost.core.words import day_words, percent_words
from fingerpost.cycles import register
from fingerpost.cycles.models import Cycle
from fingerpost.follow_ups import queries as follow_ups
from fingerpost.follow_ups.models import State
from fingerpost.follow_ups.queries import LogRow
from fingerpost.papers import selection, wording
from fingerpost.papers.selection import Contents, Selection
from fingerpost.plans.models import MilestoneState, Plan
from fingerpost.reporting.filters import Filters
from fingerpost.reporting.indicators.scorecard import Scorecard, scorecard
from fingerpost.reporting.indicators.status import Status
from fingerpost.reporting.indicators.wording import shown_words
from fingerpost.reporting.milestone_row import MilestoneRow
from fingerpost.reporting.queries import milestones_as_at
from fingerpost.reporting.sentence import one_list, sentence_of
from fingerpost.reviews.queries import Review, review_of

NAMED = 5  # of a list, so that a paragraph stays one
STATUSES = {
    Status.GREEN: ngettext_lazy("%(count)d is on target", "%(count)d are on target", "count"),
    Status.AMBER: ngettext_lazy("%(count)d is close to target", "%(count)d are close to target", "count"),
    Status.RED: ngettext_lazy("%(count)d is off target", "%(count)d are off target", "count"),
    Status.WITHHELD: ngettext_lazy(
        "%(count)d is withheld because the number is small",
        "%(count)d are withheld because the numbers are small",
        "count",
    ),
    Status.UNKNOWN: ngettext_lazy("%(count)d has no figure", "%(count)d have no figure", "count"),
    Status.NO_TARGET: ngettext_lazy("%(count)d has no target", "%(count)d have no target", "count"),
    Status.NOT_YET_DUE: ngettext_lazy("%(count)d is not yet due", "%(count)d are not yet due", "count"),
    Status.DATA_ONLY: ngettext_lazy(
        "%(count)d is kept for information only", "%(count)d are kept for information only", "count"
    ),
}


@dataclass(frozen=True, slots=True)
class Found:
    """What the drafters tell of, read once. `upcoming` are the milestones due in the period after; `refs` what the
    paper will hold, `appendices` which appendices it has."""

    group: str
    contents: Contents
    counts: register.Counts
    log: tuple[LogRow, ...]
    card: Scorecard
    review: Review
    upcoming: tuple[MilestoneRow, ...]
    next_cycle: Cycle | None
    appendices: tuple[str, ...]
    refs: Collection[str]

    @property
    def chosen(self) -> Selection:
        return self.contents.selection

    @property
    def until(self) -> date:
        return self.chosen.moment.until

    @property
    def overdue(self) -> list[MilestoneRow]:
        """The longest overdue first."""
        late = [row for row in self.contents.milestones if row.is_overdue]
        return sorted(late, key=lambda row: (row.due or date.max, row.id))

    @property
    def open_log(self) -> list[LogRow]:
        return [row for row in self.log if row.state == State.OPEN]

    def see(self, *kinds: str) -> str:
        """ " See [[appendix-exceptions]]." for the first of the kinds that is an appendix, else ""."""
        kind = next((kind for kind in kinds if kind in self.appendices), "")
        return " " + _("See %(appendix)s.") % {"appendix": f"[[{APPENDIX}{kind}]]"} if kind else ""


def read(
    plan: Plan,
    *,
    period: Period,
    group: str,
    appendices: tuple[str, ...] = (),
    refs: Collection[str] = (),
    as_at: date | None = None,
) -> Found:
    """Everything that the drafters tell of. The number of queries is constant."""
    chosen = Selection(plan=plan, period=period, as_at=as_at)
    asked = register.Chosen(plans=Plan.objects.filter(pk=plan.pk), since=period.start, until=period.end)
    following = period.next
    coming = Filters(due_from=following.start, due_to=following.end)
    listed = milestones_as_at(plan, as_at=chosen.day, period=period, filters=coming)
    return Found(
        group=group,
        contents=selection.read(chosen),
        counts=register.total(line.counts for line in register.lines(asked, "person")),
        log=tuple(follow_ups.action_log(plan, period.start, chosen.day)),
        card=scorecard(plan, period, as_at=chosen.day),
        review=review_of(plan, period),
        upcoming=tuple(row for row in listed if row.state == MilestoneState.ACTIVE),
        next_cycle=Cycle.objects.filter(plan=plan, starts__gt=period.start, ends__gt=period.end)
        .order_by("ends")
        .first(),
        appendices=appendices,
        refs=refs,
    )


def purpose(found: Found) -> Iterator[str]:
    chosen = found.chosen
    values = {"plan": chosen.plan.title, "period": chosen.period.label, "date": day_words(chosen.day)}
    yield _("To tell the group how “%(plan)s” stood on %(date)s (%(period)s), and what is to happen next.") % values


def recommendation(found: Found) -> Iterator[str]:
    """To note, then to agree what follows."""
    values = {"group": found.group, "place": noted(found)}
    yield _("It is recommended that the %(group)s notes the progress set out in %(place)s.") % values
    if count := len(found.open_log):
        words = ngettext(
            "It is recommended that the %(group)s approves the %(count)d follow-up that is open%(place)s.",
            "It is recommended that the %(group)s approves the %(count)d follow-ups that are open%(place)s.",
            count,
        )
        yield words % {**values, "count": count, "place": listed_in(found, "action-log", "follow-ups")}
    if missing := found.counts.missing:
        words = ngettext(
            "It is recommended that the %(group)s asks for the %(count)d answer that is still missing%(place)s.",
            "It is recommended that the %(group)s asks for the %(count)d answers that are still missing%(place)s.",
            missing,
        )
        yield words % {**values, "count": missing, "place": listed_in(found, "non-response", "non-response")}


def noted(found: Found) -> str:
    """Where progress is told: the paragraph, the appendix, or both."""
    places = [_("paragraph %(number)s") % {"number": "[[standing]]"}] if "standing" in found.refs else []
    places += [f"[[{APPENDIX}{kind}]]" for kind in ("review", "milestones") if kind in found.appendices]
    return one_list(places) if places else _("this report")


def listed_in(found: Found, appendix: str, ref: str) -> str:
    """ " (APPENDIX 2)", " (paragraph 3.6)" or ""."""
    if appendix in found.appendices:
        return f" ([[{APPENDIX}{appendix}]])"
    return " " + _("(paragraph %(number)s)") % {"number": f"[[{ref}]]"} if ref in found.refs else ""


def about_plan(found: Found) -> Iterator[str]:
    plan, whole = found.chosen.plan, found.contents.whole
    values = {
        "plan": plan.title,
        "area": plan.area.name,
        "starts": day_words(plan.starts),
        "ends": day_words(plan.ends),
        "owner": plan.owner.name,
    }
    yield _("“%(plan)s” covers %(area)s from %(starts)s to %(ends)s. The %(owner)s owns it.") % values
    counted = whole.tally.total - whole.tally.left_out
    words = ngettext(
        "In %(year)s it holds %(count)d milestone.", "In %(year)s it holds %(count)d milestones.", counted
    ) % {"year": whole.year.label, "count": counted}
    left_out = whole.tally.left_out
    more = ngettext(
        "%(count)d more was cancelled or merged and is not counted.",
        "%(count)d more were cancelled or merged and are not counted.",
        left_out,
    ) % {"count": left_out}
    yield f"{words} {more}" if left_out else words


def standing(found: Found) -> Iterator[str]:
    """The counts, and the percentage beside what the time elapsed would have."""
    whole = found.contents.whole
    parts = [wording.counts_words(whole.tally, found.until), wording.rest_words(whole.tally)]
    if whole.percent is not None:
        said = _("Overall, the plan is %(percent)s complete.") % {"percent": percent_words(whole.percent)}
        parts.insert(0, said)
    if whole.percent is not None and whole.expected_shown is not None:
        values = {"percent": whole.expected_shown}
        parts.append(_("Given the time that has passed, %(percent)s%% could be expected.") % values)
    yield " ".join(filter(None, parts)) + found.see("milestones")


def outcomes(found: Found) -> Iterator[str]:
    """A paragraph for each outcome with something due and not complete; the first few where they are many."""
    plan = found.chosen.plan
    behind = [section.node for section in found.contents.sections if section.node and section.node.tally.remaining]
    for node in behind[:NAMED]:
        values = {"title": node.title.rstrip("."), "words": sentence_of(node, found.chosen.moment, plan)}
        yield _("“%(title)s”: %(words)s") % values
    if more := len(behind) - NAMED:
        words = ngettext(
            "%(count)d more outcome has milestones that were due and are not complete.",
            "%(count)d more outcomes have milestones that were due and are not complete.",
            more,
        )
        if more > 0:
            yield words % {"count": more} + found.see("milestones", "exceptions")


def behind(found: Found) -> Iterator[str]:
    rows = found.overdue
    if not rows:
        return
    words = ngettext("%(count)d milestone is overdue", "%(count)d milestones are overdue", len(rows))
    listed = one_list([late_words(row) for row in rows[:NAMED]])
    values = {"count": words % {"count": len(rows)}, "list": listed}
    if len(rows) > NAMED:
        yield _("%(count)s. The longest overdue are %(list)s.") % values + found.see("exceptions", "milestones")
    else:
        yield _("%(count)s: %(list)s.") % values + found.see("exceptions", "milestones")


def late_words(row: MilestoneRow) -> str:
    stood = percent_words(row.progress) if row.progress is not None else _("no update received")
    values = {"title": row.title.rstrip("."), "due": day_words(row.due), "stood": stood}
    return _("“%(title)s” (due %(due)s, %(stood)s)") % values


def indicators(found: Found) -> Iterator[str]:
    """Every status with its count, so that the parts add up; then those off target with their figures."""
    lines = found.card.lines
    if not lines:
        return
    counts = [str(STATUSES[status] % {"count": count}) for status, count in found.card.counts.items() if count]
    words = ngettext(
        "Of the %(total)d indicator of the plan, %(list)s.",
        "Of the %(total)d indicators of the plan, %(list)s.",
        len(lines),
    )
    off = [line for line in lines if line.status == Status.RED]
    named = [
        _("“%(title)s” (%(figure)s)")
        % {"title": line.indicator.title.rstrip("."), "figure": shown_words(line.indicator, line.figure)}
        for line in off[:NAMED]
    ]
    yield words % {"total": len(lines), "list": one_list(counts)} + found.see("scorecard")
    if named:
        yield _("Off target: %(list)s.") % {"list": one_list(named)}


def reviewed(found: Found) -> Iterator[str]:
    """How much of the plan was reviewed for the period; nothing where nothing was."""
    review, total = found.review, len(found.review.items)
    if not review.reviewed and not review.silent:
        return
    words = ngettext(
        "%(reviewed)d of the %(total)d indicator and key action of the plan was reviewed for the period.",
        "%(reviewed)d of the %(total)d indicators and key actions of the plan were reviewed for the period.",
        total,
    ) % {"reviewed": review.reviewed, "total": total}
    silent = ngettext(
        "On %(count)d no response was received from the lead officer.",
        "On %(count)d no response was received from the lead officers.",
        review.silent,
    ) % {"count": review.silent}
    yield (f"{words} {silent}" if review.silent else words) + found.see("review")


def non_response(found: Found) -> Iterator[str]:
    counts = found.counts
    if not counts.expected:
        return
    values = {
        "given": counts.given,
        "n": counts.expected,
        "rate": percent_words(counts.response_rate),
        "missing": counts.missing,
    }
    if not counts.missing:
        yield (
            ngettext(
                "Lead officers answered the %(n)d item that they were asked about.",
                "Lead officers answered all %(n)d items that they were asked about.",
                counts.expected,
            )
            % values
        )
        return
    words = ngettext(
        "Lead officers answered %(given)d of the %(n)d item that they were asked about (%(rate)s).",
        "Lead officers answered %(given)d of the %(n)d items that they were asked about (%(rate)s).",
        counts.expected,
    )
    more = ngettext(
        "No response was received on the other %(missing)d.",
        "No response was received on the other %(missing)d.",
        counts.missing,
    )
    yield f"{words} {more}" % values + found.see("non-response")


def followed_up(found: Found) -> Iterator[str]:
    """What is open, what is overdue of it, and what was done in the period."""
    open_ones, late = found.open_log, sum(row.overdue for row in found.log)
    done = sum(row.state == State.DONE for row in found.log)
    if not found.log:
        return
    words = ngettext("%(count)d follow-up is open", "%(count)d follow-ups are open", len(open_ones))
    words = words % {"count": len(open_ones)} if open_ones else _("No follow-up is open")
    overdue = ngettext("%(count)d of them is overdue", "%(count)d of them are overdue", late) % {"count": late}
    ended = ngettext("%(count)d was done in the period", "%(count)d were done in the period", done) % {"count": done}
    yield one_list([words, *([overdue] if late else []), *([ended] if done else [])]) + "." + found.see("action-log")


def next_steps(found: Found) -> Iterator[str]:
    """What falls due in the period after, and when lead officers are asked again."""
    following, rows = found.chosen.period.next, found.upcoming
    if rows:
        words = ngettext(
            "In %(period)s %(count)d milestone is due: %(list)s.",
            "In %(period)s %(count)d milestones are due, among them %(list)s.",
            len(rows),
        )
        named = one_list([f"“{row.title.rstrip('.')}”" for row in rows[: min(3, NAMED)]])
        yield words % {"period": following.label, "count": len(rows), "list": named}
    if found.next_cycle is not None:
        values = {"period": found.next_cycle.of.label, "due": day_words(found.next_cycle.due_on)}
        yield _("Lead officers are asked to report on %(period)s by %(due)s.") % values


def conclusion(found: Found) -> Iterator[str]:
    tally, late = found.contents.whole.tally, len(found.overdue)
    said = wording.counts_words(tally, found.until)
    if not late:
        yield said + " " + _("Nothing is overdue.")
        return
    more = ngettext(
        "The %(count)d milestone that is overdue needs the attention of its lead officer.",
        "The %(count)d milestones that are overdue need the attention of their lead officers.",
        late,
    )
    yield f"{said} {more % {'count': late}}"


@dataclass(frozen=True, slots=True)
class Drafter:
    title: str | Promise
    write: Callable[[Found], Iterator[str]]


DRAFTERS: dict[str, Drafter] = {
    "purpose": Drafter(gettext_lazy("Why the group gets the report"), purpose),
    "recommendation": Drafter(gettext_lazy("What the group is asked to note and approve"), recommendation),
    "plan": Drafter(gettext_lazy("What the plan is"), about_plan),
    "standing": Drafter(gettext_lazy("How the plan stands overall"), standing),
    "outcomes": Drafter(gettext_lazy("How each outcome stands that is behind"), outcomes),
    "behind": Drafter(gettext_lazy("Which milestones are overdue"), behind),
    "indicators": Drafter(gettext_lazy("Indicators by status"), indicators),
    "review": Drafter(gettext_lazy("How much was reviewed"), reviewed),
    "non-response": Drafter(gettext_lazy("Who answered and who did not"), non_response),
    "follow-ups": Drafter(gettext_lazy("What was agreed to follow up"), followed_up),
    "next": Drafter(gettext_lazy("What is due next"), next_steps),
    "conclusion": Drafter(gettext_lazy("The conclusion"), conclusion),
}
