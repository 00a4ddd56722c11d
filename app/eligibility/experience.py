"""The criteria on experience: is it enough, was it in the field, and from which day on will it be enough."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import combinations

from app.eligibility.dates import LAST_DAY, merged
from app.eligibility.facts import MONTHS_IN_A_YEAR, Experience, Facts
from app.eligibility.logic import Finding, Reason, Status, Unsure, some
from app.eligibility.rules import RuleSet
from app.eligibility.rules_file import ReservationId
from app.eligibility.tally import OVERLAP, Clock, Tally, Work, held_against

MOST_COMPARED = 8
"""Doubts up to which every set of them is tried to find the smallest that decides; of more, one that can't be less."""

_GOES_ON: frozenset[ReservationId] = frozenset({"goes-on"})
_LEAP_DAY: frozenset[ReservationId] = frozenset({"leap-day"})
_NOT_TOLD = Unsure("experience", "input_missing", "experience")


def weigh_experience(facts: Facts, rules: RuleSet) -> Finding:
    """Is the experience enough? With the facts that would decide, and the day on which it will be enough."""
    if facts.experience is None:
        return Finding("unknown", "input_missing", (_NOT_TOLD,))
    months = rules.parameters["experience_years"] * MONTHS_IN_A_YEAR
    works = held_against(facts.experience, rules)
    clock = Clock(facts.as_of, facts.told_on or facts.as_of)
    best = Tally(works, clock, lambda path: True)
    worst = Tally(works, clock, lambda path: False)
    highest, lowest = best.status(months), worst.status(months)
    notes = frozenset(_notes(works, rules, best, clock))
    if lowest == "met":
        return Finding("met", notes=notes)
    if highest == "not_met":
        day = _first_day(works, clock, months, rules.longest_working_life_years)
        return Finding("not_met", notes=notes | _GOES_ON if day else notes, day=day)
    unsure = {**best.unsure, **worst.unsure}
    if not unsure:
        missing = _too_close(works)
        return Finding("unknown", _reason(missing), missing, notes | _LEAP_DAY)
    missing = _deciding(unsure, lambda chosen: Tally(works, clock, lambda path: path in chosen).status(months))
    return Finding("unknown", _reason(missing), missing, notes)


def weigh_field(facts: Facts, rules: RuleSet) -> Finding:
    """Was any of the work in the field? What would decide that is part of the experience and named there."""
    if facts.experience is None:
        return Finding("unknown", "input_missing")
    found: list[Status] = []
    doubts: list[Unsure] = []
    for work in held_against(facts.experience, rules):
        found.append("not_met" if not work.possible else "unknown" if work.doubts else "met")
        doubts.extend(work.doubts)
    status = some(found)
    if status != "unknown":
        return Finding(status)
    return Finding(status, _reason(tuple(doubt for doubt in doubts if doubt.question)))


def _deciding(unsure: dict[str, Unsure], status: Callable[[frozenset[str]], Status]) -> tuple[Unsure, ...]:
    """The facts each of which would decide alone; else the smallest set that would together; none where none can."""
    everything = frozenset(unsure)
    asked = [doubt for doubt in unsure.values() if doubt.question]

    def decides(chosen: frozenset[str]) -> bool:
        return status(chosen) == "met" or status(everything - chosen) == "not_met"

    def paths(doubts: Iterable[Unsure]) -> frozenset[str]:
        return frozenset(doubt.path for doubt in doubts)

    alone = tuple(doubt for doubt in asked if decides(paths([doubt])))
    if alone or not decides(paths(asked)):
        return alone
    if len(asked) <= MOST_COMPARED:
        sets = (chosen for size in range(2, len(asked) + 1) for chosen in combinations(asked, size))
        return next(chosen for chosen in sets if decides(paths(chosen)))
    for doubt in reversed(tuple(asked)):
        rest = [other for other in asked if other is not doubt]
        if decides(paths(rest)):
            asked = rest
    return tuple(asked)


def _reason(missing: tuple[Unsure, ...]) -> Reason:
    return missing[0].reason if missing else "source_silent"


def _too_close(works: tuple[Work, ...]) -> tuple[Unsure, ...]:
    """Where nothing was left open, and yet one leap day or month end decides: a stated length can be asked for."""
    stated = [work.path for work in works if work.told.lasting is not None]
    return tuple(Unsure(f"{path}.lasting", "input_ambiguous", "lasting") for path in stated[:1])


def _first_day(works: tuple[Work, ...], clock: Clock, months: int, longest_years: int) -> date | None:
    """The first day after `as_of` on which the experience is certainly enough if the work goes on."""

    def enough(day: date) -> bool:
        going_on = Clock(day, clock.told_on, going_on=True)
        return Tally(works, going_on, lambda path: False).status(months) == "met"

    low, high = clock.as_of, LAST_DAY.replace(year=LAST_DAY.year + longest_years)
    if not enough(high):
        return None
    while (high - low).days > 1:  # not enough on `low`, enough on `high`
        middle = low + (high - low) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _notes(works: tuple[Work, ...], rules: RuleSet, best: Tally, clock: Clock) -> Iterator[ReservationId]:
    areas = set()
    for work in works:
        item, role = work.told, work.role
        if not work.possible:
            continue
        yield from (rules.circumstances[name].reservation for name in item.circumstances)
        yield from _notes_of(item)
        if role is not None and role.reservation is not None:
            yield role.reservation
        if role is not None and role.standing == "ask":
            yield "other-role"
        if role is not None and role.standing == "counted":
            areas.add(role)
        if item.still is True and clock.as_of > clock.told_on:
            yield "goes-on"
    if areas and not any(role.general for role in areas):
        yield "some-areas"
    yield from _notes_on_adding(best)


def _notes_of(item: Experience) -> Iterator[ReservationId]:
    if item.planned:
        yield "plan"
    if item.lasting is not None:
        yield "as-stated"
    if item.interruption is not None:
        yield "breaks"
    if item.end is not None:
        yield "last-day"
    begun = item.start.exact if item.start else None
    if begun is not None and (begun.month, begun.day) == (2, 29):
        yield "leap-day"


def _notes_on_adding(best: Tally) -> Iterator[ReservationId]:
    stretches = [*best.stretches, *(item.stretch for item in best.interrupted)]
    blocks = merged(stretches)
    if sum(stretch.days for stretch in stretches) > sum(block.days for block in blocks):
        yield "overlap"
    if len(blocks) > 1:
        yield from ("breaks", "several-periods")
    if len(best.stated) + bool(blocks) > 1:
        yield "several-periods"
    if OVERLAP in best.unsure:
        yield "stated-overlap"
