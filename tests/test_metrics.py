"""What an answer is worth: the measures of the evaluation, each on answers whose worth is plain."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.answering.extractive import BUDGET
from app.chain import Assistant
from app.corpus import Corpus
from app.errors import InputError
from app.schema import Answer, Citation, Outcome, Span
from eval.cases import Case, load_cases
from eval.metrics import cited_characters, cites, fully_right, is_refused, is_right, wilson
from eval.run import run, table
from tests.beekeepers import MARK, Q_COSTS, Q_VALIDITY, VALIDITY, write_text

START = MARK.index(VALIDITY)
GOLD = Span("mark", START, START + len(VALIDITY))


def answer(*spans: Span, text: str = VALIDITY, outcome: Outcome = "answered") -> Answer:
    citations = tuple(
        Citation(n, span.document, "f", "t", "s", span.start, span.end, "q") for n, span in enumerate(spans, 1)
    )
    return Answer(None, "?", "nl", outcome, text, citations=citations)


CASE = Case("c1", "validity", "fact", (Q_VALIDITY,), ((GOLD,),), (r"\bvijf\b",), (r"\btien\b",))
REFUSED = replace(CASE, kind="near_miss", evidence=())
FALSE = replace(CASE, kind="false_premise")


@pytest.mark.parametrize(
    ("outcome", "refused"),
    [
        ("not_in_corpus", True),
        ("out_of_scope", True),
        ("clarify", True),
        ("answered", False),
        ("decision", False),
        ("invalid_input", False),
    ],
)
def test_these_outcomes_count_as_refused(outcome: Outcome, refused: bool) -> None:
    assert is_refused(answer(outcome=outcome)) == refused


@pytest.mark.parametrize(
    ("span", "cited"),
    [
        (GOLD, True),
        (Span("mark", 0, len(MARK)), True),
        (Span("mark", GOLD.start + 5, GOLD.end), True),
        (Span("mark", GOLD.start, GOLD.start + 10), False),
        (Span("breeds", GOLD.start, GOLD.end), False),
        (Span("mark", GOLD.end, GOLD.end + 50), False),
    ],
)
def test_a_place_is_cited_where_most_of_it_is(span: Span, cited: bool) -> None:
    assert cites(answer(span), [GOLD]) == cited


def test_all_places_must_be_cited() -> None:
    other = Span("breeds", 0, 6)
    assert cites(answer(GOLD, other), [GOLD, other])
    assert not cites(answer(GOLD), [GOLD, other])


def test_what_the_reader_gets_to_read_is_counted() -> None:
    assert cited_characters(answer(Span("mark", 0, 10), Span("mark", 20, 25))) == 15


@pytest.mark.parametrize(
    ("given", "right"),
    [
        pytest.param(answer(GOLD), True, id="right"),
        pytest.param(answer(GOLD, text="Vijf jaar."), True, id="other words around the nugget"),
        pytest.param(answer(GOLD, text="Lang."), False, id="nugget missing"),
        pytest.param(answer(GOLD, text="Vijf of tien jaar."), False, id="forbidden said"),
        pytest.param(answer(Span("breeds", 0, 9)), False, id="elsewhere"),
        pytest.param(answer(GOLD, Span("mark", 0, BUDGET["fact"])), False, id="too much"),
        pytest.param(answer(GOLD, outcome="not_in_corpus"), False, id="refused"),
    ],
)
def test_fully_right_is_the_fact_its_places_and_no_more(given: Answer, right: bool) -> None:
    assert fully_right(CASE, given) == right
    assert is_right(CASE, given) == right


def test_a_list_may_cite_more() -> None:
    given = answer(GOLD, Span("mark", 0, BUDGET["fact"]))
    assert fully_right(replace(CASE, kind="list"), given)


def test_one_of_several_alternatives_suffices() -> None:
    elsewhere = Span("breeds", 0, 6)
    assert fully_right(replace(CASE, evidence=((elsewhere,), (GOLD,))), answer(GOLD))


@pytest.mark.parametrize(("outcome", "right"), [("not_in_corpus", True), ("out_of_scope", True), ("answered", False)])
def test_a_near_miss_is_right_when_refused(outcome: Outcome, right: bool) -> None:
    assert is_right(REFUSED, answer(outcome=outcome)) == right


@pytest.mark.parametrize(
    ("given", "right"),
    [
        (answer(GOLD), True),
        (answer(outcome="not_in_corpus"), True),
        (answer(GOLD, text="Tien jaar."), False),
        (answer(Span("breeds", 0, 9)), False),
    ],
)
def test_a_false_premise_is_right_when_corrected_or_refused(given: Answer, right: bool) -> None:
    assert is_right(FALSE, given) == right


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(0, 0, 0.0, 1.0), (0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (70, 100, 0.6042, 0.7811)],
)
def test_wilsons_interval(k: int, n: int, low: float, high: float) -> None:
    assert wilson(k, n) == pytest.approx((low, high), abs=1e-4)


# --- cases

CASES = f"""
- id: c1
  family: validity
  kind: fact
  question: "{Q_VALIDITY}"
  evidence: [["{VALIDITY}"]]
  nuggets: ["vijf"]
- id: c2
  family: costs
  kind: near_miss
  turns: ["Wat is de zwarte bij?", "{Q_COSTS}"]
"""


def test_a_case_knows_where_its_evidence_stands(bees: Corpus, tmp_path: Path) -> None:
    first, second = load_cases(write_text(tmp_path / "cases.yaml", CASES), bees)
    assert first.evidence == ((GOLD,),)
    assert (first.answerable, second.answerable) == (True, False)
    assert second.question == Q_COSTS


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (VALIDITY, "Staat er niet."),
        (VALIDITY, "de vereniging"),
        ("kind: fact", "kind: facts"),
        ("nuggets", "nugets"),
        ("  turns:", "  question: x\n  turns:"),
        (f'  question: "{Q_VALIDITY}"\n', ""),
        ("- id: c1", "- id: [c1"),
    ],
)
def test_a_mistake_in_the_cases_is_refused(bees: Corpus, tmp_path: Path, old: str, new: str) -> None:
    assert old in CASES
    with pytest.raises(InputError):
        load_cases(write_text(tmp_path / "cases.yaml", CASES.replace(old, new, 1)), bees)


def test_paraphrases_of_one_family_stand_on_one_side() -> None:
    sides = {replace(CASE, id=f"c{n}", turns=(f"vraag {n}",)).split for n in range(20)}
    assert len(sides) == 1
    assert {replace(CASE, family=f"f{n}").split for n in range(20)} == {"dev", "test"}


def test_cases_are_run_judged_and_counted(assistant: Assistant, bees: Corpus, tmp_path: Path) -> None:
    judged = run(assistant, load_cases(write_text(tmp_path / "cases.yaml", CASES), bees))
    assert [(item.case.id, item.right) for item in judged] == [("c1", True), ("c2", True)]
    counted = {name: (k, n) for name, k, n, *_ in table(judged)}
    assert counted == {
        "answerable: fully right": (1, 1),
        "answerable: refused": (0, 1),
        "fact: right": (1, 1),
        "near_miss: right": (1, 1),
    }
