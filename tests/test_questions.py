"""Question against question: which curated entry a question asks for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import app.questions
from app.lexical import Analyzer
from app.questions import ENOUGH_TO_WHITEN, QuestionIndex, shares

Vectors = NDArray[np.float32]
ENTRIES, WORDINGS, MEANING, WORDING = 40, 8, 16, 16
PLAIN = Analyzer({})
SILENT = "…"  # a question without a letter: only its vector speaks


def unit(rows: Vectors) -> Vectors:
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


def wordings(seed: int, noise: float) -> tuple[Vectors, list[int], Vectors, list[int]]:
    """Questions whose first half says what is asked and whose second half is mere wording; known ones and new ones."""
    random = np.random.default_rng(seed)
    meaning = random.normal(size=(ENTRIES, MEANING))

    def ask(times: int) -> tuple[Vectors, list[int]]:
        owners = [entry for entry in range(ENTRIES) for _ in range(times)]
        said = random.normal(size=(len(owners), WORDING)) * noise
        blur = random.normal(size=(len(owners), MEANING)) * 0.3
        return unit(np.hstack([meaning[owners] + blur, said])), owners

    return *ask(WORDINGS), *ask(5)


def of_vectors(vectors: Vectors, owners: list[int]) -> QuestionIndex:
    return QuestionIndex.build(vectors, [SILENT] * len(owners), owners, PLAIN)


def best(index: QuestionIndex, vector: Vectors, question: str = SILENT) -> int:
    return int(np.argmax(index.scores(vector, question, PLAIN)))


def share_right(index: QuestionIndex, vectors: Vectors, owners: list[int]) -> float:
    return float(np.mean([best(index, v) == owner for v, owner in zip(vectors, owners, strict=True)]))


@pytest.fixture(scope="module")
def small() -> tuple[QuestionIndex, Vectors, list[int]]:
    random = np.random.default_rng(7)
    vectors, owners = unit(random.normal(size=(9, 12))), [2, 0, 1, 1, 0, 2, 2, 0, 1]
    return of_vectors(vectors, owners), vectors, owners


def test_a_known_question_fits_its_own_entry_best(small: tuple[QuestionIndex, Vectors, list[int]]) -> None:
    index, vectors, owners = small
    assert [best(index, vector) for vector in vectors] == owners


def test_there_is_one_score_per_entry(small: tuple[QuestionIndex, Vectors, list[int]]) -> None:
    assert small[0].scores(small[1][0], SILENT, PLAIN).shape == (3,)


def test_the_order_in_which_questions_are_given_does_not_matter() -> None:
    vectors, owners, asked, wanted = wordings(seed=3, noise=0.5)
    shuffled = np.random.default_rng(0).permutation(len(owners))
    one, other = of_vectors(vectors, owners), of_vectors(vectors[shuffled], [owners[i] for i in shuffled])
    assert share_right(one, asked, wanted) == share_right(other, asked, wanted)


def test_whitening_finds_what_is_asked_behind_how_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, owners, asked, wanted = wordings(seed=1, noise=3.0)
    assert len(owners) >= ENOUGH_TO_WHITEN
    whitened = of_vectors(vectors, owners)
    monkeypatch.setattr(app.questions, "ENOUGH_TO_WHITEN", len(owners) + 1)
    plain = of_vectors(vectors, owners)
    assert share_right(whitened, asked, wanted) > share_right(plain, asked, wanted) + 0.05


def test_too_few_questions_are_not_whitened(small: tuple[QuestionIndex, Vectors, list[int]]) -> None:
    np.testing.assert_array_equal(small[0].whitening, np.eye(12, dtype=np.float32))


@pytest.mark.parametrize(
    ("asked", "entry"),
    [
        ("Hoe lang is het keurmerk geldig?", 0),
        ("geldigheidsduur keurmerk", 0),
        ("wat kost dat keurmrek eigenlijk", 1),
        ("KOSTEN", 1),
        ("Wie toetst de imkers?", 2),
    ],
)
def test_the_letters_tell_questions_apart_whose_vectors_are_alike(asked: str, entry: int) -> None:
    known = [
        ("Hoe lang is het geldig?", 0),
        ("geldigheid van het keurmerk", 0),
        ("Wat kost het keurmerk?", 1),
        ("kosten van een toets", 1),
        ("Wie neemt de toets af?", 2),
        ("wie toetst er?", 2),
    ]
    same = np.tile(unit(np.ones((1, 8), dtype=np.float32)), (len(known), 1))
    index = QuestionIndex.build(same, [question for question, _ in known], [owner for _, owner in known], PLAIN)
    assert best(index, same[0], asked) == entry


@pytest.mark.parametrize("owners", [[0, 1], [0, 1, 1, 1, 1, 1], [0, 0, 1, 1, 2, 2]])
def test_entries_with_few_or_many_wordings_are_all_found(owners: list[int]) -> None:
    vectors = unit(np.eye(len(owners), 8, dtype=np.float32) + 0.1)
    index = of_vectors(vectors, owners)
    assert [best(index, vector) for vector in vectors] == owners


def test_one_entry_alone_has_nothing_to_be_told_from() -> None:
    index = of_vectors(unit(np.ones((2, 8), dtype=np.float32)), [0, 0])
    assert index.scores(np.ones(8, dtype=np.float32), "iets", PLAIN).tolist() == [0.0]


def test_without_questions_there_are_no_scores() -> None:
    index = QuestionIndex.build(np.zeros((0, 8), dtype=np.float32), [], [], PLAIN)
    assert index.scores(np.ones(8, dtype=np.float32), "iets", PLAIN).shape == (0,)


def test_a_saved_index_scores_as_before(small: tuple[QuestionIndex, Vectors, list[int]], tmp_path: Path) -> None:
    index, vectors, _ = small
    index.save(tmp_path)
    again = QuestionIndex.load(tmp_path)
    np.testing.assert_array_equal(
        again.scores(vectors[0], "wat kost het", PLAIN), index.scores(vectors[0], "wat kost het", PLAIN)
    )


def test_shares_are_probabilities_in_the_order_of_the_scores() -> None:
    found = shares(np.array([800.0, 799.0, 0.0], dtype=np.float32))
    assert found.sum() == pytest.approx(1.0)
    assert found.tolist() == sorted(found.tolist(), reverse=True)
    assert shares(np.zeros(0, dtype=np.float32)).tolist() == []
