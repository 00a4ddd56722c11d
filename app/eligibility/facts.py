"""What somebody says of himself, as typed values; nothing is decided here.

    Facts ─┬─ Experience ─┬─ When       some day between two days
           │              └─ Duration   some amount between two amounts
           └─ Certificate ── When

What wasn't told is None; what was told vaguely is an interval. `to_dict` writes facts as a person can read them,
`app.eligibility.reading.from_mapping` reads that form back: from_mapping(to_dict(facts)) == facts.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Kind = Literal["apply", "use_title", "recertify"]

MONTHS_IN_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class When:
    """Some day from `earliest` up to and including `latest`; None leaves that side open ("voor 2020")."""

    earliest: date | None
    latest: date | None

    @classmethod
    def on(cls, day: date) -> When:
        """Exactly that day."""
        return cls(day, day)

    @classmethod
    def in_month(cls, year: int, month: int) -> When:
        """Some day in that month ("juni 2025")."""
        return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))

    @classmethod
    def in_year(cls, year: int) -> When:
        """Some day in that year ("sinds 2023")."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def exact(self) -> date | None:
        """The day, where it is known to the day."""
        return self.earliest if self.earliest == self.latest else None


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of calendar time as it was said: "drie jaar en twee maanden" is 38 months, "zes weken" 42 days."""

    months: int = 0
    days: int = 0

    @classmethod
    def of(cls, years: int = 0, months: int = 0, days: int = 0) -> Amount:
        """An amount of years, months and days together."""
        return cls(years * MONTHS_IN_A_YEAR + months, days)


@dataclass(frozen=True, slots=True)
class Duration:
    """Some amount between two; None leaves a side unbounded, `over`/`under` exclude the bound itself.

    drie jaar:          Duration.exactly(Amount.of(3))
    ruim drie jaar:     Duration(least=Amount.of(3), over=True)                    more than, no upper bound
    bijna drie jaar:    Duration(Amount.of(2, 6), Amount.of(3), under=True)        half a year less at most
    ongeveer drie jaar: Duration(least=Amount.of(2, 6), most=Amount.of(3, 6))
    een hele tijd:      Duration()
    """

    least: Amount | None = None
    most: Amount | None = None
    over: bool = False
    under: bool = False

    @classmethod
    def exactly(cls, amount: Amount) -> Duration:
        """That amount, taken as said."""
        return cls(amount, amount)


@dataclass(frozen=True, slots=True)
class Experience:
    """One stretch of work: either dated (`start`, and `end` or `still`) or of a stated length (`lasting`).

    start, end      the first and the last day worked; `end` is included ("tot 1 januari" ends on 31 December)
    still           goes on on the day of telling: yes, no, not told; True excludes `end`
    lasting         the stated length, on the day of telling; excludes `start` and `end`
    role            as the asker named it; None: not named. Which roles count is said by rules.yaml.
    career_advice   the asker's own word, asked or given, whether this work was career advice; None: not told
    circumstances   ids of rules.yaml's `circumstances` (part_time, voluntary, internship, abroad, …)
    interruption    time out within this stretch, all breaks together; None: none told
    after_others    the asker says that it came after the others ("daarna"), so that stated lengths add up
    planned         hasn't begun when told ("ik begin volgende maand"): a plan, no experience yet
    """

    start: When | None = None
    end: When | None = None
    still: bool | None = None
    lasting: Duration | None = None
    role: str | None = None
    career_advice: bool | None = None
    circumstances: tuple[str, ...] = ()
    interruption: Duration | None = None
    after_others: bool = False
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was told of the certificate.

    held            False: has none and never had; True: has or had one; None: not clear
    issued          the days it was obtained or renewed; of several the latest counts
    valid_until     the last day, where the asker names that instead
    expired         the asker's own word: True "is verlopen", False "is nog geldig", None: not told
    planned         the day on which it is to be obtained, where that is still to come: a plan, no certificate yet
    """

    held: bool | None = None
    issued: tuple[When, ...] = ()
    valid_until: When | None = None
    expired: bool | None = None
    planned: When | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """One person's case: what is asked, for which day, and what was told.

    as_of           the day for which it is decided
    told_on         the day on which the facts were told, where that is another ("En over anderhalf jaar?"): `still`
                    and `lasting` speak of this day
    experience      None: not told; (): told that there is none
    certificate     None: not told
    hypothetical    "stel dat ik drie jaar werk": decided as such and labelled so
    unread          words of the asker that may bear on the case and weren't understood: nothing is definite then
    """

    kind: Kind
    as_of: date
    told_on: date | None = None
    experience: tuple[Experience, ...] | None = None
    certificate: Certificate | None = None
    hypothetical: bool = False
    unread: tuple[str, ...] = ()


