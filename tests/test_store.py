"""Vectors in Chroma: what goes in comes back best first, with its place, and a broken folder is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.embedding import SentenceEmbeddings
from app.errors import IndexUnusableError
from app.store import ROWS_PER_BATCH, SIZES, Entry, VectorStore

TEXTS = ("zwermen scheppen", "honing slingeren", "oude raten vernieuwen", "de stal is open op zaterdag")


def entries(texts: tuple[str, ...] = TEXTS) -> list[Entry]:
    return [Entry(f"d:{n}", text, {"document": "d", "start": n, "end": n + 1}) for n, text in enumerate(texts)]


@pytest.fixture
def store(tmp_path: Path, embeddings: SentenceEmbeddings) -> Iterator[VectorStore]:
    opened = VectorStore(tmp_path / "chroma", embeddings, create=True)
    yield opened
    opened.close()


def test_the_nearest_row_comes_first_with_its_text_and_place(
    store: VectorStore, embeddings: SentenceEmbeddings
) -> None:
    store.add("sentence", entries())
    (best, score), *rest = store.query("sentence", embeddings.embed_query("honing slingeren"), 3)
    assert (best.page_content, best.metadata) == ("honing slingeren", {"document": "d", "start": 1, "end": 2})
    assert score == pytest.approx(1.0, abs=1e-4)
    assert [other for _, other in rest] == sorted((other for _, other in rest), reverse=True)


def test_scores_are_cosine_similarities(store: VectorStore, embeddings: SentenceEmbeddings) -> None:
    store.add("sentence", entries())
    asked = embeddings.questions(["raten vernieuwen"])[0]
    for row, score in store.query("sentence", asked.tolist(), 4):
        assert score == pytest.approx(float(embeddings.passages([row.page_content])[0] @ asked), abs=1e-4)


def test_asking_for_more_than_there_is_gives_all(store: VectorStore, embeddings: SentenceEmbeddings) -> None:
    store.add("sentence", entries())
    assert len(store.query("sentence", embeddings.embed_query("iets"), 50)) == len(TEXTS)


def test_an_empty_size_gives_nothing(store: VectorStore, embeddings: SentenceEmbeddings) -> None:
    assert store.query("passage", embeddings.embed_query("iets"), 5) == []
    assert store.unfindable("passage") == []


def test_sizes_are_kept_apart(store: VectorStore) -> None:
    store.add("sentence", entries())
    assert [store.count(size) for size in SIZES] == [len(TEXTS), 0, 0]


def test_more_rows_than_one_batch_all_go_in_and_are_told(store: VectorStore) -> None:
    many = entries(tuple(f"zin nummer {n} over iets" for n in range(ROWS_PER_BATCH + 5)))
    told: list[int] = []
    store.add("sentence", many, told.append)
    assert told == [ROWS_PER_BATCH, 5]
    assert store.count("sentence") == len(many)


def test_every_row_finds_itself_equal_texts_too(store: VectorStore) -> None:
    store.add("sentence", entries((*TEXTS, TEXTS[0], TEXTS[0])))
    assert store.unfindable("sentence") == []


@pytest.mark.parametrize("k", [1, 3, 6, 50])
def test_exact_search_gives_what_hnsw_gives(store: VectorStore, embeddings: SentenceEmbeddings, k: int) -> None:
    store.add("sentence", entries((*TEXTS, "honing slingeren op zaterdag", "raten")))
    asked = embeddings.embed_query("op zaterdag honing")
    approximate = store.query("sentence", asked, k)
    store.read()
    exact = store.query("sentence", asked, k)
    assert [(row.page_content, row.metadata) for row, _ in exact] == [
        (row.page_content, row.metadata) for row, _ in approximate
    ]
    assert [score for _, score in exact] == pytest.approx([score for _, score in approximate], abs=1e-5)


def test_of_equally_near_rows_the_first_ones_are_taken(store: VectorStore, embeddings: SentenceEmbeddings) -> None:
    store.add("sentence", entries(tuple("honing" for _ in range(ROWS_PER_BATCH + 9))))
    store.read()
    found = store.query("sentence", embeddings.embed_query("honing"), 4)
    assert [row.metadata["start"] for row, _ in found] == [0, 1, 2, 3]


def test_a_size_too_large_to_compare_with_all_is_searched_by_hnsw(
    store: VectorStore, embeddings: SentenceEmbeddings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.EXACT_ROWS", 2)
    store.add("sentence", entries())
    assert store.unfindable("sentence") == []
    store.read()
    store.add("sentence", [Entry("d:9", "honing slingeren in de stal", {"document": "d", "start": 9, "end": 10})])
    found = store.query("sentence", embeddings.embed_query("honing slingeren in de stal"), 1)
    assert found[0][0].metadata["start"] == 9  # what was read into memory wouldn't know of it


def test_a_store_opened_again_holds_what_was_added(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    first = VectorStore(tmp_path / "chroma", embeddings, create=True)
    first.add("document", entries())
    first.close()
    again = VectorStore(tmp_path / "chroma", embeddings)
    assert again.count("document") == len(TEXTS)
    again.close()


def test_a_folder_without_collections_is_refused(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    with pytest.raises(IndexUnusableError, match=r"can't be opened .*make ingest"):
        VectorStore(tmp_path / "leeg", embeddings)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    (tmp_path / "chroma").mkdir()
    (tmp_path / "chroma/chroma.sqlite3").write_bytes(b"geen databank " * 100)
    with pytest.raises(IndexUnusableError, match=r"can't be opened .*make ingest"):
        VectorStore(tmp_path / "chroma", embeddings)


def test_stored_vectors_come_back_in_the_order_asked_for(store: VectorStore, embeddings: SentenceEmbeddings) -> None:
    store.add("sentence", entries())
    asked = [entry.id for entry in entries()][::-1]
    texts = [entry.text for entry in entries()][::-1]
    assert store.vectors("sentence", asked) == pytest.approx(embeddings.passages(texts), abs=1e-5)
    assert len(store.vectors("sentence", [])) == 0
