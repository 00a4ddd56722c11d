"""The engine's promises beyond single cases: the full table, the shape, the bytes, and no error but the declared."""

from __future__ import annotations

import itertools
import json
import random
import time
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

import pytest

from app.eligibility.engine import CRITERIA, decide, verdict_of
from app.eligibility.facts import Amount, Certificate, Duration, Experience, Facts, When, to_dict
from app.eligibility.logic import Unsure, every, some
from app.eligibility.reading import from_mapping
from app.eligibility.rules import RuleSet, Superseding
from app.eligibility.rules_file import Words
from app.eligibility.tally import held_against
from app.errors import InputError
from app.schema import Document, Language

TODAY = date(2026, 11, 22)

# Written from CONTRACTS.md, not from the engine: kind, first criterion, second criterion, verdict.
TABLE = """
apply      met      met      eligible
apply      met      not_met  not_yet
apply      met      unknown  unknown
apply      not_met  met      not_yet
apply      not_met  not_met  not_yet
apply      not_met  unknown  not_yet
apply      unknown  met      unknown
apply      unknown  not_met  not_yet
apply      unknown  unknown  unknown
use_title  met      met      eligible
use_title  met      not_met  not_eligible
use_title  met      unknown  unknown
use_title  not_met  met      not_eligible
use_title  not_met  not_met  not_eligible
use_title  not_met  unknown  not_eligible
use_title  unknown  met      unknown
use_title  unknown  not_met  not_eligible
use_title  unknown  unknown  unknown
recertify  met      met      due
recertify  met      not_met  not_yet
recertify  met      unknown  unknown
recertify  not_met  met      not_eligible
recertify  not_met  not_met  not_eligible
recertify  not_met  unknown  not_eligible
recertify  unknown  met      unknown
recertify  unknown  not_met  unknown
recertify  unknown  unknown  unknown
"""
ROWS = [tuple(line.split()) for line in TABLE.split("\n") if line]


@pytest.mark.parametrize("row", ROWS, ids="-".join)
def test_the_full_table(row: tuple[Any, ...]) -> None:
    kind, first, second, verdict = row
    assert verdict_of(kind, dict(zip(CRITERIA[kind], (first, second), strict=True))) == verdict


def test_the_table_is_full() -> None:
    statuses = ("met", "not_met", "unknown")
    assert {row[:3] for row in ROWS} == set(itertools.product(CRITERIA, statuses, statuses))


@pytest.mark.parametrize(
    ("statuses", "conjunction", "disjunction"),
    [
        ([], "met", "not_met"),
        (["met"], "met", "met"),
        (["met", "unknown"], "unknown", "met"),
        (["unknown", "not_met"], "not_met", "unknown"),
        (["met", "not_met"], "not_met", "met"),
        (["unknown", "unknown"], "unknown", "unknown"),
    ],
)
def test_kleene(statuses: list[Any], conjunction: str, disjunction: str) -> None:
    assert every(statuses) == conjunction
    assert some(statuses) == disjunction


def case(**told: Any) -> Facts:
    """Facts from plain values, for today."""
    return from_mapping({"kind": "apply", **told}, TODAY)


UNKNOWN = case(experience=[{"lasting": "10 years", "role": "HR-manager"}])
NOT_YET = case(experience=[{"start": "2024-01-01", "still": True, "role": "loopbaanadviseur"}])


