"""One message -> Told: which clauses speak of whom and of what, each read by the reader of its subject."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.eligibility.facts import Certificate, Experience
from app.eligibility.parse_answers import answered, left_over, with_answers, with_remarks
from app.eligibility.parse_breaks import break_of, dated_gap, speaks_of_break
from app.eligibility.parse_certificate import (
    ASKED_WHETHER,
    ReadCertificate,
    is_about_certificate,
    merged_certificate,
    problems_of,
    read_certificate,
    speaks_of_it,
)
from app.eligibility.parse_clauses import (
    HYPOTHETICAL,
    Clause,
    is_about_something_else,
    is_another_trade,
    without_instructions,
)
from app.eligibility.parse_denied import tells_of_no_work
from app.eligibility.parse_events import AFTER, AGAIN, SAME, STILL, WORK, WorkReader
from app.eligibility.parse_lone import with_lone_day
from app.eligibility.parse_longer import with_longer_work
from app.eligibility.parse_names import Names
from app.eligibility.parse_reading import Reading, read
from app.eligibility.parse_reckoned import Time
from app.eligibility.parse_replies import at_once
from app.eligibility.parse_shift import asks_about_then, day_of, find_shift
from app.eligibility.parse_told import Lexicon, Problem, Role, Told
from app.eligibility.parse_unread import LIFE, NO_MATTER, TODAY, find_unread
from app.eligibility.parse_which import tells_of_another
from app.eligibility.parse_words import Message
from app.eligibility.parse_work import assembled
from app.eligibility.rules import compact

_NO_EXPERIENCE = re.compile(
    r"\b(?:(?:nog )?(?:nooit|nog niet|niet eerder)(?: (?:echt|zelf|eerder|betaald))*"
    r"(?: (?:als|in)(?: (?:een|de|dit|het))? (?P<as>[\w-]+(?: adviseur| coach)?))? (?:gewerkt|werkzaam geweest|"
    r"actief geweest)|"
    r"(?:geen|nul|0) (?:(?:enkele?|relevante|jaar|echte) )*(?:werk)?ervaring(?! van)|"
    r"no (?:work |relevant )?experience|(?:never|not|haven't) worked|nog geen dag gewerkt)\b"
    r"(?: (?:als|in|met|as|with)(?: (?:een|de|het|a|an|the))? (?P<with>[\w-]+(?: adviser| advisor| advice)?))?"
)
_TRADE = ("zodanig", "such", "vak", "vakgebied", "werk", "veld", "branche", "field", "work", "trade")
_ONLY_THERE = re.compile(
    r"\b(?:in|bij|voor|at|for|sinds|since|hier|here|met|with)\b"
)  # "in Nederland heb ik nog niet gewerkt"
_WORKED = re.compile(r"\b(?:gewerkt|werkzaam geweest)\b")
_EARLIER = re.compile(
    r"(?<!niet )(?<!nooit )(?<!langer )\b(?:vroeger|voorheen|eerder|ooit|eerdere (?:baan|banen|functies?|werkgevers?|werk)|previously|formerly|earlier)\b"
)
_OWN = re.compile(r"\b(?:ik heb|ik ben|mijn|i have|i am|my)\b")
_WAS = re.compile(
    r"\b(?:(?:ik|hij|zij|ze) was|was (?:ik|hij|zij|ze)|(?:i|she|he) was|used to be|was (?:vroeger|eerst))\b"
)
_IS = re.compile(
    r"^\W*(?:werk|ben|doe)\b(?! (?:ik|je|u|hij|zij|ze|het)\b)|\b(?:ik ben|ben ik|ik werk|werk ik|i am|i'm|i work|(?:hij|zij|ze) (?:is|werkt)|(?:is|werkt) (?:hij|zij|ze)|(?:she|he) (?:is|works)|(?:she|he)'s)\b"
    r"(?! geweest| een \w+ geweest)"
)
_HAS_BEEN = re.compile(r"\b(?:geweest|gewerkt)\b")


@dataclass(frozen=True, slots=True)
class _Certified:
    """What was told of the certificate, and the clauses that told it."""

    told: Certificate | None
    renewed: bool
    clauses: tuple[Clause, ...]
    problems: tuple[Problem, ...]
    used: frozenset[int]


def parse(
    text: str,
    as_of: date,
    lexicon: Lexicon,
    *,
    of_certificate: bool = False,
    of_work: bool = False,
    answers: bool = False,
    in_field: bool = False,
) -> Told:
    """Read one message.

    Args:
        text: the message as typed.
        as_of: the day it was told on; "drie jaar geleden" is reckoned from it.
        lexicon: the words that the rules know.
        of_certificate: whether "het" at its beginning is the certificate, of which the conversation was.
        of_work: whether times that stand by themselves are of work, of which the conversation was.
        in_field: whether a field that is named ("outplacement") is the work, of which the conversation was.
        answers: whether a day was asked for, which may be told in a longer sentence ("in december, vlak voor Kerst").
    """
    message = Message.of(text)
    low, instruction = without_instructions(message.low)
    reading = read(message, low, as_of, lexicon, in_field=in_field)
    shift = find_shift(reading, as_of)
    certified = _certificate(reading, as_of, shift, lexicon.names, continues=of_certificate and speaks_of_it(low))
    experience, problems, used = _work(reading, certified.clauses, as_of, lexicon, shift, goes_on=of_work)
    used |= certified.used | ({shift.start} if shift else set())
    none = _has_none(low, lexicon) and not any(_timed(item) for item in experience)
    told = Told(
        experience=() if none else tuple(experience),
        no_experience=none,
        certificate=certified.told,
        renewed=certified.renewed,
        subject=reading.subject,
        as_of=day_of(shift, as_of) or _day_of_plan(certified.told, low),
        hypothetical=HYPOTHETICAL.search(low) is not None,
        instruction=instruction,
        problems=(*certified.problems, *problems),
    )
    if not told.has_facts:
        told = replace(told, circumstances=_loose_circumstances(reading))
        told = _with_break(told, reading, used)
    told = with_answers(with_remarks(told, reading, lexicon.names), reading, loosely=answers)
    told = _in_their_order(told, lexicon)
    used |= answered(told, reading) | _restated(told, reading)
    if of_certificate or answers:
        told = with_lone_day(told, reading, used, as_of, of_work=answers)
    told = with_longer_work(told, reading, used, certified.clauses, as_of)
    return replace(told, unread=find_unread(reading, used, certified.clauses), yearless=_yearless(reading, used))


def _in_their_order(told: Told, lexicon: Lexicon) -> Told:
    """Several stretches as they are said to lie: all in the same time, or one after the other."""
    first, *further = told.experience or (None,)
    if first is None or not further:
        return told
    if told.wholly:
        return replace(told, experience=at_once(told.experience, lexicon))
    if told.overlapping is False:
        return replace(told, experience=(first, *(replace(item, after_others=True) for item in further)))
    return told


def _restated(told: Told, reading: Reading) -> set[int]:
    """Where the times begin that say again what a fact says: "gehaald op 22 november 2023, dus drie jaar geleden"."""
    issued = told.certificate.issued if told.certificate else ()
    known = [when for when in (*(item.start for item in told.experience), *issued) if when is not None]
    days = [when.exact or when.latest for when in known]
    found = set()
    for time in reading.times:
        first, last = time.when.earliest, time.when.latest
        if time.form in ("date", "ago") and any(day and first and last and first <= day <= last for day in days):
            found.add(time.start)
    return found


def _yearless(reading: Reading, used: Collection[int]) -> bool:
    """Whether the one day that was told names no year."""
    dated = [time for time in reading.times if time.start in used and time.form in ("date", "ago")]
    return len(dated) == 1 and dated[0].coming is not None


def _loose_circumstances(reading: Reading) -> tuple[str, ...]:
    own = (item for clause in reading.own_clauses() for item in reading.circumstances_in(clause))
    return tuple(dict.fromkeys(item.id for item in own))


def _with_break(told: Told, reading: Reading, used: set[int]) -> Told:
    """What a message tells with a break alone: its days, or how long it was."""
    own = reading.own_clauses()
    clause = next((clause for clause in own if speaks_of_break(clause.text)), None)
    if clause is None:
        return told
    times = [time for other in own if other.sentence == clause.sentence for time in reading.times_in(other)]
    used.update(time.start for time in times)
    dated = [time for time in times if time.form in ("date", "ago")]
    gap = dated_gap(reading.low, dated) if len(dated) == len(times) else None
    return replace(told, gap=gap, interruption=None if gap else break_of(reading.low, times))


def _day_of_plan(told: Certificate | None, low: str) -> date | None:
    """The day by which a certificate is to be had, where that is asked about: "… op 1 maart. Mag ik dan RL voeren?"."""
    planned = told.planned if told else None
    return planned.latest if planned is not None and asks_about_then(low) else None


def _has_none(low: str, lexicon: Lexicon) -> bool:
    """Whether there is said to be no experience at all: none "als jobcoach" leaves that open."""
    match = _NO_EXPERIENCE.search(low)
    if match is None:
        return False
    clause = re.split(r"[.?!;,]", low[: match.start()])[-1] + re.split(r"[.?!;,]", low[match.end() :])[0]
    if _ONLY_THERE.search(clause):
        return False
    named = match["as"] or match["with"]
    return named in (None, *_TRADE) or not lexicon.general or compact(named) in lexicon.general


def _certificate(reading: Reading, as_of: date, shift: Time | None, names: Names, *, continues: bool) -> _Certified:
    told: Certificate | None = None
    renewed = False
    about: list[Clause] = []
    problems: list[Problem] = []
    used: set[int] = set()
    for clause in reading.own_clauses():
        if is_about_something_else(clause.text) and not _OWN.search(clause.text):
            continue
        about_it = is_about_certificate(clause, names)
        follows = (
            (continues or _goes_with(reading, clause, names))
            and not WORK.search(clause.text)
            and not LIFE.search(clause.text)
            and not reading.roles_in(clause)
        )
        times = [time for time in reading.times_in(clause) if time is not shift] if about_it or follows else []
        if ASKED_WHETHER.search(clause.text):  # "is het vandaag nog geldig?" dates nothing
            times = [
                time for time in times if clause.text[time.start - clause.start : time.end - clause.start] not in TODAY
            ]
        answer = read_certificate(clause, reading.low, times, as_of, names, continues=follows)
        dates = answer.certificate is not None and answer.certificate.planned is None and bool(times)
        if dates and tells_of_another(reading, clause, names):
            answer = ReadCertificate(unread=tuple(times))
        if answer.other:
            problems.append(Problem("other_certificate", reading.message.said(*answer.other)))
        problems.extend(problems_of(answer, reading.message))
        used.update(time.start for time in times if time not in answer.unread)
        denied = _denied(reading, clause, names)
        if denied is not None:
            told = merged_certificate(told, denied, adds=True)
        if answer.certificate is not None:
            told = merged_certificate(told, answer.certificate, adds=True, renewed=answer.renewed)
            renewed = renewed or answer.renewed
        if about_it or follows or answer.other:
            about.append(clause)
        continues = (about_it or follows) and not answer.other
    if told is not None and told.held is False:  # a day still to come changes nothing about having none now
        used.update(time.start for clause in about for time in reading.times_in(clause) if _lies_ahead(time, as_of))
    return _Certified(told, renewed, tuple(about), tuple(problems), frozenset(used))


_ENDS_IN_VERB = re.compile(
    r"\b(?:ben|was|werk|werkte) (?:ik|hij|zij|ze)\W*$|\b(?:i am|i'm|i was|i've been|i have been)\W*$"
)
_SINCE = re.compile(r"\b(?:sinds|sedert|vanaf|since)\b")
_AS_A = re.compile(r"^\W*(?:als|as|in) ")
_DOES = re.compile(r"\b(?:doe|doet|does|has been|zit)\b")
_NOT_I = re.compile(
    r"^\W*(?:(?:maar|en|but|and) )?(?:ik(?:zelf)?(?: (?:zelf|nog|dus|helaas))* (?:nog )?niet|i (?:myself )?(?:don't|do not|haven't))\W*$"
)


def _lies_ahead(time: Time, as_of: date) -> bool:
    return time.form == "ahead" or (time.when.earliest is not None and time.when.earliest > as_of)


def _goes_with(reading: Reading, clause: Clause, names: Names) -> bool:
    """Whether a clause says of the person what the one before says of another: "zij is in 2025 gecertificeerd en ik in 2020"."""
    before = [other for other in reading.clauses if other.start < clause.start and other.sentence == clause.sentence]
    if not before or reading.is_own(before[-1]) or left_over(clause, reading.times_in(clause)):
        return False
    return is_about_certificate(before[-1], names)


def _denied(reading: Reading, clause: Clause, names: Names) -> Certificate | None:
    """None, where another has one: "mijn baas heeft het certificaat, ik niet"."""
    before = [other for other in reading.clauses if other.start < clause.start]
    if not before or before[-1].subject != "other" or not _NOT_I.match(clause.text):
        return None
    return Certificate(held=False) if is_about_certificate(before[-1], names) else None


def _work(
    reading: Reading, taken: Collection[Clause], as_of: date, lexicon: Lexicon, shift: Time | None, *, goes_on: bool
) -> tuple[list[Experience], list[Problem], set[int]]:
    """The stretches of work, from the clauses that aren't `taken` by the certificate, and where the times used begin.

    `goes_on`: work was told of before; what follows by nothing but its times is more of it.
    """
    work = WorkReader(reading.message, reading.low, as_of, lexicon.longest_years, lexicon.names)
    speaks = goes_on
    bare: set[int] = set()
    for number, clause in enumerate(reading.own_clauses()):
        roles = reading.roles_in(clause)
        elsewhere = not roles and is_another_trade(clause.text) and not speaks_of_break(clause.text)
        if clause in taken or is_about_something_else(clause.text) or elsewhere:
            continue
        if reading.times_in(clause) and tells_of_no_work(clause.text):
            continue
        times = [] if NO_MATTER.search(clause.text) else reading.times_in(clause)
        times = [time for time in times if time is not shift or any(other.length for other in times)]
        then = speaks and AFTER.search(clause.text) is not None and all(time.length is None for time in times)
        alone = bool(times) and not left_over(clause, times, follows=goes_on or then)
        follows = speaks and not goes_on and AFTER.search(clause.text) is not None
        if alone and not roles:
            roles = _role_of_other(reading, clause)
        if (
            follows
            or _names_work(reading, clause, speaks=speaks)
            or (alone and (speaks or _beside_work(reading, clause)))
        ):
            work.read(clause, number, times, roles, reading.circumstances_in(clause))
            speaks = True
            if alone:
                bare.add(number)
    items, problems = assembled(work.events, as_of, reading.low, bare, lexicon.counting)
    return (
        [*_told_of(items, reading, lexicon.knows), *_earlier(reading, taken, lexicon)],
        [*work.problems, *problems],
        work.used,
    )


def _earlier(reading: Reading, taken: Collection[Clause], lexicon: Lexicon) -> list[Experience]:
    """Work of before that is mentioned without a time: left out, the rest would seem to be all there was."""
    found = []
    for clause in reading.own_clauses():
        told = _EARLIER.search(clause.text) and WORK.search(clause.text) and not _NO_EXPERIENCE.search(clause.text)
        if told and clause not in taken and not reading.times_in(clause):
            roles = reading.roles_in(clause)
            if not roles or lexicon.knows(roles[0].named):
                found.append(Experience(still=False, role=roles[0].named if roles else None))
    return found


def _names_work(reading: Reading, clause: Clause, *, speaks: bool) -> bool:
    """Whether a clause is about work; after one that is, a break or a circumstance is enough."""
    if WORK.search(clause.text) or reading.roles_in(clause):
        return True
    if reading.times_in(clause) and any(
        other.sentence == clause.sentence and other.start > clause.start and _WORKED.search(other.text)
        for other in reading.own_clauses()
    ):
        return True  # the participle comes last: "2 jaar in vaste dienst en 2 jaar als zzp'er gewerkt"
    if _ENDS_IN_VERB.search(clause.text) and any(
        reading.roles_in(other)
        for other in reading.own_clauses()
        if other.sentence == clause.sentence and other.start > clause.start
    ):
        return True  # "sinds 2019 ben ik, na een lang leven voor de klas, loopbaanadviseur"
    if speaks and (AGAIN.search(clause.text) or SAME.search(clause.text)) and reading.times_in(clause):
        return True  # "en ben het sinds 2024 weer", "and again from 2024", "sinds 2025 ben ik dat bij …"
    return speaks and (
        STILL.search(clause.text) is not None or speaks_of_break(clause.text) or bool(reading.circumstances_in(clause))
    )


def _told_of(items: Sequence[Experience], reading: Reading, knows: Callable[[str], bool]) -> list[Experience]:
    """The stretches that say something: a time, a plan, or a role that the person has."""
    told = [item for item in items if _timed(item) or item.planned]
    if told:  # "sinds 2025 als …, daarvoor als …": how long the other was isn't said, and it may count
        told += [item for item in items if item not in told and item.after_others and item.role and knows(item.role)]
    if not told:
        held = {role.named for role in reading.roles if role.held}
        told = [_standing(item, reading.low) for item in items if item.role in held]
    if len(told) > 1:
        told[0] = replace(told[0], after_others=False)
    return told


def _other_before(reading: Reading, clause: Clause) -> Clause | None:
    """The clause before in the same sentence, where it is about somebody else."""
    before = [other for other in reading.clauses if other.start < clause.start and other.sentence == clause.sentence]
    return before[-1] if before and not reading.is_own(before[-1]) else None


def _role_of_other(reading: Reading, clause: Clause) -> list[Role]:
    """The role that goes on from another's clause: "zij is tien jaar loopbaancoach, ik vier jaar"."""
    before = _other_before(reading, clause)
    return reading.roles_in(before) if before is not None else []


def _beside_work(reading: Reading, clause: Clause) -> bool:
    """Whether a clause next to one that is but a time speaks of work: "hij werkt er tien jaar, ik twee jaar"; "vier jaar, als …"."""
    before = _other_before(reading, clause)
    if before is not None:
        return bool(_DOES.search(before.text) or WORK.search(before.text) or reading.roles_in(before))
    after = [other for other in reading.clauses if other.start > clause.start and other.sentence == clause.sentence]
    roles = reading.roles_in(after[0]) if after else []
    if _SINCE.search(clause.text) and any(role.held for role in roles) and len(after) == 1:
        return True  # "since February, I'm a career coach"
    return bool(roles) and _AS_A.match(after[0].text) is not None


def _standing(item: Experience, low: str) -> Experience:
    """A role without a time: whether it is held now, in the asker's own tense."""
    if item.role is None or item.still is not None:
        return item
    if _WAS.search(low):
        return replace(item, still=False)
    return replace(item, still=True) if _IS.search(low) and not _HAS_BEEN.search(low) else item


def _timed(item: Experience) -> bool:
    return item.start is not None or item.end is not None or item.lasting is not None
