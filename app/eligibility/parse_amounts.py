"""Lengths of time as people say them -> Duration: exact where they are exact, otherwise what certainly holds.

drie jaar, 36 maanden, drie en een half jaar        exactly
ruim drie jaar                                      more than three, no upper bound
bijna drie jaar, nog geen drie jaar                 less than three, no lower bound
ongeveer drie jaar, een jaar of drie                half a year (a sixth where that is more) to either side
minstens, hooguit, drie à vier jaar                 the bounds themselves
een paar jaar, al jaren                             unknown
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from app.eligibility.facts import MONTHS_IN_A_YEAR, Amount, Duration
from app.eligibility.parse_words import NUMBER, ORDINALS, WORDS, value_of

HALF_A_YEAR = 6
APPROXIMATE_SHARE = 6  # "ongeveer" is at least half a year either way, and a sixth of what is said

_YEAR = r"jaa+r|jaa*ren|jaartjes?|jaarjes?|jr|years?|yrs?"
_MONTH = r"maand(?:en|je|jes)?|mnd(?:en)?|months?|mths?"
_WEEK = r"we+k(?:en|je|jes|s)?|weken"
_DAY = r"dag(?:en)?|days?"
UNIT = rf"(?:{_YEAR}|{_MONTH}|{_WEEK}|{_DAY})"
_FULL = r"(?:(?:volle|vol|hele|heel|ruime|kalender|full|whole|calendar) )?"
_POINT = r"(?:(?:(?<=jr)|(?<=mnd)|(?<=yr)|(?<=yrs))\.)?"  # of an abbreviation, not of the sentence
_HALF_YEAR = r"(?<!\w)(?:een )?half ?(?:jaar|year)(?!\w)|half a year(?!\w)"
_MORE = r"(?:(?:more|extra|other|further|additional|andere|verdere) )?"
_PIECE = rf"{_HALF_YEAR}|{NUMBER}\+? ?-?{_FULL}{_MORE}{UNIT}(?!\w){_POINT}"
_JOINT = r"(?:,? (?:en|and) |, | )"
_GROUP = rf"(?:{_PIECE})(?:{_JOINT}(?:{_PIECE})){{0,3}}"

_HEDGES = {
    "most": (
        r"niet (?:meer|langer) dan|(?:ten )?hoogste?ns?|hooguit|maximaal|max|maximum|op (?:zijn|z'n) hoogst|"
        r"at most|no more than|not more than|up to"
    ),
    "approx": (
        r"een jaar(?:tje)? of|ongeveer|ong|circa|ca|pakweg|plus ?minus|plm|±|zo'n|zo een|rond(?: de)?|"
        r"om en nabij(?: de)?|naar schatting|grofweg|zowat|omtrent|tegen de|amper|nauwelijks|iets van|een stuk of|"
        r"ik denk|denk ik|volgens mij|misschien|wellicht|zoiets als|about|around|roughly|approximately|approx|some|~|"
        r"barely|i think|maybe|perhaps|something like"
    ),
    "under": (
        r"nog (?:net )?geen|(?:net|nog) niet|net geen|bijna|haast|minder dan|korter dan|(?:net )?iets minder dan|"
        r"krap|"
        r"een kleine|geen|almost|nearly|less than|not quite|not even|just under|under|close to"
    ),
    "least": r"minstens|ten ?minste|minimaal|minimum|op (?:zijn|z'n) minst|zeker|at least|no less than",
    "over": (
        r"(?:net )?(?:iets )?(?:meer|langer) dan|ruim|dik|een dikke|goed|een goede|more than|just over|well over|"
        r"(?:a little|slightly) (?:over|more than)|longer than"
    ),
}
_NEARLY = re.compile(
    r"bijna|haast|net geen|krap|een kleine|almost|nearly|not quite|just under|close to"
)  # half a year less at most
_HEDGE = "|".join(f"(?P<{name}>{words})" for name, words in _HEDGES.items())
_AFTER = (
    r"(?P<or_less> (?:of (?:minder|korter)|max(?:imaal)?|or (?:less|fewer|shorter)|at (?:the )?most|tops|op (?:zijn|z'n) hoogst))|(?P<or_more> of (?:meer|langer)| or (?:more|longer)|(?: en)? plus|\+)|(?P<and_some> en (?:nog )?(?:een "
    r"beetje|wat|een paar "
    r"(?:maanden|weken|dagen))| and a (?:bit|few (?:months|weeks|days)))|(?P<or_so> of ?zo| ongeveer| or so|-ish| "
    r"denk ik| geloof ik| i think)|"
    rf"(?P<short> min(?:us)? (?:een|{NUMBER}) (?:{_DAY}|{_WEEK}|{_MONTH})| op (?:een|{NUMBER}) (?:{_DAY}|{_WEEK}|"
    rf"{_MONTH}) na)"
)
_FILLER = r"(?:(?:al|nu|pas|maar|de|zo'n|een|another) )?"
_SIZED = re.compile(
    r"(?<!\w)(?:een|a) (?:(?P<over>dik|goed|ruim|good)|(?P<under>klein|krap|bijna)) (?P<unit>jaar|maand|year|month)(?!\w)"
)

_STATED = re.compile(
    rf"(?<![\w.,/])(?:(?P<minus>-|min(?:us)? )|(?:(?:{_HEDGE}) {_FILLER})?)(?P<group>{_GROUP})(?P<half>,? (?:en|"
    rf"and) (?:een |a )?"
    rf"half(?! ?jaar))?(?:{_AFTER})?(?!\w)"
)
_IDIOM = re.compile(rf"(?<!\w)een (?P<unit>jaar|maand|week|dag)(?:tje|je)? of (?P<number>{NUMBER})(?!\w)(?! ?{UNIT})")
_RANGE = re.compile(
    rf"(?<![\w.,/-])(?P<between>tussen (?:de )?|between )?(?P<low>{NUMBER})(?: ?(?P<unit>{UNIT}))?(?: ?- ?| a | tot | of | to | or |/|"
    rf"(?(between) (?:en|and) |(?!)))"
    rf"(?:de )?(?P<high>{NUMBER}) (?P<last>{UNIT})(?!\w)"
)
_ORDINAL = re.compile(
    rf"(?<!\w)(?:in )?(?:mijn|m'n|haar|zijn|my|her|his) (?:(?P<digits>\d{{1,2}})(?:e|de|ste|th|nd|rd|st)|"
    rf"(?P<word>{'|'.join(ORDINALS)})) "
    r"(?:werk)?(?:jaar|year)(?!\w)"
)
_JARIG = re.compile(rf"(?<![\w.,/])(?P<number>\d{{1,3}}|{'|'.join(WORDS)})(?:[ -]?jarige?| ?-year)(?!\w)")
_THE_LAST_YEAR = re.compile(
    r"(?<!\w)(?:het|the) (?:laatste|afgelopen|voorbije|eerste|last|past|first) (?P<one>(?:jaar|year))(?!\w)"
)
_ANOTHER = re.compile(r"(?<!\w)(?:another|nog een) (?P<one>year|month|jaar|maand)(?!\w)(?! and a half| en een half)")
_VAGUE = re.compile(
    rf"(?<!\w)(?:(?:een |a )?(?:paar|few|couple(?: of)?)|enkele|ettelijke|verscheidene|een aantal|(?:heel )?veel|"
    rf"vele|tientallen|tig|wat|several|"
    rf"many|a number of|dozens of) (?:{_YEAR}|{_MONTH}|{_WEEK}|{_DAY})(?!\w)|(?<!\w)(?:al jaren|allang|jarenlang|"
    rf"jaren lang|al (?:heel )?lang|"
    r"een hele tijd|een (?:lange )?tijd|een tijdje|geruime tijd|decennia(?:lang)?|for (?:years|ages|a long time|a "
    r"while|decades))(?!\w)"
)


_YEARS_AGO = re.compile(r"(?<!\w)(?:jaren|years)(?= (?:geleden|terug|ago)(?!\w))")
_ELLIPTICAL = re.compile(
    rf"(?<!\w)(?:waarvan|daarvan|hiervan|of which|en|and|plus|daarna|daarvoor|maar|but|eerst|er|toen|vervolgens|"
    rf"laatste|eerste|last|first|then)(?: (?:de|het|the|laatste|eerste|last|first|er|pas|maar|nog|ook|slechts)){{0,4}} "
    rf"(?P<number>(?!een\b|a\b|an\b){NUMBER})(?= (?:als|in|as|bij)\b)|"
    rf"(?<!\w)(?:waarvan|daarvan|hiervan|of which)(?: (?:ik|er|i|de|maar|was|ben|heb|the|laatste|last)){{0,4}} (?P<part>(?!een\b|a\b|an\b){NUMBER})(?= (?:ziek|thuis|niet|met|on|off|afwezig)\b)|"
    rf"(?<!\w)(?:another|a further|nog eens|nogmaals|weer|ook) (?P<more>(?!een\b|a\b|an\b){NUMBER})(?= ?(?:[.,;?!]|$))|"
    rf"(?<!\w)(?:ik|mij|i|me)(?: (?:zelf|nog))? (?:pas|maar|just|only) (?P<one>een|one)(?= ?(?:[.,;?!]|$))|"
    rf"(?<!\w)(?:ik|mij|i|me)(?: (?:zelf|nog|pas|maar|heb|have|only|just|myself|for|al)){{1,5}} (?P<own>(?!een\b|a\b|an\b){NUMBER})(?= ?(?:[.,;?!]|$))"
)


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time at low[start:end]; `stated` is what was said where it was hedged, `negative` where below zero."""

    start: int
    end: int
    duration: Duration
    stated: Amount | None
    negative: bool = False


