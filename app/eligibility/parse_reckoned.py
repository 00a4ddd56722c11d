"""Days reckoned from the day of telling: "drie jaar geleden", "over anderhalf jaar"; the other lengths stay lengths."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from dateutil.relativedelta import relativedelta

from app.eligibility.facts import Amount, Duration, When
from app.eligibility.parse_amounts import Length
from app.eligibility.parse_words import blank

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


_OR = re.compile(
    r",? (?:of|or|dan wel)(?: (?:misschien|wellicht|toch|was het|in|uit|van|sinds|maybe|perhaps|since|from))* "
)
_AGO = re.compile(r" (?:geleden|terug|ago)(?!\w)")
_BEFORE_AHEAD = re.compile(r"(?<!\w)over (?:precies |exact )?(?:ongeveer |een )?$")
_BEFORE_AHEAD_EN = re.compile(r"(?<!\w)in (?:exactly |about )?$")
_AFTER_AHEAD = re.compile(r"(?: time|'s time|' time| from now| later| verder)(?!\w)")
_MORE_OF_IT = re.compile(
    r"\b(?:als|wanneer|if|when) (?:ik|hij|zij|ze|i|she|he) (?:het |dit |er )?(?:nog|keep (?:going|working)(?: for)?|go on(?: for)?|continue(?: for)?|stay(?: for)?)(?: eens)? $"
)
_GOES_ON = re.compile(
    r" (?:longer|more)\b| (?:langer |zo |hier )*(?:door(?:ga|gaat|werk|werkt)?|blijf(?:t)?|werk|werkt|wacht)\b|(?= ?[,?.])"
)
_EXACTLY = re.compile(r"(?<!\w)(?:precies|exact|exactly|op de dag af) $")


def reckoned(low: str, lengths: Sequence[Length], as_of: date, english: bool) -> Iterator[Time]:
    """Lengths with "geleden" or "over" as days; the others as lengths."""
    for length in lengths:
        ago = _AGO.match(low, length.end)
        before = low[: length.start]
        ahead = (_BEFORE_AHEAD_EN if english else _BEFORE_AHEAD).search(before)
        after = _AFTER_AHEAD.match(low, length.end) if english else None
        if not length.negative and _MORE_OF_IT.search(before) and _GOES_ON.match(low, length.end):
            yield Time(length.start, length.end, "ahead", days_ahead(length, as_of))
            continue
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


_SAID_CLOSER = re.compile(
    r"[^.?!;]{0,60}, (?:en wel |namelijk |and |ergens |somewhere )?(?:in|op|on|per|rond) (?:de |het )?"
)
_NOTHING_MORE = re.compile(
    r"(?: (?:gehaald|behaald|gekregen|uitgereikt|afgegeven|obtained|received|issued)| om (?:precies|exact) te zijn| to be (?:precise|exact)| geloof ik| denk ik| namelijk)?(?= ?(?:[.,;?!]|$|en\b|and\b))"
)


def said_closer(low: str, times: Sequence[Time]) -> tuple[str, list[Time]]:
    """A year of which the day or month follows is that day: "in 2023 verlengd, op 2 maart"; what followed is blanked."""
    kept: list[Time] = []
    for time in times:
        year = kept[-1] if kept else None
        ago = _on_that_day(low, year, time) if year is not None else None
        if ago is not None and year is not None:
            kept[-1] = replace(year, when=ago)
            low = blank(low, time.start, time.end)
            continue
        day = _in_year(year, time) if year is not None else None
        if (
            day is None
            or year is None
            or not _SAID_CLOSER.fullmatch(low[year.end : time.start])
            or not _NOTHING_MORE.match(low, time.end)
        ):
            kept.append(time)
            continue
        kept[-1] = replace(year, when=day)
        low = blank(low, time.start, time.end)
    return low, kept


_CORRECTED = re.compile(
    r"(?: (?:behaald|gehaald|gekregen|begonnen|gestart|obtained|received|started))?[ ,.;:-]*(?:(?:of|or|o|oh|ah|maar|but|wacht|wait)\b[ ,]*)*"
    r"\b(?:nee|neen|no|sorry|pardon|correctie|correction|ik bedoel(?:de)?|i mean(?:t)?|oeps|oops|foutje|wacht|wait|excuus|actually|eigenlijk|"
    r"make that|ik vergis me|rather)\b(?:[, ]+(?:nee|no|sorry|ik bedoel(?:de)?|i mean(?:t)?|eigenlijk|actually|dat was|het was|it was|that was|"
    r"het is|moet zijn|make that|natuurlijk|of course|(?P<joint>in|op|van|uit|per|on|sinds|vanaf|since|from|tot|until|till))\b)*[ ,:]*"
)
_PLAIN = ("in", "op", "van", "uit", "per", "on")


def corrected(low: str, times: Sequence[Time]) -> list[Time]:
    """A day that is taken back at once makes room for the one said instead: "van mei 2025, nee, mei 2022"."""
    kept: list[Time] = []
    for time in times:
        before = kept[-1] if kept else None
        dated = before is not None and {before.form, time.form} <= {"date", "ago"}
        between = _CORRECTED.fullmatch(low[before.end : time.start]) if before is not None and dated else None
        if before is None or between is None or not _same_joint(low[: before.start], between["joint"]):
            kept.append(time)
        else:
            kept[-1] = replace(time, start=before.start)
    return kept


_TO = re.compile(r" ?(?:-|tot en met|t/m|tem|tot|to|until|till|through|up to(?: and including)?|en|and) ?")


def of_one_year(low: str, times: Sequence[Time]) -> list[Time]:
    """A day without a year before one with a year, in one range, is of that year, or of the one before where it is later in it."""
    kept = list(times)
    for index, (time, after) in enumerate(pairwise(times)):
        first, last = time.when.earliest, after.when.earliest
        told = time.coming is not None and after.coming is None and {time.form, after.form} == {"date"}
        if not told or first is None or last is None or not _TO.fullmatch(low[time.end : after.start]):
            continue
        year = last.year - ((first.month, first.day) > (last.month, last.day))
        moved = relativedelta(year=year)
        ends = time.when.latest
        kept[index] = replace(time, when=When(first + moved, ends + moved if ends else None), coming=None)
    return kept


_BACK = re.compile(
    r" (?:begonnen |gestart |started )?(?:als|as|bij|at|in|with)(?: [\w'-]+){1,5}(?P<taken>, (?:nee|no|sorry|ik bedoel|i mean|correctie|correction)"
    r"(?:[, ]+(?:nee|no|sorry|ik bedoel|i mean|in|op|on|per))*[, ]+)"
)
_ENDS = re.compile(r" ?(?:[.,;?!]|$)")


def taken_back(low: str, times: Sequence[Time]) -> tuple[str, list[Time]]:
    """The same after what the day was of: "in 2023 begonnen als …, ik bedoel 2024"; what was said instead is blanked."""
    kept: list[Time] = []
    for time in times:
        before = kept[-1] if kept else None
        between = None
        if before is not None and {before.form, time.form} <= {"date", "ago"} and _ENDS.match(low, time.end):
            between = _BACK.fullmatch(low[before.end : time.start])
        if before is None or between is None:
            kept.append(time)
            continue
        low = blank(low, before.end + between.start("taken"), time.end)
        kept[-1] = replace(time, start=before.start, end=before.end)
    return low, kept


def _same_joint(before: str, joint: str | None) -> bool:
    return joint is None or joint in _PLAIN or before.endswith(f"{joint} ")


def _on_that_day(low: str, ago: Time, time: Time) -> When | None:
    """Read "drie jaar geleden op 5 maart": each such day that is about as long ago; which of them isn't known."""
    first, last, day = ago.when.earliest, ago.when.latest, time.when
    if (
        ago.form != "ago"
        or time.coming is None
        or not re.fullmatch(r",? (?:op|in|on) (?:de |het )?", low[ago.end : time.start])
    ):
        return None
    if first is None or last is None or day.earliest is None or day.latest is None:
        return None
    found = []
    for year in range(first.year, last.year + 1):
        by = relativedelta(years=year - day.earliest.year)
        if day.earliest + by <= last and first <= day.latest + by:
            found.append((day.earliest + by, day.latest + by))
    return When(found[0][0], found[-1][1]) if found else None


