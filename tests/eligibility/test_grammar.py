"""Messages made by a grammar of ordinary wordings, their outcome reckoned here and not by the program.

A wrong yes or no is an error, whatever the wording; so is an open outcome where the message settles it.
`MESSAGES=20000 pytest tests/eligibility/test_grammar.py` reads more of them.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from dateutil.relativedelta import relativedelta

from app.eligibility.checker import EligibilityChecker
from app.eligibility.rules import RuleSet
from app.routing import clean, language_of

AS_OF = date(2026, 11, 22)
MESSAGES = int(os.environ.get("MESSAGES", "500"))
BATCHES = 10  # so that one failure doesn't hide the others
WORDS: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("grammar.yaml").read_text(encoding="utf-8"))
MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
    "en": "January February March April May June July August September October November December".split(),
}
NUMBERS = {"nl": "nul een twee drie vier vijf zes".split(), "en": "zero one two three four five six".split()}
TERM = relativedelta(years=3)

Days = tuple[date, date]
"""The first and the last day that a told day may be."""


@dataclass(frozen=True)
class Case:
    """What is typed, and what it comes to."""

    turns: tuple[str, ...]
    kind: str
    verdict: str


class Grammar:
    """One message or conversation, by its number."""

    def __init__(self, number: int) -> None:
        self.chance = random.Random(number)
        self.language = "en" if self.chance.random() < 0.3 else "nl"
        self.words = WORDS[self.language]

    def one(self, name: str) -> Any:
        """One of the wordings for something."""
        return self.chance.choice(self.words[name])

    def asks(self, kind: str) -> str:
        """A question for a decision."""
        return str(self.chance.choice(self.words["asks"][kind]))

    def day(self, first: date, last: date) -> tuple[str, str, Days]:
        """A day as told, what stands before it ("op", "in"), and which days it may be."""
        day = first + timedelta(days=self.chance.randrange((last - first).days))
        month = MONTHS[self.language][day.month - 1]
        english = self.language == "en"
        form = self.chance.choice(("day", "day", "month", "year"))
        if form == "day":
            dutch = (f"{day.day} {month} {day.year}", f"{day.day}-{day.month}-{day.year}", f"{day:%d/%m/%Y}")
            told = (
                f"{day.day} {month} {day.year}",
                f"{month} {day.day}, {day.year}",
                f"the {ordinal(day.day)} of {month} {day.year}",
            )
            return self.chance.choice(told if english else dutch), "on" if english else "op", (day, day)
        if form == "month":
            begun = day.replace(day=1)
            ended = begun + relativedelta(months=1) - timedelta(days=1)
            return f"{month} {day.year}", "in", (begun, min(ended, AS_OF))
        return str(day.year), "in", (date(day.year, 1, 1), min(date(day.year, 12, 31), AS_OF))

    def lasting(self, years: int) -> str:
        """A length of whole years."""
        unit = "jaar" if self.language == "nl" else "year" if years == 1 else "years"
        return f"{self.chance.choice((str(years), NUMBERS[self.language][years]))} {unit}"

    def filled(self, wording: str, **told: str) -> str:
        """A wording with roles, a place and what was told put in."""
        role, also = self.one("roles"), self.one("roles")
        as_a = "als" if self.language == "nl" else "as"
        told = {
            "on": "",
            "role": role,
            "as": f"{as_a} {role}",
            "also": also,
            "also_as": f"{as_a} {also}",
            "at": self.one("at"),
        } | told
        return wording.format(**told, On=told["on"].capitalize())

    def worded(self, *sentences: str) -> str:
        """Sentences as they are typed: with asides, a greeting or a signature, in small letters, without a last mark."""
        typed = list(sentences)
        if self.chance.random() < 0.5:
            typed.insert(self.chance.randrange(len(typed)), self.one("aside"))
        text = " ".join(typed)
        if self.chance.random() < 0.3:
            text = text.lower()
        if self.chance.random() < 0.2:
            text = text[:-1] if text[-1] in "?.!" else text
        if self.chance.random() < 0.2:
            text = self.one("greetings") + text
        return text + self.one("signatures") if self.chance.random() < 0.2 else text


def ordinal(day: int) -> str:
    """The number of a day in English."""
    return f"{day}{'st' if day in (1, 21, 31) else 'nd' if day in (2, 22) else 'rd' if day in (3, 23) else 'th'}"


def settled(least: bool, most: bool, *, yes: str, no: str) -> str:
    """Yes where it holds for the least that was told, no where it doesn't hold for the most."""
    return yes if least else "unknown" if most else no