def find_lengths(low: str) -> list[Length]:
    """All lengths of time in a comparable text, in order, none overlapping another."""
    found: list[Length] = []
    for one in sorted(_all(low), key=lambda item: (item.start, -item.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return sorted([*found, *_without_unit(low, found)], key=lambda item: item.start)


def _without_unit(low: str, found: list[Length]) -> Iterator[Length]:
    """Give a number the unit of the length before: "tien jaar ervaring, waarvan twee als loopbaanadviseur"."""
    for match in _ELLIPTICAL.finditer(low):
        start, end = match.span(match.lastgroup or 0)
        before = [length for length in found if length.end <= start]
        unit = re.search(UNIT, low[before[-1].start : before[-1].end]) if before else None
        if unit is not None and not any(length.start < end and start < length.end for length in found):
            yield Length(start, end, Duration(*_bounds(low[start:end], unit.group())), None)


def _all(low: str) -> Iterator[Length]:
    for match in _RANGE.finditer(low):
        least, most = _bounds(match["low"], match["unit"] or match["last"])[0], _bounds(match["high"], match["last"])[1]
        if _order(least) < _order(most):
            yield Length(match.start(), match.end(), Duration(least, most), None)
    for match in _IDIOM.finditer(low):
        yield Length(match.start(), match.end(), approximately(_bounds(match["number"], match["unit"])), None)
    for match in _ORDINAL.finditer(low):
        year = int(match["digits"]) if match["digits"] else ORDINALS[match["word"]]
        if year:
            yield Length(match.start(), match.end(), Duration(Amount.of(year - 1), Amount.of(year), under=True), None)
    for match in _JARIG.finditer(low):
        yield Length(match.start(), match.end(), Duration(*_bounds(match["number"], "jaar")), None)
    for match in _THE_LAST_YEAR.finditer(low):
        yield Length(match.start("one"), match.end(), approximately(_bounds("1", "jaar")), None)
    yield from _unmeasured(low)
    position = 0
    while (stated := _STATED.search(low, position)) is not None:
        length = _stated(stated, low)
        yield length
        position = length.end


def _unmeasured(low: str) -> Iterator[Length]:
    """Read what names a length without a number of units: "een dik jaar", "een paar jaar"."""
    for match in _SIZED.finditer(low):
        one = _bounds("1", match["unit"])[0]
        duration = Duration(one, _plus(one, one), over=True) if match["over"] else Duration(most=one, under=True)
        yield Length(match.start(), match.end(), duration, None)
    for match in _ANOTHER.finditer(low):
        yield Length(match.start("one"), match.end(), Duration(*_bounds("1", match["one"])), None)
    for match in (*_VAGUE.finditer(low), *_YEARS_AGO.finditer(low)):
        yield Length(match.start(), match.end(), Duration(), None)


def _stated(match: re.Match[str], low: str) -> Length:
    pieces, end = _pieces(match["group"]), match.end()
    used = len(match["group"]) if len(pieces) == len(_split(match["group"])) else pieces[-1][2]
    if len(pieces) > 1 and re.match(
        r" (?:daarvan|hiervan|waarvan|of (?:which|that))\b", low[match.start("group") + used :]
    ):
        pieces = pieces[:-1]
        used = pieces[-1][2]
    if used < len(match["group"]):
        end = match.start("group") + used
    least, most = Amount(), Amount()
    for number, unit, _ in pieces:
        low_part, high_part = _bounds(number, unit)
        least, most = _plus(least, low_part), _plus(most, high_part)
    whole = used == len(match["group"])
    if match["half"] and whole:
        least, most = _plus(least, Amount(HALF_A_YEAR)), _plus(most, Amount(HALF_A_YEAR))
    exact = least if least == most else None
    duration = _hedged(match, (least, most), whole)
    if whole and "+" in match["group"]:
        duration = Duration(least=least)
    return Length(match.start(), end, duration, exact, negative=match["minus"] is not None)


def _hedged(match: re.Match[str], bounds: tuple[Amount, Amount], whole: bool) -> Duration:
    """The bounds with what stands before and after them taken into account."""
    least, most = bounds
    if match["over"] or (whole and match["and_some"]):
        return Duration(least=least, over=True)
    if match["under"] or (whole and match["short"]):
        nearly = (
            match["under"] is not None and _NEARLY.fullmatch(match["under"]) and most.months >= 2 * MONTHS_IN_A_YEAR
        )
        return Duration(Amount(most.months - HALF_A_YEAR) if nearly else None, most, under=True)
    if match["approx"] or (whole and match["or_so"]):
        return approximately(bounds)
    if match["least"] or (whole and match["or_more"]):
        return Duration(least=least)
    if match["most"] or (whole and match["or_less"]):
        return Duration(most=most)
    return Duration(least, most)


def _split(group: str) -> list[tuple[str, str, int]]:
    """The pieces of a composite: number, unit, where the piece ends."""
    found = []
    for match in re.finditer(_PIECE, group):
        piece = match.group()
        number = re.match(NUMBER, piece)
        if re.fullmatch(_HALF_YEAR, piece):
            found.append(("½", "jaar", match.end()))
        elif number:
            found.append((number.group(), piece[number.end() :].strip(" +-.").rsplit(" ", 1)[-1], match.end()))
    return found


def _pieces(group: str) -> list[tuple[str, str, int]]:
    """The pieces that belong together: each in a smaller unit than the one before, or the half of it."""
    pieces = _split(group)
    kept = pieces[:1]
    for piece in pieces[1:]:
        before = kept[-1]
        if not (_size(piece[1]) < _size(before[1]) or (piece[0] == "½" and _size(piece[1]) == _size(before[1]) == 3)):
            break
        kept.append(piece)
    return kept


def _size(unit: str) -> int:
    word = unit.rsplit(maxsplit=1)[-1] if unit.split() else unit
    return next((size for size, one in ((3, _YEAR), (2, _MONTH), (1, _WEEK)) if re.fullmatch(one, word)), 0)


def _bounds(number: str, unit: str) -> tuple[Amount, Amount]:
    """The least and the most that a number of units can be: the same, save for odd fractions."""
    value, size = value_of(number), _size(unit)
    if size >= 2:  # years and months
        months = value * (MONTHS_IN_A_YEAR if size == 3 else 1)
        return Amount(_floor(months)), Amount(_ceiling(months))
    days = value * (7 if size == 1 else 1)
    return Amount(days=_floor(days)), Amount(days=_ceiling(days))


def approximately(bounds: tuple[Amount, Amount]) -> Duration:
    """About as long as something between two amounts."""
    least, most = bounds
    if most.months >= MONTHS_IN_A_YEAR:
        either_way = max(HALF_A_YEAR, -(-most.months // APPROXIMATE_SHARE))
        return Duration(Amount(max(0, least.months - either_way)), Amount(most.months + either_way))
    return Duration(
        Amount(least.months // 2, least.days // 2),
        Amount(most.months + -(-most.months // 2), most.days + -(-most.days // 2)),
    )


def _plus(one: Amount, other: Amount) -> Amount:
    return Amount(one.months + other.months, one.days + other.days)


def _order(amount: Amount) -> Fraction:
    return amount.months * Fraction(3044, 100) + amount.days


def _floor(value: Fraction) -> int:
    return value.numerator // value.denominator


def _ceiling(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)
