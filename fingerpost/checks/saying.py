"""What a note says of its milestone: that it is to come, not done, withdrawn or done.

A note speaks of many things besides its milestone: the next meeting, a later phase, somebody else's post. So a
phrase counts only where its clause is about the milestone: it opens the note with "this" or "it", or shares its
words with the title.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from fingerpost.checks import vocabulary
from fingerpost.checks.calendar import dates_in
from fingerpost.checks.wording import Clause, clauses, lowered, pattern, quoted, sentences, stem, stems, words

_FUTURE = tuple(pattern([phrase]) for phrase in vocabulary.FUTURE)
_ANY_FUTURE = pattern(phrase.replace("(?P<verb>", "(?:") for phrase in vocabulary.FUTURE)
_SEQUEL, _NOT_DONE = pattern(vocabulary.SEQUEL), pattern(vocabulary.NOT_DONE)
_WITHDRAWN, _PUT_OFF = pattern(vocabulary.WITHDRAWN), pattern(vocabulary.PUT_OFF)
_FUNDING_GONE = pattern(vocabulary.FUNDING_GONE)
_WHOLLY_DONE, _DONE = pattern(vocabulary.WHOLLY_DONE, whole=True), pattern(vocabulary.DONE)
_ANY_DONE = pattern((*vocabulary.WHOLLY_DONE, *vocabulary.DONE))
_NOT_ASSERTED, _HAPPENED = pattern(vocabulary.NOT_ASSERTED), pattern(vocabulary.HAPPENED)
_PRONOUNS = [[word] for word in vocabulary.PRONOUNS]
_DOING = frozenset(stem(word) for word in vocabulary.DOING)
_PREPARING = frozenset(stem(word) for word in vocabulary.PREPARING)
_ARRANGING = frozenset(stem(word) for word in vocabulary.ARRANGING)


@dataclass(frozen=True, slots=True)
class Saying:
    """Something that a note may say of its milestone.

    `signal` stands somewhere in every note that says it: most do not, and need not be taken apart. `holds` decides
    for one clause, given in lower case too, and the milestone's title.
    """

    signal: re.Pattern[str]
    holds: Callable[[Clause, str, str], bool]

    def first(self, note: str, title: str) -> str:
        """The first clause of the note that says it, or ""."""
        if not self.signal.search(lowered(note)):
            return ""
        said = (clause.text for clause in clauses(note) if self.holds(clause, lowered(clause.text), title))
        return quoted(next(said, ""))


def later_event(note: str, title: str, near: date, as_at: date) -> tuple[str, str]:
    """The sentence that tells, as done, of something dated after `as_at`, and the words of that date; or "", "".

    A date without a year is taken in the year nearest to `near`. A milestone that arranges something tells of none:
    what it arranges comes later.
    """
    if opens_with(title, _ARRANGING) or not any(written.day > as_at for written in dates_in(note, near)):
        return "", ""
    for sentence in sentences(note):
        for written in dates_in(sentence, near):
            told = lowered(sentence[: written.start])
            if written.day > as_at and _HAPPENED.search(told) and not _ANY_FUTURE.search(told):
                return quoted(sentence), written.words
    return "", ""


def opens_with(title: str, verbs: frozenset[str]) -> bool:
    """Whether one of the first two words is such a verb ("Set date for …", "Group to agree …")."""
    return any(stem(word) in verbs for word in words(title)[:2])


def _speaks_of_it(subject: str, clause: Clause) -> bool:
    """The subject is the milestone itself: the note opens with "this" or "it", or without any subject."""
    spoken = words(subject)
    if clause.before:
        return clause.sentence == 0 and not spoken and words(clause.before)[:1] in _PRONOUNS
    return clause.sentence == 0 and (not spoken or spoken[:1] in _PRONOUNS)


def _to_come(clause: Clause, text: str, title: str) -> bool:
    if _SEQUEL.search(text):
        return False
    found = (match for phrase in _FUTURE for match in phrase.finditer(text))
    return any(_concerns(match, text[: match.start()], clause, title) for match in found)


def _concerns(match: re.Match[str], subject: str, clause: Clause, title: str) -> bool:
    """Whether what is to come is the milestone: by its subject, by its verb, or by both together."""
    verb, of_title = stem(match["verb"] or ""), stems(title)
    if _speaks_of_it(subject, clause):
        return True
    shared = stems(subject) & of_title
    if verb in of_title:
        return bool(shared) or not stems(subject)
    mostly = len(shared) * 2 >= len(stems(subject)) > 0
    return mostly and (not verb or verb in _DOING) and not opens_with(title, _PREPARING)


def _not_done(clause: Clause, text: str, title: str) -> bool:
    match = _NOT_DONE.search(text)
    if not match or _SEQUEL.search(text):
        return False
    return _speaks_of_it(text[: match.start()], clause) or bool(stems(text) & stems(title))


def _withdrawn(clause: Clause, text: str, title: str) -> bool:
    match = _WITHDRAWN.search(text)
    if not match or _PUT_OFF.search(text):
        return False
    if _FUNDING_GONE.search(text) or _speaks_of_it(text[: match.start()], clause):
        return True
    return bool(stems(text) & stems(title))


def _done(clause: Clause, text: str, title: str) -> bool:
    if _WHOLLY_DONE.match(text):
        return True
    match = _DONE.search(text)
    if not match or _NOT_ASSERTED.search(text):
        return False
    return _speaks_of_it(text[: match.start()], clause) or bool(stems(text[: match.start()]) & stems(title))


TO_COME = Saying(_ANY_FUTURE, _to_come)
NOT_DONE = Saying(_NOT_DONE, _not_done)
WITHDRAWN = Saying(_WITHDRAWN, _withdrawn)
DONE = Saying(_ANY_DONE, _done)
