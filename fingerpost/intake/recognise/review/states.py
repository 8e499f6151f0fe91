"""Words that stand where an answer should: no response, none stated, awaited, being sought, expected, not available.

Each is a state of its own with its words kept; none of them is a zero.
"""

from __future__ import annotations

import re

from fingerpost.checks.facts import Field, State, StateFacts

WHAT = (
    r"(?:the |any |no |all |further |final |latest |updated? |half[- ]?year(?:ly)? |full[- ]?year |mid[- ]?year "
    r"|year[- ]end |annual |quarterly |monthly |q[1-4] |20\d\d(?:[/-]\d\d)? )*"
    r"(?:data|figures?|information|results?|values?|statistics|numbers?|returns?|details?)"
)
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
TIME = (
    rf"(?:{MONTH}|(?:19|20)\d\d|q[1-4]|spring|summer|autumn|winter|easter|christmas|(?:week|month|quarter|term|session|year"
    r"|period|cycle|meeting|course|census|review)s?|due course)\b"
)
WHEN = re.compile(
    r"\b(?:(?:(?:early|late|mid|later|about|around|approximately|end|beginning|start)(?: of)?[ -])*"
    r"(?:in|by|on|at|from|until|after|before|during|within|next|this|end of|early|late|mid|later|w/?c)[ -]"
    rf"(?:[\w'’/.-]+ ){{0,5}}?{TIME}.*"
    rf"|shortly|soon|imminently|{MONTH}(?: (?:19|20)\d\d)?$|\d{{1,2}}(?:st|nd|rd|th)? {MONTH}.*)",
    re.IGNORECASE,
)
IS = r"(?:(?:is|are|still|being|currently|yet) )*"
CHECKED = r"publication|confirmation|validation"
PATTERNS: tuple[tuple[State, str], ...] = (
    (
        "no-response",
        r"(?:there (?:was|has been) )?(?:no|nil|awaiting (?:a )?) ?(?:response|reply|update|return|feedback|input)\b"
        r"(?: (?:was|has been|had been|yet|to date|so far))*(?: (?:received|given|provided|submitted|supplied))?.*"
        r"|(?:response|reply|update|return) (?:not (?:yet )?(?:received|provided)|awaited|outstanding).*"
        r"|(?:the )?lead officer (?:has|did) not (?:yet )?(?:respond|repl|provide).*",
    ),
    (
        "awaited",
        rf"(?:{WHAT} )?{IS}(?:awaited|outstanding|pending|awaiting (?:{WHAT}|{CHECKED}))\b.*"
        rf"|await(?:ing|s)? (?:{WHAT}|{CHECKED})\b.*",
    ),
    (
        "being-sought",
        rf"(?:{WHAT} )?{IS}(?:being )?(?:sought|requested|chased|collated|compiled|gathered|obtained|collected"
        rf"|validated)\b.*|seeking {WHAT}.*",
    ),
    (
        "not-available",
        rf"(?:{WHAT} |there (?:is|are) )?{IS}(?:none|not|no|nil|un)[ -]?(?:yet |currently |at present )*(?:{WHAT} )?"
        r"(?:available|collected|recorded|held|measured|published|known|gathered)\b.*"
        rf"|no {WHAT}(?: (?:at present|yet|to date|currently|for .*))?|unknown|not known|n/?av",
    ),
    (
        "expected",
        rf"(?:{WHAT} )?(?:(?:will|to|should|shall|is|are|now|also|only|not) )*(?:be |become )?"
        r"(?:available|expected|due|published|provided|reported|released|ready|issued|supplied)"
        r"(?:,? (?:in|by|on|at|from|until|after|before|during|within|next|later|early|late|mid|end|shortly|soon|once"
        rf"|when|with|as part|{MONTH}|\d).*)?",
    ),
    (
        "none-stated",
        r"[-–—.]+|none(?: (?:stated|given|identified|provided|specified|recorded|noted|reported|planned|at present|yet"
        r"|to date))*|nil|not (?:stated|given|specified|provided|identified|completed|known|applicable)|n/?[ak]"
        r"|tb[acd]|to be (?:agreed|announced|confirmed|decided|determined)"
        r"|nothing (?:stated|planned|to report|further)|no (?:work|work planned|action|actions|activity|progress|data)"
        r"(?: (?:stated|given|planned|identified|reported|provided))?",
    ),
)
STATES: tuple[tuple[State, re.Pattern[str]], ...] = tuple(
    (state, re.compile(rf"(?:{pattern})[\s.;!]*", re.IGNORECASE)) for state, pattern in PATTERNS
)
SENTENCES = re.compile(r"(?<=[.;])\s+|\n")
FIGURE = re.compile(r"\d\s?%|=\s*\d|\d\.\d")
LONGEST = 160
# Work that has begun or is planned is no state of its data: "Report to be published in May" is an answer.
ONLY_DATA = frozenset({"awaited", "being-sought", "not-available", "expected"})


def states_in(field: Field, text: str) -> list[StateFacts]:
    """The states that a cell's sentences are, in order. A sentence with a figure is an answer."""
    found: list[StateFacts] = []
    for sentence in SENTENCES.split(text):
        words = sentence.strip().removeprefix("- ") if sentence.strip() != "-" else "-"
        state = state_of(field, words)
        if state and (not found or found[-1].state != state):
            found.append(StateFacts(field, state, words, _when(state, words)))
    return found


def state_of(field: Field, words: str) -> State | None:
    """The state that a sentence is, or None."""
    if not words or len(words) > LONGEST or FIGURE.search(words):
        return None
    for state, pattern in STATES:
        if pattern.fullmatch(words) and (field == "data" or state not in ONLY_DATA or _names_data(words)):
            return state
    return None


def _names_data(words: str) -> bool:
    return re.search(r"\b(?:data|figures?|statistics)\b", words, re.IGNORECASE) is not None


def _when(state: State, words: str) -> str:
    if state not in ONLY_DATA:
        return ""
    match = WHEN.search(words)
    return match[0].strip(" .") if match else ""
