"""The reader of language: cases and conversations that a domain expert can read, and what holds for every message."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from app.eligibility.engine import decide
from app.eligibility.facts import Amount, Duration, Experience, Facts, When, to_dict
from app.eligibility.parse import Lexicon, gather, is_case, parse
from app.eligibility.parse_amounts import find_lengths
from app.eligibility.parse_dates import find_times
from app.eligibility.parse_words import WORDS, Message, is_english, near, value_of
from app.eligibility.rules import RuleSet
from app.errors import InputError

HERE = Path(__file__).parent
AS_OF = date(2026, 11, 22)
MESSAGE_KEYS = {"name", "text", "as_of", "kind", "facts", "verdict", "day", "problems", "instruction", "subject"}
CONVERSATION_KEYS = {"name", "turns", "as_of", "kind", "asked", "problems", "facts", "verdict"}

Case = Mapping[str, Any]


def _cases(file: str, keys: set[str]) -> list[Any]:
    cases: list[Case] = yaml.safe_load((HERE / file).read_text(encoding="utf-8"))
    for case in cases:
        assert set(case) <= keys, f"{case['name']}: unknown {set(case) - keys}"
    names = [case["name"] for case in cases]
    assert len(set(names)) == len(names)
    return [pytest.param(case, id=case["name"]) for case in cases]


MESSAGES = _cases("language_cases.yaml", MESSAGE_KEYS)
CONVERSATIONS = _cases("conversations.yaml", CONVERSATION_KEYS)


@pytest.fixture(scope="session")
def lexicon(rules: RuleSet) -> Lexicon:
    return Lexicon.of(rules)


@pytest.fixture(scope="session")
def asks(rules: RuleSet) -> Callable[[Facts], str | None]:
    """What the engine asks for with such facts."""

    def ask(facts: Facts) -> str | None:
        try:
            missing = decide(facts, rules).missing
        except InputError:
            return None
        return missing[0].id if missing else None

    return ask


def _day(case: Case) -> date:
    return date.fromisoformat(str(case.get("as_of", AS_OF)))


def _as_text(value: Any) -> Any:
    """YAML reads an unquoted day as a date and a year as a number; the facts have both as text."""
    if isinstance(value, dict):
        return {key: _as_text(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_as_text(one) for one in value]
    return str(value) if isinstance(value, date) or (isinstance(value, int) and not isinstance(value, bool)) else value


def test_there_are_enough_cases() -> None:
    assert len([case for case in MESSAGES if "facts" in case.values[0]]) >= 90
    assert len(CONVERSATIONS) >= 20


@pytest.mark.parametrize("case", MESSAGES)
def test_message(case: Case, lexicon: Lexicon, rules: RuleSet) -> None:
    assert is_case(case["text"], (), lexicon) == case["kind"]
    if "verdict" in case:
        facts = gather([case["text"]], _day(case), lexicon).facts
        assert decide(facts, rules).verdict == case["verdict"]
    if "facts" not in case:
        return
    told = parse(case["text"], _day(case), lexicon)
    experience = told.experience or (() if told.no_experience else None)
    facts = Facts("apply", _day(case), None, experience, told.certificate, told.hypothetical)
    shown = to_dict(facts)
    assert {key: shown[key] for key in shown if key not in ("kind", "as_of")} == _as_text(case["facts"])
    assert told.as_of == (date.fromisoformat(case["day"]) if "day" in case else None)
    assert [problem.code for problem in told.problems] == case.get("problems", [])
    assert told.instruction == case.get("instruction", False)
    assert told.subject in (case["subject"],) if "subject" in case else told.subject in ("", "self")
    decide(facts, rules)  # what is read is never refused by the engine


@pytest.mark.parametrize("case", CONVERSATIONS)
def test_conversation(case: Case, lexicon: Lexicon, rules: RuleSet, asks: Callable[[Facts], str | None]) -> None:
    turns = case["turns"]
    assert is_case(turns[-1], turns[:-1], lexicon) == case["kind"]
    gathered = gather(turns, _day(case), lexicon, asks)
    shown = to_dict(gathered.facts)
    shown.pop("told_on", None)
    if "as_of" not in case["facts"]:
        assert shown.pop("as_of") == _day(case).isoformat()
    assert shown == _as_text(case["facts"])
    assert gathered.asked == case.get("asked")
    assert [problem.code for problem in gathered.problems] == case.get("problems", [])
    assert decide(gathered.facts, rules).verdict == case["verdict"]


def test_without_an_engine_the_first_thing_unknown_is_asked(lexicon: Lexicon) -> None:
    gathered = gather(["Ik heb vier jaar ervaring, kom ik in aanmerking?", "HR-manager"], AS_OF, lexicon)
    assert gathered.asked == "experience[0].role"
    assert gathered.facts.experience == (Experience(lasting=Duration.exactly(Amount.of(4)), role="HR-manager"),)


def test_an_empty_conversation_tells_nothing(lexicon: Lexicon) -> None:
    assert gather([], AS_OF, lexicon).facts == Facts("apply", AS_OF)


@pytest.mark.parametrize("problem", ["Ik werk sinds 31 februari 2020 als loopbaancoach", "Ik heb -3 jaar ervaring"])
def test_a_problem_can_be_shown(problem: str, lexicon: Lexicon) -> None:
    (found,) = parse(problem, AS_OF, lexicon).problems
    assert found.said in found.text("nl")
    assert found.text("nl") != found.text("en")


def test_questions_about_a_rule_are_no_cases(lexicon: Lexicon) -> None:
    """Of the curated questions hardly one is taken for a case: one that begins with the asker's own story."""
    text = (HERE.parents[1] / "corpus" / "questions.yaml").read_text(encoding="utf-8")
    corpus = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    entries = [*corpus["facts"], *corpus["unanswered"]][::6]  # a sixth: all of them take ten seconds
    questions = [one for entry in entries for key in ("questions", "questions_en") for one in entry.get(key, [])]
    assert sum(is_case(question, (), lexicon) is not None for question in questions) <= 2


