"""What the note of a milestone says, against its progress.

A note speaks of many things besides its milestone: the next meeting, a later phase, somebody else's post. So a
phrase counts only where its clause is about the milestone: it opens the note with "this" or "it", or shares its
words with the title.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.checks.calendar import dates_in
from fingerpost.checks.facts import MilestoneFacts
from fingerpost.checks.registry import Around, Remark, Remarks, percent, rule
from fingerpost.checks.vocabulary import (
    ARRANGING,
    DOING,
    DONE,
    FUNDING_GONE,
    FUTURE,
    HAPPENED,
    NOT_ASSERTED,
    NOT_DONE,
    PREPARING,
    PRONOUNS,
    PUT_OFF,
    SEQUEL,
    WHOLLY_DONE,
    WITHDRAWN,
)
from fingerpost.checks.wording import Clause, clauses, lowered, pattern, quoted, sentences, stem, stems, words
from fingerpost.core.words import day_words

_FUTURE = tuple(pattern([phrase]) for phrase in FUTURE)
_SEQUEL, _NOT_DONE, _WITHDRAWN = pattern(SEQUEL), pattern(NOT_DONE), pattern(WITHDRAWN)
_FUNDING_GONE, _PUT_OFF = pattern(FUNDING_GONE), pattern(PUT_OFF)
_WHOLLY_DONE, _DONE, _NOT_ASSERTED = pattern(WHOLLY_DONE, whole=True), pattern(DONE), pattern(NOT_ASSERTED)
_HAPPENED = pattern(HAPPENED)
_PRONOUNS = [[word] for word in PRONOUNS]
_DOING = frozenset(stem(word) for word in DOING)
_PREPARING, _ARRANGING = (frozenset(stem(word) for word in words) for words in (PREPARING, ARRANGING))


@rule("complete-but-to-come", MilestoneFacts, severity="warning", title=gettext_lazy("100% but the note looks ahead"))
def complete_but_to_come(milestone: MilestoneFacts, around: Around) -> Remarks:
    """The note says of the milestone itself that it is still to be done."""
    if _complete(milestone):
        yield from _remarks(
            _to_come, milestone, _("%(progress)s, but the note says that it is still to come: “%(words)s”")
        )


@rule(
    "complete-but-not-done", MilestoneFacts, severity="warning", title=gettext_lazy("100% but the note says not done")
)
def complete_but_not_done(milestone: MilestoneFacts, around: Around) -> Remarks:
    """The note says of the milestone itself that it, or a part of it, was not done."""
    if _complete(milestone):
        yield from _remarks(
            _not_done, milestone, _("%(progress)s, but the note says that not all was done: “%(words)s”")
        )


@rule(
    "complete-but-withdrawn",
    MilestoneFacts,
    severity="warning",
    title=gettext_lazy("100% but the note says withdrawn"),
)
def complete_but_withdrawn(milestone: MilestoneFacts, around: Around) -> Remarks:
    if _complete(milestone):
        yield from _remarks(
            _withdrawn, milestone, _("%(progress)s, but the note says that it was withdrawn: “%(words)s”")
        )


@rule(
    "none-but-withdrawn",
    MilestoneFacts,
    severity="warning",
    title=gettext_lazy("0% where the note says withdrawn"),
)
def none_but_withdrawn(milestone: MilestoneFacts, around: Around) -> Remarks:
    """It should be cancelled with a reason: at 0% it drags the key action down for ever."""
    if _at_nought(milestone):
        yield from _remarks(
            _withdrawn, milestone, _("%(progress)s, but it should be cancelled, for the note says: “%(words)s”")
        )


@rule("none-but-done", MilestoneFacts, severity="warning", title=gettext_lazy("0% but the note says done"))
def none_but_done(milestone: MilestoneFacts, around: Around) -> Remarks:
    if _at_nought(milestone):
        yield from _remarks(_done, milestone, _("%(progress)s, but the note says that it was done: “%(words)s”"))


@rule(
    "complete-before-event",
    MilestoneFacts,
    severity="warning",
    title=gettext_lazy("100% but the note tells of a later event"),
)
def complete_before_event(milestone: MilestoneFacts, around: Around) -> Remarks:
    """The note tells, as done, of something dated after the report: it was not complete at the report's date."""
    if around.as_at is None or not _complete(milestone) or _opens_with(milestone.title, _ARRANGING):
        return
    near = milestone.due or around.as_at
    for sentence in sentences(milestone.note):
        if found := _later_event(sentence, near, around.as_at):
            message = _("%(progress)s on %(as_at)s, but the note tells of a later day, %(later)s: “%(words)s”")
            values = {"progress": _shown(milestone), "as_at": day_words(around.as_at), "later": found}
            yield Remark(message % {**values, "words": quoted(sentence)}, quoted(sentence))
            return


