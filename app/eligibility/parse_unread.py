"""What a message tells of time and no reader took: it might change the verdict, so it is asked about.

Every length and day in the asker's own clauses must become part of a fact or be known to speak of something else (what a
rule asks, where one lives). So must a word that looks like a time and wasn't recognised as one: a unit, a year, a month.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from app.eligibility.parse_clauses import Clause, is_about_something_else, is_another_trade
from app.eligibility.parse_dates import MONTH_NAMES
from app.eligibility.parse_events import WORK
from app.eligibility.parse_reading import Reading, is_denied
from app.eligibility.parse_told import About, Unread
from app.eligibility.parse_words import NUMBER, blank

_LONGEST = 60  # characters of a clause that are repeated to the asker
_LEFT = re.compile(
    r"(?<!\w)(?<!genoeg )(?<!voldoende )(?<!enough )(?<!hoeveel )(?<!welk )(?<!welke )(?<!per )(?<!elk )(?<!elke )(?<!ieder )(?<!iedere )(?<!how many )(?<!which )(?<!what )"
    r"(?<!every )(?<!each )(?<!a )(?<!om de )(?<!keer in de )(?<!al die )(?<!deze )(?<!die )(?<!mijn )(?<!my )(?<!these )(?<!those )(?<!na )(?<!all the )(?<!mooie )(?<!fijne )(?<!leuke )(?<!goede )(?<!zware )(?<!drukke )(?<!lovely )(?<!great )(?<!good )(?<!happy )(?:jaar|jaren|jr|maanden?|mnd|weken|kwartaal|years?|yrs?|months?|weeks|"
    rf"(?:19|20)\d\d|'\d\d|{MONTH_NAMES})(?!\w)"
)
_SO_LONG = re.compile(rf"\bfor (?:about |almost |nearly |over )?{NUMBER}(?= ?(?:$|[.?!,;]|as\b|in\b))(?! ?%)")
"""A length whose unit was said before: "a career coach for two years and a recruiter for five"."""
NO_MATTER = re.compile(
    r"\b(?:laten liggen|uitgesteld|voor me uit geschoven|lying around|put off|twijfel(?:de)?|twijfelen|getwijfeld|doubt\w*|overweeg|overwogen|considering|over (?:nagedacht|getwijfeld))\b"
)
_MOSTLY = re.compile(r"\b(?:vooral|voornamelijk|hoofdzakelijk|mostly|mainly) (?:in|als|met|as|with)\b")  # work, of late
_PART = re.compile(r"\b(?:waarvan|daarvan|hiervan|of which|of (?:that|those))\b")  # of the work told before
TODAY = frozenset({"vandaag", "today"})
LIFE = re.compile(
    r"\b(?:diploma\w*|afgestudeerd|gestudeerd|studie\w*|studeerde|opleiding\w*|cursus\w*|scholing|getrouwd|geboren|woon|woonde|gewoond|wonen|"
    r"verhuisd|verhuisde|verhuizen|agenda|volgeboekt|wachtlijst|planning|uitverkocht|contract|kinderen|kind|kleinkind\w*|grandchild\w*|dochter|zoon|vakantie|jarig|huis|examen|boek\w*|lid|reis|gereisd|reisde|reistijd|bestaat|hoorde|hoor|gelezen|las|"
    r"degree|graduated|studied|course|training|married|born|live|lived|living|moved|moving|children|kids|holiday|house|exam|books?|member|"
    r"commute|heard|read|travell?ed)\b"
)


def find_unread(reading: Reading, used: Collection[int], certified: Collection[Clause]) -> tuple[Unread, ...]:
    """The times of a message that became no fact.

    Args:
        reading: the message.
        used: where the times begin that did.
        certified: the clauses that speak of a certificate.
    """
    found: list[Unread] = []
    for clause in _own(reading):
        about = _about(reading, clause, certified)
        elsewhere = LIFE.search(clause.text) or is_another_trade(clause.text)
        if about != "certificate" and elsewhere and not (reading.roles_in(clause) or _PART.search(clause.text)):
            continue
        found += [Unread(said, about) for said in _unread_in(reading, clause, used)]
    return tuple(dict.fromkeys(found))


def _about(reading: Reading, clause: Clause, certified: Collection[Clause]) -> About:
    """What a clause speaks of; "" where that isn't clear."""
    if clause in certified:
        return "certificate"
    return "work" if WORK.search(clause.text) or reading.roles_in(clause) or _MOSTLY.search(clause.text) else ""


def _own(reading: Reading) -> Iterator[Clause]:
    """The clauses about the person; and those of which it is only supposed that they go on about another."""
    for clause in reading.clauses:
        if is_about_something_else(clause.text) or NO_MATTER.search(clause.text):
            continue
        if reading.is_own(clause) or (clause.carried and clause.subject in ("other", "firm")):
            yield clause


def _unread_in(reading: Reading, clause: Clause, used: Collection[int]) -> Iterator[str]:
    rest = clause.text
    for time in reading.times:
        if not clause.start <= time.start < clause.end:
            continue
        start, end = time.start - clause.start, min(time.end, clause.end) - clause.start
        if time.start not in used and clause.text[start:end] not in TODAY:
            yield reading.message.said(time.start, min(time.end, clause.end))
        rest = blank(rest, start, end)
    if (len(reading.times) > 0 and _SO_LONG.search(rest)) or any(
        not is_denied(rest[: match.start()]) for match in _LEFT.finditer(rest)
    ):
        yield _said(reading, clause)


def _said(reading: Reading, clause: Clause) -> str:
    said = reading.message.said(clause.start, clause.end).strip(" ,.;:!?")
    return said if len(said) <= _LONGEST else said[:_LONGEST].rsplit(" ", 1)[0] + "…"
