"""Stretches of work out of the events of a message.

An event that the stretch at hand can't take opens the next one: a second role or beginning, "daarna". What was told twice
("sinds 2019, dus zeven jaar") is taken once, by its date; where the two can't both be so, neither is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from app.eligibility.facts import Amount, Duration, Experience, When
from app.eligibility.parse_events import SWITCHED, Event, back
from app.eligibility.parse_shared import with_shared_roles, without_employers
from app.eligibility.parse_told import Problem

_REPLACES = re.compile(
    r"\b(?:om precies te zijn|om exact te zijn|namelijk|dat wil zeggen|oftewel|ofwel|to be (?:precise|exact)|that is|waarvan|daarvan|hiervan|of which|of those|nee|sorry|ik bedoel|i mean|correctie|no(?=,)|eigenlijk|althans|"
    r"(?:de|het|the) (?:laatste|eerste|last|first))\b"
)
_PART = re.compile(r"\b(?:waarvan|daarvan|hiervan|of which|of those)\b")
_BESIDE = re.compile(
    r"\b(?:na|after|following|naast|besides|next to|voor|for|met|with)\b"
)  # a length after these is of something else
_AND = re.compile(r"\b(?:en|and|daarna|then|nu|now)\b")
_GAP = re.compile(r"\b(?:toen|daarna|vervolgens|then|after that|erna)\b")
_NOW = re.compile(
    r"\b(?:nu|net|pas|sinds kort|inmiddels|laatste|eerste|later|tegenwoordig|momenteel|recent|now|later|lately|"
    r"last|first)\b|"
    r"werkervaring"
)
_BECAME = re.compile(r"[^.?!;,]{0,30}\b(?:geworden|gaan worden)\b")
_AGAIN = re.compile(r"\b(?:weer|opnieuw|again)\b")
_ALL_WORK = re.compile(r"[^,.;?!]{0,40}\bwerkervaring\b(?! als)")
_LOOK_BACK = 25  # characters before a break in which "toen" makes it a gap between two stretches
_DAY = timedelta(days=1)
_ROUNDED_UP = relativedelta(months=7)  # "drie jaar" is said of two and a half
_ROUNDED_DOWN = relativedelta(months=13)  # and of almost four


def assembled(
    events: Sequence[Event], as_of: date, low: str, bare: Collection[int], counting: Collection[str]
) -> tuple[list[Experience], list[Problem]]:
    """The stretches of work that a row of events tells of; clauses in `bare` say nothing but a time.

    Circumstances in `counting` change nothing about whether work counts.
    """
    builder = _Builder(as_of, low, bare, counting)
    ordered = sorted(events, key=lambda event: (event.at, event.kind != "after"))
    for index, event in enumerate(ordered):
        builder.take(event, ordered[index + 1 :])
    builder.close()
    stretches = with_shared_roles(builder.done, builder.bare, low, counting)
    stretches = without_employers(stretches, builder.employers)
    for gap in (event for event in ordered if event.kind == "gap"):
        if gap.when is not None and gap.until is not None:
            stretches = without_gap(stretches, gap.when, gap.until)
    return stretches, builder.problems


def without_gap(items: list[Experience], when: When, until: When) -> list[Experience]:
    """Cut the stretch around a dated break in two; a break that fits nowhere makes the last one's length unknown."""
    for index, item in enumerate(items):
        parts = _parts(item, when, until)
        if parts:
            return [*items[:index], *parts, *items[index + 1 :]]
    return [*items[:-1], replace(items[-1], interruption=Duration())] if items else items


def _parts(item: Experience, when: When, until: When) -> tuple[Experience, Experience] | None:
    if item.start is None or item.interruption is not None:
        return None
    days = (item.start.latest, when.earliest, when.latest, until.earliest, until.latest)
    begun, *gap_days, gap_over = (day for day in days if day is not None)
    if (
        len(gap_days) != 3
        or not begun < gap_days[0]
        or not gap_days[1] <= gap_over
        or (item.end and not _ends_after(item.end, gap_over))
    ):
        return None
    before = replace(item, end=When(gap_days[0] - _DAY, gap_days[1] - _DAY), still=None)
    return before, replace(item, start=When(gap_days[2] + _DAY, gap_over + _DAY), after_others=False)


