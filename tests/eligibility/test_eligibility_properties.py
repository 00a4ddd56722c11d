"""What must hold for every case: generated facts, filled in, added to, shifted, written and read back."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.eligibility.engine import decide
from app.eligibility.facts import Amount, Certificate, Duration, Experience, Facts, When, to_dict
from app.eligibility.reading import from_mapping
from app.eligibility.rules import RuleSet
from app.errors import InputError

EXAMPLES = settings(
    max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)
RANK = {"not_yet": 0, "unknown": 1, "eligible": 2}
COUNTED = "loopbaanadviseur"

roles = st.sampled_from([COUNTED, COUNTED, COUNTED, "loopbaancoach", "HR-manager", "vrijwilliger", None])
days_back = st.one_of(st.integers(0, 20 * 365), st.integers(3 * 365 - 4, 3 * 365 + 4))
amounts = st.one_of(
    st.builds(Amount, st.integers(0, 60), st.sampled_from([0, 0, 0, 1, 15, 29, 30, 31])),
    st.builds(Amount, st.integers(34, 37), st.integers(0, 32)),
    st.builds(Amount, st.just(0), st.integers(1090, 1100)),
)


@st.composite
def durations(draw: st.DrawFn) -> Duration:
    """Exact, bounded or half-open lengths."""
    amount = draw(amounts)
    shape = draw(st.sampled_from(["exact", "exact", "exact", "least", "most", "both", "unknown"]))
    if shape == "exact":
        return Duration.exactly(amount)
    more = Amount(amount.months + draw(st.integers(1, 12)), amount.days)
    strict = draw(st.booleans())
    return {
        "least": Duration(least=amount, over=strict),
        "most": Duration(most=more, under=strict),
        "both": Duration(amount, more, strict, draw(st.booleans())),
        "unknown": Duration(),
    }[shape]


@st.composite
def whens(draw: st.DrawFn, first: date, last: date) -> When:
    """A day, or an interval of days, from `first` to `last`."""
    day = first + timedelta(draw(st.integers(0, max(0, (last - first).days))))
    shape = draw(st.sampled_from(["day", "day", "day", "month", "year", "interval", "open"]))
    if shape == "month":
        return When.in_month(day.year, day.month)
    if shape == "year":
        return When.in_year(day.year)
    if shape == "interval":
        return When(day, day + timedelta(draw(st.integers(0, 40))))
    return When(None, day) if shape == "open" else When.on(day)


@st.composite
def stretches(draw: st.DrawFn, told_on: date) -> Experience:
    """One stretch of work."""
    told = Experience(
        role=draw(roles),
        career_advice=draw(st.sampled_from([None, None, None, True])),
        circumstances=draw(st.sampled_from([(), (), (), ("part_time",), ("voluntary",)])),
        interruption=draw(st.one_of(st.none(), st.none(), st.none(), durations())),
        still=draw(st.sampled_from([None, True, False])),
    )
    if draw(st.integers(0, 2)) == 0:
        return replace(told, lasting=draw(durations()), after_others=draw(st.booleans()))
    if draw(st.integers(0, 9)) == 0:
        planned = draw(whens(told_on, told_on + timedelta(700)))
        return replace(told, start=planned, planned=True, interruption=None, still=None)
    begun = told_on - timedelta(draw(days_back))
    start = draw(whens(begun, begun))
    if told.still is True or draw(st.booleans()):
        return replace(told, start=start)
    latest = told_on + timedelta(200)
    return replace(told, start=start, end=draw(whens(begun, latest)), still=None)


@st.composite
def certificates(draw: st.DrawFn, told_on: date) -> Certificate:
    """What may be told of a certificate."""
    shape = draw(
        st.sampled_from(["none", "unclear", "held", "issued", "issued", "issued", "until", "expired", "planned"])
    )
    recent = whens(told_on - timedelta(5 * 365), told_on)
    if shape == "issued":
        return Certificate(
            held=draw(st.sampled_from([True, None])),
            issued=tuple(draw(st.lists(recent, min_size=1, max_size=3))),
            expired=draw(st.sampled_from([None, None, None, True, False])),
        )
    return {
        "none": Certificate(held=False),
        "unclear": Certificate(),
        "held": Certificate(held=True),
        "until": Certificate(valid_until=draw(whens(told_on - timedelta(900), told_on + timedelta(900)))),
        "expired": Certificate(expired=draw(st.booleans())),
        "planned": Certificate(planned=draw(whens(told_on, told_on + timedelta(700)))),
    }[shape]


@st.composite
def cases(draw: st.DrawFn, kinds: tuple[str, ...] = ("apply", "use_title", "recertify")) -> Facts:
    """Facts of any kind; some are impossible, which is for the engine to say."""
    told_on = date(2010, 1, 1) + timedelta(draw(st.integers(0, 20 * 365)))
    later = draw(st.sampled_from([0, 0, 0, 0, 1, 300, 600, -1, -500]))
    kind: Any = draw(st.sampled_from(kinds))
    return Facts(
        kind=kind,
        as_of=told_on + timedelta(later),
        told_on=told_on if later or draw(st.booleans()) else None,
        experience=draw(st.one_of(st.none(), st.lists(stretches(told_on), max_size=3).map(tuple)))
        if kind == "apply"
        else None,
        certificate=draw(st.one_of(st.none(), certificates(told_on))) if kind != "apply" else None,
        hypothetical=draw(st.booleans()),
    )


def verdict(facts: Facts, rules: RuleSet) -> str:
    """The verdict; impossible facts are none of the property's business."""
    try:
        return decide(facts, rules).verdict
    except InputError:
        assume(False)
        raise


