"""A message made ready for the readers of its subjects: its times, roles, circumstances, clauses, and whose case it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.eligibility.facts import Duration
from app.eligibility.parse_amounts import approximately
from app.eligibility.parse_circumstances import Circumstance, find_circumstances
from app.eligibility.parse_clauses import Clause, case_subject, clauses_of, without_other_numbers
from app.eligibility.parse_dates import find_times
from app.eligibility.parse_persons import named_person
from app.eligibility.parse_reckoned import Time, corrected, of_one_year, said_closer, taken_back, within_the_year
from app.eligibility.parse_roles import find_roles
from app.eligibility.parse_told import Lexicon, Role
from app.eligibility.parse_words import NUMBER, Message, is_english

_UNSURE = re.compile(
    r"\b(?:volgens mij|ik denk|denk ik|ik dacht|dacht ik|ik meen|meen ik|ik geloof|geloof ik|ik gok|als ik me niet "
    r"vergis|"
    r"naar mijn weten|misschien|waarschijnlijk|vermoedelijk|ik weet niet (?:zeker|precies)|weet ik niet (?:zeker|"
    r"precies)|"
    r"uit mijn hoofd|i think|i believe|i guess|probably|perhaps|maybe|not sure)\b"
)


_LOOK_BACK = 30  # characters before a time in which it is taken back
_NEARBY = 120  # and around it in which it is doubted
_DENIED = re.compile(
    r"(?<!nog )(?<!\w)(?:niet|not|geen|no|in plaats van|instead of|rather than)(?: (?:de|het|een|the|in|uit|van|from|sinds|since))? ?$"
)
_TIMES = re.compile(
    rf"(?<![\w.,]){NUMBER} ?(?:keer|maal|times|x)\b(?! per| a )|\b(?:twee|drie|vier)maal\b|\b(?:twice|thrice)\b"
)
_SEVERAL_JOBS = re.compile(r"\b(?:banen|functies|werkgevers|bureaus|plekken|jobs|employers|roles|firms)\b")
_EACH = re.compile(
    r"\b(?:allebei|alletwee|beide|elk|elke|ieder|iedere|both|each)(?: (?:for|voor|ongeveer|zo'n|about|keer|baan|job))* ?$"
)
_EACH_AFTER = re.compile(
    r" (?:lang )?(?:elk|ieder|allebei|each|apiece|per (?:baan|functie|werkgever|bureau|job|employer))\b"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The message in the forms that the readers need; `low` has what is no fact blanked."""

    message: Message
    low: str
    times: tuple[Time, ...]
    roles: tuple[Role, ...]
    circumstances: tuple[Circumstance, ...]
    clauses: tuple[Clause, ...]
    subject: str

    def times_in(self, clause: Clause) -> list[Time]:
        """The times of one clause."""
        return [time for time in self.times if clause.start <= time.start < clause.end]

    def roles_in(self, clause: Clause) -> list[Role]:
        """The roles of one clause."""
        return [role for role in self.roles if clause.start <= role.start < clause.end]

    def circumstances_in(self, clause: Clause) -> list[Circumstance]:
        """The circumstances of one clause."""
        return [item for item in self.circumstances if clause.start <= item.at < clause.end]

    def is_own(self, clause: Clause) -> bool:
        """Whether a clause is about the person whose case it is."""
        return clause.subject in ("", "self" if self.subject in ("", "self") else "other")

    def own_clauses(self) -> list[Clause]:
        """The clauses about the person whose case it is."""
        return [clause for clause in self.clauses if self.is_own(clause)]


def read(message: Message, low: str, as_of: date, lexicon: Lexicon, *, in_field: bool = False) -> Reading:
    """Make `low`, the comparable text without instructions, ready."""
    circumstances = find_circumstances(low, lexicon)
    whole, low = low, without_other_numbers(low)
    found = find_times(low, as_of, is_english(message.low))
    low, found = within_the_year(low, found)
    low, found = taken_back(low, corrected(low, of_one_year(low, found)))
    low, found = said_closer(low, found)
    times = [_unsure(low, time) for time in found if not is_denied(low[: time.start])]
    roles = [role for role in find_roles(message, low, lexicon, in_field=in_field) if not _overlaps(role, times)]
    clauses = clauses_of(low, times, [(role.start, role.end) for role in roles])
    named = named_person(message)
    subject = named if named and not roles_named(roles, named) else case_subject(low, clauses, whole)
    return Reading(message, low, tuple(times), tuple(roles), tuple(circumstances), tuple(clauses), subject)


def roles_named(roles: Sequence[Role], name: str) -> bool:
    """Whether a word is a role and no person: "En Loopbaancoaching?"."""
    return any(name in role.named.casefold() for role in roles)


def is_denied(before: str) -> bool:
    """Whether what follows is taken back: "vier maanden, geen jaren", "niet 2019 maar 2024"."""
    return _DENIED.search(before[-_LOOK_BACK:]) is not None


def _unsure(low: str, time: Time) -> Time:
    """A length that the asker only thinks it is: about as long; one said to have been several times: unknown."""
    before = re.split(r"[.?!;]", low[max(0, time.start - _NEARBY) : time.start])[-1]
    after = re.split(r"[.?!;]", low[time.end : time.end + _NEARBY])[0]
    length = time.length
    if length is not None and _SEVERAL_JOBS.search(low) and (_EACH.search(before) or _EACH_AFTER.match(after)):
        return replace(time, length=replace(length, duration=Duration(least=length.duration.least)))
    if length is not None and (_TIMES.search(before) or _TIMES.search(after)):
        return replace(time, length=replace(length, duration=Duration()))
    if length is None or not (_UNSURE.search(before) or _UNSURE.search(after)):
        return time
    least, most = length.duration.least, length.duration.most
    if least is None or most is None or least != most:
        return time
    return replace(time, length=replace(length, duration=approximately((least, most))))


def _overlaps(role: Role, times: Sequence[Time]) -> bool:
    return any(time.start < role.end and role.start < time.end for time in times)
