"""Adds up experience in one scenario: every uncertain thing is taken at its best or at its worst for the asker.

What is told grows in one direction only: an earlier start, a later end, a longer stretch never counts for less. So the
worst scenario that is met, and the best that isn't, hold for all values between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TypeVar

from app.eligibility.dates import (
    FAR_AHEAD,
    LONG_AGO,
    ONE_DAY,
    Stretch,
    before,
    between,
    complete_on,
    days_in,
    merged,
    total_days,
)
from app.eligibility.facts import Amount, Duration, Experience
from app.eligibility.logic import Reason, Status, Unsure, some
from app.eligibility.rules import Role, RuleSet

NOTHING = Amount()
UNBOUNDED = Amount(months=12 * 1000)
OVERLAP = "experience.overlap"

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Clock:
    """The days that matter: when it is decided for, when it was told; `going_on`: take it that work goes on."""

    as_of: date
    told_on: date
    going_on: bool = False


@dataclass(frozen=True, slots=True)
class Stated:
    """A length of work: less than it where `short`; begun on `since` where it is known to go on without a break."""

    amount: Amount
    short: bool
    since: date | None
    after_others: bool


@dataclass(frozen=True, slots=True)
class Interrupted:
    """Dated work with so many days out of it."""

    stretch: Stretch
    out: int


@dataclass(frozen=True, slots=True)
class Work:
    """A stretch of work held against the rules: it can't count, or counts if all doubts are settled in its favour."""

    path: str
    told: Experience
    possible: bool
    doubts: tuple[Unsure, ...]
    role: Role | None


def held_against(items: Iterable[Experience], rules: RuleSet) -> tuple[Work, ...]:
    """Hold the roles and circumstances that were told against the rules."""
    return tuple(_work(f"experience[{index}]", item, rules) for index, item in enumerate(items))


def _work(path: str, item: Experience, rules: RuleSet) -> Work:
    role = rules.role(item.role) if item.role is not None else None
    counted = role is not None and role.standing == "counted"
    named = item.role or ""
    doubts: list[Unsure] = []
    if item.career_advice is False and counted:
        doubts.append(Unsure(f"{path}.career_advice", "input_ambiguous", "career_advice", named))
    if role is not None and role.standing == "source_silent":
        doubts.append(Unsure(f"{path}.role", "source_silent"))
    elif item.career_advice is None and role is None:
        doubts.append(Unsure(f"{path}.role", "input_missing", "role"))
    elif item.career_advice is None and not counted:
        doubts.append(Unsure(f"{path}.career_advice", "input_missing", "career_advice", named))
    if any(rules.circumstances[name].treatment == "source_silent" for name in item.circumstances):
        doubts.append(Unsure(f"{path}.circumstances", "source_silent"))
    return Work(path, item, item.career_advice is not False or counted, tuple(doubts), role)


