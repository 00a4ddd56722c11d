"""Texts become unit vectors, by the packaged model or by any sentence-transformers folder, and never by the network."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.embedding import SentenceEmbeddings, load_embeddings, model_identity
from app.errors import ModelError
from tests.letters import DIMENSIONS, IDENTITY, LetterModel

WORDS = ["[UNK]", "bij", "honing", "raat", "zwerm", "keurmerk"]


class Twofold(LetterModel):
    """A model whose vectors are not of length one, and that tells questions from passages."""

    def encode_query(self, texts: Sequence[str], **_: object) -> NDArray[np.float32]:
        return 3 * super().encode_query(["query: " + text for text in texts])

    def encode_document(self, texts: Sequence[str], **_: object) -> NDArray[np.float32]:
        return 5 * super().encode_query(["passage: " + text for text in texts])


@pytest.fixture
def twofold() -> SentenceEmbeddings:
    return SentenceEmbeddings(Twofold(), IDENTITY)  # type: ignore[arg-type]


@pytest.mark.parametrize("of", ["questions", "passages"])
def test_vectors_are_rows_of_length_one(twofold: SentenceEmbeddings, of: str) -> None:
    rows = getattr(twofold, of)(["honing", "raat", "zwerm"])
    assert rows.shape == (3, DIMENSIONS) == (3, twofold.dimensions)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, rtol=1e-5)


def test_questions_and_passages_are_encoded_each_in_their_own_way(twofold: SentenceEmbeddings) -> None:
    assert not np.allclose(twofold.questions(["honing"]), twofold.passages(["honing"]))


def test_langchain_gets_the_same_vectors_as_lists(twofold: SentenceEmbeddings) -> None:
    assert twofold.embed_query("honing") == twofold.questions(["honing"])[0].tolist()
    assert twofold.embed_documents(["honing", "raat"]) == twofold.passages(["honing", "raat"]).tolist()


def test_threads_get_the_vectors_of_their_own_texts(twofold: SentenceEmbeddings) -> None:
    texts = [f"tekst {n}" for n in range(40)]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(twofold.embed_query, texts))
    assert together == [twofold.embed_query(text) for text in texts]


class Borrowed(LetterModel):
    """A model that, as a fast tokenizer does, breaks when a second thread comes in."""

    busy = False

    def encode_query(self, texts: Sequence[str], **_: object) -> NDArray[np.float32]:
        if self.busy:
            raise RuntimeError("Already borrowed")
        self.busy = True
        vectors = super().encode_query(texts)
        self.busy = False
        return vectors

    encode_document = encode_query


@pytest.fixture
def restless() -> Iterator[None]:
    """Let threads take turns after every few instructions."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.parametrize("of", ["questions", "passages"])
def test_threads_take_turns_at_the_model(restless: None, of: str) -> None:
    embed = getattr(SentenceEmbeddings(Borrowed(), IDENTITY), of)  # type: ignore[arg-type]
    with ThreadPoolExecutor(8) as threads:
        rows = list(threads.map(embed, [["honing en was uit de raat"]] * 200))
    assert len(rows) == 200


def test_a_packaged_model_that_was_not_prepared_is_told_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=rf"not in {tmp_path}.*make setup"):
        model_identity("", tmp_path)


def test_a_models_name_is_its_identity(tmp_path: Path) -> None:
    assert model_identity("maker/model", tmp_path) == "maker/model"


def test_a_folders_identity_changes_with_its_description_and_its_sizes(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "config.json").write_text('{"a": 1}')
    (folder / "weights.bin").write_bytes(b"12345")
    name = str(folder)
    first = model_identity(name, tmp_path)
    assert model_identity(name, tmp_path) == first
    (folder / "config.json").write_text('{"a": 2}')
    second = model_identity(name, tmp_path)
    (folder / "weights.bin").write_bytes(b"123456")
    assert len({first, second, model_identity(name, tmp_path)}) == 3


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real sentence-transformers folder of a few kilobytes: one vector per word."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    tokenizer = Tokenizer(WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    weights = np.eye(len(WORDS), 8, dtype=np.float32)
    folder = tmp_path_factory.mktemp("model")
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu").save(str(folder))
    return folder


@pytest.mark.model
def test_any_sentence_transformers_folder_can_be_named(tiny_model: Path, tmp_path: Path) -> None:
    embeddings = load_embeddings(str(tiny_model), tmp_path)
    honey, comb, both = embeddings.passages(["honing", "raat", "honing raat"])
    assert embeddings.dimensions == 8
    assert honey @ comb == pytest.approx(0.0)
    assert honey @ both == pytest.approx(0.5**0.5)
    assert embeddings.identity == model_identity(str(tiny_model), tmp_path)


@pytest.mark.model
@pytest.mark.parametrize("name", ["maker/never-heard-of", "folder"])
def test_a_model_that_is_not_there_is_told_with_the_remedy(tmp_path: Path, name: str) -> None:
    if name == "folder":
        name = str(tmp_path)
        (tmp_path / "modules.json").write_text("{")
    with pytest.raises(ModelError, match=r"can't be loaded: .*CMI_EMBEDDING_MODEL"):
        load_embeddings(name, tmp_path)
