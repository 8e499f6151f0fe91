"""The words that the checks look for, as data. All are lower case and apply to text that `wording.lowered` made so.

Each list is about how people write in general, not about one report. Phrases are regular expressions.
"""

# ruff: noqa: SIM905 - lists of words read better as words
from __future__ import annotations

NUMBER_WORDS = {
    "none": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
}

MONTHS = "january february march april may june july august september october november december".split()

# --- Summary sentences -------------------------------------------------------------------------------------------

# Phrases that name a state, in the order in which they are tried; "wont" must come before "complete".
STATES = {
    "wont": ("(?:will|would|can)(?: not|no longer| no longer) be \\w+", "will not \\w+"),
    "carried": ("carried forward",),
    "unfinished": ("not (?:been |yet |yet been )*complete[d]?", "incomplete", "yet to be \\w+", "outstanding"),
    "complete": ("complete[d]?", "finished", "achieved", "delivered"),
    "well": ("well (?:progressed|advanced|under ?way|on the way)", "good progress", "progressing well"),
    "none": ("no progress", "not (?:yet )?(?:been )?(?:started|begun)", "yet to (?:start|begin)"),
    "some": ("(?:some|limited|partial|slow) progress", "part(?:ly|ially) progressed"),
}

# What stands between a count and its state and must not be taken for one.
NOT_YET_A_STATE = (
    "(?:due|expected|planned|scheduled)(?: to be| to have been| for) (?:completed?|completion|finished|delivered)",
)

# Grammar that broke when a sentence was put together from pieces.
BROKEN = (
    "(?:have been|has been|is|are|was|were) (?:with|while|and|but)(?: the| one| two| \\d+)*"
    " (?:remaining|other|rest)\\b",
    "(?:have|has) been ?[.;,]",
    "milestones? (?:is|are) ?[.;]",
    "(?:the the|of of|been been|are are|is is|have have|and and)\\b",
    "(?:xx+|n of the m|insert \\w+ here)\\b",
    "[\\[{<]\\w+[\\]}>]",
)

# --- Notes -------------------------------------------------------------------------------------------------------

# Future: a phrase, then the verb that is still to be done.
FUTURE = (
    "(?:will|shall)(?: now| then| also| soon| all| both| only| \\w+ly)*(?: be)?(?: \\w+ly)? (?P<verb>\\w+)",
    "(?:is|are|remains?|needs?|has|have|yet|still|now)? ?to be (?P<verb>\\w+)",
    "(?:due|going|yet|still|about|hopes?|hoping|intends?|plans?|aims?) to(?: be)? (?P<verb>\\w+)",
    "(?:is|are)(?: now| currently| still| \\w+ly)* being (?P<verb>\\w+)",
    "(?<!as )(?<!was )(?<!were )(?<!than )(?:expected|planned|scheduled|anticipated|due|intended)"
    " (?:by|in|for|on|before|during)(?P<verb>)",
    "(?:awaited|pending|still awaiting|in the pipeline)(?P<verb>)",
)

# Verbs of doing that say of whatever their subject is that it is still to come.
DOING = (
    "take happen occur hold complete finish finalise finalize conclude undertake carry do deliver conduct achieve"
).split()

# A title that begins so is about getting something ready: that the thing itself lies ahead is as it should be.
PREPARING = (
    "plan planning prepare preparation organise organize arrange book schedule set decide agree choose select identify"
    " draft propose design submit discuss consult tender invite apply recruit commission define establish form begin"
    " start scope"
).split()
# Of those, the ones after which even an event dated later is as it should be.
ARRANGING = "plan planning prepare preparation organise organize arrange book schedule".split()

# A later thing of the same kind: it says nothing against what was done.
SEQUEL = (
    "next(?! (?:week|month|term|quarter|year|spring|summer|autumn|winter))",
    "follow-?up",
    "follow up",
    "further",
    "future",
    "another",
    "additional",
    "subsequent\\w*",
    "phase (?:two|three|2|3)",
    "second",
    "third",
    "again",
    "annual\\w*",
    "ongoing basis",
)

PRONOUNS = "this it it's these they".split()