def since(told: Days) -> str:
    """Work that goes on, in one stretch."""
    return settled(told[1] + TERM <= AS_OF, told[0] + TERM <= AS_OF, yes="eligible", no="not_yet")


def going_on(g: Grammar) -> Case:
    day, on, days = g.day(date(2015, 1, 1), date(2026, 6, 1))
    return Case((g.worded(g.filled(g.one("going_on"), since=day, on=on), g.asks("apply")),), "apply", since(days))


def ended(g: Grammar) -> Case:
    begun, _, first = g.day(date(2010, 1, 1), date(2020, 1, 1))
    over, _, last = g.day(first[1] + timedelta(days=1), date(2026, 1, 1))
    text = g.filled(g.one("ended"), **{"from": begun, "to": over, "until": g.one("until")})
    after = timedelta(days=1)
    verdict = settled(
        first[1] + TERM <= last[0] + after, first[0] + TERM <= last[1] + after, yes="eligible", no="not_yet"
    )
    return Case((g.worded(text, g.asks("apply")),), "apply", verdict)


def again(g: Grammar) -> Case:
    begun, _, first = g.day(date(2010, 1, 1), date(2016, 1, 1))
    over, _, last = g.day(first[1] + timedelta(days=1), date(2020, 1, 1))
    resumed, _, days = g.day(date(2021, 1, 1), date(2026, 6, 1))
    text = g.filled(g.one("ended"), **{"from": begun, "to": over, "until": g.one("until")})
    text += g.one("again").format(since=resumed)
    least = (last[0] - first[1]).days + 1 + (AS_OF - days[1]).days
    most = (last[1] - first[0]).days + 1 + (AS_OF - days[0]).days
    return Case(
        (g.worded(text, g.asks("apply")),), "apply", settled(least >= 1096, most >= 1095, yes="eligible", no="not_yet")
    )


def lasted(g: Grammar) -> Case:
    years = g.chance.randrange(1, 7)
    text = g.filled(g.one("lasted"), lasting=g.lasting(years))
    return Case((g.worded(text, g.asks("apply")),), "apply", "eligible" if years >= 3 else "not_yet")


def in_turn(g: Grammar) -> Case:
    first, then = g.chance.choice((1, 2)), g.chance.choice((1, 2))
    text = g.filled(g.one("in_turn"), lasting=g.lasting(first), more=g.lasting(then))
    return Case((g.worded(text, g.asks("apply")),), "apply", "eligible" if first + then >= 3 else "not_yet")


def hedged(g: Grammar) -> Case:
    years, hedge = g.chance.randrange(1, 7), g.chance.choice(("more", "nearly", "less", "about"))
    text = g.filled(g.one("lasted"), lasting=f"{g.chance.choice(g.words['hedges'][hedge])} {g.lasting(years)}")
    verdicts = {
        "more": "eligible" if years >= 3 else "unknown",
        "nearly": "not_yet" if years <= 3 else "eligible",
        "less": "not_yet" if years <= 3 else "unknown",
        "about": "eligible" if years >= 4 else "not_yet" if years <= 2 else "unknown",
    }
    return Case((g.worded(text, g.asks("apply")),), "apply", verdicts[hedge])


def of_another_kind(g: Grammar) -> Case:
    day, on, _ = g.day(date(2010, 1, 1), date(2022, 1, 1))
    if g.chance.random() < 0.5:
        return Case((g.worded(g.filled(g.one("silent"), since=day, on=on), g.asks("apply")),), "apply", "unknown")
    role = g.one("other_roles")
    text = g.filled(g.one("other"), since=day, role=role, **{"as": f"{'als' if g.language == 'nl' else 'as'} {role}"})
    return Case((g.worded(text, g.asks("apply")),), "apply", "unknown")