def test_a_decision_has_the_shape_of_the_contract(rules: RuleSet, documents: dict[str, Document]) -> None:
    shown = decide(NOT_YET, rules).as_dict()
    assert list(shown) == [
        "kind",
        "verdict",
        "as_of",
        "criteria",
        "missing",
        "earliest_date",
        "valid_until",
        "reservations",
        "facts",
        "rules",
        "receipt",
    ]
    assert (shown["verdict"], shown["earliest_date"], shown["valid_until"]) == ("not_yet", "2027-01-01", None)
    assert [list(entry) for entry in shown["criteria"]] == [["id", "status", "explanation", "citation"]] * 2
    assert [list(entry) for entry in shown["reservations"]] == [["id", "text"]] * len(shown["reservations"])
    assert list(shown["rules"]) == ["version", "corpus_sha256"]
    assert list(shown["rules"].values()) == [rules.version, rules.corpus_sha256]
    assert shown["facts"]["experience"] == [{"start": "2024-01-01", "still": True, "role": "loopbaanadviseur"}]
    assert shown["receipt"].startswith("sha256:")
    for number, entry in enumerate(shown["criteria"], start=1):
        citation = entry["citation"]
        assert list(citation) == ["n", "document", "file", "title", "section", "start", "end", "quote"]
        assert citation["n"] == number
        assert citation["quote"] == documents[citation["document"]].text[citation["start"] : citation["end"]]


def test_an_unknown_says_why_and_asks(rules: RuleSet) -> None:
    shown = decide(UNKNOWN, rules).as_dict()
    assert shown["criteria"][0]["reason"] == "input_missing"
    (asked,) = shown["missing"]
    assert asked["id"] == "experience[0].career_advice"
    assert "HR-manager" in asked["text"]
    assert asked["text"].endswith("?")
    (english,) = decide(UNKNOWN, rules, "en").missing
    assert english.text.startswith("Was your work as HR-manager career advice")


def test_nothing_is_definite_beside_words_that_were_not_understood(rules: RuleSet) -> None:
    part_time = {"lasting": "4 years", "role": "loopbaanadviseur", "circumstances": ["part_time"]}
    understood, not_all = case(experience=[part_time]), case(experience=[part_time], unread=["in mei", "later"])
    assert decide(understood, rules).verdict == "eligible"
    decision = decide(not_all, rules)
    assert decision.verdict == "unknown"
    assert [(one.status, one.reason) for one in decision.criteria] == [("unknown", "input_ambiguous")] * 2
    (asked,) = decision.missing
    assert (asked.id, asked.reason) == ("unread", "input_ambiguous")
    assert "“in mei”" in asked.text
    assert "part-time" in {one.id for one in decision.reservations}


def test_what_is_unknown_anyway_keeps_its_own_reason(rules: RuleSet) -> None:
    decision = decide(case(experience=[{"lasting": "4 years"}], unread=["in mei"]), rules)
    assert [one.reason for one in decision.criteria] == ["input_missing"] * 2
    assert [one.id for one in decision.missing] == ["experience[0].role"]


def test_words_that_were_not_understood_are_written_down_with_the_facts() -> None:
    facts = case(unread=["in mei", "later"])
    assert to_dict(facts)["unread"] == ["in mei", "later"]
    assert from_mapping(to_dict(facts)) == facts


@pytest.mark.parametrize(
    ("told", "possible", "doubts"),
    [
        ({"role": "loopbaanadviseur"}, True, []),
        ({"role": "loopbaanadviseur", "circumstances": ("part_time",)}, True, []),
        ({"role": "recruiter", "career_advice": True}, True, []),
        ({"role": "recruiter", "career_advice": False}, False, []),
        ({"career_advice": False}, False, []),
        ({"career_advice": True}, True, []),
        ({}, True, [Unsure("experience[0].role", "input_missing", "role")]),
        (
            {"role": "recruiter"},
            True,
            [Unsure("experience[0].career_advice", "input_missing", "career_advice", "recruiter")],
        ),
        (
            {"role": "Loopbaancoach", "career_advice": False},
            True,
            [Unsure("experience[0].career_advice", "input_ambiguous", "career_advice", "Loopbaancoach")],
        ),
        ({"role": "stagiair"}, True, [Unsure("experience[0].role", "source_silent")]),
        (
            {"role": "vrijwilliger", "circumstances": ("part_time", "abroad")},
            True,
            [Unsure("experience[0].role", "source_silent"), Unsure("experience[0].circumstances", "source_silent")],
        ),
    ],
)
def test_what_is_in_doubt_about_work(
    told: dict[str, Any], possible: bool, doubts: list[Unsure], rules: RuleSet
) -> None:
    (work,) = held_against([Experience(**told)], rules)
    assert (work.path, work.possible, list(work.doubts)) == ("experience[0]", possible, doubts)
    assert work.role == (rules.role(told["role"]) if "role" in told else None)


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ({"planned": True}, "Op welke datum bent u met dat werk begonnen?"),
        ({}, "Hoe lang werkt u al als loopbaanadviseur, en sinds wanneer?"),
    ],
)
def test_work_without_a_date_is_asked_about_as_what_it_is(told: dict[str, Any], asked: str, rules: RuleSet) -> None:
    work = {"role": "loopbaanadviseur", **told}
    decision = decide(case(as_of="2030-01-01", told_on="2026-11-22", experience=[work]), rules)
    assert [(fact.id, fact.text) for fact in decision.missing] == [("experience[0].start", asked)]


