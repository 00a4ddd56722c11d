"""Calendar arithmetic with its rounding declared: the one place that knows about leap days and month ends.

Rounding (policy of corpus/rules.yaml, reservation `leap-day`): where the day doesn't exist years on, a validity ends a
day early (29 February -> 28 February) and an experience is complete a day late (29 February -> 1 March).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from app.eligibility.facts import MONTHS_IN_A_YEAR, Amount

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2099, 12, 31)
"""The days that may be told: nobody's case lies outside, and a year typed as 202 or 20223 does."""

LONG_AGO = date(1600, 1, 1)
FAR_AHEAD = date(2399, 12, 31)
"""Beyond anything that follows from the days that may be told: what an open side of an interval is reckoned with."""

ONE_DAY = timedelta(days=1)
_LEAP_CYCLE_MONTHS = 48  # the calendar repeats after four years; 1900 and 2100 are let be
_LEAP_CYCLE_START = date(2001, 1, 1)


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """The days from `first` up to and including `last`; empty where last < first."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return max(0, (self.last - self.first).days + 1)


def valid_through(day: date, years: int) -> date:
    """The last day of a validity of so many years from `day`: the same day, or 28 February for the 29th."""
    return day + relativedelta(years=years)


def complete_on(day: date, months: int) -> date:
    """The first day on which so many months from `day` are complete: the same day, or the first of the next month."""
    reached = day + relativedelta(months=months)
    return reached if reached.day == day.day else reached + ONE_DAY


def before(day: date, amount: Amount) -> date:
    """The day that lies an amount before `day`; not before LONG_AGO."""
    try:
        return max(LONG_AGO, day - relativedelta(months=amount.months, days=amount.days))
    except (OverflowError, ValueError):
        return LONG_AGO


def between(first: date, last: date) -> Amount:
    """The calendar time from one day to another that is not earlier."""
    gone = relativedelta(last, first)
    return Amount(gone.years * MONTHS_IN_A_YEAR + gone.months, gone.days)


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Overlapping and adjoining stretches made one, in order; empty ones dropped."""
    blocks: list[Stretch] = []
    for stretch in sorted(stretch for stretch in stretches if stretch.days):
        if blocks and stretch.first <= blocks[-1].last + ONE_DAY:
            blocks[-1] = Stretch(blocks[-1].first, max(blocks[-1].last, stretch.last))
        else:
            blocks.append(stretch)
    return blocks


def total_days(stretches: Iterable[Stretch]) -> int:
    """The days in any of the stretches, each day once."""
    return sum(block.days for block in merged(stretches))


@lru_cache(maxsize=4096)
def days_in(months: int) -> tuple[int, int]:
    """The fewest and the most days that so many consecutive months can have; negative for negative months."""
    if months < 0:
        fewest, most = days_in(-months)
        return -most, -fewest
    cycles, rest = divmod(months, _LEAP_CYCLE_MONTHS)
    whole = cycles * (_LEAP_CYCLE_START + relativedelta(months=_LEAP_CYCLE_MONTHS) - _LEAP_CYCLE_START).days
    lengths = []
    for offset in range(_LEAP_CYCLE_MONTHS):
        first = _LEAP_CYCLE_START + relativedelta(months=offset)
        lengths.append((first + relativedelta(months=rest) - first).days)
    return whole + min(lengths), whole + max(lengths)
