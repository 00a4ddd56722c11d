"""Days reckoned from the day of telling: "drie jaar geleden", "over anderhalf jaar"; the other lengths stay lengths."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from dateutil.relativedelta import relativedelta

from app.eligibility.facts import Amount, Duration, When
from app.eligibility.parse_amounts import Length

Form = Literal["date", "ago", "ahead", "length", "impossible"]

SOME_DAY = When(None, None)


@dataclass(frozen=True, slots=True)
class Time:
    """A time at low[start:end].

    form    date: a day or interval; ago, ahead: reckoned from the day of telling; length: `length` alone is set;
            impossible: no such day ("31 februari")
    when    the interval; for a day or month without a year the last one that was
    coming  the next one to come, where no year was said
    """

    start: int
    end: int
    form: Form
    when: When = SOME_DAY
    length: Length | None = None
    coming: When | None = None


_AGO = re.compile(r" (?:geleden|terug|ago)(?!\w)")
_BEFORE_AHEAD = re.compile(r"(?<!\w)over (?:precies |exact )?(?:ongeveer |een )?$")
_BEFORE_AHEAD_EN = re.compile(r"(?<!\w)in (?:exactly |about )?$")
_AFTER_AHEAD = re.compile(r"(?: time|'s time|' time| from now| later| verder)(?!\w)")
_EXACTLY = re.compile(r"(?<!\w)(?:precies|exact|exactly|op de dag af) $")


def reckoned(low: str, lengths: Sequence[Length], as_of: date, english: bool) -> Iterator[Time]:
    """Lengths with "geleden" or "over" as days; the others as lengths."""
    for length in lengths:
        ago = _AGO.match(low, length.end)
        before = low[: length.start]
        ahead = (_BEFORE_AHEAD_EN if english else _BEFORE_AHEAD).search(before)
        after = _AFTER_AHEAD.match(low, length.end) if english else None
        if length.negative:
            yield Time(length.start, length.end, "length", length=length)
        elif ago:
            when = days_ago(length, as_of, exactly=bool(_EXACTLY.search(before)))
            yield Time(length.start, ago.end(), "ago", when)
        elif (ahead and not english) or (after and english):
            start = ahead.start() if ahead else length.start
            end = after.end() if after else length.end
            yield Time(start, end, "ahead", days_ahead(length, as_of))
        elif ahead:
            yield Time(ahead.start(), length.end, "ahead", days_ahead(length, as_of))
        elif english and before.endswith("over ") and length.duration.least == length.duration.most:
            hedged = replace(length, duration=Duration(least=length.duration.least, over=True))
            yield Time(length.start, length.end, "length", length=hedged)
        else:
            yield Time(length.start, length.end, "length", length=length)


def _shift(day: date, amount: Amount, sign: int) -> date | None:
    try:
        return day + sign * relativedelta(months=amount.months, days=amount.days)
    except (OverflowError, ValueError):
        return None


def _grain(amount: Amount) -> tuple[Amount, Amount]:
    """By how much the next larger round number, and half of it, differs: what "vier jaar geleden" leaves open."""
    if amount.days:
        return (Amount(days=6), Amount(days=3)) if amount.days % 7 == 0 else (Amount(), Amount())
    if amount.months % 12 == 0:
        return Amount(12, -1), Amount(6)
    if amount.months % 6 == 0:
        return Amount(6), Amount(3)
    return Amount(1, -1), Amount(0, 15)


def days_ago(length: Length, as_of: date, exactly: bool) -> When:
    """Between which days a length ago lies: people round it, most often down."""
    least, most = length.duration.least, length.duration.most
    if least is not None and least == most:
        if exactly:
            day = _shift(as_of, least, -1)
            return When(day, day)
        further, nearer = _grain(least)
        earliest = _shift(as_of, Amount(least.months + further.months, least.days + further.days), -1)
        latest = _shift(as_of, least, -1)
        nearest = min(as_of, _shift(latest, nearer, 1) or as_of) if latest else as_of
        return When(earliest, nearest)
    earliest = _shift(as_of, most, -1) if most is not None else None
    latest = _shift(as_of, least, -1) if least is not None else as_of
    if earliest is not None and length.duration.under:
        earliest += timedelta(days=1)
    if latest is not None and length.duration.over:
        latest -= timedelta(days=1)
    return When(earliest, latest)


def days_ahead(length: Length, as_of: date) -> When:
    """Between which days a length ahead lies."""
    least, most = length.duration.least, length.duration.most
    return When(_shift(as_of, least, 1) if least else as_of, _shift(as_of, most, 1) if most else None)
