"""What is refused, with its path and in words, and what lies just inside each bound."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.eligibility.checking import check
from app.eligibility.facts import Amount, Certificate, Duration, Experience, Facts, When
from app.eligibility.rules import RuleSet
from app.errors import InputError

TODAY = date(2026, 11, 22)
YESTERDAY, TOMORROW = date(2026, 11, 21), date(2026, 11, 23)
LENGTH = Duration.exactly(Amount.of(2))


def on(year: int, month: int = 1, day: int = 1) -> When:
    """Exactly that day."""
    return When.on(date(year, month, day))


def work(**told: Any) -> Facts:
    """One stretch of work, told today."""
    return Facts("apply", TODAY, experience=(Experience(**told),))


def certified(**told: Any) -> Facts:
    """A certificate, told today."""
    return Facts("use_title", TODAY, certificate=Certificate(**told))


def lasting(least: Amount | None, most: Amount | None, over: bool = False, under: bool = False) -> Facts:
    """Work of a stated length."""
    return work(lasting=Duration(least, most, over, under))


CIRCUMSTANCES = "part_time, self_employed, voluntary, internship, abroad, mixed"

REFUSED: list[tuple[Facts, str]] = [
    # the days of the case
    (Facts("apply", date(1899, 12, 31)), "as_of: 1899-12-31 lies outside 1900 to 2099"),
    (Facts("apply", date(2100, 1, 1)), "as_of: 2100-01-01 lies outside 1900 to 2099"),
    (Facts("apply", TODAY, told_on=date(2100, 1, 1)), "told_on: 2100-01-01 lies outside 1900 to 2099"),
    # how much is weighed
    (
        Facts("apply", TODAY, experience=(Experience(),) * 21),
        "experience: 21 stretches of work are more than the 20 that can be checked",
    ),
    (
        Facts("apply", TODAY, experience=(Experience(interruption=Duration()),) * 5),
        "experience: more than 4 stretches have an interruption; give their dates instead",
    ),
    (certified(issued=(on(2020),) * 31), "certificate.issued: more than 30 dates"),
    # words
    (work(role=""), "experience[0].role: a role has 1 to 200 characters"),
    (work(role=" "), "experience[0].role: a role has 1 to 200 characters"),
    (work(role="x" * 201), "experience[0].role: a role has 1 to 200 characters"),
    (
        work(circumstances=("part_time", "parttime")),
        f"experience[0].circumstances[1]: parttime is no circumstance of the rules; they know {CIRCUMSTANCES}",
    ),
    # start and end
    (work(start=on(1899)), "experience[0].start: 1899-01-01 lies outside 1900 to 2099"),
    (
        work(start=When(date(2020, 2, 1), date(2020, 1, 1))),
        "experience[0].start: 2020-02-01/2020-01-01 ends before it begins",
    ),
    (
        work(start=When.on(TOMORROW)),
        "experience[0].start: 2026-11-23 lies after 2026-11-22: what is to come is a plan, no experience",
    ),
    (
        work(start=When.on(YESTERDAY), planned=True),
        "experience[0].start: 2026-11-21 lies before 2026-11-22: that is no plan any more",
    ),
    (work(start=on(2020), end=on(2100)), "experience[0].end: 2100-01-01 lies outside 1900 to 2099"),
    (
        work(start=on(2020), end=on(2021), still=True),
        "experience[0].end: 2021-01-01 contradicts `still`: work that goes on has no last day",
    ),
    (
        work(start=on(2020), end=on(2019, 12, 31)),
        "experience[0].end: 2019-12-31 lies before its start 2020-01-01",
    ),
    (
        work(start=on(1966, 10, 31), still=True),
        "experience[0].start: from 1966-10-31 on is more than a working life",
    ),
    (
        work(start=on(1950, 1), end=on(2010, 2)),
        "experience[0].start: from 1950-01-01 on is more than a working life",
    ),
    (
        work(start=When(None, date(1950, 1, 1)), end=When(date(2010, 2, 1), None)),
        "experience[0].start: from ../1950-01-01 on is more than a working life",
    ),
    # stated lengths
    (
        work(lasting=LENGTH, start=on(2020)),
        "experience[0].lasting: a length stands instead of dates; give one of the two",
    ),
    (
        work(lasting=LENGTH, end=on(2020)),
        "experience[0].lasting: a length stands instead of dates; give one of the two",
    ),
    (work(lasting=LENGTH, planned=True), "experience[0].planned: what is planned has no length yet; give its start"),
    (
        lasting(Amount.of(60, 1), None),
        "experience[0].lasting: >= 60 years 1 month is more than a working life",
    ),
    (
        lasting(Amount.of(60, 0, 30), None),
        "experience[0].lasting: >= 60 years 30 days is more than a working life",
    ),
    (lasting(Amount(-1), None), "experience[0].lasting: is negative; an amount of time is 0 or more"),
    (lasting(None, Amount(0, -1)), "experience[0].lasting: is negative; an amount of time is 0 or more"),
    (lasting(None, Amount(2401)), "experience[0].lasting: 200 years 1 month is more than a working life"),
    (lasting(None, Amount(0, 74_401)), "experience[0].lasting: 74401 days is more than a working life"),
    (lasting(None, Amount(3), over=True), "experience[0].lasting: more or less than what is not said"),
    (lasting(Amount(3), None, under=True), "experience[0].lasting: more or less than what is not said"),
    (
        lasting(Amount(3), Amount(2)),
        "experience[0].lasting: >= 3 months and <= 2 months can't be: its least is more than its most",
    ),
    (
        lasting(Amount(0, 32), Amount(1)),
        "experience[0].lasting: >= 32 days and <= 1 month can't be: its least is more than its most",
    ),
    (
        lasting(Amount(3), Amount(3), over=True),
        "experience[0].lasting: > 3 months and <= 3 months can't be: its least is more than its most",
    ),
    (
        lasting(Amount(3), Amount(3), under=True),
        "experience[0].lasting: >= 3 months and < 3 months can't be: its least is more than its most",
    ),
    # interruptions
    (
        work(lasting=LENGTH, interruption=Duration(over=True)),
        "experience[0].interruption: more or less than what is not said",
    ),
    (
        work(start=on(2020), interruption=Duration(under=True)),
        "experience[0].interruption: more or less than what is not said",
    ),
    (
        work(start=on(2026, 11, 1), interruption=Duration.exactly(Amount(0, 23))),
        "experience[0].interruption: 23 days is longer than the work itself",
    ),
    (
        work(start=on(2026, 11, 1), end=on(2026, 11, 30), interruption=Duration(Amount(0, 31))),
        "experience[0].interruption: >= 31 days is longer than the work itself",
    ),
    (
        work(start=on(2026, 6, 1), end=on(2026, 6, 30), interruption=Duration.exactly(Amount(0, 31))),
        "experience[0].interruption: 31 days is longer than the work itself",
    ),
    # the certificate
    *(
        (
            certified(held=False, **{name: value}),
            f"certificate.{name}: contradicts `held`: who has no certificate has no date of one",
        )
        for name, value in (("issued", (on(2020),)), ("valid_until", on(2020)), ("expired", False), ("expired", True))
    ),
    (certified(issued=(on(2020), on(1899))), "certificate.issued[1]: 1899-01-01 lies outside 1900 to 2099"),
    (
        certified(issued=(on(2020), When.on(TOMORROW))),
        "certificate.issued[1]: 2026-11-23 lies in the future: that is no certificate yet",
    ),
    (certified(valid_until=on(2100)), "certificate.valid_until: 2100-01-01 lies outside 1900 to 2099"),
    (certified(planned=on(2100)), "certificate.planned: 2100-01-01 lies outside 1900 to 2099"),
    (
        certified(planned=When.on(YESTERDAY)),
        "certificate.planned: 2026-11-21 lies in the past: that is no plan any more",
    ),
]


@pytest.mark.parametrize(("facts", "says"), REFUSED, ids=[f"{n}" for n in range(len(REFUSED))])
def test_what_cannot_be_so_is_refused_in_words(facts: Facts, says: str, rules: RuleSet) -> None:
    with pytest.raises(InputError) as caught:
        check(facts, rules)
    assert str(caught.value) == f"{says}. Mend it and check again."


TAKEN: list[Facts] = [
    Facts("apply", date(1900, 1, 1)),
    Facts("apply", date(2099, 12, 31)),
    Facts("apply", TODAY, experience=(Experience(),) * 20),
    Facts("apply", TODAY, experience=(Experience(interruption=Duration()),) * 4),
    certified(issued=(on(2020),) * 30),
    work(role="x"),
    work(role=" " + "x" * 200 + " "),
    work(circumstances=("part_time", "mixed")),
    work(start=When(None, None)),
    work(start=When.on(TODAY)),
    work(start=When.in_year(2026)),
    work(start=When(None, TOMORROW)),
    work(start=When.on(TODAY), planned=True),
    work(start=When.in_year(2026), planned=True),
    work(start=When(YESTERDAY, None), planned=True),
    work(start=When.on(TOMORROW), planned=True),
    work(start=on(2020), end=on(2020)),
    work(start=on(2020, 6), end=When.in_year(2020)),
    work(start=When.in_year(2020), end=on(2020)),
    work(start=on(2020), end=on(2021), still=False),
    work(start=on(2020), end=When(date(2019, 1, 1), None)),
    work(start=When(None, date(2020, 1, 1)), end=on(1990)),
    work(start=on(1966, 11, 1), still=True),
    work(start=on(1950), still=False),
    work(start=on(1950)),
    work(start=on(1950, 1), end=on(2010, 1, 31)),
    work(start=When(date(1900, 1, 1), date(1980, 1, 1)), still=True),
    work(start=on(1950), end=When(date(2010, 1, 1), date(2020, 1, 1))),
    lasting(Amount.of(60, 0, 29), None),
    lasting(Amount(0, 0), Amount(0, 0)),
    lasting(None, Amount(2400)),
    lasting(None, Amount(0, 74_400)),
    lasting(None, None),
    lasting(Amount(3), None, over=True),
    lasting(None, Amount(3), under=True),
    lasting(Amount(3), Amount(3)),
    lasting(Amount(2), Amount(3), over=True, under=True),
    lasting(Amount(0, 31), Amount(1)),
    work(start=on(2026, 11, 1), interruption=Duration.exactly(Amount(0, 22))),
    work(start=on(2026, 11, 1), end=on(2026, 11, 30), interruption=Duration.exactly(Amount(0, 30))),
    work(start=on(2026, 6, 1), end=on(2026, 6, 30), interruption=Duration.exactly(Amount(0, 30))),
    work(start=on(2026, 6, 1), end=When(date(2026, 6, 30), None), interruption=Duration.exactly(Amount(0, 400))),
    work(start=When(None, TODAY), interruption=Duration.exactly(Amount(0, 400))),
    work(interruption=Duration.exactly(Amount(0, 400))),
    certified(held=False),
    certified(held=False, planned=When.on(TOMORROW)),
    certified(issued=(When.on(TODAY), When.in_year(2026), When(None, TOMORROW))),
    certified(valid_until=When.on(YESTERDAY)),
    certified(planned=When.on(TODAY)),
    certified(planned=When.in_year(2026)),
    certified(planned=When(YESTERDAY, None)),
]


@pytest.mark.parametrize("facts", TAKEN, ids=[f"{n}" for n in range(len(TAKEN))])
def test_what_lies_just_inside_is_taken(facts: Facts, rules: RuleSet) -> None:
    check(facts, rules)


def test_what_is_still_to_come_is_held_to_the_day_of_telling(rules: RuleSet) -> None:
    begun = work(start=on(2025))
    check(replace(begun, as_of=date(2024, 1, 1), told_on=TODAY), rules)
    with pytest.raises(InputError, match="lies after 2024-01-01"):
        check(replace(begun, as_of=date(2024, 1, 1)), rules)
    with pytest.raises(InputError, match="no certificate yet"):
        check(replace(certified(issued=(on(2025),)), as_of=TODAY, told_on=date(2024, 1, 1)), rules)
