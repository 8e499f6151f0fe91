"""A small paper with a plan review, in words of our own."""

from __future__ import annotations

PAPER = """REPORT TO: THEME GROUP ON 17 DECEMBER 2009

SUBJECT: REVIEW OF THE WALKING PLAN

1. REASON FOR REPORT

1.1 To say how it goes.

Outcomes

a. People walk more.

Indicator\tWork Undertaken to Date\tWork Planned\tHalf Year Data\tNotes
Increase the share who walk to work\tA survey was made\tAnother one\t{data}\tFollow up in May
Reduce road accidents\tNo response received from the Lead Officer\t-\tData awaited\t-

Working together

a. Walk together

Action\tWork undertaken to date\tWork planned\tNotes
Set up walking groups\t{work}\tTwo more\tNo further action
"""


def paper(data: str = "2006/7 baseline = 20.5% 2009/10 Q1&Q2 = 25%", work: str = "Three groups walk") -> bytes:
    return PAPER.format(data=data, work=work).encode()