def to_dict(facts: Facts) -> dict[str, Any]:
    """Facts as plain JSON values in a fixed order; what wasn't told is left out."""
    told: dict[str, Any] = {"kind": facts.kind, "as_of": facts.as_of.isoformat()}
    if facts.told_on is not None:
        told["told_on"] = facts.told_on.isoformat()
    if facts.experience is not None:
        told["experience"] = [_experience(item) for item in facts.experience]
    if facts.certificate is not None:
        told["certificate"] = _certificate(facts.certificate)
    if facts.hypothetical:
        told["hypothetical"] = True
    if facts.unread:
        told["unread"] = list(facts.unread)
    return told


def format_when(when: When) -> str:
    """A day as 2025-06-01, a month 2025-06, a year 2025, another interval 2025-06-01/2025-06-15, an open side `..`."""
    first, last = when.earliest, when.latest
    if first is None or last is None:
        return f"{_day(first)}/{_day(last)}"
    if first == last:
        return _day(first)
    if when == When.in_year(first.year):
        return f"{first.year:04d}"
    if when == When.in_month(first.year, first.month):
        return f"{first.year:04d}-{first.month:02d}"
    return f"{_day(first)}/{_day(last)}"


def format_amount(amount: Amount) -> str:
    """An amount as "3 years 2 months 5 days"."""
    years, months = divmod(amount.months, MONTHS_IN_A_YEAR)
    parts = [
        f"{count} {unit if count == 1 else unit + 's'}"
        for count, unit in ((years, "year"), (months, "month"), (amount.days, "day"))
        if count
    ]
    return " ".join(parts) or "0 days"


def format_duration(duration: Duration) -> str:
    """A duration as "3 years", "> 10 years", ">= 2 years and < 3 years"; "unknown" where both sides are open."""
    if duration.least is not None and duration == Duration.exactly(duration.least):
        return format_amount(duration.least)
    parts = []
    if duration.least is not None:
        parts.append(f"{'>' if duration.over else '>='} {format_amount(duration.least)}")
    if duration.most is not None:
        parts.append(f"{'<' if duration.under else '<='} {format_amount(duration.most)}")
    return " and ".join(parts) or "unknown"


def _day(day: date | None) -> str:
    return ".." if day is None else day.isoformat()


def _experience(item: Experience) -> dict[str, Any]:
    told: dict[str, Any] = {
        "start": format_when(item.start) if item.start else None,
        "end": format_when(item.end) if item.end else None,
        "still": item.still,
        "lasting": format_duration(item.lasting) if item.lasting else None,
        "role": item.role,
        "career_advice": item.career_advice,
        "circumstances": list(item.circumstances) or None,
        "interruption": format_duration(item.interruption) if item.interruption else None,
        "after_others": item.after_others or None,
        "planned": item.planned or None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _certificate(certificate: Certificate) -> str | dict[str, Any]:
    if certificate == Certificate(held=False):
        return "none"
    told: dict[str, Any] = {
        "held": certificate.held,
        "issued": [format_when(when) for when in certificate.issued] or None,
        "valid_until": format_when(certificate.valid_until) if certificate.valid_until else None,
        "expired": certificate.expired,
        "planned": format_when(certificate.planned) if certificate.planned else None,
    }
    return {name: value for name, value in told.items() if value is not None}
