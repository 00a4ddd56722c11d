"""The home of chromadb: vectors of the corpus at three sizes, reached through langchain-chroma.

One collection per size (sentence, passage, document), so that each ranking has as many candidates as it asks for.
The distance is cosine, fixed when a collection is made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from langchain_core.documents import Document as LangChainDocument
from numpy.typing import NDArray

from app.errors import IndexUnusableError, ServiceError

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

Size = Literal["sentence", "passage", "document"]
SIZES: tuple[Size, ...] = ("sentence", "passage", "document")

ROWS_PER_BATCH = 256
"""Embedded and written together: small enough that a progress bar moves, far below Chroma's limit of 5,461."""

UNWRITABLE = (
    "The index can't be written to {folder} ({reason}). Make room or allow writing there, or name another folder with "
    "--data."
)

GRAPH: Any = {"space": "cosine", "max_neighbors": 64, "ef_construction": 200}  # typed as Chroma's own, imported late
"""With Chroma's own 16 and 100 some of 130 sentences under one long heading, all much alike, can't be reached."""

SELF_QUERY_TOLERANCE = 1e-3
"""A stored vector finds itself at a distance of float32 rounding, far below this."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: its id (unique within its size), the text that was embedded, and where it stands."""

    id: str
    text: str
    metadata: dict[str, str | int]


class VectorStore:
    """An open Chroma folder. Use one per process, on a folder that nobody else opens."""

    def __init__(self, folder: Path, embeddings: Embeddings, *, create: bool = False) -> None:
        """Open the folder.

        Raises:
            IndexUnusableError: a collection is missing or can't be read.
        """
        import chromadb
        from chromadb.config import Settings as ChromaSettings
        from chromadb.errors import ChromaError
        from langchain_chroma import Chroma

        self._folder = folder
        try:
            client: Any = chromadb.PersistentClient(  # typed as an interface that lacks `close`
                path=str(folder), settings=ChromaSettings(anonymized_telemetry=False)
            )
            self._client: Client = client
            self._collections: dict[Size, Chroma] = {
                size: Chroma(
                    client=self._client,
                    collection_name=size,
                    embedding_function=embeddings,
                    collection_configuration={"hnsw": GRAPH} if create else None,
                    create_collection_if_not_exists=create,
                )
                for size in SIZES
            }
        except (ChromaError, ValueError) as error:
            if create:
                raise ServiceError(UNWRITABLE.format(folder=folder, reason=error)) from None
            raise IndexUnusableError(f"The index in {folder} can't be opened ({error}). Run `make ingest`.") from None

    def add(self, size: Size, entries: Sequence[Entry], progress: Callable[[int], None] = lambda _: None) -> None:
        """Embed and add rows; `progress` is told how many more rows are in.

        Raises:
            ServiceError: Chroma can't write them (a full disk reaches us as an error of its own).
        """
        from chromadb.errors import ChromaError

        for start in range(0, len(entries), ROWS_PER_BATCH):
            batch = entries[start : start + ROWS_PER_BATCH]
            try:
                self._collections[size].add_texts(
                    [entry.text for entry in batch],
                    metadatas=[dict(entry.metadata) for entry in batch],
                    ids=[entry.id for entry in batch],
                )
            except ChromaError as error:
                raise ServiceError(UNWRITABLE.format(folder=self._folder, reason=error)) from None
            progress(len(batch))

    def query(self, size: Size, vector: list[float], k: int) -> list[tuple[LangChainDocument, float]]:
        """The `k` nearest rows with their cosine similarity, best first (fewer where there are fewer)."""
        found = self._collections[size].similarity_search_by_vector_with_relevance_scores(vector, k=k)
        return [(document, 1.0 - distance) for document, distance in found]

    def vectors(self, size: Size, ids: Sequence[str]) -> NDArray[np.float32]:
        """The stored vectors of some rows, one each, in that order."""
        collection = self._client.get_collection(size)
        found: dict[str, Sequence[float]] = {}
        for start in range(0, len(ids), ROWS_PER_BATCH):
            rows: Any = collection.get(ids=list(ids[start : start + ROWS_PER_BATCH]), include=["embeddings"])
            found.update(zip(rows["ids"], rows["embeddings"], strict=True))
        return np.array([found[identity] for identity in ids], dtype=np.float32)

    def count(self, size: Size) -> int:
        """Rows of that size."""
        return int(self._client.get_collection(size).count())

    def unfindable(self, size: Size) -> list[str]:
        """Ask every stored vector for itself; the ids whose own place nothing is found at."""
        collection = self._client.get_collection(size)
        lost: list[str] = []
        for start in range(0, collection.count(), ROWS_PER_BATCH):
            rows: Any = collection.get(limit=ROWS_PER_BATCH, offset=start, include=["embeddings"])
            found: Any = collection.query(query_embeddings=rows["embeddings"], n_results=1, include=["distances"])
            lost += [
                identity
                for identity, distances in zip(rows["ids"], found["distances"], strict=True)
                if not distances or abs(distances[0]) > SELF_QUERY_TOLERANCE  # an equal text may stand in for it
            ]
        return lost

    def close(self) -> None:
        """Let go of the folder."""
        self._client.close()