@pytest.mark.parametrize(
    ("as_of", "told_on", "statuses"),
    [
        ("2026-11-22", None, ["met", "unknown"]),
        ("2026-11-22", "2026-11-22", ["met", "unknown"]),
        ("2026-11-21", "2026-11-22", ["unknown", "unknown"]),
        ("2026-11-23", "2026-11-22", ["met", "unknown"]),
    ],
)
def test_a_certificate_without_a_date_was_there_when_told_and_perhaps_not_before(
    as_of: str, told_on: str | None, statuses: list[str], rules: RuleSet
) -> None:
    facts = case(kind="use_title", as_of=as_of, told_on=told_on, certificate={"held": True})
    assert [result.status for result in decide(facts, rules).criteria] == statuses


COACH, RECRUITER = {"lasting": "1 year", "role": "loopbaancoach"}, {"lasting": "9 years", "role": "recruiter"}


@pytest.mark.parametrize(
    ("experience", "criteria"),
    [
        (None, [("unknown", "input_missing"), ("unknown", "input_missing")]),
        ([], [("not_met", None), ("not_met", None)]),
        ([COACH], [("not_met", None), ("met", None)]),
        ([{**RECRUITER, "career_advice": False}], [("not_met", None), ("not_met", None)]),
        ([{**RECRUITER, "career_advice": False}, COACH], [("not_met", None), ("met", None)]),
        ([RECRUITER], [("unknown", "input_missing"), ("unknown", "input_missing")]),
        ([RECRUITER, COACH], [("unknown", "input_missing"), ("met", None)]),
        ([{**COACH, "lasting": "9 years", "career_advice": False}], [("unknown", "input_ambiguous")] * 2),
        ([{"lasting": "9 years", "role": "vrijwilliger"}], [("unknown", "source_silent")] * 2),
        ([{"start": 2023, "still": True, "role": "loopbaancoach"}], [("unknown", "input_ambiguous"), ("met", None)]),
    ],
)
def test_each_criterion_says_why_it_is_unknown(experience: Any, criteria: list[Any], rules: RuleSet) -> None:
    decision = decide(case(experience=experience), rules)
    assert [result.id for result in decision.criteria] == ["experience", "field"]
    assert [(result.status, result.reason) for result in decision.criteria] == criteria


@pytest.mark.parametrize(
    ("certificate", "criteria"),
    [
        (None, [("unknown", "input_missing"), ("unknown", "input_missing")]),
        ("none", [("not_met", None), ("not_met", None)]),
        ({"held": True}, [("met", None), ("unknown", "input_missing")]),
        ("2023", [("met", None), ("unknown", "input_ambiguous")]),
        ({"issued": ["2025-01-01"], "expired": True}, [("met", None), ("unknown", "input_ambiguous")]),
        ("2020-01-01", [("met", None), ("met", None)]),
        ("2025-01-01", [("met", None), ("not_met", None)]),
    ],
)
def test_renewal_says_why_it_is_unknown(certificate: Any, criteria: list[Any], rules: RuleSet) -> None:
    decision = decide(case(kind="recertify", certificate=certificate), rules)
    assert [(result.status, result.reason) for result in decision.criteria] == criteria


