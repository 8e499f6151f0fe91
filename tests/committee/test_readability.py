from __future__ import annotations

import pytest

from fingerpost.committee.readability import long_sentences, readability, syllables, unexplained

PLAIN = (
    "We met in May. We saw how the work was done. The team had a good plan. "
    "It will go on in June, and then we will all meet again in the old hall."
)
HEAVY = (
    "Notwithstanding the considerable organisational complexity characterising interagency collaboration, "
    "implementation of the integrated assessment methodology necessitates comprehensive reconsideration of "
    "accountability arrangements, governance responsibilities and operational interdependencies throughout the "
    "participating organisations and associated partnerships."
)


@pytest.mark.parametrize(
    ("word", "count"),
    [("the", 1), ("plan", 1), ("partner", 2), ("table", 2), ("reported", 3), ("worked", 1), ("agency", 3)],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_plain_words_score_high_and_heavy_ones_low() -> None:
    plain, heavy = readability([PLAIN]), readability([HEAVY])
    assert plain is not None
    assert heavy is not None
    assert (plain.score > 80, str(plain.words)[:13]) == (True, "plain English")
    assert (heavy.score < 0, str(heavy.words)[:14]) == (True, "very difficult")
    assert (plain.sentences, plain.per_sentence) == (4, 8.5)


def test_a_few_words_are_too_few_to_judge() -> None:
    assert readability(["All is well."]) is None


def test_long_sentences_are_counted() -> None:
    assert (long_sentences(PLAIN), long_sentences(HEAVY)) == (0, 1)


def test_abbreviations_without_a_meaning_beside_them() -> None:
    texts = [
        "Locality Management Groups (LMGs) met. Every LMG agreed.",
        "The ICSP (the children's plan) and LIAP were reviewed, see [[appendix-milestones]] and APPENDIX 1.",
        "Part IV of the UK act. LIAP again, and ASG.",
    ]
    assert unexplained(texts) == ["LIAP", "ASG"]
