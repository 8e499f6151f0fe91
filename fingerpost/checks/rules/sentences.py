"""What the summary sentence of a key action says, against its milestones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fingerpost.checks.facts import ActionFacts, MilestoneFacts
from fingerpost.checks.registry import Around, Remark, Remarks, active, lists_all, percent, rule
from fingerpost.checks.summaries import Claim, State, broken, claims, percent_in
from fingerpost.core.periods import Period
from fingerpost.reporting.standing import WELL_PROGRESSED_FROM

_BANDS: dict[State, Callable[[Decimal], bool]] = {
    "complete": lambda progress: progress >= 100,
    "well": lambda progress: WELL_PROGRESSED_FROM <= progress < 100,
    "some": lambda progress: 0 < progress < 100,
    "none": lambda progress: progress == 0,
}
Rows = tuple[MilestoneFacts, ...]


@rule("summary-counts", ActionFacts, severity="error", title=gettext_lazy("Counts in the summary differ from the rows"))
def counts_differ(action: ActionFacts, around: Around) -> Remarks:
    """ "3 of the 5 are complete", "both", "all": wrong when no fair way of counting the rows gives it."""
    ways = _ways_of_counting(action, around)
    for claim in claims(action.summary):
        if claim.of != "due" or claim.state != "complete" or any(_agrees(claim, rows) for rows in ways):
            continue
        rows = ways[0]
        done = sum(1 for row in rows if row.progress is not None and row.progress >= 100)
        message = _("The summary says “%(words)s” are complete, but of the %(total)d milestones due %(done)d are.")
        yield Remark(message % {"words": claim.words, "total": len(rows), "done": done}, claim.words)


@rule(
    "remaining-milestone-number",
    ActionFacts,
    severity="warning",
    title=gettext_lazy("“Remaining” has the wrong number"),
)
def remaining_number(action: ActionFacts, around: Around) -> Remarks:
    """ "The remaining milestone" where two remain, "the remaining two" where three do."""
    made = claims(action.summary)
    said, numbers = _said_to_remain(made)
    expected = _remain(made, _ways_of_counting(action, around)) if said else None
    if said is None or expected is None or expected in numbers:
        return
    if None not in numbers or (said.singular is False and expected < 2):
        message = ngettext(
            "The summary says “%(words)s”, but %(expected)d milestone remains.",
            "The summary says “%(words)s”, but %(expected)d milestones remain.",
            expected,
        )
        yield Remark(message % {"words": said.words, "expected": expected}, said.words)


@rule(
    "summary-progress-words",
    ActionFacts,
    severity="warning",
    title=gettext_lazy("Words for progress differ from the rows"),
)
def progress_words(action: ActionFacts, around: Around) -> Remarks:
    """ "Well progressed" (75 % and over), "some progress", "no progress", against the rows that remain."""
    ways = _ways_of_counting(action, around)
    for claim in claims(action.summary):
        if claim.state not in {"well", "some", "none"} or any(_stand_so(claim, rows) for rows in ways):
            continue
        stand = ", ".join(percent(row.progress) for row in _unfinished(ways[0]) if row.progress is not None)
        message = _("The summary says “%(words)s” %(state)s, but those not complete stand at: %(stand)s.")
        values = {"words": claim.words, "state": _state_words(claim.state), "stand": stand or _("none")}
        yield Remark(message % values, claim.words)


@rule(
    "summary-percent",
    ActionFacts,
    severity="error",
    title=gettext_lazy("Two overall percentages are stated"),
)
def percents_differ(action: ActionFacts, around: Around) -> Remarks:
    """The percentage in the words against the one stated beside them."""
    written = percent_in(action.summary)
    if written and action.stated_percent is not None and Decimal(written) != action.stated_percent:
        message = _("The summary says %(words)s, but %(stated)s is stated beside it.")
        values = {"words": percent(Decimal(written)), "stated": percent(action.stated_percent)}
        yield Remark(message % values, f"{written}%")


@rule("summary-broken", ActionFacts, severity="notice", title=gettext_lazy("The summary sentence reads broken"))
def sentence_broken(action: ActionFacts, around: Around) -> Remarks:
    """A word is missing or doubled, or a placeholder was left in."""
    if found := broken(action.summary):
        yield Remark(_("The summary reads “%(words)s”: a word seems to be missing.") % {"words": found}, found)


def _ways_of_counting(action: ActionFacts, around: Around) -> list[Rows]:
    """The rows that "due" may mean, the likeliest first.

    A report lists what was due; a stored plan lists everything. Writers differ on rows that lie after the date of
    the report, on those of earlier years and on those cancelled, so a sentence is taken as right when any way of
    counting bears it out.
    """
    rows = active(action.milestones)
    until = action.stated_on or around.as_at
    due = tuple(row for row in rows if until is None or row.due is None or row.due <= until)
    ways = [due, rows] if lists_all(action, around.plan) else [rows, due]
    if until is not None:
        year = Period.containing(until, "year")
        ways.append(tuple(row for row in due if row.due is not None and row.due >= year.start))
    return [*ways, action.milestones]


def _agrees(claim: Claim, rows: Rows) -> bool:
    """Blank progress may be either, so it never makes a claim wrong."""
    done = sum(1 for row in rows if row.progress is not None and row.progress >= 100)
    blank = sum(1 for row in rows if row.progress is None)
    whole = len(rows) if claim.whole is None else claim.whole
    count = whole if claim.count is None else claim.count
    return whole == len(rows) and done <= count <= done + blank


def _remain(made: Sequence[Claim], ways: list[Rows]) -> int | None:
    """How many remain: by the sentence's own counts, else by the rows; None where neither can tell."""
    for claim in made:
        if claim.of == "due" and claim.state == "complete" and claim.whole is not None and claim.count is not None:
            return claim.whole - claim.count
    rows = ways[0]
    numbers = {len(_unfinished(way)) for way in ways}
    return None if len(numbers) > 1 or any(row.progress is None for row in rows) else numbers.pop()


def _said_to_remain(made: Sequence[Claim]) -> tuple[Claim | None, set[int | None]]:
    """The first mention of those that remain, and the numbers that the mentions may fairly add up to.

    None among the numbers stands for a plural without a number.
    """
    pool = next((claim for claim in made if claim.of == "pool"), None)
    rest = [claim for claim in made if claim.of == "remaining"]
    named = [claim for claim in rest if "remaining" in claim.words]
    if not named and any("other" in claim.words for claim in rest):
        named = rest
    if pool or not named:
        return pool, {pool.count} if pool else set()
    return named[0], {_sum(named), _sum(rest)}


def _sum(rest: Iterable[Claim]) -> int | None:
    """What the parts add up to; None where one of them gives no number."""
    counts = [claim.count for claim in rest]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def _unfinished(rows: Rows) -> Rows:
    return tuple(row for row in rows if row.progress is None or row.progress < 100)


def _stand_so(claim: Claim, rows: Rows) -> bool:
    """As many rows as the claim counts are in its band; all that remain, where it gives no number."""
    among = rows if claim.of == "due" else _unfinished(rows)
    blank = sum(1 for row in among if row.progress is None)
    fit = blank + sum(1 for row in among if row.progress is not None and _BANDS[claim.state](row.progress))
    return fit >= (len(among) if claim.count is None else claim.count)


def _state_words(state: State) -> str:
    return {"well": _("well progressed"), "some": _("with some progress"), "none": _("without progress")}.get(state, "")
