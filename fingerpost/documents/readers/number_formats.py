"""What a spreadsheet's number format makes of a number: a date, a percentage or a plain number.

Format codes are those of ECMA-376 part 1, 18.8.31; month names are English, the short date is British.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Literal, NamedTuple

Kind = Literal["number", "percent", "date"]
BUILT_IN = {
    9: "0%",
    10: "0.00%",
    14: "dd/mm/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "dd/mm/yyyy h:mm",
    45: "mm:ss",
    47: "mm:ss",
    **dict.fromkeys((*range(27, 37), *range(50, 59)), "dd/mm/yyyy"),
}
UNSAID = re.compile(r"\[(?:\$[^\]]*|[A-Za-z]{3,}[0-9]*|[<>=][^\]]*)\]|_.|\*.")
QUOTED = re.compile(r'"[^"]*"|\\.')
ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|(yyyy|yy|y|m{1,5}|d{1,4}|h{1,2}|s{1,2}(?:\.0+)?|am/pm|a/p)|(.)', re.IGNORECASE | re.DOTALL
)
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FIFTEEN = 15  # the digits a spreadsheet keeps


class Format(NamedTuple):
    kind: Kind
    code: str


@lru_cache(maxsize=2048)
def format_of(code: str) -> Format:
    """The kind of a format code, by its first section, quoted words aside."""
    first = UNSAID.sub("", _first_section(code))
    bare = QUOTED.sub("", first)
    if "%" in bare:
        return Format("percent", first)
    if ELAPSED.search(bare) or bare.lower().startswith("general") or re.search(r"[0#?]", re.sub(r"\.0+", "", bare)):
        return Format("number", first)
    return Format("date" if re.search(r"[ymdhs]", bare, re.IGNORECASE) else "number", first)


def _first_section(code: str) -> str:
    inside = False
    for at, character in enumerate(code):
        if character == '"':
            inside = not inside
        elif character == ";" and not inside:
            return code[:at]
    return code


def number(text: str) -> Decimal | None:
    """A stored number, to the fifteen digits that a spreadsheet keeps: 0.28999999999999998 is 0.29."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value.adjusted()) > 300:
        return None
    digits = len(value.as_tuple().digits)
    if digits > FIFTEEN:
        value = round(value, FIFTEEN - 1 - value.adjusted())
    return value


def number_words(value: Decimal) -> str:
    """Plain digits, no exponent, no trailing zeros."""
    words = f"{value:f}"
    return (words.rstrip("0").rstrip(".") or "0") if "." in words else words


def percent_words(value: Decimal, form: Format) -> str:
    """A percentage (0 to 100) with the sign as the format sets it: "90%" or "90 %"."""
    spaced = re.search(r'["\\\s\u00a0]+%|[\s\u00a0]"?%', form.code.replace('""', "")) is not None
    return f"{number_words(value)}{' ' if spaced else ''}%"


def plain_value(value: Decimal) -> Decimal:
    """Without trailing zeros or an exponent, so that 90.0 and 90 are written alike."""
    return Decimal(number_words(value))


def moment(serial: Decimal, *, from_1904: bool) -> datetime | None:
    """The moment a serial number stands for, to the second; None outside the years a spreadsheet knows."""
    if not 0 <= serial < 2_958_466:
        return None
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30) if serial >= 61 else datetime(1899, 12, 31)  # noqa: DTZ001
    days = int(serial)
    try:
        return start + timedelta(days=days, seconds=round((serial - days) * 86400))
    except OverflowError:
        return None


def date_words(when: datetime, form: Format) -> str:
    """A moment as the format shows it."""
    tokens = [match.groups() for match in TOKEN.finditer(form.code)]
    half_day = any((token[2] or "").lower() in {"am/pm", "a/p"} for token in tokens)
    words = []
    clock = False  # an "m" after hours, or before seconds, is minutes
    for at, (quoted, escaped, named, other) in enumerate(tokens):
        token = (named or "").lower()
        if token.startswith("m"):
            minutes = len(token) < 3 and (clock or _seconds_next(tokens[at + 1 :]))
            words.append(_minutes(when, token) if minutes else _month(when, token))
        elif token:
            words.append(_part(when, token, half_day))
        else:
            words.append(quoted or escaped or other or "")
        if token:
            clock = token.startswith("h")
    return "".join(words).strip().rstrip("@").strip()


def _seconds_next(tokens: list[tuple[str | None, ...]]) -> bool:
    named = next((token[2] for token in tokens if token[2]), "") or ""
    return named.lower().startswith("s")


def _minutes(when: datetime, token: str) -> str:
    return f"{when.minute:0{len(token)}d}"


def _month(when: datetime, token: str) -> str:
    name = MONTHS[when.month - 1]
    return {1: str(when.month), 2: f"{when.month:02d}", 3: name[:3], 4: name, 5: name[0]}[len(token)]


def _part(when: datetime, token: str, half_day: bool) -> str:
    if token.startswith("y"):
        return f"{when.year:04d}" if len(token) == 4 else f"{when.year % 100:02d}"
    if token.startswith("d"):
        name = DAYS[when.weekday()]
        return {1: str(when.day), 2: f"{when.day:02d}", 3: name[:3], 4: name}[len(token)]
    if token.startswith("h"):
        hour = (when.hour % 12 or 12) if half_day else when.hour
        return f"{hour:0{len(token)}d}"
    if token.startswith("s"):
        return f"{when.second:0{min(len(token), 2)}d}"
    return "am" if when.hour < 12 else "pm"