@pytest.mark.parametrize("language", ["nl", "en"])
def test_explanations_come_in_both_languages_and_hold_no_gaps(language: Any, rules: RuleSet) -> None:
    for facts in (UNKNOWN, NOT_YET, case(kind="use_title"), case(kind="recertify", certificate="2020-01-01")):
        decision = decide(facts, rules, language)
        texts = [entry.explanation for entry in decision.criteria]
        texts += [note.text for note in decision.reservations] + [fact.text for fact in decision.missing]
        assert not any("{" in text or not text for text in texts)
    assert ("years" in decide(NOT_YET, rules, language).criteria[0].explanation) == (language == "en")


def test_the_language_changes_words_only(rules: RuleSet) -> None:
    dutch, english = decide(NOT_YET, rules, "nl"), decide(NOT_YET, rules, "en")
    assert dutch.receipt == english.receipt
    assert [entry.citation for entry in dutch.criteria] == [entry.citation for entry in english.criteria]


def test_the_bytes_are_json_without_spaces_in_utf_8(rules: RuleSet) -> None:
    decision = decide(case(experience=[{"lasting": "1 year", "role": "coördinator"}]), rules)
    assert decision.as_bytes() == json.dumps(decision.as_dict(), ensure_ascii=False, separators=(",", ":")).encode()
    assert decision.as_bytes().startswith(
        b'{"kind":"apply","verdict":"not_yet","as_of":"2026-11-22","criteria":[{"id":'
    )
    assert "coördinator".encode() in decision.as_bytes()


def test_the_receipt_is_a_hash_of_what_anybody_can_write_down(rules: RuleSet) -> None:
    bound = replace(rules, sha256="r", corpus_sha256="c")
    written = (
        '{"as_of":"2026-11-22","corpus":"c","facts":{"as_of":"2026-11-22","experience":[{"role":"coördinator"}],'
        '"kind":"apply"},"rules":"r"}'
    )
    facts = case(experience=[{"role": "coördinator"}])
    assert decide(facts, bound).receipt == "sha256:" + sha256(written.encode()).hexdigest()


def test_what_is_missing_and_until_when_it_is_valid_stand_in_the_decision(rules: RuleSet) -> None:
    (asked,) = decide(UNKNOWN, rules).as_dict()["missing"]
    assert list(asked) == ["id", "reason", "text"]
    assert asked["reason"] == "input_missing"
    valid = decide(case(kind="use_title", certificate="2024-05-01"), rules).as_dict()
    assert (valid["earliest_date"], valid["valid_until"]) == (None, "2027-05-01")


def test_same_input_same_bytes(rules: RuleSet) -> None:
    first = decide(NOT_YET, rules).as_bytes()
    assert first == decide(replace(NOT_YET), rules).as_bytes()
    assert json.loads(first) == decide(NOT_YET, rules).as_dict()


def test_the_receipt_changes_with_all_it_is_made_of(rules: RuleSet) -> None:
    others = [
        decide(replace(NOT_YET, as_of=date(2026, 11, 23)), rules),
        decide(replace(NOT_YET, hypothetical=True), rules),
        decide(NOT_YET, replace(rules, sha256="0")),
        decide(NOT_YET, replace(rules, corpus_sha256="0")),
        decide(NOT_YET, rules),
    ]
    assert len({decision.receipt for decision in others}) == len(others)


