"""Stretches of work out of the clauses that speak of the person's work: when, how long, as what, under what conditions.

A message is read as a row of events (a role, a beginning, an end, a length, a circumstance, "daarna"). An event that the
stretch at hand can't take opens the next one. A time whose relation to the work isn't said is no fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dateutil.relativedelta import relativedelta

from app.eligibility.facts import MONTHS_IN_A_YEAR, Amount, Duration, When
from app.eligibility.parse_clauses import Clause
from app.eligibility.parse_dates import Time
from app.eligibility.parse_roles import Role
from app.eligibility.parse_told import Problem, ProblemCode

EventKind = Literal["role", "start", "end", "lasting", "circumstance", "after", "interruption", "stopped", "still"]

WORK = re.compile(
    r"\b(?:werk|werkte|werkt|werken|werkten|gewerkt|werkzaam|werkend|werkervaring|\w*ervaring|ervaren|aan de slag|"
    r"actief|bezig|in dienst|het vak|dit vak|"
    r"mijn vak|baan|functie|begonnen|begon|begin|gestart|startte|start|gestopt|stopte|stop|doe ik|deed ik|ik doe|"
    r"ik deed|gedaan|begeleid|begeleidde|"
    r"coach|coachte|coachen|coaching|adviseer|geadviseerd|praktijk|zzp'?e?r?|zelfstandig\w*|freelance\w*|work|"
    r"worked|working|works|experience|job|been a|been an|been working|employed|started|"
    r"began|starting|stopped|quit|self-employed|ontslagen|dienstverband|contract|gewerk|wer|stage|vrijwillig\w*|"
    r"gecoacht|wekr|ervarin)\b"
)
_PRESENT = re.compile(
    r"\b(?:werk|werkt|werken|doe|doet|ben|is|zit|sta|loop|begeleid|adviseer|i work|works|am|been (?:working|a|an|"
    r"doing|active)|'ve been|have been|has been)\b"
)
_PERFECT = re.compile(r"\b(?:gewerkt|geweest|gedaan|gehad|begeleid|worked|had)\b")
_PAST = re.compile(r"\b(?:was|werkte|deed|waren|i worked|she worked|he worked|used to|zat|begeleidde)\b")
_ONGOING = re.compile(r"\b(?:sinds|al|nu|inmiddels|since|already|now)\b")
_STILL = re.compile(
    r"\b(?:nog steeds|nu nog|tot nu(?: toe)?|tot heden|tot op heden|tot vandaag|tot op de dag van vandaag|nog "
    r"altijd|tot en met nu|t/m (?:nu|heden|vandaag)|to date|still|until now|up to now|to the present|"
    r"doe ik nog|werk ik nog|ben ik nog)\b|(?:-|tot|to|until|till) ?(?:heden|nu|present|now|today|vandaag)\b"
)
_STOPPED = re.compile(
    r"\b(?:gestopt|ermee opgehouden|opgehouden|stopte|quit|stopped|ontslagen|weggegaan|vertrokken|met pensioen|"
    r"gepensioneerd|niet meer (?:als |in |bij )?|left|no longer|"
    r"uit dienst|weg bij|afgelopen baan|beeindigd|uitgestroomd|retired|werkloos)\b(?! dan| than)"
)
_NO_STOP = re.compile(r"\b(?:niet|nooit|never|not) (?:gestopt|stopped)\b")
_BEGUN = re.compile(
    r"\b(?:begonnen|begon|gestart|startte|in dienst(?: getreden)?|aan de slag|aangenomen|started|began|joined|"
    r"starte)\b"
)
_BEGUN_PERFECT = re.compile(r"\b(?:begonnen|gestart|in dienst|aan de slag|aangenomen)\b")
_JUST_BEGUN = re.compile(
    r"\b(?:net|pas|onlangs|recent|recentelijk|kortgeleden|kort geleden|zojuist|just|recently|only just)(?: \w+)? "
    r"(?:begonnen|gestart|aan de slag|started|begun)\b"
)
_PLAN = re.compile(
    r"\b(?:ik (?:begin|start|ga)|(?:begin|start|ga) ik|(?:hij|zij|ze) (?:begint|start|gaat)|i (?:start|begin|will "
    r"start|will begin|am starting|am going to)|i'll (?:start|begin)|i'm (?:starting|going to)|"
    r"ga (?:ik )?(?:werken|beginnen|starten)|van plan|treed in dienst|hoop te beginnen|wil beginnen)\b"
)
_AFTER = re.compile(
    r"\b(?:daarna|vervolgens|nadien|daarvoor|ervoor|voordien|hiervoor|daarop|after that|afterwards|before that|"
    r"subsequently|and then|then|voor die tijd|na die tijd|aansluitend|erna|en toen|prior to that|later)\b"
)
_UNTIL_INCLUDED = re.compile(
    r"(?:(?:^|[\w.]) ?- ?$)|(?:tot en met|t/m|t\.e\.m\.|tem|through|up to and including|up until the end of|tot "
    r"eind|tot einde)(?: het| de)? $"
)
_UNTIL = re.compile(r"(?:(?<!\w)(?:tot|until|till|to|tot aan|tot ongeveer|tot in)(?: ongeveer| circa)? )$")
_SECOND_OF_TWO = re.compile(r"(?<!\w)(?:tussen|between) [^,.;?!]{3,25} (?:en|and) $")
_UNTIL_EN = re.compile(r"(?<!\w)(?:until|till|to)(?: about)? $")
_SINCE = re.compile(
    r"(?<!\w)(?:sinds|sedert|vanaf|since|from|as of|met ingang van|van af|sind|sins|sinsd)(?: ongeveer| circa| "
    r"about| around| het| begin)? $"
)
_FROM = re.compile(r"(?<!\w)(?:van|from|tussen|between)(?: ongeveer| about)? $")
_END_FOLLOWS = re.compile(r" ?(?:-|tot|t/m|tem|t\.e\.m\.|until|till|to|through|up to|en(?= ?\w* ?\d)|and) ?")
_IN = re.compile(r"(?<!\w)(?:in|op|per|on|at|rond|eind|begin)(?: het| de)? $")
_LATEST = re.compile(r"(?<!\w)(?:(?:de|het|the) )?(?:afgelopen|laatste|voorbije|last|past) $")
_REPLACES = re.compile(
    r"\b(?:waarvan|daarvan|hiervan|of which|of those|nee|sorry|ik bedoel|i mean|correctie|eigenlijk|althans|(?:de|"
    r"het|the) (?:laatste|eerste|last|first))\b"
)
_REDUNDANT = re.compile(r"\b(?:dus|oftewel|ofwel|dat is|so|that is|i\.e|inmiddels|nu|al|now)\b|[(=,]")
_BREAK = (
    r"(?:onderbreking|onderbroken|pauze|sabbatical|tussenuit|er uit geweest|eruit geweest|\w*verlof|break|leave|"
    r"gap|ziek geweest|ziek thuis|ziekgemeld|ziek gemeld|ziekte|burn-?out|"
    r"niet gewerkt|thuis gezeten|thuisgezeten|wereldreis|stilgelegen|off|out of work|career break|werkloos|"
    r"tussenpauze|tussenperiode)"
)
_BREAK_BEFORE = re.compile(
    rf"{_BREAK}(?: geweest| gehad| genomen)?(?: van| of| for| ertussen|,| er tussen| duurde|:)?(?: een| a| totaal| "
    rf"in totaal)? ?$"
)
_BREAK_AFTER = re.compile(
    rf" ?(?:lang|long|durende|of|met|with|door|een|a|aan|in|wegens|vanwege|ertussen|er|onbetaald|eruit|\w+)? "
    rf"?(?:een |a |of )?{_BREAK}"
)
_BREAK_WORD = re.compile(rf"\b{_BREAK}\b")
_NO_BREAK = re.compile(
    r"\b(?:zonder|geen|ononderbroken|aaneengesloten|without|no|uninterrupted)\b(?: \w+){0,2} ?(?:onderbreking\w*|"
    r"pauze\w*|break\w*|gap\w*)?"
)
_BOUND_BEFORE = re.compile(r"(?<!\w)(?:tot|until|till|sinds|vanaf|since|from)(?: \w+)? $")
_GAP = re.compile(r"\b(?:toen|daarna|vervolgens|then|after that|erna)\b")
_JUST = relativedelta(months=6)  # "net begonnen" is at most that long ago


@dataclass(frozen=True, slots=True)
class Event:
    """Something told of work at low[at:]."""

    kind: EventKind
    at: int
    clause: int
    when: When | None = None
    lasting: Duration | None = None
    text: str = ""
    known: bool = False
    flag: bool | None = None


@dataclass(frozen=True, slots=True)
class Circumstance:
    """A circumstance of the rules, by id, at low[at:]."""

    at: int
    id: str


@dataclass
class Work:
    """The reading of the work in one message, clause by clause."""

    low: str
    as_of: date
    longest_years: int
    said: Sequence[int]  # not used for meaning: positions of the times, for the messages of problems
    text: str

    def __post_init__(self) -> None:
        """Nothing found yet."""
        self.problems: list[Problem] = []
        self.events: list[Event] = []

    def read(
        self,
        clause: Clause,
        number: int,
        times: Sequence[Time],
        roles: Sequence[Role],
        circumstances: Sequence[Circumstance],
    ) -> None:
        """Turn one clause into events."""
        planned = self._plan(clause, times)
        if planned is not None:
            self.events.extend(planned)
            times = ()
        for match in _AFTER.finditer(clause.text):
            self.events.append(Event("after", clause.start + match.start(), number))
        for role in roles:
            self.events.append(Event("role", role.start, number, text=role.named, known=role.known))
        for circumstance in circumstances:
            self.events.append(Event("circumstance", circumstance.at, number, text=circumstance.id))
        times = self._reached_ahead(clause, number, times)
        used_for_break = self._breaks(clause, number, times)
        kept = [time for time in times if time not in used_for_break]
        for index, time in enumerate(kept):
            following = kept[index + 1] if index + 1 < len(kept) else None
            self._time(clause, number, time, following)
        self._standing(clause, number, bool(kept))

    def _plan(self, clause: Clause, times: Sequence[Time]) -> list[Event] | None:
        """What is still to begin: "ik begin volgende maand"."""
        if not _PLAN.search(clause.text) or _BEGUN_PERFECT.search(clause.text):
            return None
        for time in times:
            when = time.coming or time.when
            if time.form in ("date", "ahead") and (when.latest is None or when.latest > self.as_of):
                start = (
                    when
                    if when.earliest and when.earliest > self.as_of
                    else When(self.as_of + timedelta(days=1), when.latest)
                )
                return [Event("start", time.start, -1, when=start, flag=True)]
        return [Event("start", clause.start, -1, when=None, flag=True)]

    def _reached_ahead(self, clause: Clause, number: int, times: Sequence[Time]) -> Sequence[Time]:
        """ "Over drie maanden werk ik er drie jaar": not three years yet, but a beginning reckoned back from then."""
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
            self.events.append(Event("start", lengths[0].start, number, when=start, flag=True))
        return [time for time in times if time not in lengths]

    def _breaks(self, clause: Clause, number: int, times: Sequence[Time]) -> list[Time]:
        if not _BREAK_WORD.search(clause.text) or _NO_BREAK.search(clause.text):
            return []
        used = []
        for time in times:
            before, after = self.low[clause.start : time.start], self.low[time.end : clause.end]
            if time.length is not None and (_BREAK_BEFORE.search(before) or _BREAK_AFTER.match(after)):
                used.append(time)
                self.events.append(Event("interruption", time.start, number, lasting=time.length.duration))
        if not used and not any(_STOPPED.search(clause.text) and time.form != "length" for time in times):
            self.events.append(Event("interruption", clause.start, number, lasting=Duration()))
        return used

    def _standing(self, clause: Clause, number: int, timed: bool) -> None:
        """Whether the work goes on, where the clause says so by other than a date."""
        still = _STILL.search(clause.text)
        if still:
            self.events.append(Event("still", clause.start + still.start(), number, flag=True))
        elif not timed and _STOPPED.search(clause.text) and not _NO_STOP.search(clause.text):
            self.events.append(Event("stopped", clause.start, number, flag=False))
        just = _JUST_BEGUN.search(clause.text)
        if just and not timed:
            self.events.append(
                Event(
                    "start", clause.start + just.start(), number, when=When(self.as_of - _JUST, self.as_of), flag=None
                )
            )

    def _time(self, clause: Clause, number: int, time: Time, following: Time | None) -> None:
        before, after = self.low[max(0, clause.start - 12) : time.start], self.low[time.end : clause.end]
        if time.form == "impossible":
            self._problem("impossible_date", time)
        elif time.length is not None:
            self._length(clause, number, time, before)
        elif time.form == "ahead":
            return
        elif _UNTIL_INCLUDED.search(before) or _SECOND_OF_TWO.search(before):
            self._end(number, time, time.when)
        elif _UNTIL.search(before) and not _SINCE.search(before):
            self._end(number, time, _until(time.when, english=bool(_UNTIL_EN.search(before))))
        elif (
            _STOPPED.search(clause.text)
            and not _NO_STOP.search(clause.text)
            and not self._start_here(clause, before, after)
        ):
            self._end(number, time, time.when)
        elif (
            _SINCE.search(before)
            or self._start_here(clause, before, after)
            or self._opens_range(before, time, following)
        ):
            ongoing = bool(_SINCE.search(before) and not (following and self._opens_range(before, time, following)))
            self._start(
                number,
                time,
                ongoing or bool(_BEGUN_PERFECT.search(clause.text)),
                told_as_fact=not re.search(r"vanaf $", before),
            )

    def _start_here(self, clause: Clause, before: str, after: str) -> bool:
        """Whether the clause says that work began at this time."""
        if not _BEGUN.search(clause.text):
            return False
        nearby = _BEGUN.search(after[:60]) or _BEGUN.search(before[-60:])
        return bool(nearby)

    def _opens_range(self, before: str, time: Time, following: Time | None) -> bool:
        between = self.low[time.end : following.start] if following and following.form in ("date", "ago") else None
        if between is None:
            return bool(
                re.match(
                    r" ?(?:-|tot(?: op)?|t/m|to|until|till) ?(?:heden|nu|present|now|today|vandaag)\b",
                    self.low[time.end :],
                )
            ) or bool(_FROM.search(before) and _STILL.search(self.low[time.end :]))
        return bool(
            re.fullmatch(
                r" ?(?:-|tot en met|t/m|tot|t\.e\.m\.|tem|until|till|to|through|up to|up to and including) ?(?:het |de "
                r"|ongeveer |about )?",
                between,
            )
        ) or bool(_FROM.search(before) and between.strip() in ("en", "and"))

    def _length(self, clause: Clause, number: int, time: Time, before: str) -> None:
        length = time.length
        assert length is not None
        if length.negative:
            self._problem("negative", time)
            return
        least = length.duration.least
        if least is not None and least.months + least.days // 30 > self.longest_years * MONTHS_IN_A_YEAR:
            self._problem("too_long", time)
            return
        still: bool | None = None
        if _STOPPED.search(clause.text):
            still = False if not _ONGOING.search(before[-12:]) else None
        elif _SINCE.search(before) or (_PRESENT.search(clause.text) and not _PERFECT.search(clause.text)):
            still = True
        elif _PAST.search(clause.text) and not _LATEST.search(before):
            still = False
        elif (
            re.search(r"(?<!\w)al $", before)
            and not _PERFECT.search(clause.text)
            and not re.search(r"\b(?:ervaring|experience)\b", clause.text)
        ):
            still = True
        self.events.append(Event("lasting", time.start, number, lasting=length.duration, flag=still))

    def _start(self, number: int, time: Time, ongoing: bool, *, told_as_fact: bool) -> None:
        when = time.when
        if when.earliest is not None and when.earliest > self.as_of:
            if told_as_fact:
                self._problem("future_start", time)
            else:
                self.events.append(Event("start", time.start, -1, when=when, flag=True))
            return
        latest = min(when.latest, self.as_of) if when.latest else self.as_of
        self.events.append(
            Event("start", time.start, number, when=When(when.earliest, latest), flag=True if ongoing else None)
        )

    def _end(self, number: int, time: Time, when: When) -> None:
        self.events.append(Event("end", time.start, number, when=when, text=self._said(time)))

    def _said(self, time: Time) -> str:
        start, end = self.said[time.start], self.said[time.end - 1] + 1
        return self.text[start:end]

    def _problem(self, code: ProblemCode, time: Time) -> None:
        self.problems.append(Problem(code, self._said(time)))


def _until(when: When, *, english: bool) -> When:
    """ "Tot 1 januari" ends the day before; "tot januari" then or in it; an English "until" on the day or before it."""
    if when.earliest is None:
        return when
    if when.exact and not english:
        return When.on(when.exact - timedelta(days=1))
    return When(when.earliest - timedelta(days=1), when.latest)


def speaks_of_break(text: str) -> bool:
    """Whether a clause names a break in the work."""
    return _BREAK_WORD.search(text) is not None


def back(day: date, amount: Amount) -> date:
    try:
        return day - relativedelta(months=amount.months, days=amount.days)
    except (OverflowError, ValueError):
        return date.min + relativedelta(years=2)


def iter_circumstances(low: str, words: Sequence[tuple[str, str]]) -> Iterator[Circumstance]:
    """The circumstances that a text names, unless it denies them; `words` are (word, id)."""
    for word, name in words:
        for match in re.finditer(rf"(?<![\w-]){re.escape(word)}(?![\w-])", low):
            if not re.search(r"\b(?:geen|niet|zonder|nooit|not|no|never|without)(?: \w+)? $", low[: match.start()]):
                yield Circumstance(match.start(), name)