def test_questions_about_ones_own_case_are_cases(lexicon: Lexicon) -> None:
    path = HERE.parents[1] / "eval" / "cases" / "personal_starter.yaml"
    for case in yaml.safe_load(path.read_text(encoding="utf-8")):
        assert is_case(case["question"], (), lexicon) is not None, case["question"]


# What holds for every message.

_WORDS = st.sampled_from(
    "ik jij werk werkte sinds tot van en met drie 3 -2 2,5 jaar maanden maart 2020 31 februari 1-3-2020 geleden over als "
    "loopbaancoach jobcoach certificaat geldig verlopen niet geen nee ja ? . , daarna daarvoor waarvan vrijwillig België "
    "gestopt begonnen nog in aanmerking kom mag RL onderbreking ½ '20 2018-2021 stel dat doe alsof een paar half I was "
    "since until years no my colleague she eind begin zomer volgende vorige maand 100000000 99 e fte %".split(" ")
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(_WORDS, max_size=18).map(" ".join)))
def test_any_text_is_read_without_an_exception(rules: RuleSet, text: str) -> None:
    lexicon = Lexicon.of(rules)
    told = parse(text, AS_OF, lexicon)
    gathered = gather([text], AS_OF, lexicon)
    assert gathered.problems == told.problems
    assert is_case(text, (), lexicon) in ("apply", "use_title", "recertify", None)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(_WORDS, max_size=8).map(" ".join), max_size=4))
def test_any_conversation_gives_the_same_facts_twice(rules: RuleSet, turns: list[str]) -> None:
    lexicon = Lexicon.of(rules)
    assert gather(turns, AS_OF, lexicon) == gather(turns, AS_OF, lexicon)


