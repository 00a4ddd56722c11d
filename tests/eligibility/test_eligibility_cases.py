"""cases.yaml against the engine: each case a name, an input and what a domain expert expects."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from app.eligibility.engine import decide
from app.eligibility.reading import from_mapping
from app.eligibility.rules import RuleSet
from app.errors import InputError

TODAY = date(2026, 11, 22)


class Expected(BaseModel):
    """What is expected; only what is named is compared, lists of reservations as a subset."""

    model_config = ConfigDict(extra="forbid")
    verdict: str | None = None
    error: str | None = None
    earliest_date: date | None = None
    valid_until: date | None = None
    missing: list[str] = []
    reason: str | None = None
    reservations: list[str] = []
    no_reservations: list[str] = []

    @model_validator(mode="after")
    def _one_outcome(self) -> Expected:
        if (self.verdict is None) == (self.error is None):
            raise ValueError("expect either a verdict or an error")
        return self


class Case(BaseModel):
    """One case."""

    model_config = ConfigDict(extra="forbid")
    name: str
    input: dict[str, Any]
    expected: Expected


def read_cases(text: str) -> list[Case]:
    """The cases of a YAML text; a typo in a key is refused."""
    return [Case.model_validate(entry) for entry in yaml.safe_load(text)]


CASES = read_cases((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case, rules: RuleSet) -> None:
    expected = case.expected
    if expected.error is not None:
        with pytest.raises(InputError) as caught:
            decide(from_mapping(case.input, TODAY), rules)
        assert str(caught.value).startswith(expected.error)
        return
    decision = decide(from_mapping(case.input, TODAY), rules)
    assert decision.verdict == expected.verdict
    assert decision.earliest_date == expected.earliest_date
    assert decision.valid_until == expected.valid_until
    assert [fact.id for fact in decision.missing] == expected.missing
    shown = {note.id for note in decision.reservations}
    assert set(expected.reservations) <= shown
    assert not set(expected.no_reservations) & shown
    if expected.reason is not None:
        assert expected.reason in {result.reason for result in decision.criteria}


def test_there_are_enough_cases_with_names_of_their_own() -> None:
    assert len(CASES) >= 70
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize(
    "text",
    [
        "- {name: a, input: {kind: apply}, expected: {verdict: unknown, verdit: x}}",
        "- {name: a, input: {kind: apply}, expected: {verdict: unknown}, extra: 1}",
        "- {name: a, input: {kind: apply}, expected: {}}",
    ],
)
def test_a_typo_in_a_case_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        read_cases(text)