def test_the_notice_stands_word_for_word(rules: RuleSet, documents: dict[str, Document]) -> None:
    notice = documents["interview"].notice
    assert notice is not None
    languages: tuple[Language, ...] = ("nl", "en")
    for language in languages:
        notes = {note.id: note.text for note in decide(NOT_YET, rules, language).reservations}
        assert notes["superseded"] == notice.text(language)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_reservations_are_said_as_the_rules_say_them_in_their_order(language: Language, rules: RuleSet) -> None:
    work = {"lasting": "2 years", "still": True, "role": "loopbaancoach", "circumstances": ["part_time"]}
    facts = case(experience=[work], as_of="2018-06-01", hypothetical=True)
    said = [(note.id, note.text) for note in decide(facts, rules, language).reservations]
    expected = ("source", "undated", "hypothetical", "part-time", "some-areas", "as-stated", "goes-on")
    assert said == [(name, rules.reservations[name].text(language)) for name in expected]


def superseding(document: str, since: date, said: str) -> Superseding:
    return Superseding(document, since, Words(nl=f"{said} (nl)", en=f"{said} (en)"))


@pytest.mark.parametrize(
    ("notices", "as_of", "said"),
    [
        ((("interview", date(2021, 1, 1), "A"),), date(2021, 1, 1), "A (en)"),
        ((("interview", date(2021, 1, 1), "A"), ("scopes", date(2022, 1, 1), "B")), date(2021, 12, 31), "A (en)"),
        ((("interview", date(2021, 1, 1), "A"), ("scopes", date(2022, 1, 1), "B")), date(2022, 1, 1), "A (en) B (en)"),
        ((("interview", date(2021, 1, 1), "A"), ("scopes", date(2021, 1, 1), "A")), TODAY, "A (en)"),
        (
            (("elsewhere", date(2021, 1, 1), "A"),),
            TODAY,
            "The rules behind this outcome were no longer in force on this date.",
        ),
        ((), date(2021, 1, 1), "The rules behind this outcome were no longer in force on this date."),
        ((), date(2020, 12, 31), None),
    ],
)
def test_what_superseded_the_quoted_texts_by_that_day_is_said_once(
    notices: tuple[tuple[str, date, str], ...], as_of: date, said: str | None, rules: RuleSet
) -> None:
    ruled = replace(rules, superseded=tuple(superseding(*notice) for notice in notices))
    notes = {note.id: note.text for note in decide(case(as_of=as_of, experience=[]), ruled, "en").reservations}
    assert notes.get("superseded") == said


def test_facts_built_in_code_are_held_to_the_calendar_too(rules: RuleSet) -> None:
    for wrong in (
        Facts("apply", TODAY, experience=(Experience(lasting=Duration.exactly(Amount(-1))),)),
        Facts("apply", TODAY, experience=(Experience(start=When(TODAY, date(2026, 1, 1))),)),
        Facts("apply", date(1899, 12, 31)),
        Facts("apply", TODAY, experience=(Experience(role=" "),)),
        Facts("apply", TODAY, experience=(Experience(),) * 21),
        Facts("apply", TODAY, experience=(Experience(interruption=Duration()),) * 5),
        Facts("apply", TODAY, experience=(Experience(lasting=Duration(over=True)),)),
        Facts("use_title", TODAY, certificate=Certificate(planned=When.on(date(2026, 1, 1)))),
        Facts("use_title", TODAY, certificate=Certificate(issued=(When.on(TODAY),) * 31)),
    ):
        with pytest.raises(InputError):
            decide(wrong, rules)


def test_a_check_costs_less_than_a_query_embedding(rules: RuleSet) -> None:
    """The plain case; 15 ms is the cheaper half of what an embedding takes on two cores (FACTS)."""
    decide(NOT_YET, rules)
    times = []
    for _ in range(50):
        start = time.perf_counter()
        decide(NOT_YET, rules)
        times.append(time.perf_counter() - start)
    assert sorted(times)[25] < 0.015


