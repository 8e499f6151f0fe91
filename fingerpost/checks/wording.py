"""Reading short English texts: words, stems, sentences and clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from fingerpost.checks.vocabulary import COMMON, ENDINGS, IRREGULAR, NUMBER_WORDS

_WORD = re.compile(r"[a-z0-9][a-z0-9+'&-]*")
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\s*[\n;]\s*|\s[–—]\s")
_BULLET = re.compile(r"^[\s·•*▪–—-]+")
_CLAUSE_END = re.compile(r",?\s+(?:and|but|while|whereas|however|although)\s+|,\s+", re.IGNORECASE)
_QUARTER = re.compile(r"[\s\-–—,(]*\bq(?:uarter)?\s?[1-4]\b[).\s]*$", re.IGNORECASE)


@lru_cache(maxsize=256)
def lowered(text: str) -> str:
    """Lower case, on one line, with straight apostrophes and "not" written out."""
    straight = " ".join(text.replace("’", "'").split()).lower()
    return re.sub(r"n't\b", " not", straight.replace("won't", "will not").replace("can't", "can not"))


def pattern(phrases: Iterable[str], *, whole: bool = False) -> re.Pattern[str]:
    """One expression that finds any of the phrases as whole words; with `whole`, the text must be one of them."""
    either = "|".join(f"(?:{phrase})" for phrase in phrases)
    return re.compile(rf"\s*(?:{either})[\s.]*\Z" if whole else rf"(?<!\w)(?:{either})(?!\w)")


def number(word: str) -> int | None:
    """ "3" and "three" are 3; None for anything that is no such number."""
    return int(word) if word.isdecimal() and word.isascii() else NUMBER_WORDS.get(word)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """What is left of a word without its endings, so that "agreement" and "agreed" meet."""
    word = IRREGULAR.get(word, word).removesuffix("'s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def words(text: str) -> list[str]:
    return _WORD.findall(lowered(text))


def stems(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    return frozenset(stem(word) for word in words(text) if word not in _COMMON and (len(word) > 2 or word.isdigit()))


def without_quarter(title: str) -> str:
    """A title without the quarter label at its end."""
    return _QUARTER.sub("", title)


def comparable(title: str) -> str:
    """A title as it is compared: no number in front, no case, no punctuation."""
    return " ".join(words(re.sub(r"^\s*\d+(?:\.\d+)*[.)]\s+", "", title)))


def quoted(text: str, limit: int = 160) -> str:
    """Words of the source for a message: on one line, and cut at a word where they are long."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0] + " …"


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence. `sentence` counts from 0; `before` is the clause before it in the same sentence or ""."""

    text: str
    sentence: int
    before: str = ""


def sentences(text: str) -> list[str]:
    """The sentences of a note; a line or bullet ends one too."""
    parts = (_BULLET.sub("", part).strip() for part in _SENTENCE_END.split(text.strip()))
    return [part for part in parts if part]


def clauses(text: str) -> list[Clause]:
    """The clauses of a note, in order, with the case of the source."""
    found = []
    for index, sentence in enumerate(sentences(text)):
        before = ""
        for part in (part.strip() for part in _CLAUSE_END.split(sentence)):
            if part:
                found.append(Clause(part, index, before))
                before = part
    return found


_COMMON = frozenset(COMMON)
_ENDINGS = sorted(ENDINGS, key=len, reverse=True)
