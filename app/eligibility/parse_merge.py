"""Stretches of work told in several messages: which one a message speaks of, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.eligibility.facts import Duration, Experience, When
from app.eligibility.parse_told import Lexicon, Told
from app.eligibility.parse_work import disagree
from app.eligibility.rules import compact
from app.eligibility.tally import fewest_days, most_days


def with_stretch(
    known: tuple[Experience, ...] | None, item: Experience, told: Told, lexicon: Lexicon
) -> tuple[Experience, ...]:
    """The stretches known with one more, or with one of them corrected by it."""
    if not known:
        return (replace(item, after_others=False),)
    if told.of_part:
        return _with_part(known, item, lexicon)
    further = item.after_others or (told.adds and not told.corrects)
    place = _place(known, item, further=further, corrects=told.corrects, lexicon=lexicon)
    if place is None or item is not told.experience[0]:
        return (*known, item)
    return (*known[:place], merged_stretch(known[place], item), *known[place + 1 :])


def _with_part(known: tuple[Experience, ...], part: Experience, lexicon: Lexicon) -> tuple[Experience, ...]:
    """The stretches, where of a part of the last one something else is told: how long the rest was isn't known."""
    whole = known[-1]
    circumstances = (*whole.circumstances, *(name for name in part.circumstances if name not in whole.circumstances))
    if part.role is None and part.circumstances and all(name in lexicon.counting for name in part.circumstances):
        return (*known[:-1], replace(whole, circumstances=circumstances))
    rest = replace(whole, start=None, end=None, still=None, lasting=Duration())
    if part.role is None:
        return (*known[:-1], replace(rest, circumstances=circumstances))
    return (*known[:-1], rest, part)


def _place(
    known: Sequence[Experience], item: Experience, *, further: bool, corrects: bool, lexicon: Lexicon
) -> int | None:
    """Which stretch a message speaks of; None where it is another."""
    same = [index for index, other in enumerate(known) if _same_role(other, item)]
    if item.planned or (further and _timed(item) and _timed(known[-1]) and not corrects):
        return None
    if item.role is None or corrects:
        return same[-1] if same and item.role is not None else len(known) - 1
    if same:
        return same[-1]
    nameless = [index for index, other in enumerate(known) if other.role is None]
    if nameless:
        return nameless[-1]
    return None if _timed(item) or not _timed(known[-1]) or lexicon.knows(item.role) is False else len(known) - 1


def _same_role(one: Experience, other: Experience) -> bool:
    return one.role is not None and other.role is not None and compact(one.role) == compact(other.role)


def _timed(item: Experience) -> bool:
    return item.start is not None or item.end is not None or item.lasting is not None


def merged_stretch(old: Experience, new: Experience) -> Experience:
    """One stretch told twice: what was told later holds."""
    merged = old
    if new.lasting is not None:
        merged = replace(
            merged,
            lasting=new.lasting,
            start=None,
            end=None,
            still=new.still if new.still is not None else old.still,
            planned=False,
        )
        if old.end is not None:
            merged = replace(merged, still=False)
    elif _timed(new):
        start = new.start or old.start
        end = new.end or (old.end if new.still is not True and (new.start is None or old.start is None) else None)
        if start and end and end.latest and start.earliest and end.latest < start.earliest:
            end = new.end
            start = new.start
        still = None if end is not None else new.still if new.still is not None else old.still
        lasting = old.lasting if new.start is None and old.start is None else None
        merged = replace(
            merged,
            start=start,
            end=end if lasting is None else None,
            still=still if lasting is None else False,
            lasting=lasting,
            planned=new.planned,
        )
    elif new.still is not None and old.end is None:
        merged = replace(merged, still=new.still)
    if new.role is not None and not _same_role(old, new):
        merged = replace(merged, role=new.role, career_advice=new.career_advice)
    circumstances = (*old.circumstances, *(name for name in new.circumstances if name not in old.circumstances))
    return replace(
        merged,
        circumstances=circumstances,
        interruption=new.interruption or merged.interruption,
        career_advice=new.career_advice if new.career_advice is not None else merged.career_advice,
        after_others=old.after_others or new.after_others,
    )


def contradicts(old: Experience, new: Experience, as_of: date) -> bool:
    """Whether a stretch, told again, can't be the one told before: another beginning, end or length."""
    if old.end is not None and new.end is not None and _apart(old.end, new.end):
        return True
    if old.start is not None and new.start is not None:
        return _apart(old.start, new.start)
    if old.start is not None and new.lasting is not None:
        return old.end is None and disagree(old.start, new.lasting, as_of)
    if old.lasting is not None and new.start is not None:
        return new.end is None and disagree(new.start, old.lasting, as_of)
    if old.lasting is None or new.lasting is None:
        return False
    return _longer(old.lasting, new.lasting) or _longer(new.lasting, old.lasting)


def _apart(one: When, other: When) -> bool:
    """Whether no day is in both intervals."""
    before = one.latest is not None and other.earliest is not None and one.latest < other.earliest
    return before or (other.latest is not None and one.earliest is not None and other.latest < one.earliest)


def _longer(one: Duration, other: Duration) -> bool:
    """Whether a length is longer than another whatever both are."""
    return one.least is not None and other.most is not None and fewest_days(one.least) > most_days(other.most)