def _in_year(year: Time, time: Time) -> When | None:
    """A day or month without a year, in a year that was told as such; None where they aren't."""
    first, last, day = year.when.earliest, year.when.latest, time.when
    whole = year.form == "date" and first is not None and last is not None and When.in_year(first.year) == year.when
    if not whole or first is None or time.coming is None or day.earliest is None or day.latest is None:
        return None
    by = relativedelta(years=first.year - day.earliest.year)
    return When(day.earliest + by, day.latest + by)


_WITHIN_IT = re.compile(r",? ?(?:dus |namelijk |te weten |en wel |that is,? )?(?:van|vanaf|from|between|tussen) ")
_UP_TO = re.compile(r" ?(?:-|tot en met|tot|t/m|tem|to|until|till|through|en|and|up to and including) ?")


def within_the_year(low: str, times: list[Time]) -> tuple[str, list[Time]]:
    """Put "in 2023 van 1 januari tot en met 31 december" in that year, which is then said with them."""
    kept: list[Time] = []
    for index, time in enumerate(times):
        year = times[index - 1] if index else None
        span = times[index : index + 2]
        if year is not None and len(span) == 2 and kept and kept[-1] is year:
            days = [_in_year(year, one) for one in span]
            joints = (low[year.end : time.start], low[time.end : span[1].start])
            if None not in days and _WITHIN_IT.fullmatch(joints[0]) and _UP_TO.fullmatch(joints[1]):
                kept.pop()
                low = blank(low, year.start, year.end)
                times[index : index + 2] = [
                    replace(one, when=day, coming=None) for one, day in zip(span, days, strict=True) if day is not None
                ]
        kept.append(times[index])
    return low, kept


def without_alternatives(low: str, times: list[Time]) -> list[Time]:
    """Make one interval of "2023 of 2024": it is one day, and which isn't known."""
    kept: list[Time] = []
    for time in times:
        before = kept[-1] if kept else None
        if (
            before is None
            or before.form != "date"
            or time.form != "date"
            or not _OR.fullmatch(low[before.end : time.start])
        ):
            kept.append(time)
            continue
        first = [when.earliest for when in (before.when, time.when)]
        last = [when.latest for when in (before.when, time.when)]
        either = When(
            min((day for day in first if day), default=None) if None not in first else None,
            max((day for day in last if day), default=None) if None not in last else None,
        )
        kept[-1] = replace(before, end=time.end, when=either, coming=None)
    return kept
