"""What differs between two snapshots of a plan, in words: since the publication before, or between any two periods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from fingerpost.core.words import percent_words
from fingerpost.public.content import ActionFacts, Change, IndicatorFacts, OutcomeFacts, Snapshot

WORSE_LAST = ("green", "amber", "red")


def changes(before: Snapshot, after: Snapshot) -> tuple[Change, ...]:
    """Outcomes first, then indicators, then key actions; what stayed the same is not told."""
    return (
        *progress_changes(before.outcomes, after.outcomes, "outcomes"),
        *indicator_changes(before, after),
        *progress_changes(before.actions, after.actions, "actions"),
    )


def progress_changes(
    before: Sequence[OutcomeFacts | ActionFacts], after: Sequence[OutcomeFacts | ActionFacts], kind: str
) -> Iterator[Change]:
    old = {one.slug: one for one in before}
    for one in after:
        to = f"{kind}/{one.slug}/"
        if one.slug not in old:
            yield Change("new", _("New: %(title)s") % {"title": one.title}, to)
            continue
        first, second = old[one.slug].standing, one.standing
        if first.percent == second.percent:
            continue
        said = {
            "title": one.title,
            "before": percent_words(first.exact),
            "after": percent_words(second.exact),
        }
        better = (second.percent or 0) > (first.percent or 0)
        known = first.percent is not None and second.percent is not None
        words = _("%(title)s: from %(before)s to %(after)s complete") % said
        yield Change(("better" if better else "worse") if known else "changed", words, to)
    yield from gone([one for one in before if one.slug not in {new.slug for new in after}])


def indicator_changes(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    for one in after.indicators:
        old, to = before.indicator.get(one.slug), f"indicators/{one.slug}/"
        if old is None:
            yield Change("new", _("New: %(title)s") % {"title": one.title}, to)
        elif (old.words, old.status.code) != (one.words, one.status.code):
            said = {"title": one.title, "before": told(old), "after": told(one)}
            yield Change(verdict(old, one), _("%(title)s: %(before)s, now %(after)s") % said, to)
    yield from gone([one for one in before.indicators if one.slug not in after.indicator])


def told(one: IndicatorFacts) -> str:
    """ "72.9% (on target)"."""
    return _("%(figure)s (%(status)s)") % {"figure": one.words, "status": one.status.words.lower()}


def verdict(old: IndicatorFacts, new: IndicatorFacts) -> str:
    """By the status, where both have a colour; figures alone do not say which way is better."""
    codes = old.status.code, new.status.code
    if not all(code in WORSE_LAST for code in codes) or codes[0] == codes[1]:
        return "changed"
    first, second = (WORSE_LAST.index(code) for code in codes)
    return "better" if second < first else "worse"


def gone(left: Sequence[OutcomeFacts | ActionFacts | IndicatorFacts]) -> Iterator[Change]:
    for one in left:
        yield Change("gone", _("No longer in the plan: %(title)s") % {"title": one.title}, "")
