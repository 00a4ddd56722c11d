"""What the clauses about a person's work tell, as a row of events: a role, a beginning, an end, a length, a break, "daarna".

A time becomes an event only where its relation to the work is said ("sinds", "tot", "gestopt in", "begonnen op"); a bare
"in 2019" is none. `parse_work` makes stretches of work of the events.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from dateutil.relativedelta import relativedelta

from app.eligibility.facts import MONTHS_IN_A_YEAR, Amount, Duration, When
from app.eligibility.parse_breaks import (
    BREAK_AFTER,
    BREAK_BEFORE,
    BREAK_FROM,
    break_of,
    dated_gap,
    speaks_of_break,
    until,
    without_least,
)
from app.eligibility.parse_circumstances import Circumstance
from app.eligibility.parse_clauses import Clause
from app.eligibility.parse_names import Names
from app.eligibility.parse_reckoned import Time
from app.eligibility.parse_tense import LOOK_BACK, SINCE, STOPPED, goes_on, has_stopped, works_since_then
from app.eligibility.parse_told import Problem, ProblemCode, Role
from app.eligibility.parse_words import Message

EventKind = Literal[
    "role",
    "start",
    "end",
    "lasting",
    "circumstance",
    "after",
    "interruption",
    "gap",
    "stopped",
    "still",
    "same",
    "next",
    "employer",
]

SWITCHED = "switched"  # a start that is one in other work than what was told before

WORK = re.compile(
    r"\b(?:werk|werkte|werkt|werken|werkten|gewerkt|werkzaam|werkend|werkervaring|\w*ervaring|ervaren|aan de slag|"
    r"actief|bezig|in dienst|het vak|dit vak|"
    r"mijn vak|klus|klussen|gig|assignment|baan|banen|(?:laatste|eerste) (?:werk)?dag|last (?:working )?day|stapte (?:ik )?over|functie|begonnen|begon|begin|gestart|startte|start|gestopt|stopte|stop|(?:doe|deed) (?:ik|dat|dit)|ik (?:doe|deed)|"
    r"(?:hij|zij|ze|die) (?:doet|deed)|(?:doet|deed) (?:hij|zij|ze)|(?:zit|zat)(?: \w+){0,5} bij|gedaan|begeleid|begeleidt|begeleidde|"
    r"practice|coach|coacht|coachte|coached|coachen|coaching|adviseer|geadviseerd|praktijk|zzp'?e?r?|zelfstandig\w*|freelance\w*|work|"
    r"worked|working|works|doing (?:that|this|it)|experience|job|been a|been an|been working|employed|started|"
    r"began|starting|stopped|quit|self-employed|ontslagen|full-?time|part-?time|deeltijd|geworden|werd|became|"
    r"gebleven|dienstverband|loondienst|contract|gewerk|wer|stage|stagiaire?|trainee|vrijwillig\w*|"
    r"gecoacht|wekr|ervarin|\w*vak|internship|volunteer\w*|overgestapt|overstap|switched|loop\b.*\bmee|meegelopen)\b"
)
STILL = re.compile(
    r"\b(?:nog steeds|nu nog|tot nu(?: toe)?|tot heden|tot op heden|tot vandaag|tot op de dag van vandaag|nog "
    r"altijd|tot en met nu|t/m (?:nu|heden|vandaag)|to date|still|until now|up to now|to the present|tot op vandaag|"
    r"doe ik nog|werk ik nog|ben ik nog|loopt (?:nog )?(?:steeds |gewoon )?door)\b|(?:-|tot|to|until|till) ?(?:heden|nu|present|now|today|vandaag)\b"
)
_BEGUN = re.compile(
    r"\b(?:overgestapt|overstap|stapte (?:ik )?over|switched|made the (?:switch|move)|eerste (?:werk)?dag|first (?:working )?day|ging in|ingegaan|omgeschoold|geworden|werd|became|begonnen|begon|gestart|startte|in dienst(?: getreden)?|aan de slag|aangenomen|opende|geopend|oprichtte|opgezet|opened|"
    r"started|began|joined|"
    r"starte)\b"
)
_MOVED = (
    r"\bmoved (?:from [\w -]{2,30} )?(?:in)?to(?=(?: \w+){0,3} (?:career|coach\w*|guidance|counsel\w*|advi[sc]\w+|«field»|work|recruit\w*|hr|teaching|"
    r"training|management|consult\w*|education|sales|another|different|new)\b)"
)  # "moved to Utrecht" is no beginning
_BEGUN_PERFECT = re.compile(r"\b(?:geworden|begonnen|gestart|in dienst|aan de slag|aangenomen)\b")
_JUST_BEGUN = re.compile(
    r"\bsinds kort\b|\b(?:net|pas|onlangs|recent|recentelijk|kortgeleden|kort geleden|zojuist|just|recently|only "
    r"just)(?: \w+)? "
    r"(?:begonnen|gestart|aan de slag|started|begun)\b"
)
_PLAN = re.compile(
    r"\b(?:ik|hij|zij|ze) (?:in|op|per|over|vanaf|volgende?|komende?)\b[^.?!;,]{2,25} (?:begin|begint|start|ga beginnen|gaat beginnen|ga starten)\b|"
    r"\b(?:ik (?:begin|start|ga)|(?:begin|start|ga) ik|(?:hij|zij|ze) (?:begint|start|gaat)|i (?:start|begin|shall start|shall begin|will "
    r"start|will begin|am starting|am going to)|i'll (?:start|begin)|i'?m (?:starting|going to)|(?:begint|gaat beginnen) (?:pas |dan )?(?:volgende|komende|over)|^\W*(?:start|starting|beginning) (?:only )?(?:next|in|on|as)\b|^\W*(?:begin|start) (?:pas |dan )?(?:volgende|komende) \w+ (?:als|in|bij|met|te)\b|"
    r"(?:en|and|maar|but) (?:begin|start|ga) (?:pas |dan )?(?:volgende?|komende?|in|op|per|over|next)|ga (?:ik )?(?:werken|beginnen|starten)|van plan|treed in dienst|hoop te beginnen|wil beginnen)\b"
)
AFTER = re.compile(
    r"\bfollowed by\b|\bgevolgd door\b|^ ?toen (?!ik\b|was\b|i\b)|\b(?:daarna|vervolgens|nadien|daarvoor|ervoor|voordien|hiervoor|daarop|after that|afterwards|before that|"
    r"subsequently|and then|then|voor die tijd|na die tijd|aansluitend|erna|en toen|prior to that|later)\b"
)
_UNTIL_INCLUDED = re.compile(
    r"(?:(?:^|[\w.]) ?- ?$)|(?:tot en met|t/m|t\.e\.m\.|tem|through|up to and including|up until the end of|tot "
    r"eind|tot einde)(?: het| de)? $"
)
_UNTIL_EN = re.compile(r"(?<!\w)(?:until|till|to)(?: about)? $")
_UNTIL = re.compile(r"(?:(?<!\w)(?:tot|until|till|to|tot aan|tot ongeveer|tot in)(?: ongeveer| circa)? )$")
_SECOND_OF_TWO = re.compile(r"(?<!\w)(?:tussen|between) [^,.;?!]{3,25} (?:en|and) $")
_FROM = re.compile(r"(?<!\w)(?:van|from|tussen|between)(?: ongeveer| about)? $")
_BOUND_BEFORE = re.compile(r"(?<!\w)(?:tot|until|till|sinds|vanaf|since|from)(?: \w+)? $")
_TO_NOW = re.compile(r" ?(?:-|tot(?: op)?|t/m|to|until|till) ?(?:heden|nu|present|now|today|vandaag)\b")
_RANGE = re.compile(
    r" ?(?:-|tot en met|t/m|tot|t\.e\.m\.|tem|until|till|to|through|up to|up to and including) ?"
    r"(?:het |de |ongeveer |about )?"
)
_WORKS = re.compile(r"\b(?:werk|werkte|gewerkt|work|worked)\b")
_NO_WORK = re.compile(r"\b(?:niet gewerkt|werkte (?:ik )?niet|niets? (?:\w+ )*gedaan|not work|no work|out of work)\b")
_WITHIN = re.compile(r"(?<!\w)in $")
_AS_A = re.compile(r" (?:als|as) ")
_SWITCHED = re.compile(r"\b(?:overgestapt|stapte (?:ik )?over|switched|moved)\b")
_OTHER_PLACE = (
    r"\b(?:andere?|nieuwe?|another|different|new) (?:\w*bureau|werkgever|kantoor|bedrijf|\w*centrum|organisatie|praktijk|baan|plek|job|employer|firm|"
    r"company|agency|office|organisation|place)\b|\b(?:van|from)(?: \w+)? «field»\b"
)
_OUT_OF = re.compile(r"\b(?:van|uit|vanuit|from)(?: (?:een|de|het|mijn|a|my))?(?: \w+)? $")
_INTO = re.compile(r"(?: \w+){0,3} (?:naar|to|into)\b")
SAME = re.compile(
    r"\bhetzelfde\b|\bdezelfde (?:functie|rol|baan|werkzaamheden)\b|\b(?:doe|deed) ik (?:het|dat|dit) (?:nu )?weer\b|\b(?:doe|deed) (?:ik )?(?:het|dat|dit)\b[^.?!;,]*\bweer\b|\b(?:het|dat) weer\b|"
    r"\bsame (?:work|job|role|field|trade|thing|position)\b|\bin (?:dit|dat) vak\b|\bdoing (?:it|that) again\b|"
    r"\b(?:ben|was|werd|ging) (?:ik )?(?:het|dat|dit)\b|\b(?:been|am) one\b|\b(?:was|am|been) (?:i )?(?:one|it|that)(?: \w+)? again\b"
)
AGAIN = re.compile(r"\b(?:weer|opnieuw|wederom|nogmaals|again|once more)\b(?! (?:aanvragen|aanmelden|apply))")

_EMPLOYER = re.compile(
    r"\b(?:bij|at|in dienst van|binnen|for) (?:(?:het|de|een|mijn|onze|deze|the|a|an|my) )?[\w&'-]+|\b(?:hier|in dienst)\b"
)
_NEARBY = 100  # characters between "begonnen" and its date
_JUST = relativedelta(months=6)  # "net begonnen" is at most that long ago


@dataclass(frozen=True, slots=True)
class Event:
    """Something told of work at low[at:]: a day, a length, the text of a role or circumstance, whether it goes on.

    A gap begins `when` and lasts up to and including `until`.
    """

    kind: EventKind
    at: int
    clause: int
    when: When | None = None
    until: When | None = None
    lasting: Duration | None = None
    text: str = ""
    still: bool | None = None
    planned: bool = False


@dataclass
class WorkReader:
    """Reads the clauses of one message; `low` is the comparable text with what is no fact blanked."""

    message: Message
    low: str
    as_of: date
    longest_years: int
    names: Names
    problems: list[Problem] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    aside: set[int] = field(default_factory=set)
    _gap_in: int = -1
    _left: set[int] = field(default_factory=set)

    @property
    def used(self) -> set[int]:
        """Where the times begin that became an event, or are known to be none."""
        return self.aside | {
            event.at for event in self.events if event.kind in ("start", "end", "lasting", "interruption", "gap")
        }

    def read(
        self,
        clause: Clause,
        number: int,
        times: Sequence[Time],
        roles: Sequence[Role],
        circumstances: Sequence[Circumstance],
    ) -> None:
        """Turn one clause into events."""
        planned = self._plan(clause, number, times)
        if planned is not None:
            self.events.append(planned)
            times = ()
        for match in () if speaks_of_break(clause.text) else AFTER.finditer(clause.text):
            said_last = not clause.text[match.end() :].strip(" .,;!?")  # "… and a year in outplacement before that"
            at = clause.start + match.start()
            timed = any(time.start < at for time in times) and not any(role.start < at for role in roles)
            said_last = said_last or timed  # "and two years before that as a career coach"
            self.events.append(Event("after", clause.start + (0 if said_last else match.start()), number))
        if any(_is_left(clause, role) for role in roles):
            self._left.add(number)
        for role in roles:
            self.events.append(Event("role", role.start, number, text=role.named))
        for circumstance in circumstances:
            self.events.append(Event("circumstance", circumstance.at, number, text=circumstance.id))
        if not roles:
            self._same_work(clause, number, bool(times))
        if self._gap(clause, number, times, roles):
            return
        times = self._reached_ahead(clause, number, times)
        used_for_break = self._breaks(clause, number, times)
        kept = [time for time in times if time not in used_for_break]
        for index, time in enumerate(kept):
            following = kept[index + 1] if index + 1 < len(kept) else None
            self._time(clause, number, time, following)
        self._standing(clause, number, bool(kept))

    def _same_work(self, clause: Clause, number: int, timed: bool) -> None:
        """What a clause without a role says of the work before: elsewhere, or taken up again."""
        if timed and _EMPLOYER.search(clause.text):
            self.events.append(Event("employer", clause.start, number))
        if SAME.search(clause.text) or (timed and AGAIN.search(clause.text)):
            if timed:
                self.events.append(Event("next", clause.start, number))
            self.events.append(Event("same", clause.end, number))  # last: of the stretch that this clause opens

    def _plan(self, clause: Clause, number: int, times: Sequence[Time]) -> Event | None:
        """What is still to begin: "ik begin volgende maand"."""
        if not _PLAN.search(clause.text) or _BEGUN_PERFECT.search(clause.text):
            return None
        for time in times:
            when = time.coming or time.when
            if time.form in ("date", "ahead") and (when.latest is None or when.latest > self.as_of):
                tomorrow = self.as_of + timedelta(days=1)
                start = When(max(when.earliest or tomorrow, tomorrow), when.latest)
                return Event("start", time.start, number, when=start, planned=True)
        return Event("start", clause.start, number, planned=True)

    def _reached_ahead(self, clause: Clause, number: int, times: Sequence[Time]) -> Sequence[Time]:
        """Reckon back "over drie maanden werk ik er drie jaar" from then: it isn't three years yet."""
        then = [
            time.coming or time.when
            for time in times
            if time.form in ("date", "ahead") and not _BOUND_BEFORE.search(self.low[: time.start])
        ]
        ahead = [when for when in then if when.earliest is not None and when.earliest > self.as_of]
        lengths = [time for time in times if time.length is not None]
        if len(ahead) != 1 or len(lengths) != 1 or lengths[0].length is None:
            return times
        length = lengths[0].length.duration
        if length.least is not None and length.least == length.most and ahead[0].earliest and ahead[0].latest:
            start = When(back(ahead[0].earliest, length.least), min(self.as_of, back(ahead[0].latest, length.least)))
            self.events.append(Event("start", lengths[0].start, number, when=start, still=True))
            self.aside.update(time.start for time in times if time.form in ("date", "ahead"))
        return [time for time in times if time not in lengths]

    def _breaks(self, clause: Clause, number: int, times: Sequence[Time]) -> list[Time]:
        if not speaks_of_break(clause.text):
            return []
        used = []
        for first, last in pairwise(times):
            if BREAK_FROM.search(self.low[clause.start : first.start]) and {first.form, last.form} <= {"date", "ago"}:
                gap = dated_gap(self.low, [first, last])
                used += [first, last]
                if gap is not None:
                    self.events.append(Event("gap", first.start, number, when=gap[0], until=gap[1]))
                    self.aside.update((first.start, last.start))
        for time in (time for time in times if time not in used):
            before, after = self.low[clause.start : time.start], self.low[time.end : clause.end]
            if time.length is not None and (BREAK_BEFORE.search(before) or BREAK_AFTER.match(after)):
                used.append(time)
                self.events.append(
                    Event("interruption", time.start, number, lasting=without_least(time.length.duration))
                )
        if not used and not any(STOPPED.search(clause.text) and time.form != "length" for time in times):
            self.events.append(Event("interruption", clause.start, number, lasting=Duration()))
        return used

    def _gap(self, clause: Clause, number: int, times: Sequence[Time], roles: Sequence[Role]) -> bool:
        """Whether the clause dates a break: "tussen 2019 en 2021 een pauze"; what goes on about one adds nothing."""
        worked = _WORKS.search(clause.text) and not _NO_WORK.search(clause.text)
        if not speaks_of_break(clause.text) or roles or worked:
            return False
        dated = [time for time in times if time.form in ("date", "ago")]
        if not dated:
            return not times and self._gap_in == clause.sentence
        self._gap_in = clause.sentence
        self.aside.update(time.start for time in times)
        gap = dated_gap(self.low, dated)
        if gap is not None:
            self.events.append(Event("gap", dated[0].start, number, when=gap[0], until=gap[1]))
        else:
            lasting = break_of(self.low, times)
            self.events.append(Event("interruption", dated[0].start, number, lasting=lasting))
        return True

    def _standing(self, clause: Clause, number: int, timed: bool) -> None:
        """Whether the work goes on, where the clause says so by other than a date."""
        still = STILL.search(clause.text) or works_since_then(clause.text)
        if still:
            self.events.append(Event("still", clause.start + still.start(), number))
        elif not timed and has_stopped(clause.text):
            self.events.append(Event("stopped", clause.start, number))
        just = _JUST_BEGUN.search(clause.text)
        if just and not timed:
            when = When(self.as_of - _JUST, self.as_of)
            self.events.append(Event("start", clause.start + just.start(), number, when=when))

    def _time(self, clause: Clause, number: int, time: Time, following: Time | None) -> None:
        """One time of the clause, by what stands around it."""
        before = self.low[max(0, clause.start - LOOK_BACK) : time.start]
        if time.form == "impossible":
            self._problem("impossible_date", time)
        elif time.form == "length":
            self._length(clause, number, time, before)
        elif time.form == "ahead":
            return
        elif _UNTIL_INCLUDED.search(before) or _SECOND_OF_TWO.search(before):
            self._end(number, time, time.when)
        elif _UNTIL.search(before) and not SINCE.search(before):
            self._end(number, time, until(time.when, english=_UNTIL_EN.search(before) is not None))
        elif number in self._left or (has_stopped(clause.text) and not self._begins(clause, time)):
            self._end(number, time, time.when)
        elif self._opens_range(before, time, following):
            self._start(number, time, before, ongoing=False)
        elif SINCE.search(before) or self._begins(clause, time):
            perfect = _BEGUN_PERFECT.search(clause.text)  # "ik ben begonnen" goes on, "ik begon" may have ended
            self._start(number, time, before, ongoing=bool(SINCE.search(before) or perfect))
            if _SWITCHED.search(clause.text) and self.events and self.events[-1].at == time.start:
                self.events[-1] = _switched(self.events[-1], clause.text, self.names)

    def _begins(self, clause: Clause, time: Time) -> bool:
        """Whether the clause says that work began at this time."""
        before, after = self.low[clause.start : time.start], self.low[time.end : clause.end]
        near = (after[:_NEARBY], before[-_NEARBY:])
        return any(_BEGUN.search(text) or self.names.search(_MOVED, text) for text in near)

    def _opens_range(self, before: str, time: Time, following: Time | None) -> bool:
        """Whether the end of the stretch comes next: "van 2018 tot 2021", "2018 - heden"."""
        after = self.low[time.end :]
        if following is None or following.form not in ("date", "ago"):
            return bool(_TO_NOW.match(after)) or bool(_FROM.search(before) and STILL.search(after))
        between = self.low[time.end : following.start]
        return bool(_RANGE.fullmatch(between)) or bool(_FROM.search(before) and between.strip() in ("en", "and"))

    def _length(self, clause: Clause, number: int, time: Time, before: str) -> None:
        length = time.length
        if length is None:
            return
        least = length.duration.least
        if _WITHIN.search(before) and not _AS_A.match(self.low, time.end):
            self.aside.add(time.start)
            return  # "vier klanten in drie jaar" says how many, not how long
        if length.negative:
            self._problem("negative", time)
        elif least is not None and least.months + least.days // 30 > self.longest_years * MONTHS_IN_A_YEAR:
            self._problem("too_long", time)
        else:
            still = goes_on(clause.text, before)
            self.events.append(Event("lasting", time.start, number, lasting=length.duration, still=still))

    def _start(self, number: int, time: Time, before: str, *, ongoing: bool) -> None:
        when = time.when
        if when.earliest is None or when.earliest <= self.as_of:
            when = When(when.earliest, min(when.latest or self.as_of, self.as_of))
            self.events.append(Event("start", time.start, number, when=when, still=True if ongoing else None))
        elif before.endswith("vanaf "):
            self.events.append(Event("start", time.start, number, when=when, planned=True))
        else:
            self._problem("future_start", time)

    def _end(self, number: int, time: Time, when: When) -> None:
        said = self.message.said(time.start, time.end)
        self.events.append(Event("end", time.start, number, when=when, text=said))

    def _problem(self, code: ProblemCode, time: Time) -> None:
        self.aside.add(time.start)
        self.problems.append(Problem(code, self.message.said(time.start, time.end)))


def _switched(start: Event, text: str, names: Names) -> Event:
    """A beginning that is a switch; at another employer only, the same work may have begun before."""
    same_work = start.when is not None and names.search(_OTHER_PLACE, text) is not None
    return replace(start, text=SWITCHED, when=When(None, start.when.latest) if same_work and start.when else start.when)


def _is_left(clause: Clause, role: Role) -> bool:
    """Whether a role that counts is one that was left for another: "overgestapt van loopbaancoaching naar …"."""
    before, after = clause.text[: role.start - clause.start], clause.text[role.end - clause.start :]
    return bool(role.known and _SWITCHED.search(clause.text) and _OUT_OF.search(before) and _INTO.match(after))


def back(day: date, amount: Amount) -> date:
    """The day that lies an amount before another."""
    try:
        return day - relativedelta(months=amount.months, days=amount.days)
    except (OverflowError, ValueError):
        return date.min + relativedelta(years=2)
