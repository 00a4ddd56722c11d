"""Personal data in what a visitor typed -> a word for its kind. Pure; rather too much than too little.

What has a form is found by it. A name has none: only one that is announced ("mijn naam is …", "mevrouw …") is masked,
which is why no question is kept without consent.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_SMALL_WORDS = (
    "aan af al als am an as at be bij by de do en er go he ik in is it je ja me mr my na no nu of om on op or "
    "so te to tot uit up us van wat we ze zo"
)
"""Two letters that follow a year in a sentence ("in 2020 is …") far more often than they end a postcode."""

_YEARS = re.compile(r"(?:19|20)\d\d(?:\D+(?:19|20)\d\d)*", re.ASCII)
"""A range of years ("2018-2020") has eight digits, too, and is what many questions are about."""

_INITIALS = r"(?:[A-Z]\.\s*)*"
_SURNAME = r"(?:(?:van|de|den|der|het|ter|ten|'t)\s+)*[A-ZÀ-Þ][\w'’-]*"


def _number(found: re.Match[str]) -> str:
    return found[0] if _YEARS.fullmatch(found[0]) else "[nummer]"


_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    # with or without spaces around @, and with [at] and (at), which people write against robots
    (
        re.compile(r"[\w.+%-]+\s*(?:@|\[at\]|\(at\))\s*[\w-]+(?:\s?\.\s?[\w-]+)*\s?\.\s?[a-z]{2,}", re.IGNORECASE),
        "[e-mail]",
    ),
    (re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE), "[adres]"),
    (re.compile(r"\bNL\s?\d\d(?:[\s.-]?[A-Z]){4}(?:[\s.-]?\d){10}\b", re.IGNORECASE), "[IBAN]"),
    (re.compile(r"\b[A-Z]{2}\d\d(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?\b"), "[IBAN]"),
    # a day: of birth, most likely. The order of year, month and day doesn't matter; "2020-03" alone is no day
    (re.compile(r"(?<!\d)(?:\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})(?!\d)"), "[datum]"),
    # eight digits and more, however they are parted: a BSN (eight or nine), a telephone, an account, a card
    (re.compile(r"(?<!\d)(?:\+|\(\+?)?\d(?:[\s.\-/()–·]{0,3}\d){7,}"), _number),
    (
        re.compile(rf"\b[1-9]\d{{3}}\s(?!(?:{'|'.join(_SMALL_WORDS.split())})\b)[a-z]{{2}}\b", re.IGNORECASE),
        "[postcode]",
    ),
    (re.compile(r"\b[1-9]\d{3}[a-z]{2}\b", re.IGNORECASE), "[postcode]"),
    (
        re.compile(rf"(?i:\b(mijn naam is|ik heet|my name is))\s+(?:{_INITIALS}\w[\w'’-]*)(?:\s+{_SURNAME})*"),
        r"\1 [naam]",
    ),
    (
        re.compile(rf"(?i:\b(dhr|mevr|mw|drs|mr|mrs|ms|meneer|mevrouw|de heer))(\.?)\s+{_INITIALS}{_SURNAME}"),
        r"\1\2 [naam]",
    ),
)


def masked(text: str) -> str:
    """`text` with mail and web addresses, accounts, days, long numbers, postcodes and announced names masked."""
    for pattern, mask in _RULES:
        text = pattern.sub(mask, text)
    return text
