"""Amounts are read by value, whatever their spelling."""

from __future__ import annotations

import pytest

from app.gate.numbers import amounts


def values(text: str) -> list[float]:
    return [amount.value for amount in amounts(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15.000 imkers", [15_000]),
        ("15,000 beekeepers", [15_000]),
        ("15 000 imkers", [15_000]),
        ("vijftienduizend imkers", [15_000]),
        ("fifteen thousand beekeepers", [15_000]),
        ("15 duizend imkers", [15_000]),
        ("meer dan vijfhonderd", [500]),
        ("five hundred", [500]),
        ("vijfentwintig jaar", [25]),
        ("twenty-five years", [25]),
        ("tweeënveertig", [42]),
        ("negentienhonderdvierennegentig", [1_994]),
        ("in 1987", [1_987]),
        ("BIJ/EU 301", [301]),
        ("EU301", [301]),
        ("1,5 jaar", [1.5]),
        ("een half jaar", [0.5]),
        ("driejaarlijks", [3]),
        ("een viertal", [4]),
        ("een jaar", [1]),
        ("a year", [1]),
        ("één soort", [1]),
        ("een imker", []),
        ("ten minste", []),
        ("ten behoeve van", []),
        ("ten years", [10]),
        ("geen getal", []),
        ("achtbaan", []),
    ],
)
def test_numbers(text: str, expected: list[float]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize("text", ["44%", "44 %", "44 procent", "44 percent", "44 per cent", "vierenveertig procent"])
def test_percentages_are_no_plain_numbers(text: str) -> None:
    (amount,) = amounts(text)
    assert (amount.value, amount.kind) == (44, "percent")


@pytest.mark.parametrize("text", ["de tweede ronde", "2e ronde", "de 2de ronde", "the second round", "2nd round"])
def test_ordinals(text: str) -> None:
    (amount,) = amounts(text)
    assert (amount.value, amount.kind) == (2, "ordinal")


@pytest.mark.parametrize(
    ("text", "unit"),
    [("3 jaar", "year"), ("three years", "year"), ("3 maanden", "month"), ("€ 3", "money"), ("3 imkers", "")],
)
def test_what_a_number_counts(text: str, unit: str) -> None:
    (amount,) = amounts(text)
    assert amount.unit == unit
