"""Which sentences an extractive answer is made of, and how many it may cite."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.answering.extractive import BUDGET, from_facts, from_passage, merged_lists
from app.corpus import Corpus
from app.schema import Fact, FactKind, Hit, Span
from ingest.build import read_corpus
from tests.beekeepers import MARK, TASKS, TASKS_LEAD_IN, write_text

FILLER = " ".join(["Een imker let in ieder seizoen op andere dingen in zijn kasten."] * 13)
TEXT = f"""Het jaar van de imker

Voorjaar
{FILLER} In april zwermt het volk.

{FILLER} In mei volgt de eerste honing.

Najaar
In oktober gaat het deksel dicht. Deze blijft tot maart liggen.
"""


def fact(*spans: tuple[int, int], kind: FactKind = "fact") -> Fact:
    return Fact("f", kind, tuple(Span("mark", start, end) for start, end in spans), ("?",))


def places(statements: tuple[tuple[Span, ...], ...]) -> list[tuple[int, int]]:
    return [(span.start, span.end) for statement in statements for span in statement]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """A text with a section that is longer than a passage."""
    folder = tmp_path_factory.mktemp("year")
    write_text(folder / "jaar.txt", TEXT)
    return read_corpus(folder)[0]


def hit(corpus: Corpus, sentence: str) -> Hit:
    start = corpus.documents["jaar"].text.index(sentence)
    span = Span("jaar", start, start + len(sentence))
    return Hit(span, corpus.section_at(span), 0.9)


def said(corpus: Corpus, statements: tuple[tuple[Span, ...], ...]) -> list[str]:
    return [corpus.text(span) for statement in statements for span in statement]


# --- from curated facts


def test_budgets_are_those_of_the_contract() -> None:
    assert BUDGET == {"fact": 500, "list": 1_200, "comparison": 1_200, "history": 1_200}


def test_the_evidence_of_the_best_fact_is_cited_whole_whatever_its_length() -> None:
    assert places(from_facts([fact((0, 2_000), (2_000, 3_000))], BUDGET["fact"])) == [(0, 2_000), (2_000, 3_000)]


def test_a_second_reading_is_cited_while_it_fits() -> None:
    assert places(from_facts([fact((0, 300)), fact((400, 600))], BUDGET["fact"])) == [(0, 300), (400, 600)]


def test_a_second_reading_that_would_be_too_much_is_left_out() -> None:
    assert places(from_facts([fact((0, 300)), fact((400, 601))], BUDGET["fact"])) == [(0, 300)]


def test_a_second_reading_may_be_longer_beside_a_list() -> None:
    assert places(from_facts([fact((0, 300), kind="list"), fact((400, 1_000))], BUDGET["list"])) == [
        (0, 300),
        (400, 1_000),
    ]


def test_what_is_cited_already_is_not_cited_again() -> None:
    assert places(from_facts([fact((0, 300)), fact((0, 300), (350, 400))], BUDGET["fact"])) == [(0, 300), (350, 400)]
    assert places(from_facts([fact((0, 300)), fact((250, 310))], BUDGET["fact"])) == [(0, 300)]


# --- lists


def test_neighbours_in_a_list_become_one_span(bees: Corpus) -> None:
    spans = [Span("mark", MARK.index(part), MARK.index(part) + len(part)) for part in (TASKS_LEAD_IN, *TASKS)]
    (whole,) = merged_lists(bees, spans)
    assert bees.text(whole) == f"{TASKS_LEAD_IN}\n\n • {TASKS[0]}\n • {TASKS[1]}\n • {TASKS[2]}"


def test_a_gap_in_a_list_stays_a_gap(bees: Corpus) -> None:
    spans = [Span("mark", MARK.index(part), MARK.index(part) + len(part)) for part in (TASKS[0], TASKS[2])]
    assert merged_lists(bees, spans) == spans


# --- from passages


def test_one_sentence_is_cited_where_one_suffices(year: Corpus) -> None:
    assert said(year, from_passage(year, hit(year, "In april zwermt het volk."), [])) == ["In april zwermt het volk."]


def test_another_hit_of_the_same_section_is_added_in_reading_order(year: Corpus) -> None:
    first, second = hit(year, "In mei volgt de eerste honing."), hit(year, "In april zwermt het volk.")
    assert said(year, from_passage(year, first, [second])) == [
        "In april zwermt het volk.",
        "In mei volgt de eerste honing.",
    ]


def test_a_hit_of_another_section_is_not_added(year: Corpus) -> None:
    first, other = hit(year, "In april zwermt het volk."), hit(year, "In oktober gaat het deksel dicht.")
    assert said(year, from_passage(year, first, [other])) == ["In april zwermt het volk."]


def test_a_sentence_that_opens_with_a_pronoun_brings_the_one_before(year: Corpus) -> None:
    leaning = hit(year, "Deze blijft tot maart liggen.")
    assert said(year, from_passage(year, leaning, [])) == [
        "In oktober gaat het deksel dicht.",
        "Deze blijft tot maart liggen.",
    ]


def test_a_list_that_is_too_long_to_cite_whole_is_cited_by_its_bullet(tmp_path: Path) -> None:
    bullets = "".join(
        f" • taak nummer {n} met een tamelijk lange omschrijving erbij van wat er moet\n" for n in range(30)
    )
    write_text(tmp_path / "jaar.txt", f"Taken\n\nEen imker doet dit:\n\n{bullets}")
    corpus = read_corpus(tmp_path)[0]
    one = "taak nummer 7 met een tamelijk lange omschrijving erbij van wat er moet"
    assert said(corpus, from_passage(corpus, hit(corpus, one), [])) == [one]
