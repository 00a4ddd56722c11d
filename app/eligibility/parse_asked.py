"""The answer to "Hoe lang werkt u al als …, en sinds wanneer?" in a sentence: it speaks of the role that was asked about.

Only where the sentence says nothing else: with any word that isn't known here, what was begun may be another thing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from app.eligibility.parse_answers import SHORT_FILL
from app.eligibility.parse_breaks import speaks_of_break
from app.eligibility.parse_message import parse
from app.eligibility.parse_reading import read
from app.eligibility.parse_told import Lexicon, Told
from app.eligibility.parse_words import Message, blank

_JUST_THAT = re.compile(
    r"\b(?:begonnen|begon|gestart|startte|(?:in )?(?:het|dit) vak|vak|doe|daarmee|ermee|mee|started|began|begun|field|doing|do|this|that|waarvan|which|of|"
    r"part-?time|parttime|deeltijd|full-?time|fulltime|zzp\w*|zelfstandig\w*|freelance|self-employed|ik|i|ben|heb|er|wel|and|but|with|with a|ook|geweest|genomen|gehad|had|took)\b"
)
_A_BREAK = re.compile(
    r"\b(?:sabbatical|\w*verlof|onderbreking|pauze|break|gap|(?:er)?tussenuit|leave|half|halve|tussendoor|in between|maternity|parental|unpaid|onbetaald)\b"
)


def of_what_was_asked(told: Told, turn: str, as_of: date, lexicon: Lexicon) -> Told:
    """Told with the role that was asked about, where the message says nothing of another."""
    if told.no_experience or told.when or told.lasting or told.until:
        return told
    if not told.has_facts and (told.has_details or told.unread):
        more = parse(turn, as_of, lexicon, of_work=True)
        told = more if len(more.experience) == 1 and not more.unread else told
    item = told.experience[0] if len(told.experience) == 1 else None
    if item is None or item.role is not None or item.planned or not _says_just_that(turn, as_of, lexicon):
        return told
    return replace(told, experience=(replace(item, role=lexicon.asked_role),))


def _says_just_that(turn: str, as_of: date, lexicon: Lexicon) -> bool:
    message = Message.of(turn)
    reading = read(message, message.low, as_of, lexicon)
    rest = reading.low
    for time in reading.times:
        rest = blank(rest, time.start, time.end)
    if speaks_of_break(rest):
        rest = _A_BREAK.sub(" ", rest)
    return re.search(r"[^\W\d_]{2}", _JUST_THAT.sub(" ", SHORT_FILL.sub(" ", rest))) is None