def _fill_when(draw: st.DrawFn, when: When | None, latest: date) -> When | None:
    if when is None:
        return None
    last = min(when.latest or latest, latest)
    first = when.earliest or last - timedelta(4000)
    assume(first <= last)
    return When.on(first + timedelta(draw(st.integers(0, (last - first).days))))


def _fill_duration(draw: st.DrawFn, duration: Duration) -> Duration:
    least = duration.least or Amount()
    if duration.most is None:
        found = Amount(least.months + draw(st.integers(0, 48)), least.days + 1)
    elif duration.least is None:
        found = Amount(draw(st.integers(0, max(0, duration.most.months - 1))))
    elif duration.least == duration.most:
        return duration
    else:  # as generated, both bounds have the same days
        low, high = duration.least.months + duration.over, duration.most.months - duration.under
        found = Amount(draw(st.integers(low, high)) if low <= high else low, duration.least.days)
        if low > high:  # more than n months and less than n + 1
            assume(duration.least.months + 1 == duration.most.months)
            found = Amount(duration.least.months, duration.least.days + 5)
    return Duration.exactly(found)


def _fill_stretch(draw: st.DrawFn, told: Experience, told_on: date) -> Experience:
    maybe = st.booleans()
    if told.role is None and draw(maybe):
        # Who already said that it was career advice and then turns out an intern tells something new.
        possible = [COUNTED, "HR-manager"] if told.career_advice else [COUNTED, "HR-manager", "stagiair"]
        told = replace(told, role=draw(st.sampled_from(possible)))
    if told.career_advice is None and told.role in (None, "HR-manager") and draw(maybe):
        told = replace(told, career_advice=draw(maybe))
    if told.start is not None and draw(maybe):
        told = replace(told, start=_fill_when(draw, told.start, date(2090, 1, 1) if told.planned else told_on))
    if told.end is not None and draw(maybe):
        told = replace(told, end=_fill_when(draw, told.end, date(2090, 1, 1)))
    if told.lasting is not None and draw(maybe):
        told = replace(told, lasting=_fill_duration(draw, told.lasting))
    if told.interruption is not None and draw(maybe):
        told = replace(told, interruption=_fill_duration(draw, told.interruption))
    if told.still is None and told.end is None and not told.planned and draw(maybe):
        told = replace(told, still=draw(maybe))
    if told.still is False and told.end is None and told.start is not None and draw(maybe):
        told = replace(told, end=When.on(told_on - timedelta(draw(st.integers(0, 1500)))))
    return told