def test_the_most_doubtful_case_that_is_taken_stays_quick(rules: RuleSet) -> None:
    """Twenty vague stretches of unnamed work, four with breaks of unknown length: sixty doubts in one case."""
    vague = [{"start": f"{2000 + year}-01", "end": f"{2000 + year}-03"} for year in range(20)]
    breaks = [{**told, "interruption": "unknown"} if index < 4 else told for index, told in enumerate(vague)]
    start = time.perf_counter()
    decision = decide(case(experience=breaks), rules)
    assert decision.verdict == "unknown"
    assert 0 < len(decision.missing) < 60
    assert time.perf_counter() - start < 5


JUNK: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    3,
    2023,
    10**9,
    1.5,
    "",
    " ",
    "none",
    "unknown",
    "3 years",
    "-3 years",
    "> 3 years",
    "<",
    "2019-02-30",
    "2019-02-28",
    "2025-06",
    "2025-13",
    "2023/2024",
    "../..",
    "../2020",
    "2020/..",
    "0000-01-01",
    "9999-12-31",
    "٢٠٢٣-٠١-٠١",
    "3 jaar en 2 maanden",
    "999999 years",
    "loopbaanadviseur",
    "HR-manager",
    "apply",
    "use_title",
    "x" * 300,
    "{role}",
    "🎓",
    [],
    {},
    [[]],
    ["part_time"],
    ["voluntary", "voluntary"],
    {"held": True},
    {"issued": ["2024-01-01"]},
    date(2020, 2, 29),
    b"2020",
    object(),
    float("nan"),
    float("inf"),
    (),
    {1: 2},
    ["2024-01-01", "2099-01-01"],
]
FIELDS = [
    "start",
    "end",
    "still",
    "lasting",
    "role",
    "career_advice",
    "circumstances",
    "interruption",
    "after_others",
    "planned",
]
DATES = ["1999", "2018-01-01", "2020-02-29", "2023-06", "2024-02-29", "2026-11-22", "2026-11-23", "2030-01-01"]
SOUND: dict[str, list[Any]] = {
    "start": DATES,
    "end": DATES,
    "still": [True, False],
    "lasting": ["2 years", "3 years", "1095 days", "< 3 years"],
    "role": ["loopbaanadviseur", "HR-manager", "stagiair"],
    "career_advice": [True, False],
    "circumstances": [["abroad"], []],
    "interruption": ["6 months", "unknown"],
    "after_others": [True, False],
    "planned": [True, False],
}


def _anything(chance: random.Random, junk: float) -> dict[str, Any]:
    def value(good: list[Any]) -> Any:
        return chance.choice(JUNK if chance.random() < junk else good)

    def stretch() -> Any:
        told = {name: value(SOUND[name]) for name in chance.sample(FIELDS, chance.randint(0, 4))}
        return chance.choice(JUNK) if chance.random() < junk / 4 else told

    facts: dict[str, Any] = {
        "kind": value(["apply", "use_title", "recertify"]),
        "as_of": value(["2026-11-22", "2028-05-22"]),
    }
    facts["experience"] = [stretch() for _ in range(chance.randint(0, 4))]
    facts["certificate"] = value(
        [*DATES, "none", {"expired": True}, {"valid_until": "2027-01-01"}, {"planned": "2027"}, DATES]
    )
    if chance.random() < 0.3:
        facts["told_on"] = value(["2026-11-22"])
    if chance.random() < junk / 4:
        facts[chance.choice(["experiences", "", "kind ", "hypothetical"])] = chance.choice(JUNK)
    return facts


@pytest.mark.parametrize("junk", [0.0, 0.05, 0.5])
def test_whatever_comes_in_nothing_but_an_input_error_comes_out(junk: float, rules: RuleSet) -> None:
    chance = random.Random(20261122)
    decided = 0
    complaints: list[str] = []
    for _ in range(1000):
        given = _anything(chance, junk)
        try:
            decision = decide(from_mapping(given), rules)
        except InputError as error:
            complaints.append(str(error))
        else:
            decided += 1
            assert from_mapping(decision.as_dict()["facts"]) == decision.facts
    assert all(": " in complaint for complaint in complaints)
    assert decided > (0 if junk == 0.5 else 200)