class Tally:
    """The experience of one scenario; `unsure` names what had to be chosen."""

    def __init__(self, works: Iterable[Work], clock: Clock, at_best: Callable[[str], bool]) -> None:
        """`at_best` tells by its path whether an uncertain thing is taken at its best."""
        self.unsure: dict[str, Unsure] = {}
        self.stretches: list[Stretch] = []
        self.interrupted: list[Interrupted] = []
        self.stated: list[Stated] = []
        self._clock = clock
        self._at_best = at_best
        self._with_breaks: list[tuple[str, Stretch, Duration]] = []
        for work in works:
            choices = [self._choose(doubt, False, True) for doubt in work.doubts]  # every doubt is noted, not the first
            if work.possible and all(choices):
                self._add(work.path, work.told)
        for path, stretch, interruption in self._with_breaks:
            self._add_interrupted(path, stretch, interruption)

    def _add(self, path: str, item: Experience) -> None:
        if item.lasting is not None:
            self._add_stated(path, item, item.lasting)
        elif item.start is None and item.end is None:
            self._add_unmeasured(path, item)
        else:
            self._add_dated(path, item)

    def status(self, months: int) -> Status:
        """Whether it reaches so many months."""
        whole = [self._reached(block.first, months, block.last + ONE_DAY) for block in merged(self.stretches)]
        since = [self._reached(_begun(item), months, self._clock.as_of) for item in self.stated if item.since]
        return some([*whole, *since, *(self._added(parts, days, months) for parts, days in self._sums())])

    def _sums(self) -> list[tuple[list[Stated], int]]:
        """What may be added: (stated lengths, dated days); several where it isn't known that they don't overlap."""
        days = self._days()
        after = [item for item in self.stated if item.after_others]
        alone = [item for item in self.stated if not item.after_others]
        if len(alone) + bool(days) > 1 and not self._choose(
            Unsure(OVERLAP, "input_missing", "overlap"), worst=False, best=True
        ):
            return [(after, days), *(([item, *after], 0) for item in alone)]
        return [(self.stated, days)]

    def _days(self) -> int:
        """The dated days: those of unbroken work, with as much of the interrupted as certainly adds to it."""
        best = 0
        for size in range(len(self.interrupted) + 1):
            for chosen in combinations(self.interrupted, size):
                days = total_days([*self.stretches, *(item.stretch for item in chosen)])
                best = max(best, days - sum(item.out for item in chosen))
        return best

    def _added(self, parts: Sequence[Stated], days: int, months: int) -> Status:
        """Whether these add up to so many months; what is in one piece is reckoned by the calendar and not by days."""
        one_block = not parts and len(merged(self.stretches)) == 1 and not self.interrupted
        if one_block or (not days and len(parts) == 1 and parts[0].since):
            return "not_met"
        lacking = months - sum(item.amount.months for item in parts)
        have = days + sum(item.amount.days for item in parts)
        fewest, most = days_in(lacking)
        if have < fewest or (have == fewest and any(item.short for item in parts)):
            return "not_met"
        return "met" if have >= most else "unknown"

    def _reached(self, first: date, months: int, day: date) -> Status:
        return "met" if complete_on(first, months) <= day else "not_met"

    def _add_stated(self, path: str, item: Experience, lasting: Duration) -> None:
        doubt = Unsure(f"{path}.lasting", "input_missing" if lasting == Duration() else "input_ambiguous", "lasting")
        worst, best = (lasting.least or NOTHING, False), (lasting.most or UNBOUNDED, lasting.under)
        amount, short = self._choose(doubt, worst, best)
        if item.interruption is not None:
            doubt = Unsure(f"{path}.interruption", "input_ambiguous", "interruption")
            amount = self._choose(doubt, _less(amount, item.interruption.most), amount)
        since = before(self._clock.told_on, amount) if self._goes_on(item) and item.interruption is None else None
        amount = self._carried(path, item, amount)
        if amount != NOTHING:
            self.stated.append(Stated(amount, short, since, item.after_others))

    def _carried(self, path: str, item: Experience, amount: Amount) -> Amount:
        """A length told on one day, on the day it is decided for."""
        clock = self._clock
        if clock.as_of == clock.told_on:
            return amount
        begun = before(clock.told_on, amount)
        if item.interruption is not None:
            grown = _grown(amount, clock)
        else:
            grown = between(begun, clock.as_of) if begun < clock.as_of else NOTHING
        if self._goes_on(item):
            return grown
        less, more = (amount, grown) if clock.as_of > clock.told_on else (grown, amount)
        if item.still is None:
            return self._choose(Unsure(f"{path}.still", "input_missing", "still"), less, more)
        return amount if clock.as_of > clock.told_on else self._choose(self._gone(path), less, more)

    def _add_unmeasured(self, path: str, item: Experience) -> None:
        """Work of which neither a date nor a length was told."""
        if item.planned and self._clock.as_of <= self._clock.told_on:
            return
        begun = LONG_AGO if not item.planned else self._clock.told_on
        doubt = Unsure(f"{path}.start", "input_missing", "start" if item.planned else "experience")
        first = self._choose(doubt, self._clock.as_of, begun)
        self.stretches.append(Stretch(first, self._clock.as_of - ONE_DAY))

    def _add_dated(self, path: str, item: Experience) -> None:
        first, last = self._first(path, item), self._last(path, item)
        stretch = Stretch(first, last)
        if not stretch.days:
            return
        if item.interruption is None:
            self.stretches.append(stretch)
        else:
            self._with_breaks.append((path, stretch, item.interruption))

    def _add_interrupted(self, path: str, stretch: Stretch, interruption: Duration) -> None:
        longest = most_days(interruption.most or UNBOUNDED)
        shortest = 0 if self._overlaps(stretch) else fewest_days(interruption.least or NOTHING)
        doubt = Unsure(f"{path}.interruption", "input_ambiguous", "interruption")
        out = self._choose(doubt, longest, shortest)
        if out:
            self.interrupted.append(Interrupted(stretch, out))
        else:
            self.stretches.append(stretch)

    def _overlaps(self, stretch: Stretch) -> bool:
        others = [*self.stretches, *(other for _, other, _ in self._with_breaks)]
        return sum(other.first <= stretch.last and stretch.first <= other.last for other in others) > (
            stretch in (other for _, other, _ in self._with_breaks)
        )

    def _first(self, path: str, item: Experience) -> date:
        reason: Reason = "input_missing" if item.start is None else "input_ambiguous"
        earliest, latest = (item.start.earliest, item.start.latest) if item.start else (None, None)
        begun = earliest or LONG_AGO
        until = latest or FAR_AHEAD
        if not item.planned:
            until = min(until, self._clock.told_on)
        as_of = self._clock.as_of
        return self._choose(Unsure(f"{path}.start", reason, "start"), min(until, as_of), min(begun, as_of))

    def _last(self, path: str, item: Experience) -> date:
        yesterday = self._clock.as_of - ONE_DAY
        if item.end is not None:
            doubt = Unsure(f"{path}.end", "input_ambiguous", "end")
            ended = item.end.earliest or LONG_AGO, item.end.latest or FAR_AHEAD
        elif self._goes_on(item) or item.planned:
            return yesterday
        else:
            doubt = self._gone(path) if item.still is False else Unsure(f"{path}.still", "input_missing", "still")
            ended = LONG_AGO, self._clock.told_on if item.still is False else FAR_AHEAD
        return self._choose(doubt, min(ended[0], yesterday), min(ended[1], yesterday))

    def _gone(self, path: str) -> Unsure:
        return Unsure(f"{path}.end", "input_missing", "end")

    def _goes_on(self, item: Experience) -> bool:
        return item.still is True or (item.still is None and item.end is None and self._clock.going_on)

    def _choose(self, doubt: Unsure, worst: _T, best: _T) -> _T:
        if worst == best:
            return worst
        self.unsure.setdefault(doubt.path, doubt)
        return best if self._at_best(doubt.path) else worst


def fewest_days(amount: Amount) -> int:
    """The fewest days an amount can be."""
    return days_in(amount.months)[0] + amount.days


def most_days(amount: Amount) -> int:
    """The most days an amount can be."""
    return days_in(amount.months)[1] + amount.days


def _begun(item: Stated) -> date:
    begun = item.since or FAR_AHEAD
    return begun + ONE_DAY if item.short else begun


def _less(amount: Amount, out: Amount | None) -> Amount:
    """An amount without another; nothing where that may be all of it."""
    if out is None or fewest_days(amount) <= most_days(out):
        return NOTHING
    return Amount(amount.months - out.months, amount.days - out.days)


def _grown(amount: Amount, clock: Clock) -> Amount:
    """An amount that went on from the day of telling to the day it is decided for, or is taken back to it."""
    if clock.as_of >= clock.told_on:
        more = between(clock.told_on, clock.as_of)
        return Amount(amount.months + more.months, amount.days + more.days)
    return _less(amount, between(clock.as_of, clock.told_on))
