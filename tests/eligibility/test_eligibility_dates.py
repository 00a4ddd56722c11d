"""The calendar arithmetic around the days where it is easy to be a day off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.eligibility.dates import (
    LONG_AGO,
    Stretch,
    before,
    between,
    complete_on,
    days_in,
    merged,
    total_days,
    valid_through,
)
from app.eligibility.facts import Amount
from app.eligibility.tally import fewest_days, most_days


@pytest.mark.parametrize(
    ("day", "months", "complete"),
    [
        (date(2023, 11, 22), 36, date(2026, 11, 22)),
        (date(2020, 2, 29), 36, date(2023, 3, 1)),
        (date(2020, 2, 29), 48, date(2024, 2, 29)),
        (date(2020, 2, 28), 36, date(2023, 2, 28)),
        (date(2023, 1, 31), 1, date(2023, 3, 1)),
        (date(2023, 3, 31), 1, date(2023, 5, 1)),
        (date(2023, 12, 31), 2, date(2024, 3, 1)),
        (date(2023, 1, 31), 0, date(2023, 1, 31)),
    ],
)
def test_an_experience_is_complete_a_day_late_where_its_day_is_missing(day: date, months: int, complete: date) -> None:
    assert complete_on(day, months) == complete


@pytest.mark.parametrize(
    ("day", "through"),
    [
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2024, 2, 28), date(2027, 2, 28)),
        (date(2024, 3, 1), date(2027, 3, 1)),
        (date(2021, 2, 28), date(2024, 2, 28)),
        (date(2023, 12, 31), date(2026, 12, 31)),
    ],
)
def test_a_validity_ends_a_day_early_where_its_day_is_missing(day: date, through: date) -> None:
    assert valid_through(day, 3) == through


@pytest.mark.parametrize(
    ("months", "days"),
    [
        (0, (0, 0)),
        (1, (28, 31)),
        (2, (59, 62)),
        (12, (365, 366)),
        (36, (1095, 1096)),
        (48, (1461, 1461)),
        (84, (2556, 2557)),
        (-1, (-31, -28)),
    ],
)
def test_how_many_days_months_can_have(months: int, days: tuple[int, int]) -> None:
    assert days_in(months) == days


def test_how_many_days_an_amount_can_have() -> None:
    assert (fewest_days(Amount(1, 2)), most_days(Amount(1, 2))) == (30, 33)
    assert (fewest_days(Amount(0, 5)), most_days(Amount(0, 5))) == (5, 5)


def test_days_and_merging() -> None:
    new_year = date(2020, 1, 1)
    week = Stretch(new_year, date(2020, 1, 7))
    assert week.days == 7
    assert Stretch(new_year, new_year).days == 1
    assert Stretch(new_year, new_year - timedelta(1)).days == 0
    assert Stretch(new_year, new_year - timedelta(9)).days == 0
    adjoining, apart = Stretch(date(2020, 1, 8), date(2020, 1, 9)), Stretch(date(2020, 1, 9), date(2020, 1, 9))
    assert merged([adjoining, week]) == [Stretch(new_year, date(2020, 1, 9))]
    assert merged([apart, week]) == [week, apart]
    assert merged([week, Stretch(date(2020, 1, 2), date(2020, 1, 3))]) == [week]
    assert merged([Stretch(new_year, new_year - timedelta(1))]) == []
    assert total_days([week, week, apart]) == 8


def test_back_and_between() -> None:
    assert before(date(2024, 2, 29), Amount.of(3)) == date(2021, 2, 28)
    assert before(date(2026, 11, 22), Amount.of(2, 1, 1)) == date(2024, 10, 21)
    assert before(date(2026, 11, 22), Amount.of(100_000)) == LONG_AGO
    assert before(date(2026, 11, 22), Amount.of(500)) == LONG_AGO
    assert between(date(2024, 11, 22), date(2026, 12, 24)) == Amount.of(2, 1, 2)
    assert between(date(2024, 11, 22), date(2024, 11, 22)) == Amount()