_ROLES = st.sampled_from(["loopbaanadviseur", "loopbaancoach", "jobcoach", "HR-manager", "outplacementconsulent"])
_DAYS = st.dates(date(1990, 1, 1), AS_OF - timedelta(days=1))
_MONTH_NAMES = "januari februari maart april mei juni juli augustus september oktober november december".split()


def _in_words(day: date) -> str:
    return f"{day.day} {_MONTH_NAMES[day.month - 1]} {day.year}"


@st.composite
def _stretches(draw: st.DrawFn) -> tuple[str, Experience]:
    """A stretch of work and a Dutch sentence that tells it."""
    role = draw(_ROLES)
    form = draw(st.sampled_from(["since", "between", "lasting", "worked"]))
    if form == "since":
        day = draw(_DAYS)
        written = draw(st.sampled_from([_in_words(day), f"{day.day}-{day.month}-{day.year}", day.isoformat()]))
        return f"Ik werk sinds {written} als {role}.", Experience(start=When.on(day), still=True, role=role)
    if form == "between":
        first, last = sorted((draw(_DAYS), draw(_DAYS)))
        text = f"Van {_in_words(first)} tot en met {_in_words(last)} was ik {role}."
        return text, Experience(start=When.on(first), end=When.on(last), role=role)
    years, months = draw(st.integers(1, 40)), draw(st.integers(0, 11))
    word = next(word for word, value in WORDS.items() if value == years and word not in ("a", "an", "een"))
    length = f"{draw(st.sampled_from([str(years), word]))} jaar" + (f" en {months} maanden" if months else "")
    lasting = Duration.exactly(Amount.of(years, months))
    if form == "lasting":
        return f"Ik werk {length} als {role}.", Experience(lasting=lasting, still=True, role=role)
    return f"Ik heb {length} als {role} gewerkt.", Experience(lasting=lasting, role=role)


@settings(max_examples=150, deadline=None)
@given(_stretches())
def test_what_is_written_is_read_back(rules: RuleSet, told: tuple[str, Experience]) -> None:
    text, experience = told
    assert parse(text, AS_OF, Lexicon.of(rules)).experience == (experience,)


@settings(max_examples=80, deadline=None)
@given(_DAYS, st.sampled_from(["is van {}", "is behaald op {}", "heb ik gehaald op {}", "werd afgegeven op {}"]))
def test_a_certificate_is_read_back(rules: RuleSet, day: date, form: str) -> None:
    told = parse(f"Mijn certificaat {form.format(_in_words(day))}.", AS_OF, Lexicon.of(rules))
    assert told.certificate is not None
    assert told.certificate.issued == (When.on(day),)