def _fill_certificate(draw: st.DrawFn, told: Certificate, told_on: date) -> Certificate:
    if told == Certificate():
        return replace(told, held=draw(st.booleans()))
    if told.issued:
        days = tuple(_fill_when(draw, when, told_on) for when in told.issued)
        return replace(told, issued=tuple(day for day in days if day))
    if told.valid_until is not None:
        return replace(told, valid_until=_fill_when(draw, told.valid_until, date(2090, 1, 1)))
    if told.planned is not None:
        return replace(told, planned=_fill_when(draw, told.planned, date(2090, 1, 1)))
    if told.held or told.expired is not None:
        return replace(told, issued=(When.on(told_on - timedelta(draw(st.integers(0, 2000)))),))
    return told


@st.composite
def filled(draw: st.DrawFn, kinds: tuple[str, ...] = ("apply", "use_title", "recertify")) -> tuple[Facts, Facts]:
    """A case, and the same with some of its unknowns settled."""
    facts = draw(cases(kinds))
    told_on = facts.told_on or facts.as_of
    known = facts
    if facts.experience is not None:
        known = replace(known, experience=tuple(_fill_stretch(draw, item, told_on) for item in facts.experience))
    elif facts.kind == "apply":
        known = replace(known, experience=tuple(draw(st.lists(stretches(told_on), max_size=2))))
    if facts.certificate is not None:
        known = replace(known, certificate=_fill_certificate(draw, facts.certificate, told_on))
    elif facts.kind != "apply":
        known = replace(known, certificate=draw(certificates(told_on)))
    return facts, known


def _contradicts(facts: Facts, known: Facts, rules: RuleSet) -> bool:
    """The values filled in contradict what was told: then nothing was filled in, something was denied."""
    return any(fact.text == rules.questions["certificate_conflict"].nl for fact in decide(known, rules).missing)


@settings(EXAMPLES, max_examples=300)
@given(pair=filled())
def test_filling_in_an_unknown_never_flips_a_definite_verdict(pair: tuple[Facts, Facts], rules: RuleSet) -> None:
    facts, known = pair
    before, after = verdict(facts, rules), verdict(known, rules)
    if before != "unknown" and not _contradicts(facts, known, rules):
        assert after == before


@EXAMPLES
@given(data=st.data(), facts=cases(("apply",)))
def test_more_experience_never_turns_yes_into_no(data: st.DataObject, facts: Facts, rules: RuleSet) -> None:
    extra = data.draw(stretches(facts.told_on or facts.as_of))
    before = verdict(facts, rules)
    place = data.draw(st.integers(0, len(facts.experience or ())))
    items = list(facts.experience or ())
    if facts.experience is None:
        return
    after = verdict(replace(facts, experience=(*items[:place], extra, *items[place:])), rules)
    assert RANK[after] >= RANK[before]


@EXAMPLES
@given(data=st.data(), facts=cases(("apply",)))
def test_a_longer_stretch_never_turns_yes_into_no(data: st.DataObject, facts: Facts, rules: RuleSet) -> None:
    items = list(facts.experience or ())
    assume(items)
    index = data.draw(st.integers(0, len(items) - 1))
    item, more = items[index], timedelta(data.draw(st.integers(1, 400)))
    if item.start is not None and item.start.earliest and item.start.latest and not item.planned:
        longer = replace(item, start=When(item.start.earliest - more, item.start.latest - more))
    elif item.lasting is not None and item.lasting.least and item.lasting.most:
        least, most = item.lasting.least, item.lasting.most
        longer = replace(
            item,
            lasting=replace(
                item.lasting,
                least=Amount(least.months, least.days + more.days),
                most=Amount(most.months, most.days + more.days),
            ),
        )
    else:
        return
    assert (
        RANK[verdict(replace(facts, experience=(*items[:index], longer, *items[index + 1 :])), rules)]
        >= RANK[verdict(facts, rules)]
    )


