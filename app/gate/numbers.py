"""Text -> the amounts it states: numbers in digits and words, ordinals, percentages, in Dutch and English.

Compared by value: "15.000", "15,000" and "vijftienduizend" are one number. "een" and "a" count only before a unit of
time ("een jaar"): elsewhere they are articles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from app.folding import folded, without_marks

AmountKind = Literal["number", "ordinal", "percent"]

_ONES_NL = "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien".split()
_TEENS_NL = "vijftien zestien zeventien achttien negentien".split()
_TENS_NL = {"twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50, "zestig": 60, "zeventig": 70, "tachtig": 80}
_SMALL_NL = {word: n for n, word in enumerate([*_ONES_NL, *_TEENS_NL], 1)} | _TENS_NL | {"negentig": 90}
_ONES_EN = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_TEENS_EN = ["seventeen", "eighteen", "nineteen"]
_TENS_EN = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80}
_SMALL_EN = {word: n for n, word in enumerate([*_ONES_EN, *_TEENS_EN], 1)} | _TENS_EN | {"ninety": 90}
_TIMES = {"honderd": 100, "hundred": 100, "duizend": 1_000, "thousand": 1_000, "miljoen": 10**6, "million": 10**6}
_OTHER = {"half": 0.5, "halve": 0.5, "helft": 0.5, "twice": 2.0, "dozijn": 12.0, "dozen": 12.0, "decade": 10.0}
_OTHER |= {"decennium": 10.0, "tweemaal": 2.0, "driemaal": 3.0, "once": 1.0, "eenmaal": 1.0, "eenmalig": 1.0}

_TIMES_A = frozenset(("once", "eenmaal"))
_EVERY = frozenset("every each per in elke iedere".split())

_ORDINALS = {
    "eerste": 1,
    "tweede": 2,
    "derde": 3,
    "vierde": 4,
    "vijfde": 5,
    "zesde": 6,
    "zevende": 7,
    "achtste": 8,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
}
UNITS = {
    **dict.fromkeys("jaar jaren year years jarig jarige jaarlijks jaarlijkse".split(), "year"),
    **dict.fromkeys("maand maanden month months maandelijks maandelijkse".split(), "month"),
    **dict.fromkeys("week weken weeks wekelijks wekelijkse".split(), "week"),
    **dict.fromkeys("dag dagen day days".split(), "day"),
    **dict.fromkeys("uur uren hour hours".split(), "hour"),
    **dict.fromkeys("euro euros eur dollar dollars".split(), "money"),
}
_ONE_OF = frozenset(word for word, unit in UNITS.items() if unit not in ("money",) and not word.startswith("jaarl"))
_PERCENT = frozenset(("%", "procent", "percent"))
_NOT_TEN = frozenset("minste behoeve aanzien opzichte slotte tijde eerste tweede gunste onrechte koste dele".split())
"""After "ten" these make it Dutch."""

_PIECE = re.compile(r"\d{1,3}(?:[., ]\d{3})+(?!\d)|\d+(?:[.,]\d+)?|[^\W\d_]+|[%€$]")
_ORDINAL_DIGITS = re.compile(r"(?<![\w.,])(\d{1,2})(?:e|de|ste|st|nd|rd|th)(?!\w)")
_THOUSANDS = re.compile(r"\d{1,3}(?:[., ]\d{3})+")


@dataclass(frozen=True, slots=True)
class Amount:
    """One stated amount; `unit` is what it counts where that is a time or money, `at` its offset in the folded text."""

    value: float
    kind: AmountKind
    unit: str
    at: int

    @property
    def shown(self) -> str:
        """For a reason: "number 3", "percentage 44"."""
        plain = int(self.value) if self.value == int(self.value) else self.value
        name = {"number": "number", "ordinal": "ordinal", "percent": "percentage"}[self.kind]
        return f"{name} {plain}"


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    at: int


def amounts(text: str) -> list[Amount]:
    """Every amount that a text states, in order."""
    plain = without_marks(folded(text.replace("één", "1").replace("Eén", "1").replace("Één", "1")))
    found = [Amount(float(match[1]), "ordinal", "", match.start()) for match in _ORDINAL_DIGITS.finditer(plain)]
    plain = _ORDINAL_DIGITS.sub(lambda match: " " * len(match.group()), plain)
    pieces = [_Piece(match.group(), match.start()) for match in _PIECE.finditer(plain)]
    index = 0
    while index < len(pieces):
        value, used = _number_at(pieces, index)
        if value is None:
            ordinal = _ordinal(pieces[index].text)
            if ordinal is not None:
                found.append(Amount(float(ordinal), "ordinal", "", pieces[index].at))
            index += 1
            continue
        found.append(_counted(value, pieces, index, index + used))
        index += used
    return sorted(found, key=lambda amount: amount.at)


def _counted(value: float, pieces: list[_Piece], start: int, after: int) -> Amount:
    following = pieces[after].text if after < len(pieces) else ""
    before = pieces[start - 1].text if start else ""
    at = pieces[start].at
    if following in _PERCENT or (following == "per" and after + 1 < len(pieces) and pieces[after + 1].text == "cent"):
        return Amount(value, "percent", "", at)
    glued = next((unit for word, unit in UNITS.items() if pieces[start].text.endswith(word)), "")
    unit = UNITS.get(following, "") or ("money" if before in ("€", "$") else "") or glued
    return Amount(value, "number", unit, at)


def _number_at(pieces: list[_Piece], index: int) -> tuple[float | None, int]:
    """The number that begins at a piece, and how many pieces it takes."""
    word = pieces[index].text
    following = pieces[index + 1].text if index + 1 < len(pieces) else ""
    if word[0].isdigit():
        value: float | None = _digits(word)
    elif word in ("een", "a", "an", "one"):
        value = 1.0 if following in _ONE_OF else None
    elif word == "ten":
        value = 10.0 if following not in _NOT_TEN and following else None
    elif word in _TIMES_A and following in _EVERY:
        value = None  # "once every three years" counts the years
    else:
        value = _OTHER.get(word)
        if value is None:
            value = _word_value(word)
    if value is None:
        return None, 0
    return _extended(value, pieces, index)


def _extended(value: float, pieces: list[_Piece], index: int) -> tuple[float, int]:
    """One number of several pieces: "fifteen thousand", "twenty five", "2 miljoen"."""
    used = 1
    while index + used < len(pieces):
        word = pieces[index + used].text
        if word in _TIMES:
            value *= _TIMES[word]
        elif (value in _TENS_EN.values() and word in _SMALL_EN and _SMALL_EN[word] < 10) or (
            value >= 100 and word in _SMALL_EN and not pieces[index].text[0].isdigit()
        ):
            value += _SMALL_EN[word]
        else:
            break
        used += 1
    return value, used


def _digits(word: str) -> float:
    if _THOUSANDS.fullmatch(word):
        return float(re.sub(r"[., ]", "", word))
    return float(word.replace(",", "."))


def _word_value(word: str) -> float | None:
    if word in _SMALL_EN:
        return float(_SMALL_EN[word])
    if word in _TIMES:
        return float(_TIMES[word])
    for ending in ("jaarlijkse", "jaarlijks", "jarige", "jarig", "tal", "voudig", "voudige", "maandelijks", "delig"):
        stem = word.removesuffix(ending)
        if stem != word and stem:
            value = _dutch(stem)
            return float(value) if value is not None else None
    value = _dutch(word)
    return float(value) if value is not None and word != "een" else None


def _ordinal(word: str) -> int | None:
    if word in _ORDINALS:
        return _ORDINALS[word]
    for ending in ("ste", "de"):
        stem = word.removesuffix(ending)
        if stem != word and stem not in ("een", "honder"):
            value = _dutch(stem)
            if value is not None:
                return value
    return None


@cache
def _dutch(word: str) -> int | None:
    """The value of a Dutch number word, written as one word."""
    if word in _SMALL_NL:
        return _SMALL_NL[word]
    for name, times in (("miljoen", 10**6), ("duizend", 1_000), ("honderd", 100)):
        before, there, after = word.partition(name)
        if there:
            first = _dutch(before) if before else 1
            rest = _dutch(after.removeprefix("en")) if after else 0
            return first * times + rest if first is not None and rest is not None else None
    for ten, value in (*_TENS_NL.items(), ("negentig", 90)):
        if word.endswith("en" + ten):
            one = _SMALL_NL.get(word.removesuffix("en" + ten), 0)
            return value + one if 0 < one < 10 else None
    return None