def of_others(g: Grammar) -> Case:
    day, on, days = g.day(date(2015, 1, 1), date(2026, 6, 1))
    told, question = g.one("others_case")
    return Case((f"{g.filled(told, since=day, on=on)} {question}",), "apply", since(days))


def planned(g: Grammar) -> Case:
    return Case((g.worded(g.filled(g.one("planned")), g.asks("apply")),), "apply", "not_yet")


def corrected(g: Grammar) -> Case:
    wrong, right = str(g.chance.choice((2019, 2020, 2021))), g.chance.choice((2017, 2018, 2024, 2025))
    told = g.filled(g.words["going_on"][0], since=wrong)
    turns = (g.worded(told, g.asks("apply")), g.one("corrected").format(since=right))
    return Case(turns, "apply", "eligible" if right < 2020 else "not_yet")


def replied(g: Grammar) -> Case:
    day, _, days = g.day(date(2015, 1, 1), date(2026, 6, 1))
    role, when = g.one("replies")
    return Case((g.asks("apply"), g.filled(role), g.filled(when, since=day)), "apply", since(days))


def later(g: Grammar) -> Case:
    years = g.chance.choice((1, 2, 3))
    told = g.filled(g.words["going_on"][0], since="2025")
    turns = (g.worded(told, g.asks("apply")), g.one("later").format(lasting=g.lasting(years)))
    then = AS_OF + relativedelta(years=years)
    verdict = settled(date(2025, 12, 31) + TERM <= then, date(2025, 1, 1) + TERM <= then, yes="eligible", no="not_yet")
    return Case(turns, "apply", verdict)


def certified(g: Grammar) -> Case:
    day, on, days = g.day(date(2019, 1, 1), date(2026, 10, 1))
    kind = g.chance.choice(("use_title", "recertify"))
    least, most = days[0] + TERM >= AS_OF, days[1] + TERM >= AS_OF  # the last day counts
    yes, no = ("eligible", "not_eligible") if kind == "use_title" else ("not_yet", "due")
    text = g.filled(g.one("dated"), on=on, **{"from": day})
    turns = (g.asks(kind), g.worded(text)) if g.chance.random() < 0.2 else (g.worded(text, g.asks(kind)),)
    return Case(turns, kind, settled(least, most, yes=yes, no=no))


def renewed(g: Grammar) -> Case:
    first, last = g.chance.choice((2015, 2017, 2018)), g.chance.choice((2021, 2022, 2024, 2025))
    text = g.one("renewed").format(**{"from": first, "to": last})
    return Case((g.worded(text, g.asks("use_title")),), "use_title", "eligible" if last >= 2024 else "not_eligible")


def without(g: Grammar) -> Case:
    return Case(
        (g.worded(g.one(g.chance.choice(("none", "expired"))), g.asks("use_title")),), "use_title", "not_eligible"
    )


RULES: tuple[Callable[[Grammar], Case], ...] = (
    going_on, going_on, ended, again, lasted, in_turn, hedged, of_another_kind, of_others, planned, corrected, replied, later,
    certified, certified, renewed, without,
)  # fmt: skip


def case(number: int) -> Case:
    """The case of that number."""
    grammar = Grammar(number)
    return grammar.chance.choice(RULES)(grammar)


@pytest.fixture(scope="module")
def checker(rules: RuleSet) -> EligibilityChecker:
    return EligibilityChecker.of(rules)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_what_is_told_in_ordinary_words_is_decided_as_told(batch: int, checker: EligibilityChecker) -> None:
    wrong = []
    for number in range(batch, MESSAGES, BATCHES):
        expected = case(number)
        said = [clean(turn) for turn in expected.turns]
        kind = checker.kind_of(said[-1], said[:-1])
        decision = checker.consult(said, AS_OF, language_of(" ".join(said))).decision
        found = (kind and decision and decision.kind, decision and decision.verdict)
        if found != (expected.kind, expected.verdict):
            wrong.append((number, expected, found))
    assert wrong == []
