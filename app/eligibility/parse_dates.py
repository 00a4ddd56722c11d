"""Days as people name them -> When: to the day where they name a day, otherwise the interval that certainly holds it.

What is used for what: `dateutil.relativedelta` for calendar arithmetic. `dateutil.parser` and `dateparser` are not used:
they fill in what wasn't said with today's day ("maart 2020"), read 1-3-2020 the American way or not at all in Dutch, and
don't know "half 2024", "eind 2019" or "sinds 2023". The forms people use are few and stand below.

    1 maart 2020, 1-3-2020, 01/03/20, 2020-03-01     that day; 03/04/2020 in English: either of the two
    maart 2020, mrt '20, 03-2020, 2020, vorig jaar   some day in it
    begin 2023, half 2024, eind 2019, zomer 2021     some day in those months, generously
    sinds maart, 1 mei (no year)                     the last one that was, or the next one to come
    drie jaar geleden                                from almost four years ago to two and a half
    precies drie jaar geleden                        that day
    over anderhalf jaar                              that day ahead
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from app.eligibility.facts import When
from app.eligibility.parse_amounts import UNIT, find_lengths
from app.eligibility.parse_reckoned import Time, reckoned, without_alternatives
from app.eligibility.parse_words import DAYS, WORDS

_MONTHS = (
    r"jan(?:uari|uary|urai|uarie|uri|auri)?", (
        r"feb(?:r|ruari|ruary|uari|ruarie|rurari|rauri|uary)?"
    ), r"maart|mrt|mar|march|maarrt|mart",
    r"apr(?:il|ill)?", r"mei|may", r"jun(?:i|e|ie)?", r"jul(?:i|y|ie)?", r"aug(?:ustus|ust|sutus|ustes)?|agustus",
    r"sept?(?:ember|emer|enber|tember)?|setember", (
        r"o[kc]t(?:ober|ber|obre)?"
    ), r"nov(?:ember|emer|enber)?", r"de[cs](?:ember|emer|enber)?",
)  # fmt: skip
_MONTH = "(?P<month>" + "|".join(_MONTHS) + r")(?!\w)(?:\.(?= ?['\d]))?"
MONTH_NAMES = (
    r"januari|january|februari|february|maart|march|april|juni|june|juli|july|augustus|august|september|sept|oktober|october|november|"
    r"december"
)  # those that are no other word as well
_TENS = "|".join(sorted((word for word, value in WORDS.items() if 10 <= value <= 99), key=len, reverse=True))
_TO_99 = "|".join(
    sorted((word for word, value in WORDS.items() if 1 <= value <= 99 and len(word) > 2), key=len, reverse=True)
)
_SPELLED = rf"(?:tweeduizend|two thousand)(?:(?: en| and)? ?(?:{_TO_99}))?(?!\w)|(?:negentien(?:honderd)?|twintig|nineteen|twenty) ?(?:{_TENS})(?!\w)"
_RELATIVE_YEAR = r"(?:(?:van|of) )?(?:dit|vorige?|afgelopen|volgende?|komende?|this|last|next) (?:jaar|year)(?!\w)"
_YEAR = rf"(?P<year>(?:19|20)\d\d(?!\d)|'\d\d(?!\d)|{_SPELLED}|{_RELATIVE_YEAR})"
_YEAR_AFTER_A_DAY = _YEAR.removesuffix(")") + (
    r"|\d\d(?=\W*$|[.,;?!)]|[ -](?:als|bij|in|op|en|ben|werk|heb|was|tot|t/m|tem|mijn|gehaald|behaald|begonnen|gestart|geworden|nu|mag|kan|"
    r"as|at|to|until|till|through|and|i|my|can|may|-)(?!\w)))"
)  # "1 jan 23 als …", and not "1 jan 23 uur"
_ABSOLUTE = rf"(?P<year>(?:19|20)\d\d(?!\d)|'\d\d(?!\d)|{_SPELLED})"
_DAY = rf"(?P<day>\d{{1,2}}(?: ?(?:e|ste|de|st|nd|rd|th)(?!\w))?|(?:{'|'.join(sorted(DAYS, key=len, reverse=True))})(?!\w))"
_PARTS_OF_YEAR = {
    "begin|vroeg|early|start of|the start of|the beginning of|beginning of|het begin van": (1, 4),
    "half|halfweg|halverwege|medio|midden|mid|mid-|middle of|the middle of": (5, 8),
    "eind|einde|laat|late|end of|the end of|het eind van|het einde van": (9, 12),
    "voorjaar|lente|spring|het voorjaar van|de lente van|spring of|the spring of": (3, 6),
    "zomer|summer|de zomer van|summer of|the summer of": (6, 9),
    "najaar|herfst|autumn|fall|het najaar van|de herfst van|autumn of|the fall of": (9, 12),
    "q1|1e kwartaal|eerste kwartaal|first quarter of": (1, 3),
    "q2|2e kwartaal|tweede kwartaal|second quarter of": (4, 6),
    "q3|3e kwartaal|derde kwartaal|third quarter of": (7, 9),
    "q4|4e kwartaal|vierde kwartaal|fourth quarter of": (10, 12),
}
_WINTER = r"winter|de winter van|winter of|the winter of"
_PART = r"(?P<part>" + "|".join((*_PARTS_OF_YEAR, _WINTER)) + r")"
_PART_OF_MONTH = r"(?:(?P<third>begin|half|medio|midden|mid|eind|einde|early|late|end of)[ -])?"
_AROUND = r"(?:(?P<around>rond|omstreeks|ongeveer|circa|ca|zo rond|around|about|approximately) )?"
_SIDE = r"(?:(?P<side>voor|before|na|after) )?"
_LEAD = rf"(?<![\w.,/]){_SIDE}{_AROUND}"
_THIS_PAST = r"(?:vorige?|afgelopen|verleden|laatste|last|past)"
_THIS_NEXT = r"(?:volgende?|komende?|aanstaande?|next|coming)"
_YEARLESS = r"(?<!\w)(?P<lead>(?:sinds|sedert|vanaf|per|in|op|tot|van|since|from|until|t/m|met|on) )"
_LAST_OF_MONTH = 31
_COUNTED = r"(?<!tot \d{4})(?<!sinds \d{4})(?<!vanaf \d{4})(?<!t/m \d{4})"  # "2020 mensen", and not "tot 2020 mensen"
_UNITS = {"jaar": 12, "year": 12, "maand": 1, "month": 1}


def find_times(low: str, as_of: date, english: bool) -> list[Time]:
    """All days and lengths of time in a comparable text, in order, none overlapping another."""
    found = [*reckoned(low, find_lengths(low), as_of, english), *_named(low, as_of, english)]
    kept: list[Time] = []
    for time in sorted(found, key=lambda item: (item.start, -item.end)):
        if not kept or time.start >= kept[-1].end:
            kept.append(time)
        elif time.form != "length" and kept[-1].form == "length" and time.end > kept[-1].end:
            kept[-1] = time
    return without_alternatives(low, kept)


def _named(low: str, as_of: date, english: bool) -> Iterator[Time]:
    for pattern, read in _READERS:
        for match in pattern.finditer(low):
            start = match.end("lead") if "lead" in pattern.groupindex else match.start()
            try:
                when = read(match, as_of, english)
            except ValueError:
                yield Time(start, match.end(), "impossible")
                continue
            if isinstance(when, tuple):
                yield Time(start, match.end(), "date", when[0], coming=when[1])
            else:
                yield Time(start, match.end(), "date", _sided(match, _widened(match, when)))


def _year(text: str, as_of: date) -> int:
    if text[-1].isalpha():
        return _year_in_words(text, as_of)
    year = int(text.lstrip("'"))
    if year >= 100:
        return year
    return year + (2000 if year <= as_of.year % 100 + 10 else 1900)


def _year_in_words(text: str, as_of: date) -> int:
    """Read "tweeduizend vierentwintig", "twenty nineteen" and "volgend jaar"."""
    if text.endswith(("jaar", "year")):
        words = text.removeprefix("van ").removeprefix("of ")
        return as_of.year + (-1 if re.match(_THIS_PAST, words) else 1 if re.match(_THIS_NEXT, words) else 0)
    century, rest = re.match(
        r"(tweeduizend|two thousand|negentien(?:honderd)?|nineteen|twintig|twenty)(.*)", text
    ).groups()  # type: ignore[union-attr]
    rest = rest.strip().removeprefix("en ").removeprefix("and ").strip()
    return (1900 if century.startswith(("neg", "nin")) else 2000) + (WORDS[rest] if rest else 0)


def _day_number(text: str) -> int:
    return DAYS.get(text) or int(re.sub(r"\D", "", text))


def _month(text: str) -> int:
    return next(number for number, names in enumerate(_MONTHS, start=1) if re.fullmatch(names, text.rstrip(".")))


def _day(year: int, month: int, day: int) -> When:
    if not 1901 <= year <= 2099:
        raise ValueError(year)
    return When.on(date(year, month, day))


def _iso(match: re.Match[str], _as_of: date, _english: bool) -> When:
    return _day(int(match["y"]), int(match["m"]), int(match["d"]))


def _numeric(match: re.Match[str], as_of: date, english: bool) -> When:
    first, second, year = int(match["d"]), int(match["m"]), _year(match["y"], as_of)
    if not english:
        return _day(year, second, first)
    readings = []
    for day, month in ((first, second), (second, first)):
        if 1 <= month <= 12:
            readings.append(_day(year, month, day))
    days = sorted(reading.earliest for reading in readings if reading.earliest)
    return When(days[0], days[-1]) if days else _day(year, second, first)


def _day_month(match: re.Match[str], as_of: date, _english: bool) -> When | tuple[When, When]:
    month, day = _month(match["month"]), _day_number(match["day"])
    if match["year"]:
        return _day(_year(match["year"], as_of), month, day)
    return _yearless_day(month, day, as_of)


def _month_number(match: re.Match[str], as_of: date, english: bool) -> When | tuple[When, When]:
    """Read "March 5, 2021" as a day, "jan 23" in Dutch as a month of that year, in English as either."""
    if match["year"]:
        return _day_month(match, as_of, english)
    number = _day_number(match["day"])
    if match["day"][-1].isalpha():
        return _yearless_day(_month(match["month"]), number, as_of)
    month = When.in_month(_year(match["day"].zfill(2), as_of), _month(match["month"]))
    if not english or number > _LAST_OF_MONTH:
        return month
    past, _ = _yearless_day(_month(match["month"]), number, as_of)
    days = sorted(day for day in (month.earliest, month.latest, past.earliest) if day is not None)
    return When(days[0], days[-1])


def _yearless_day(month: int, day: int, as_of: date) -> tuple[When, When]:
    years = [year for year in range(as_of.year - 8, as_of.year + 9) if _exists(year, month, day)]
    if not years:
        raise ValueError(day)
    days = [date(year, month, day) for year in years]
    return When.on(max(one for one in days if one <= as_of)), When.on(min(one for one in days if one > as_of))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _month_year(match: re.Match[str], as_of: date, _english: bool) -> When:
    whole = When.in_month(_year(match["year"], as_of), _month(match["month"]))
    return _third(match["third"], whole)


def _third(part: str | None, month: When) -> When:
    if not part or month.earliest is None or month.latest is None:
        return month
    first, last = month.earliest, month.latest
    if part in ("begin", "early"):
        return When(first, first.replace(day=15))
    if part in ("eind", "einde", "late", "end of"):
        return When(first.replace(day=16), last)
    return When(first.replace(day=8), first.replace(day=22))


def _number_month(match: re.Match[str], _as_of: date, _english: bool) -> When:
    year = int(match["y"])
    if not 1901 <= year <= 2099:
        raise ValueError(year)
    return When.in_month(year, int(match["m"]))


def _months(year: int, first: int, last: int) -> When:
    return When(When.in_month(year, first).earliest, When.in_month(year, last).latest)


def _part_of_year(match: re.Match[str], as_of: date, _english: bool) -> When:
    return _part(match["part"], _year(match["year"], as_of))


def _part(part: str, year: int) -> When:
    for words, (first, last) in _PARTS_OF_YEAR.items():
        if re.fullmatch(words, part):
            return _months(year, first, last)
    return When(date(year - 1, 12, 1), date(year + 1, 3, 31))  # a winter belongs to two years


def _bare_year(match: re.Match[str], as_of: date, _english: bool) -> When:
    return When.in_year(_year(match["year"], as_of))


def _two_digits(match: re.Match[str], as_of: date, _english: bool) -> When:
    """Read "in 21 gehaald"; what would lie ahead is no year."""
    return When.in_year(_year(match["year"], as_of))


def _decade(match: re.Match[str], _as_of: date, _english: bool) -> When:
    words = {"zeventig": 70, "tachtig": 80, "negentig": 90, "seventies": 70, "eighties": 80, "nineties": 90}
    text = match["decade"].lstrip("'")
    first = 1900 + (words[text] if text in words else int(text[-2:]))
    return When(date(first, 1, 1), date(first + 9, 12, 31))


def _yearless_month(match: re.Match[str], as_of: date, _english: bool) -> tuple[When, When]:
    month = _month(match["month"])
    year = as_of.year if month <= as_of.month else as_of.year - 1
    past = _third(match["third"], When.in_month(year, month))
    return past, _third(match["third"], When.in_month(year + 1, month))


def _yearless_season(match: re.Match[str], as_of: date, _english: bool) -> tuple[When, When]:
    """Read "in het voorjaar" as the last one that began, or the next."""
    whens = [_part(match["part"], year) for year in (as_of.year - 1, as_of.year, as_of.year + 1)]
    begun = [when for when in whens if when.earliest and when.earliest <= as_of]
    return begun[-1], next(when for when in whens if when.earliest and when.earliest > as_of)


def _season_nearby(match: re.Match[str], as_of: date, _english: bool) -> When:
    """Last or coming spring, summer, …: the year before or after would fit as well, so both ends are taken."""
    ahead = re.match(_THIS_NEXT, match["which"]) is not None
    years = [as_of.year, as_of.year + 1] if ahead else [as_of.year - 1, as_of.year]
    whens = [_part(match["part"], year) for year in years]
    if ahead:
        possible = [when for when in whens if when.latest and when.latest > as_of]
        return When(max(as_of, possible[0].earliest or as_of), possible[0].latest)
    possible = [when for when in whens if when.earliest and when.earliest <= as_of]
    return When(possible[-1].earliest, min(as_of, possible[-1].latest or as_of))


def _named_month_nearby(match: re.Match[str], as_of: date, english: bool) -> When:
    past, coming = _yearless_month(match, as_of, english)
    return coming if re.match(_THIS_NEXT, match["which"]) else past


def _relative(match: re.Match[str], as_of: date, _english: bool) -> When:
    which, unit = match["which"], match["unit"]
    step = -1 if re.match(_THIS_PAST, which) else 1 if re.match(_THIS_NEXT, which) else 0
    if unit == "week":
        monday = as_of - timedelta(days=as_of.weekday()) + timedelta(weeks=step)
        return When(monday, monday + timedelta(days=6))
    there = as_of + relativedelta(months=step * _UNITS[unit])
    return When.in_year(there.year) if _UNITS[unit] == 12 else When.in_month(there.year, there.month)


def _day_word(match: re.Match[str], as_of: date, _english: bool) -> When:
    steps = {
        "eergisteren": -2, "gisteren": -1, "yesterday": -1, "vandaag": 0, "today": 0, "morgen": 1, "tomorrow": 1, "overmorgen": 2,
    }  # fmt: skip
    return When.on(as_of + timedelta(days=steps[match["word"]]))


_Reader = Callable[[re.Match[str], date, bool], When | tuple[When, When]]
_READERS: Sequence[tuple[re.Pattern[str], _Reader]] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (_LEAD + r"(?P<y>\d{4})(?P<sep>[-/])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?![\d-])", _iso),
        (_LEAD + r"(?P<d>\d{1,2}) ?(?P<sep>[-/.]) ?(?P<m>\d{1,2}) ?(?P=sep) ?(?P<y>\d{4}|\d{2})(?![\d-])", _numeric),
        (_LEAD + rf"(?:the |de )?{_DAY} (?:of )?{_MONTH}(?:,? (?:van )?{_YEAR_AFTER_A_DAY})?", _day_month),
        (_LEAD + rf"{_MONTH} (?:the )?{_DAY}(?!\d)(?:,? {_YEAR})?(?! jaar| year)", _month_number),
        (_LEAD + rf"{_PART_OF_MONTH}{_MONTH} ?(?:van |of )?{_YEAR}", _month_year),
        (rf"(?<!\w)(?P<year>{_RELATIVE_YEAR})(?: in)? {_PART_OF_MONTH}{_MONTH}(?!\w)", _month_year),
        (_LEAD + r"(?P<m>\d{1,2})[-/](?P<y>\d{4})(?![\d-])", _number_month),
        (_LEAD + r"(?P<y>(?:19|20)\d\d)-(?P<m>\d{2})(?![\d-])", _number_month),
        (_LEAD + rf"{_PART}[ -](?:van )?(?:het jaar )?{_YEAR}", _part_of_year),
        (_LEAD + r"(?:de )?jaren (?P<decade>'?[5-9]0|zeventig|tachtig|negentig)(?!\w)", _decade),
        (_LEAD + r"the (?P<decade>seventies|eighties|nineties|(?:19)?[5-9]0(?=s))s?(?!\w)", _decade),
        (rf"{_YEARLESS}{_PART_OF_MONTH}{_MONTH}(?! ?\d)", _yearless_month),
        (rf"(?<!\w)(?P<lead>)(?P<third>begin|half|medio|midden|eind|einde|early|late) {_MONTH}(?! ?\d)", _yearless_month),
        (rf"^\W*(?P<lead>)(?P<third>)(?P<month>{MONTH_NAMES})\W*$", _yearless_month),
        (
            rf"{_YEARLESS}(?:het |de |the )?(?P<part>voorjaar|lente|zomer|najaar|herfst|spring|summer|autumn)(?!\w)(?! (?:van|of) )",
            _yearless_season,
        ),
        (rf"(?<!\w)(?P<which>{_THIS_PAST}|{_THIS_NEXT}) {_PART_OF_MONTH}{_MONTH}(?! ?\d)", _named_month_nearby),
        (
            rf"(?<!\w)(?P<which>{_THIS_PAST}|{_THIS_NEXT}) (?P<part>zomer|winter|voorjaar|lente|najaar|herfst|"
            rf"summer|spring|autumn)"
        , _season_nearby),
        (
            rf"(?<!\w)(?<!het (?=[al]))(?P<which>{_THIS_PAST}|{_THIS_NEXT}|dit|deze|this) (?P<unit>jaar|year|maand|"
            rf"month|"
            rf"week)(?!\w)"
        , _relative),
        (r"(?<!\w)(?P<word>eergisteren|gisteren|yesterday|vandaag|today|overmorgen|tomorrow)(?!\w)", _day_word),
        (
            r"(?<!\w)(?P<lead>(?:in|sinds|since|uit|vanaf) )(?P<year>[012]\d)(?= (?:gehaald|behaald|begonnen|gestart|gecertificeerd|verlengd|"
            r"vernieuwd|geslaagd|haalde|behaalde|begon|startte|obtained|certified|started|renewed|passed)\b)"
        , _two_digits),
        (_LEAD + rf"(?:het jaar )?{_ABSOLUTE}(?! ?(?:euro|uur|{UNIT})(?!\w))(?!{_COUNTED} ?mensen\b)(?!\w)", _bare_year),
    )
)  # fmt: skip


def _widened(match: re.Match[str], when: When) -> When:
    """Widen "rond 2020" by a year either way; a month for a month, half a month for a day."""
    if "around" not in match.re.groupindex or match["around"] is None or when.earliest is None or when.latest is None:
        return when
    days = (when.latest - when.earliest).days
    by = relativedelta(years=1) if days > 31 else relativedelta(months=1) if days else relativedelta(days=15)
    return When(when.earliest - by, when.latest + by)


def _sided(match: re.Match[str], when: When) -> When:
    side = match["side"] if "side" in match.re.groupindex else None
    if side in ("voor", "before") and when.earliest is not None:
        return When(None, when.earliest - timedelta(days=1))
    if side in ("na", "after") and when.latest is not None:
        return When(when.latest + timedelta(days=1), None)
    return when
