"""How easily a text is read, and which abbreviations nobody explains. For English; a hint, never a verdict.

Flesch's reading ease (Flesch 1948): 206.835 - 1.015 words per sentence - 84.6 syllables per word. Syllables are counted
by groups of vowels, which is right for about nine words in ten.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fingerpost.committee.content import REFERENCE

WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
SENTENCE = re.compile(r"[.!?]+(?=\s|$|[”\"')])")
VOWELS = re.compile(r"[aeiouy]+")
ACRONYM = re.compile(r"\b[A-Z][A-Z&]{1,6}\b")
ROMAN = re.compile(r"[IVXLC]+")
NOT_ACRONYMS = {"OK", "UK", "EU", "AM", "PM", "APPENDIX"}
LONG_SENTENCE = 25  # words: what the plain English guides ask not to exceed
# from this score upwards -> what it means
BANDS: tuple[tuple[int, str | Promise], ...] = (
    (60, _("plain English: most people can read it easily")),
    (50, _("fairly difficult: shorter sentences would help")),
    (30, _("difficult: written for people who read such papers every day")),
    (-1000, _("very difficult: shorten sentences and replace long words")),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """`score` is rounded; `words` says what it means."""

    score: int
    words: str | Promise
    sentences: int
    per_sentence: float


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end; at least one."""
    lower = word.lower()
    count = len(VOWELS.findall(lower))
    silent = (lower.endswith("e") and not lower.endswith(("le", "ee", "ye"))) or re.search(r"[^aeiouytd]ed$", lower)
    return max(1, count - bool(silent))


def readability(texts: list[str]) -> Reading | None:
    """None where there are too few words to say anything (fewer than thirty)."""
    plain = [REFERENCE.sub("1", text) for text in texts]
    words = [word for text in plain for word in WORD.findall(text)]
    if len(words) < 30:
        return None
    sentences = sum(max(1, len(SENTENCE.findall(text.strip()))) for text in plain if WORD.search(text))
    per_sentence = len(words) / sentences
    score = round(206.835 - 1.015 * per_sentence - 84.6 * sum(map(syllables, words)) / len(words))
    meaning = next(meaning for least, meaning in BANDS if score >= least)
    return Reading(score, meaning, sentences, round(per_sentence, 1))


def long_sentences(text: str) -> int:
    """How many sentences of a paragraph are longer than the guides ask for."""
    return sum(len(WORD.findall(one)) > LONG_SENTENCE for one in SENTENCE.split(text))


def unexplained(texts: list[str]) -> list[str]:
    """Abbreviations in order of appearance that stand nowhere beside their meaning: neither "words (ABC)" nor
    "ABC (words)"."""
    whole = "\n".join(REFERENCE.sub("", text) for text in texts)
    found = dict.fromkeys(ACRONYM.findall(whole))
    explained = set(re.findall(r"\(([A-Z][A-Z&]{1,6})s?\)", whole)) | set(
        re.findall(r"\b([A-Z][A-Z&]{1,6}) \(\w", whole)
    )
    return [one for one in found if one not in explained | NOT_ACRONYMS and not ROMAN.fullmatch(one)]
