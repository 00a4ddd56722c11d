"""Whole cases through the language door: which decision is asked for and what it comes to; and any input at all."""

from __future__ import annotations

import os
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.eligibility.checker import EligibilityChecker
from app.eligibility.rules import RuleSet
from app.routing import clean, language_of

HERE = Path(__file__).parent
AS_OF = date(2026, 11, 22)
KEYS = {"id", "turns", "kind", "verdict", "why", "reads"}
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "outcomes.yaml").read_text(encoding="utf-8"))
TOGETHER = 40  # cases a test: thousands of tests of some milliseconds each would take longer than what they test
MOST_MISSES = 0.05
RANDOM_INPUTS = int(os.environ.get("RANDOM_INPUTS", "1000"))  # `RANDOM_INPUTS=10000 pytest …` for the long run

WORDS = (
    "ik jij mijn zus collega werk werkte gewerkt sinds tot t/m van en of maar niet geen nooit met drie 3 -2 2,5 ½ anderhalf jaar jaren maanden "
    "maart 2020 31 februari 1-3-2020 '21 tweeduizend twintig vijf januari geleden over als loopbaancoach jobcoach HR certificaat RL titel "
    "geldig verlopen gehaald opnieuw ja nee sorry ? . , ; ( ) daarna daarvoor toen waarvan nog pas al stage vrijwillig België in Londen "
    "gestopt begonnen onderbreking sabbatical kom mag kan ik aanmerking aanmelden aanvragen hercertificeren moet wanneer stel dat doe alsof "
    "zet een paar half eind zomer volgende vorige maand 100000000 99 e fte % I was since until years no my colleague she two more again "
    "the first certificate may apply recertify 🎓 \x00 \u202e é 'n weet vergeten tegelijk na elkaar"
).split(" ")


@pytest.fixture(scope="module")
def checker(rules: RuleSet) -> EligibilityChecker:
    return EligibilityChecker.of(rules)


def _outcome(checker: EligibilityChecker, turns: list[str]) -> tuple[str | None, str | None]:
    """The kind and the verdict, as the chat comes to them."""
    said = [clean(turn) for turn in turns]
    kind = checker.kind_of(said[-1], said[:-1])
    if kind is None:
        return None, None
    told = checker.consult(said, AS_OF, language_of(" ".join(said)))
    return (told.decision.kind, told.decision.verdict) if told.decision else (kind, "invalid")


@pytest.mark.parametrize("first", range(0, len(CASES), TOGETHER), ids=lambda first: f"{CASES[first]['id']}-")
def test_outcomes(first: int, checker: EligibilityChecker) -> None:
    wrong = []
    for case in CASES[first : first + TOGETHER]:
        assert set(case) <= KEYS
        kind, verdict = _outcome(checker, case["turns"])
        if verdict != case.get("reads", case["verdict"]) or not (kind == case["kind"] or verdict == "invalid"):
            wrong.append((case["id"], kind, verdict))
    assert wrong == []


def test_what_is_not_read_is_left_open_and_rare() -> None:
    missed = [case for case in CASES if "reads" in case]
    assert all(case["reads"] == "unknown" for case in missed)
    assert len(missed) <= MOST_MISSES * len(CASES)
    assert len({case["id"] for case in CASES}) == len(CASES)


def test_random_input_meets_no_exception(checker: EligibilityChecker) -> None:
    chance = random.Random(7)
    for _ in range(RANDOM_INPUTS):
        turns = [" ".join(chance.choices(WORDS, k=chance.randint(1, 16))) for _ in range(chance.randint(1, 3))]
        kind, verdict = _outcome(checker, turns)
        assert (kind is None) == (verdict is None), turns


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (["Ik werk vier jaar als loopbaancoach, en dan nog 2 jaar dit en dat. Kom ik in aanmerking?"], "2 jaar"),
        (["Mijn certificaat is van 2021, plus iets in 2024. Mag ik RL voeren?"], "2024"),
        (["Ik werk sinds 2019 als loopbaancoach. Kom ik in aanmerking?", "nee, dat klopt niet"], "nee, dat klopt niet"),
    ],
)
def test_what_was_not_understood_is_asked_about(turns: list[str], said: str, checker: EligibilityChecker) -> None:
    told = checker.consult(turns, AS_OF, "nl")
    assert told.decision is not None
    assert told.decision.verdict == "unknown"
    assert told.text.endswith(f"Wat bedoelt u met “{said}”?")