@settings(max_examples=80, deadline=None)
@given(st.dates(date(1901, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_in_its_usual_forms(day: date) -> None:
    for text in (
        _in_words(day),
        f"{day:%d-%m-%Y}",
        f"{day:%d/%m/%Y}",
        day.isoformat(),
        f"{day.day}.{day.month}.{day.year}",
    ):
        (time,) = find_times(text, AS_OF, english=False)
        assert time.when == When.on(day)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("anderhalf jaar", Duration.exactly(Amount.of(1, 6))),
        ("2½ jaar", Duration.exactly(Amount.of(2, 6))),
        ("drieënhalf jaar", Duration.exactly(Amount.of(3, 6))),
        ("een half jaar", Duration.exactly(Amount.of(0, 6))),
        ("36 maanden", Duration.exactly(Amount.of(3))),
        ("zes weken", Duration.exactly(Amount.of(days=42))),
        ("ruim drie jaar", Duration(least=Amount.of(3), over=True)),
        ("bijna drie jaar", Duration(Amount.of(2, 6), Amount.of(3), under=True)),
        ("nog geen drie jaar", Duration(most=Amount.of(3), under=True)),
        ("ongeveer drie jaar", Duration(Amount.of(2, 6), Amount.of(3, 6))),
        ("een jaar of drie", Duration(Amount.of(2, 6), Amount.of(3, 6))),
        ("ten minste drie jaar", Duration(least=Amount.of(3))),
        ("hooguit drie jaar", Duration(most=Amount.of(3))),
        ("drie à vier jaar", Duration(Amount.of(3), Amount.of(4))),
        ("tussen de twee en drie jaar", Duration(Amount.of(2), Amount.of(3))),
        ("10+ jaar", Duration(least=Amount.of(10))),
        ("drie jaar op een week na", Duration(most=Amount.of(3), under=True)),
        ("in mijn vierde jaar", Duration(Amount.of(3), Amount.of(4), under=True)),
        ("een paar jaar", Duration()),
        ("three and a half years", Duration.exactly(Amount.of(3, 6))),
        ("almost three years", Duration(Amount.of(2, 6), Amount.of(3), under=True)),
    ],
)
def test_a_length_of_time(text: str, length: Duration) -> None:
    assert [found.duration for found in find_lengths(Message.of(text).low)] == [length]


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("maart 2020", "2020-03-01", "2020-03-31"),
        ("mrt '20", "2020-03-01", "2020-03-31"),
        ("03-2020", "2020-03-01", "2020-03-31"),
        ("half 2024", "2024-05-01", "2024-08-31"),
        ("begin 2023", "2023-01-01", "2023-04-30"),
        ("eind 2019", "2019-09-01", "2019-12-31"),
        ("zomer 2021", "2021-06-01", "2021-09-30"),
        ("vorige maand", "2026-10-01", "2026-10-31"),
        ("vorig jaar", "2025-01-01", "2025-12-31"),
        ("sinds maart", "2026-03-01", "2026-03-31"),
        ("01/03/20", "2020-03-01", "2020-03-01"),
        ("sinds jan 23", "2023-01-01", "2023-01-31"),
        ("since 03/04/2020 I worked", "2020-03-04", "2020-04-03"),
        ("drie jaar geleden", "2022-11-23", "2024-05-22"),
        ("precies drie jaar geleden", "2023-11-22", "2023-11-22"),
        ("over anderhalf jaar", "2028-05-22", "2028-05-22"),
        ("1 mei 2024 (20 maanden terug)", "2024-05-01", "2024-05-01"),
    ],
)
def test_a_day(text: str, earliest: str, latest: str) -> None:
    low = Message.of(text).low
    when = find_times(low, AS_OF, is_english(low))[0].when
    assert (str(when.earliest), str(when.latest)) == (earliest, latest)


@pytest.mark.parametrize("text", ["31 februari 2020", "29-02-2023", "31-4-2021", "2020-13-01", "31 februari"])
def test_no_such_day(text: str) -> None:
    assert [time.form for time in find_times(text, AS_OF, english=False)] == ["impossible"]


def test_numbers() -> None:
    assert [float(value_of(word)) for word in ("nul", "tweeentwintig", "twenty-two", "2,5", "½", "3½")] == [
        0,
        22,
        22,
        2.5,
        0.5,
        3.5,
    ]


@pytest.mark.parametrize(
    ("word", "wanted", "one_off"),
    [
        ("advizeur", "adviseur", True),
        ("adviseru", "adviseur", True),
        ("adviser", "adviseur", True),
        ("docent", "adviseur", False),
    ],
)
def test_a_typing_error(word: str, wanted: str, one_off: bool) -> None:
    assert near(word, wanted) is one_off


def test_what_was_not_understood_stays_open_until_it_is_told_otherwise(
    lexicon: Lexicon, rules: RuleSet, asks: Callable[[Facts], str | None]
) -> None:
    turns = ["Ik was loopbaancoach van 1 januari 2020 tot en met 31 december 2021. Mag ik het certificaat aanvragen?"]
    told = [*turns, "En daarna tussendoor iets van april 2023 tot en met maart 2024", "Nee, verder niets."]
    facts = gather(told, AS_OF, lexicon, asks).facts
    assert facts.unread or facts.experience != gather(turns, AS_OF, lexicon, asks).facts.experience
    assert decide(facts, rules).verdict == "unknown"