def shifted(value: Any, years: int) -> Any:
    """Facts with every day so many years on."""
    if isinstance(value, date):
        return value + relativedelta(years=years)
    if isinstance(value, tuple):
        return tuple(shifted(part, years) for part in value)
    if isinstance(value, (Facts, Experience, Certificate, When)):
        return type(value)(**{field.name: shifted(getattr(value, field.name), years) for field in fields(value)})
    return value


@EXAMPLES
@given(facts=cases(), cycles=st.integers(-14, 12))
def test_shifting_all_days_by_leap_cycles_changes_only_days(facts: Facts, cycles: int, rules: RuleSet) -> None:
    years = 4 * cycles
    verdict(facts, rules)
    here, there = decide(facts, rules), decide(shifted(facts, years), rules)
    dated = {"superseded", "undated"}
    assert there.verdict == here.verdict
    assert [result.status for result in there.criteria] == [result.status for result in here.criteria]
    assert there.missing == here.missing
    assert [note for note in there.reservations if note.id not in dated] == [
        note for note in here.reservations if note.id not in dated
    ]
    assert there.earliest_date == shifted(here.earliest_date, years)
    assert there.valid_until == shifted(here.valid_until, years)


@EXAMPLES
@given(facts=cases())
def test_facts_written_and_read_back_are_the_same(facts: Facts) -> None:
    assert from_mapping(to_dict(facts)) == facts
    assert from_mapping(json.loads(json.dumps(to_dict(facts)))) == facts


@EXAMPLES
@given(facts=cases(("apply",)))
def test_the_earliest_date_is_the_first_certain_yes(facts: Facts, rules: RuleSet) -> None:
    verdict(facts, rules)
    day = decide(facts, rules).earliest_date
    if day is None:
        return
    assert day > facts.as_of
    going_on = replace(
        facts,
        told_on=facts.told_on or facts.as_of,
        experience=tuple(
            replace(item, still=True) if item.still is None and item.end is None and not item.planned else item
            for item in facts.experience or ()
        ),
    )
    assert decide(replace(going_on, as_of=day), rules).verdict == "eligible"
    assert decide(replace(going_on, as_of=day - timedelta(1)), rules).verdict != "eligible"


@EXAMPLES
@given(facts=cases())
def test_what_is_said_to_be_missing_is_unknown_and_asked(facts: Facts, rules: RuleSet) -> None:
    verdict(facts, rules)
    decision = decide(facts, rules)
    assert all(fact.text for fact in decision.missing)
    assert not decision.missing or decision.verdict == "unknown"
    for result in decision.criteria:
        assert (result.reason is not None) == (result.status == "unknown")


def _complete(first: date, years: int) -> date:
    try:
        return first.replace(year=first.year + years)
    except ValueError:
        return date(first.year + years, 3, 1)


@EXAMPLES
@given(
    as_of=st.dates(date(2005, 1, 1), date(2040, 1, 1)),
    spans=st.lists(
        st.tuples(days_back, st.one_of(st.integers(0, 1200), st.integers(1093, 1098))), min_size=1, max_size=4
    ),
)
def test_exact_periods_against_counting_day_by_day(as_of: date, spans: list[tuple[int, int]], rules: RuleSet) -> None:
    """An oracle of its own: the set of days worked, its runs by the calendar, else its size."""
    items = []
    worked: set[date] = set()
    for back, length in spans:
        first = as_of - timedelta(back)
        last = first + timedelta(length)
        items.append(Experience(start=When.on(first), end=When.on(last), role=COUNTED))
        worked |= {first + timedelta(n) for n in range(length + 1) if first + timedelta(n) < as_of}
    starts = [day for day in worked if day - timedelta(1) not in worked]
    runs = []
    for first in starts:
        last = first
        while last + timedelta(1) in worked:
            last += timedelta(1)
        runs.append((first, last))
    if any(_complete(first, 3) <= last + timedelta(1) for first, last in runs) or len(worked) >= 1096:
        expected = "eligible"
    elif len(worked) == 1095 and len(runs) > 1:
        expected = "unknown"
    else:
        expected = "not_yet"
    assert decide(Facts("apply", as_of, experience=tuple(items)), rules).verdict == expected