NOT_DONE = (
    "not(?: yet| been| yet been| fully| be)*"
    " (?:feasible|possible|practicable|achieved|complete|completed|done|started|begun|held|finished|undertaken"
    "|delivered|implemented|met|carried out)",
    "(?:did|have|has) not(?: yet)? (?:take|taken|happen|happened|occur|occurred|proceed"
    "|proceeded|go|gone|attend|attended|meet|met|begin|begun|start|started|finish|finished)",
    "(?:could not|can ?not) (?:be|attend|proceed|take|go)",
    "unable to",
    "failed to",
    "no progress",
    "not all",
    "part(?:ly|ially) (?:complete|completed|done|achieved|met|delivered|implemented|finished)",
    "(?:almost|nearly|not quite) (?:complete|completed|done|finished|there)",
    "incomplete",
    "(?:remains?|still) outstanding",
)

WITHDRAWN = (
    "no longer (?:take|taking|go|going|be|being|proceed|proceeding|happen|required|needed|feasible|possible)",
    "(?:will|would) not (?:now )?(?:be )?(?:take place|go ahead|going ahead|proceed|happen|held|taking place)",
    "not (?:going ahead|proceeding|taking place)",
    "cancell?ed",
    "abandoned",
    "discontinued",
    "(?:withdrawal|loss) of (?:the |all )?funding",
    "funding (?:has been |was |is |has )?(?:withdrawn|lost|cut|refused)",
    "(?:has been|have been|was|were) (?:withdrawn|dropped|scrapped|stopped)",
)
# Funding that is gone needs no word of the title beside it.
FUNDING_GONE = (
    "(?:withdrawal|loss) of (?:the |all )?funding",
    "funding (?:has been |was |is |has )?(?:withdrawn|lost)",
)
PUT_OFF = ("re-?arranged", "re-?scheduled", "new date", "moved to", "postponed (?:to|until|till)")

WHOLLY_DONE = ("(?:now |all |fully )?(?:complete|completed|done|finished|achieved|delivered)",)
DONE = (
    "(?:has|have)(?: now| all| already| since| \\w+ly)* been(?: \\w+ly)? (?:complete|completed|held|published|agreed"
    "|approved|finalised|finalized|finished|submitted|delivered|carried out|undertaken|established|set up|produced"
    "|prepared|launched|achieved|adopted|appointed)",
    "(?:is|are|was|were)(?: now| all| already| \\w+ly)* (?:complete|completed|held|published|finalised|finalized"
    "|finished|submitted|delivered|carried out|approved|launched|achieved|adopted)",
    "(?:took|taken) place",
)
# In the same clause, these take the assertion back.
NOT_ASSERTED = (
    "not|no|never|yet|almost|nearly|part(?:ly|ially)|once|when|until|unless|if|after|before|will|would|should",
    "shall|to be|being|due|expected|last year|previous(?:ly)?",
)

# Something that happened, as told with a date behind it.
HAPPENED = (
    "(?:was|were|has been|have been|had been)(?: \\w+ly)? \\w+(?:ed|en|ld|de|ne|et|un|ught|ought)",
    "took place",
    "taken place",
    "occurred",
    "happened",
    "carried out",
    "held",
    "met",
    "attended",
    "completed",
    "approved",
    "agreed",
    "published",
    "launched",
    "submitted",
    "presented",
    "delivered",
    "awarded",
    "adopted",
    "issued",
    "finalised",
    "finalized",
    "established",
)

# --- Reviews -----------------------------------------------------------------------------------------------------

# What a paper counts in words, and what it is a number of.
COUNTED_IN_REVIEWS = {
    "indicators": "indicator",
    "measures": "indicator",
    "outcomes": "outcome",
    "outcome statements": "outcome",
    "objectives": "objective",
    "principles": "principle",
    "activities": "activity",
}

# --- Dates and aims ----------------------------------------------------------------------------------------------

# "By when" in words that bind nobody.
VAGUE_DUE = (
    "ongoing|on-going|on going|continuous|continuing|tbc|tba|tbd|to be (?:confirmed|agreed|decided|arranged)|asap",
    "as soon as possible|n/?a|not known|unknown|none|various|in due course|future|later|-+|\\?+",
)

# Aims that cannot be seen to be done unless a figure stands beside them: verbs at the head of a title.
VAGUE_AIMS = (
    "(?:continue|support|promote|encourage|raise|improve|enhance|explore|consider|maintain|facilitate|strengthen"
    "|ensure|increase|reduce|help|assist|liaise|engage)",
    "(?:continuing|supporting|promoting|encouraging|raising|improving|enhancing|exploring|considering|maintaining"
    "|facilitating|strengthening|ensuring|increasing|reducing|helping|assisting|liaising|engaging)",
    "work(?:ing)? (?:with|on|towards?|together|to)",
)
# A title that holds one of these names a deed after all: "Support plan agreed".
DEED = ("\\w+ed", "written", "held", "sent", "set up", "begun", "in place")

