"""What an answer is worth: the measures of the evaluation, each on answers whose worth is plain."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.answering.extractive import BUDGET
from app.corpus import Corpus
from app.errors import InputError
from app.schema import Answer, Citation, Hit, Outcome, Span
from eval.cases import Case, load_all, load_cases
from eval.metrics import (
    citation_overlap,
    cited_characters,
    cites,
    evidence_recall,
    fully_right,
    is_refused,
    is_right,
    is_verbatim,
    nugget_recall,
    outside_quotes,
    reciprocal_rank,
)
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


# --- measures by degrees

LONG = Span("mark", START, START + 100)


@pytest.mark.parametrize(
    ("cited", "precision", "recall"),
    [
        ([Span("mark", START, START + 100)], 1.0, 1.0),
        ([Span("mark", START, START + 50)], 1.0, 0.5),
        ([Span("mark", START - 100, START + 100)], 0.5, 1.0),
        ([Span("mark", START, START + 60), Span("mark", START + 40, START + 100)], 1.0, 1.0),
        ([Span("breeds", START, START + 100)], 0.0, 0.0),
        ([], 0.0, 0.0),
    ],
)
def test_precision_and_recall_of_citations_are_shares_of_characters(
    cited: list[Span], precision: float, recall: float
) -> None:
    case = replace(CASE, evidence=((LONG,),))
    assert citation_overlap(case, answer(*cited)) == (precision, recall)


def test_the_alternative_that_fits_best_counts() -> None:
    case = replace(CASE, evidence=((Span("breeds", 0, 10),), (GOLD,)))
    assert citation_overlap(case, answer(GOLD)) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("text", "share"), [("vijf jaar en een toets", 1.0), ("vijf jaar", 0.5), ("Nee.", 0.0), ("VIJF JAAR, TOETS", 1.0)]
)
def test_nugget_recall_is_the_share_of_what_was_asked(text: str, share: float) -> None:
    assert nugget_recall(replace(CASE, nuggets=(r"\bvijf\b", "toets")), answer(GOLD, text=text)) == share


def test_where_nothing_in_particular_was_asked_all_is_said() -> None:
    assert nugget_recall(replace(CASE, nuggets=()), answer(GOLD)) == 1.0


def quoting(text: str, *quotes: str, outcome: Outcome = "answered") -> Answer:
    citations = tuple(Citation(n, "mark", "f", "t", "s", 0, len(q), q) for n, q in enumerate(quotes, 1))
    return Answer(None, "?", "nl", outcome, text, citations=citations)


@pytest.mark.parametrize(
    ("given", "outside"),
    [
        pytest.param(quoting("Het is vijf jaar geldig. [1]", "Het is vijf jaar geldig."), [], id="the quote itself"),
        pytest.param(quoting("Vijf jaar. [1]", "Het is 5 jaar geldig."), [], id="by value"),
        pytest.param(quoting("Er zijn 15000 imkers. [1]", "Er zijn 15.000 imkers."), [], id="written otherwise"),
        pytest.param(quoting("Zes jaar. [1]", "Het is vijf jaar geldig."), ["6"], id="another number"),
        pytest.param(quoting("Dat zegt Honingraat. [1]", "Het is vijf jaar."), ["Honingraat"], id="a name"),
        pytest.param(quoting("Dat zegt Honingraat. [1]", "Honingraat zegt dat."), [], id="a name of the quote"),
        pytest.param(quoting("Het is\u00a0vijf\njaar. [1]", "Het is  vijf\njaar."), [], id="white space"),
        pytest.param(quoting("Volgens de tekst: Ja. [1]", "Iets."), [], id="capitals that open a sentence"),
        pytest.param(quoting("In 2026 niet.", outcome="not_in_corpus"), [], id="nothing was answered"),
    ],
)
def test_numbers_and_names_outside_the_quotes_are_found(given: Answer, outside: list[str]) -> None:
    assert outside_quotes(given) == outside


def test_a_quote_that_is_not_the_text_is_seen(bees: Corpus) -> None:
    place = quoting(MARK[:10], MARK[:10])
    assert is_verbatim(bees.documents, place)
    assert not is_verbatim(bees.documents, quoting("x", "y"))


HITS = [Hit(Span("breeds", 0, 9), "", 3.0), Hit(GOLD, "", 2.0), Hit(Span("mark", 0, 5), "", 1.0)]


@pytest.mark.parametrize(
    ("evidence", "k", "recall"),
    [
        (((GOLD,),), 1, 0.0),
        (((GOLD,),), 2, 1.0),
        (((GOLD, Span("visit", 0, 9)),), 3, 0.5),
        (((Span("visit", 0, 9),), (GOLD,)), 3, 1.0),
        ((), 3, 0.0),
    ],
)
def test_evidence_recall_is_the_share_of_needed_places_among_the_first_hits(
    evidence: tuple[tuple[Span, ...], ...], k: int, recall: float
) -> None:
    assert evidence_recall(replace(CASE, evidence=evidence), HITS, k) == recall


@pytest.mark.parametrize(("hits", "value"), [(HITS, 1 / 2), (HITS[1:], 1.0), (HITS[:1], 0.0), ([], 0.0)])
def test_reciprocal_rank_is_that_of_the_first_needed_place(hits: list[Hit], value: float) -> None:
    assert reciprocal_rank(CASE, hits) == value


@pytest.mark.parametrize(("verdict", "right"), [("eligible", True), ("due", True), ("unknown", False), ("", False)])
def test_a_decision_is_right_when_its_verdict_is(verdict: str, right: bool) -> None:
    case = Case("e1", "e", "eligibility", ("?",), (), (), (), ("eligible", "due"))
    decided = replace(answer(outcome="decision"), decision={"verdict": verdict} if verdict else None)
    assert is_right(case, decided) == right


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


def test_a_file_may_settle_the_side_of_all_its_cases(bees: Corpus, tmp_path: Path) -> None:
    indented = "".join(f"  {line}\n" for line in CASES.splitlines())
    for side in ("dev", "test"):
        path = write_text(tmp_path / f"{side}.yaml", f"split: {side}\ncases:\n{indented}")
        assert {case.split for case in load_cases(path, bees)} == {side}


@pytest.mark.parametrize(
    "content",
    ["split: both\ncases: []", "splits: test\ncases: []", "- {id: e, family: f, kind: eligibility, question: q}"],
)
def test_a_file_says_nothing_else(bees: Corpus, tmp_path: Path, content: str) -> None:
    with pytest.raises(InputError, match="Mend that"):
        load_cases(write_text(tmp_path / "cases.yaml", content), bees)


def test_a_quote_that_is_not_there_is_told_with_its_case(bees: Corpus, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="case c1: the quote 'Staat er niet.' stands in 0 places"):
        load_cases(write_text(tmp_path / "cases.yaml", CASES.replace(VALIDITY, "Staat er niet.")), bees)


def test_all_files_are_read_and_no_id_stands_twice(bees: Corpus, tmp_path: Path) -> None:
    write_text(tmp_path / "a.yaml", CASES)
    other = CASES.replace("id: c", "id: d")
    write_text(tmp_path / "b.yaml", other)
    assert [(case.id, case.source) for case in load_all(bees, tmp_path)] == [
        ("c1", "a"), ("c2", "a"), ("d1", "b"), ("d2", "b"),
    ]  # fmt: skip
    write_text(tmp_path / "b.yaml", CASES)
    with pytest.raises(InputError, match="'c1' stands there twice"):
        load_all(bees, tmp_path)