def _timed(item: Experience) -> bool:
    return item.start is not None or item.end is not None or item.lasting is not None


def _ends_after(end: When, day: date) -> bool:
    return end.earliest is not None and end.earliest > day


class _Builder:
    """Puts events together; `now` is the stretch at hand."""

    def __init__(self, as_of: date, low: str, bare: Collection[int], counting: Collection[str]) -> None:
        self._counting = counting
        self._bare = bare
        self._role_clause = -2
        self._own_clauses: set[int] = set()
        self.done: list[Experience] = []
        self.employers: list[bool] = []
        self.bare: list[bool] = []
        self._employer = False
        self.problems: list[Problem] = []
        self._as_of = as_of
        self._low = low
        self._last_at = 0
        self._clause = -1
        self._end_said = ""
        self._beside = False
        self.now = Experience()

    def take(self, event: Event, coming: Sequence[Event]) -> None:
        """One event more."""
        if event.clause != self._clause and self._complete() and self._opens_new(event, coming):
            self.close()
        self._clause = event.clause
        if event.kind == "after":
            self._after(coming)
        elif event.kind in ("role", "start", "end", "lasting"):
            step = {"role": self._role, "start": self._start, "end": self._end, "lasting": self._lasting}[event.kind]
            step(event, coming)
        else:
            self._aside(event)
        self._own_clauses.add(event.clause)
        if event.kind == "role":
            self._role_clause = event.clause
        self._last_at = event.at

    def close(self) -> None:
        """End the stretch at hand."""
        item, self.now = self._checked(self.now), Experience()
        only_times = bool(self._own_clauses) and self._own_clauses <= set(self._bare)
        if (
            item.role is None
            and self.done
            and not self._beside
            and self._own_clauses <= {*self._bare, self._role_clause}
        ):
            item = replace(item, role=self.done[-1].role)  # "… en sinds 2021 weer"
        self._own_clauses = set()
        self._beside = False
        if item != Experience(after_others=item.after_others):
            self.done.append(item)
            self.bare.append(only_times)
            self.employers.append(self._employer)
        self._employer = False

    def _complete(self) -> bool:
        return self.now.role is not None and self._timed()

    def _timed(self) -> bool:
        return self.now.start is not None or self.now.lasting is not None or self.now.end is not None

    def _opens_new(self, event: Event, coming: Sequence[Event]) -> bool:
        here = [event, *(other for other in coming if other.clause == event.clause)]
        kinds = {other.kind for other in here}
        return (
            bool(kinds & {"start", "lasting"})
            and bool(kinds & {"role", "circumstance"})
            and not self._replacing(event.at)
        )

    def _replacing(self, at: int) -> bool:
        return bool(_REPLACES.search(self._low[self._last_at : at]))

    def _role_follows(self, event: Event, coming: Sequence[Event]) -> bool:
        following = next((other for other in coming if other.kind in ("role", "start", "lasting")), None)
        return following is not None and following.kind == "role" and following.clause == event.clause

    def _after(self, coming: Sequence[Event]) -> None:
        if not any(other.kind in ("role", "start", "lasting", "end", "circumstance") for other in coming):
            return
        if self._timed() or self.now.role is not None:
            self.close()
        self.now = replace(self.now, after_others=True)

    def _role(self, event: Event, coming: Sequence[Event]) -> None:
        if self._timed() and _PART.search(self._low[self._last_at : event.at]):
            self.now = Experience(lasting=Duration(), role=event.text)  # a part, of which the length isn't said
            return
        other = self.now.role is not None and not self._says_again(event, coming)
        unbound = (
            self.now.role is None
            and self._timed()
            and event.clause not in self._own_clauses
            and (self._speaks_of_now(event) or self._dated_here(event, coming))
        )
        if other or unbound:
            self.close()
        self.now = replace(self.now, role=event.text)

    def _says_again(self, event: Event, coming: Sequence[Event]) -> bool:
        """Whether a role is the one at hand, or what it is called: "in outplacement, … as an outplacement consultant"."""
        known, named = (self.now.role or "").casefold(), event.text.casefold()
        timed = any(other.clause == event.clause and other.kind in ("start", "lasting") for other in coming)
        return known == named or (named.startswith(f"{known} ") and " en " not in named and not timed)

    def _speaks_of_now(self, event: Event) -> bool:
        """Whether the role is today's only: "tien jaar werkervaring, en ben nu loopbaancoach"."""
        between = self._low[self._last_at : event.at]
        became = _BECAME.match(self._low, event.at + len(event.text)) is not None
        return (became or _NOW.search(between) is not None) and not _AGAIN.search(between)

    def _dated_here(self, event: Event, coming: Sequence[Event]) -> bool:
        """Whether the clause of the role says itself since when."""
        return any(other.kind == "start" and other.clause == event.clause for other in coming)

    def _start(self, event: Event, coming: Sequence[Event]) -> None:
        if event.text == SWITCHED and self.now.role is not None and self._role_clause != event.clause:
            self.now = replace(self.now, after_others=self.now.after_others or not self._timed())
            self.close()
        if event.planned:
            if self._timed():
                self.close()
            self.now = replace(self.now, start=event.when, planned=True, still=None, after_others=False)
        elif self._completes(event):
            self.now = replace(self.now, start=event.when)
        elif self._fits_start(event, coming):
            self.now = replace(self.now, lasting=None, start=event.when, still=event.still)

    def _fits_start(self, event: Event, coming: Sequence[Event]) -> bool:
        """Make room for a beginning; False where it contradicts the length told."""
        another_role = self.now.role is not None and self._role_follows(event, coming)
        if self.now.start is not None and self._replacing(event.at):
            self.now = replace(self.now, start=None, end=None)
        elif (
            self.now.start is not None
            or self.now.end is not None
            or another_role
            or (event.clause not in self._own_clauses and self.now.lasting and self._role_follows(event, coming))
        ):
            self.close()
        elif event.when and self.now.lasting and disagree(event.when, self.now.lasting, self._ended(event, coming)):
            if event.clause not in self._own_clauses and _AND.search(self._low[self._last_at : event.at]):
                self.close()  # "drie jaar in …, en sinds 2021 in …"
                return True
            self._contradiction(event)
            return False
        return True

    def _ended(self, event: Event, coming: Sequence[Event]) -> date:
        """The day up to which a stretch that begins was worked: "een jaar stage, van september 2023 tot en met augustus"."""
        ends = (
            other.when.latest for other in coming if other.kind == "end" and other.clause == event.clause and other.when
        )
        return next((day for day in ends if day is not None), self._as_of)

    def _contradiction(self, event: Event) -> None:
        self.problems.append(Problem("contradiction", self._words(event)))
        self.now = replace(self.now, start=None, lasting=None, still=None)

    def _completes(self, event: Event) -> bool:
        """Whether it is the beginning of a stretch whose end was told first."""
        end = self.now.end.latest if self.now.end else None
        begun = event.when.earliest if event.when else None
        return self.now.start is None and end is not None and begun is not None and begun <= end

    def _lasting(self, event: Event, coming: Sequence[Event]) -> None:
        if self._timed() and self._replacing(event.at):
            if self._tells_of_part(event, coming):
                return
        elif self.now.role is not None and (self._role_follows(event, coming) or self._is_all_work(event)):
            self.close()
        elif self.now.start is not None:
            known = self.now.end is not None or event.lasting is None
            if not known and event.lasting and disagree(self.now.start, event.lasting, self._as_of):
                self._contradiction(event)
            return
        elif self.now.end is not None and event.clause in self._bare:
            self.now = replace(self.now, end=None, lasting=event.lasting, still=False)
            return
        elif self._timed():
            beside = _BESIDE.search(self._low[self._last_at : event.at]) is not None
            self.close()
            self._beside = beside
        self.now = replace(self.now, lasting=event.lasting, still=event.still)

    def _tells_of_part(self, event: Event, coming: Sequence[Event]) -> bool:
        """Whether a length in place of another is of a part of it; else what was told before makes room."""
        beside = [other.text for other in coming if other.kind == "circumstance" and other.clause == event.clause]
        if beside and all(name in self._counting for name in beside):
            return True  # "waarvan zes jaar als zzp'er": the whole stays what it was
        if beside:
            self.now = replace(self.now, start=None, end=None, lasting=Duration(), still=None)
            return True
        if self._role_follows(event, coming):
            self.now = Experience()
        elif _PART.search(self._low[self._last_at : event.at]):
            return True
        self.now = replace(self.now, start=None, end=None, lasting=None, still=None)
        return False

    def _end(self, event: Event, coming: Sequence[Event]) -> None:
        if self.now.end is not None and not self._replacing(event.at):
            self.close()
        if self.now.lasting is not None:
            self.now = replace(self.now, still=False)
            return
        self._end_said = event.text
        self.now = replace(self.now, end=event.when, still=None)

    def _aside(self, event: Event) -> None:
        """What says neither what nor when: a circumstance, a break, whether it goes on."""
        now = self.now
        if event.kind == "employer":
            self._employer = True
        elif event.kind in ("next", "same"):
            self._same_work(event)
        elif event.kind == "circumstance" and event.text not in now.circumstances:
            self.now = replace(now, circumstances=(*now.circumstances, event.text))
        elif event.kind == "interruption" and event.lasting is not None:
            worked = self._worked_beside(event)
            if worked is not None:
                self.now = replace(now, lasting=worked)
            elif now.end is None or not self._lies_between(event):
                self.now = replace(now, interruption=event.lasting)
        elif event.kind == "stopped" and now.end is None and (self._timed() or now.role is not None):
            self.now = replace(now, still=False)
        elif event.kind == "still" and now.end is None and not now.planned:
            self.now = replace(now, still=True)

    def _same_work(self, event: Event) -> None:
        """A clause that takes the same work up again opens a stretch, and gives it the role of the one before."""
        now = self.now
        if event.kind == "next" and now.lasting is not None and now.role is not None:
            self.close()
        elif event.kind == "same" and now.role is None and self.done and self.done[-1].role is not None:
            self.now = replace(now, role=self.done[-1].role)

    def _worked_beside(self, event: Event) -> Duration | None:
        """What is left of a length of which a part is said to have been a break: "vijf jaar, waarvan drie ziek"."""
        whole, part = self.now.lasting, event.lasting
        if whole is None or part is None or not _PART.search(self._low[self._last_at : event.at]):
            return None
        most, least = whole.least, part.least
        if most is None or least is None or most != whole.most or least != part.most or most.days or least.days:
            return None
        months = most.months - least.months
        return Duration(Amount(months), Amount(months)) if months >= 0 else None

    def _lies_between(self, event: Event) -> bool:
        """Whether a break came after the stretch at hand: "toen een tijd niets", or in a sentence of its own."""
        before = self._low[max(0, event.at - _LOOK_BACK) : event.at]
        since_then = self._low[self._last_at : event.at]
        return bool(_GAP.search(before) or (_GAP.search(since_then) and re.search(r"[.;]", since_then)))

    def _is_all_work(self, event: Event) -> bool:
        """Whether the length is of all work, not of the role: "ik ben loopbaancoach en heb tien jaar werkervaring"."""
        if event.clause in self._own_clauses:
            return False
        return _ALL_WORK.match(self._low[event.at :]) is not None

    def _words(self, event: Event) -> str:
        return self._low[event.at : event.at + 30].split(",")[0].strip()

    def _checked(self, item: Experience) -> Experience:
        """An end that can't be goes, with the beginning it contradicts, and is reported."""
        if item.start is None or item.end is None or item.end.latest is None or item.start.earliest is None:
            return item
        if item.end.latest >= item.start.earliest:
            return item
        self.problems.append(Problem("end_before_start", self._end_said))
        return replace(item, start=None, end=None, still=None)


def disagree(start: When, lasting: Duration, as_of: date) -> bool:
    """Whether a beginning and a length told with it can't both be so, give or take the rounding people do."""
    if start.earliest is None or start.latest is None:
        return False
    if lasting.least is not None and back(as_of, lasting.least) + _ROUNDED_UP < start.earliest:
        return True
    return lasting.most is not None and back(as_of, lasting.most) - _ROUNDED_DOWN > start.latest