# Words too common to show that two phrases are about the same thing.
COMMON = (
    "the and for with from that this these those has have had been was were are is its it of to in on at by as be or an"
    " a all any each about also their there they them will would shall should can could may might not no so if than"
    " then into out up over under within during q1 q2 q3 q4 quarter year which who whom what when where how both more"
    " most other others some new now only own same such very via per"
).split()
IRREGULAR = {
    "held": "hold",
    "met": "meet",
    "written": "write",
    "wrote": "write",
    "taken": "take",
    "took": "take",
    "begun": "begin",
    "began": "begin",
    "undertaken": "undertake",
    "undertook": "undertake",
    "sent": "send",
    "done": "do",
    "ran": "run",
    "chose": "choose",
    "chosen": "choose",
    "carried": "carry",
    "sought": "seek",
    "brought": "bring",
}
ENDINGS = (
    "ifications ification ifies ify ications ication ations ation ements ement ments ment ating ated ates ate"
    " ifying ified ings ing ions ion ised ized"
    " ising izing ise ize isation ization ied ies ed es s e y"
).split()

# --- Indicators --------------------------------------------------------------------------------------------------

# Words that open a title and ask for less or for more. "Lower secondary pupils" and "more than one" ask for neither.
LESS_IS_MEANT = (
    "(?:to )?(?:reduc(?:e|ing)|decreas(?:e|ing)(?! in\\b)|minimi[sz](?:e|ing)|lessen(?:ing)?)",
    "(?:to )?cut(?:ting)? (?:the|down)",
    "(?:to )?lower(?:ing)? (?:the|rates?|numbers?|levels?|shares?|proportions?|percentages?|risks?)",
    "fewer(?! than)",
)
MORE_IS_MEANT = (
    "(?:to )?(?:increas(?:e|ing)(?! in\\b)|improv(?:e|ing)|rais(?:e|ing)|maximi[sz](?:e|ing))",
    "(?:higher (?:rates?|numbers?|levels?|shares?|proportions?|percentages?))",
    "more(?! than)",
)
# What nobody wants more of: beside these "improve" means less.
UNWELCOME = (
    "exclu\\w+", "absen\\w+", "truan\\w+", "offen\\w+", "reoffen\\w+", "re-offen\\w+", "crimes?", "injur\\w+",
    "deaths?", "dying", "mortality", "suicides?", "wait\\w*", "delay\\w*", "smok\\w+", "unemploy\\w+", "harm\\w*",
    "abus\\w+", "violen\\w+", "obes\\w+", "poverty", "homeless\\w*", "pregnanc\\w+", "complain\\w+", "accidents?",
    "casualt\\w+", "misus\\w+", "vacanc\\w+", "turnover", "re-referr\\w+", "neglect\\w*", "bully\\w*", "bullied",
    "dropp?\\w* out", "inequal\\w+", "gaps?",
)  # fmt: skip

TARGET_MET = (
    "targets? (?:has |have |was |were |is |are )?(?:now )?(?:been )?(?:met|achieved|reached|exceeded|surpassed)",
    "(?:met|achieved|reached|exceeded|surpassed) (?:the|our|this|its) targets?",
    "on target",
    "(?:status|rag)(?: is| remains|:)? green",
)
TARGET_MISSED = (
    "targets? (?:has |have |was |were |is |are )?not (?:yet )?(?:been )?(?:met|achieved|reached)",
    "targets? (?:has |have |was |were |is |are )?(?:been )?missed",
    "(?:missed|failed to (?:meet|reach|achieve)) (?:the|our|this|its) targets?",
    "(?:not|off|short of) (?:on )?(?:the )?target",
    "(?:status|rag)(?: is| remains|:)? red",
)
# A clause with one of these speaks of another time or place, or of what may be.
NOT_THIS_TARGET = (
    "will", "shall", "would", "should", "could", "may", "might", "if", "likely", "expect\\w*", "hope\\w*", "aim\\w*",
    "on target to", "last year", "previous\\w*", "earlier", "next", "national\\w*",
    "scotland", "until", "unless", "whether", "(?:19|20)\\d\\d",
    "(?:some|most|several|all but|not all) (?:of )?(?:schools|areas|localities)",
)  # fmt: skip
