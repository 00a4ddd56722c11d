"""Vectors that earlier builds made: only new texts are embedded, and nothing false is ever recalled."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.embedding import SentenceEmbeddings
from app.errors import IndexUnusableError
from ingest.build import build
from ingest.remembered import FILE, RememberedEmbeddings
from tests.conftest import Place
from tests.letters import DIMENSIONS, IDENTITY, LetterModel, letter_embeddings

RECORD = 16 + 4 * DIMENSIONS + 4  # key, vector, checksum


class Counting(LetterModel):
    """Notes what it was asked to embed."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode_query(self, texts: Sequence[str], **_: object) -> NDArray[np.float32]:
        self.asked += texts
        return super().encode_query(texts)

    def encode_document(self, texts: Sequence[str], **_: object) -> NDArray[np.float32]:
        self.asked += texts
        return -super().encode_query(texts)


def asked(data: Path, texts: Sequence[str], identity: str = IDENTITY, kind: str = "questions") -> list[str]:
    """What a model is asked to embed, of texts that somebody wants the vectors of; these are always right."""
    model = Counting()
    with RememberedEmbeddings(SentenceEmbeddings(model, identity), data) as remembered:  # type: ignore[arg-type]
        vectors = getattr(remembered, kind)(texts)
    expected = letter_embeddings().questions(texts) * (1 if kind == "questions" else -1)
    np.testing.assert_array_equal(vectors, expected)
    return model.asked


def broken_off(data: Path, by: BaseException) -> None:
    """A build that embeds two texts and comes to an end."""
    with RememberedEmbeddings(letter_embeddings(), data) as remembered:
        remembered.questions(["a", "b"])
        raise by


def test_a_text_is_embedded_once(tmp_path: Path) -> None:
    assert asked(tmp_path, ["a", "b"]) == ["a", "b"]
    assert asked(tmp_path, ["b", "c", "a"]) == ["c"]


def test_a_question_is_no_passage(tmp_path: Path) -> None:
    asked(tmp_path, ["a"])
    assert asked(tmp_path, ["a"], kind="passages") == ["a"]


def test_another_model_remembers_nothing_of_this_one(tmp_path: Path) -> None:
    asked(tmp_path, ["a"])
    assert asked(tmp_path, ["a"], identity="another") == ["a"]


def test_what_a_build_did_not_use_is_forgotten(tmp_path: Path) -> None:
    asked(tmp_path, ["a", "b", "c"])
    asked(tmp_path, ["b"])
    assert (tmp_path / FILE).stat().st_size == RECORD
    assert asked(tmp_path, ["a", "b"]) == ["a"]


def test_what_a_build_made_before_it_was_broken_off_is_kept(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        broken_off(tmp_path, KeyboardInterrupt())
    assert asked(tmp_path, ["a", "b", "c"]) == ["c"]


def test_vectors_that_an_index_could_not_find_are_forgotten(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusableError):
        broken_off(tmp_path, IndexUnusableError())
    assert asked(tmp_path, ["a"]) == ["a"]


@pytest.mark.parametrize("left", [0, 1, RECORD - 1, RECORD, RECORD + 1, 2 * RECORD - 1])
def test_a_file_cut_short_anywhere_recalls_whole_records_only(tmp_path: Path, left: int) -> None:
    asked(tmp_path, ["a", "b"])
    whole = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(whole[:left])
    assert asked(tmp_path, ["a", "b"]) == ["a", "b"][left // RECORD :]
    assert (tmp_path / FILE).read_bytes() == whole


@pytest.mark.parametrize("place", [0, 15, 16, 500, RECORD - 5, RECORD - 4, RECORD - 1])
def test_a_record_with_a_flipped_bit_counts_as_missing(tmp_path: Path, place: int) -> None:
    asked(tmp_path, ["a", "b"])
    stored = bytearray((tmp_path / FILE).read_bytes())
    stored[place] ^= 4
    (tmp_path / FILE).write_bytes(stored)
    assert asked(tmp_path, ["a", "b"]) == ["a"]


def test_a_build_after_an_edit_embeds_the_edited_words_alone(own: Place) -> None:
    build(own.corpus, own.data, IDENTITY, letter_embeddings())
    questions = own.corpus / "questions.yaml"
    questions.write_text(
        questions.read_text("utf-8").replace("    questions: [", '    questions: ["zeldzaam woord", ', 1)
    )
    model = Counting()
    build(own.corpus, own.data, IDENTITY, SentenceEmbeddings(model, IDENTITY))  # type: ignore[arg-type]
    assert model.asked == ["zeldzaam woord"]
