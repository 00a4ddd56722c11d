"""Search by letters: misspellings, compounds and other spellings still find their text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.corpus import Corpus
from app.lexical import Analyzer, LexicalIndex
from tests.beekeepers import BLACK, CARNICA, TESTED, VALIDITY

TEXTS = [VALIDITY, BLACK, CARNICA, TESTED]


@pytest.fixture(scope="module")
def analyzer(bees: Corpus) -> Analyzer:
    return Analyzer(bees.glossary)


@pytest.fixture(scope="module")
def index(analyzer: Analyzer) -> LexicalIndex:
    return LexicalIndex.build(TEXTS, analyzer)


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("geldigheid van het keurmerk", VALIDITY),
        ("gelidg keurmerk", VALIDITY),
        ("GELDIG", VALIDITY),
        ("keur merk", VALIDITY),
        ("karnica", CARNICA),
        ("bergras", CARNICA),
        ("voorraadje", BLACK),
        ("vuilbroed", TESTED),
    ],
)
def test_the_text_that_shares_most_letters_comes_first(index: LexicalIndex, question: str, best: str) -> None:
    assert TEXTS[int(np.argmax(index.scores(question)))] == best


@pytest.mark.parametrize("question", ["", "  ", "?!", "😀"])
def test_a_question_without_letters_scores_nothing(index: LexicalIndex, question: str) -> None:
    assert index.scores(question).tolist() == [0.0] * len(TEXTS)


def test_a_question_that_shares_nothing_scores_nothing(index: LexicalIndex) -> None:
    assert index.scores("xyzzyx").max() == 0.0


def test_a_saved_index_scores_as_before(index: LexicalIndex, analyzer: Analyzer, tmp_path: Path) -> None:
    index.save(tmp_path / "lexical")
    again = LexicalIndex.load(tmp_path / "lexical", analyzer, len(TEXTS))
    assert again.scores("geldig keurmerk").tolist() == index.scores("geldig keurmerk").tolist()


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("Is de KARNICA zacht?", "is de carnica zacht?"),
        ("Ben ik een EI?", "ben ik een erkend imker?"),
        ("een ei", "een erkend imker"),
        ("eieren zijn geen bij", "eieren zijn geen bij"),
        ("Zwárte bijen", "zwarte bij"),
    ],
)
def test_variants_are_read_as_their_term_where_they_are_whole_words(
    analyzer: Analyzer, written: str, read_as: str
) -> None:
    assert analyzer.canonical(written) == read_as


def test_the_longest_variant_wins() -> None:
    analyzer = Analyzer({"spoor": "rail", "tweede spoor": "re-integratie"})
    assert analyzer.canonical("tweede spoor") == "re-integratie"


def test_a_term_that_holds_a_variant_of_another_stays_as_it_is() -> None:
    analyzer = Analyzer({"CMI Nederland": "CMI", "RL": "Register CMI"})
    assert analyzer.canonical("rl") == "register cmi"
    assert analyzer.canonical("Register CMI") == "register cmi"


def test_stems_join_the_forms_of_a_word(analyzer: Analyzer) -> None:
    assert analyzer.stems("imkers") == analyzer.stems("imker")


def test_tokens_are_runs_of_four_letters_with_the_words_ends_marked() -> None:
    assert Analyzer({}).tokens("De bijen") == ["_de_", "_bij", "bije", "ijen", "jen_"]