def _complete(milestone: MilestoneFacts) -> bool:
    return milestone.state == "active" and milestone.progress is not None and milestone.progress >= 100


def _at_nought(milestone: MilestoneFacts) -> bool:
    return milestone.state == "active" and milestone.progress == 0


def _shown(milestone: MilestoneFacts) -> str:
    return "" if milestone.progress is None else percent(milestone.progress)


def _remarks(says_so: Callable[[Clause, MilestoneFacts], bool], milestone: MilestoneFacts, message: str) -> Remarks:
    """One remark, with the first clause of the note that says so."""
    for clause in clauses(milestone.note):
        if says_so(clause, milestone):
            words_found = quoted(clause.text)
            yield Remark(message % {"progress": _shown(milestone), "words": words_found}, words_found)
            return


def _opens_with(title: str, verbs: frozenset[str]) -> bool:
    """Whether one of the first two words is such a verb ("Set date for …", "Group to agree …")."""
    return any(stem(word) in verbs for word in words(title)[:2])


def _speaks_of_it(subject: str, clause: Clause) -> bool:
    """The subject is the milestone itself: the note opens with "this" or "it", or without any subject."""
    spoken = words(subject)
    if clause.before:
        return clause.sentence == 0 and not spoken and words(clause.before)[:1] in _PRONOUNS
    return clause.sentence == 0 and (not spoken or spoken[:1] in _PRONOUNS)


def _to_come(clause: Clause, milestone: MilestoneFacts) -> bool:
    text = lowered(clause.text)
    if _SEQUEL.search(text):
        return False
    return any(
        _concerns(match, text[: match.start()], clause, milestone)
        for phrase in _FUTURE
        for match in phrase.finditer(text)
    )


def _concerns(match: re.Match[str], subject: str, clause: Clause, milestone: MilestoneFacts) -> bool:
    """Whether what is to come is the milestone: by its subject, by its verb, or by both together."""
    verb, title = stem(match["verb"] or ""), stems(milestone.title)
    if _speaks_of_it(subject, clause):
        return True
    shared = stems(subject) & title
    if verb in title:
        return bool(shared) or not stems(subject)
    mostly = len(shared) * 2 >= len(stems(subject)) > 0
    return mostly and (not verb or verb in _DOING) and not _opens_with(milestone.title, _PREPARING)


def _not_done(clause: Clause, milestone: MilestoneFacts) -> bool:
    text = lowered(clause.text)
    match = _NOT_DONE.search(text)
    if not match or _SEQUEL.search(text):
        return False
    return _speaks_of_it(text[: match.start()], clause) or bool(stems(text) & stems(milestone.title))


def _withdrawn(clause: Clause, milestone: MilestoneFacts) -> bool:
    text = lowered(clause.text)
    match = _WITHDRAWN.search(text)
    if not match or _PUT_OFF.search(text):
        return False
    if _FUNDING_GONE.search(text) or _speaks_of_it(text[: match.start()], clause):
        return True
    return bool(stems(text) & stems(milestone.title))


def _done(clause: Clause, milestone: MilestoneFacts) -> bool:
    text = lowered(clause.text)
    if _WHOLLY_DONE.match(text):
        return True
    match = _DONE.search(text)
    if not match or _NOT_ASSERTED.search(text):
        return False
    return _speaks_of_it(text[: match.start()], clause) or bool(stems(text[: match.start()]) & stems(milestone.title))


def _later_event(sentence: str, near: date, as_at: date) -> str:
    """The words of the first date after `as_at` that stands behind a word of happening, none of the future."""
    for written in dates_in(sentence, near):
        told = lowered(sentence[: written.start])
        ahead = any(phrase.search(told) for phrase in _FUTURE)
        if written.day > as_at and _HAPPENED.search(told) and not ahead:
            return written.words
    return ""
