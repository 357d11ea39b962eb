"""Durations of one time or of a part of it: within a minute, a quarter of an hour, half-day, an hour and a half."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.grounding.units import TIMES

_PARTS = {
    "quarter": 4, "third": 3, "fifth": 5, "sixth": 6, "tenth": 10, "twentieth": 20, "hundredth": 100,
    "thousandth": 1000,
}  # fmt: skip
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3}
_ONE = "(?:milli)?second|minute|hour|day|week|fortnight|month|year|(?:(?:business|working|calendar) )(?:day|hour)"
PART_OF_TIME = re.compile(
    rf"(?<![\w-])(?P<value>(?P<count>{'|'.join(_COUNTS)})[ -](?P<part>{'|'.join(_PARTS)})s? of)\s+"
    rf"(?P<unit>an? (?P<time>{_ONE}))(?![a-z'’-])"
)
"""a quarter of an hour, three quarters of a year, a tenth of a second."""
HALF_TIME = re.compile(
    r"(?<![\w-])(?<!first )(?<!second )(?<!other )(?P<value>half)[ -](?P<unit>(?P<time>second|minute|hour|day|year))(?![a-z'’])"
)
"""half hour, a half-day; the first half year is a part of the calendar."""
TIME_AND_A_HALF = re.compile(
    r"(?<![\w-])(?P<value>(?:an?|one) (?P<time>minute|hour|day|week|month|year) and a half)(?![a-z'’-])"
)
_BOUNDS = (
    r"within|inside|in|under|below|about|around|almost|nearly|roughly|approximately|only|than|at most|at least|up to|"
    r"over|for|after|exceed(?:s|ing|ed)?|(?:maximum|minimum) of|lose|loses|losing|lost|spends?|lasts?|lasting|"
    r"takes?|taking|took|waits"
)
A_TIME = re.compile(
    rf"(?<![\w-])(?:{_BOUNDS})\s+(?P<value>an?)\s+(?P<unit>(?:(?:full|single|whole) )?(?P<time>{_ONE}))"
    r"(?!\s+or (?:two|so)\b)(?=\s*(?:[,.;:!?)\]|/]|$)|\s+(?:of|or|and|at|on|in|from|after|before|for|when|if|to|by|as|so|"
    r"because|while|with|without|is|are|must|shall|should|has|have|we|it|they|you|no|not|per|each|later|max|maximum|between)\b)"
)
"""One time behind a bound, and behind it nothing that it could describe (a minute detail, a week's time)."""
PLAIN_TIMES = (PART_OF_TIME, TIME_AND_A_HALF, HALF_TIME, A_TIME)


def times_of(match: re.Match[str]) -> Decimal:
    """The seconds of what one of ``PLAIN_TIMES`` matched."""
    size = TIMES[match.group("time")].factor
    if match.re is PART_OF_TIME:
        return size * _COUNTS[match.group("count")] / _PARTS[match.group("part")]
    share = {TIME_AND_A_HALF: Decimal("1.5"), HALF_TIME: Decimal("0.5")}.get(match.re, Decimal(1))
    return size * share
