"""Lengths of something done, of which it isn't said that it was work in the field: they may count, and are asked about."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from app.eligibility.facts import Experience
from app.eligibility.parse_clauses import Clause, is_about_something_else, is_another_trade
from app.eligibility.parse_reading import Reading
from app.eligibility.parse_told import Told
from app.eligibility.tally import most_days

_DONE = re.compile(
    r"\b(?:heb|heeft|had|ben|was|werkte|deed|gaf|zat|stond)\b.*\b(?:gedaan|gegeven|gewerkt|geweest|gezeten|gestaan|gehad|gerund|geleid|lesgegeven)\b|"
    r"\b(?:gaf|deed|runde|leidde|taught|ran|did|managed|led|drove|served)\b"
)


def with_longer_work(told: Told, reading: Reading, used: set[int], certified: Collection[Clause], as_of: date) -> Told:
    """Told with further work, of which it isn't said what: "heb 38 jaar … gegeven".

    A length that is longer than any work told is no part or break of it. The times taken are added to `used`.
    """
    spans = [_longest(item, as_of) for item in told.experience]
    if not spans or None in spans:
        return told
    longest = max(span for span in spans if span is not None)
    further = []
    for clause in reading.own_clauses():
        elsewhere = is_about_something_else(clause.text) or is_another_trade(clause.text)
        if clause in certified or elsewhere or not _DONE.search(clause.text):
            continue
        for time in reading.times_in(clause):
            least = time.length.duration.least if time.length is not None and not time.length.negative else None
            if time.start not in used and time.length is not None and least is not None and most_days(least) > longest:
                used.add(time.start)
                further.append(Experience(lasting=time.length.duration, still=False))
    return replace(told, experience=(*told.experience, *further))


def _longest(item: Experience, as_of: date) -> int | None:
    """The most days that a stretch can have lasted; None where that isn't known."""
    if item.start is not None and item.start.earliest is not None:
        return ((item.end.latest if item.end and item.end.latest else as_of) - item.start.earliest).days
    most = item.lasting.most if item.lasting is not None else None
    return most_days(most) if most is not None else None
