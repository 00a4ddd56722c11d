"""The home of chromadb: vectors of the corpus at three sizes, reached through langchain-chroma.

One collection per size (sentence, passage, document), so that each ranking has as many candidates as it asks for. Up to
EXACT_ROWS of a size, they are read into memory once and searched exactly; Chroma's HNSW searches what is larger.
The distance is cosine, fixed when a collection is made. They lie in a folder of this process alone, or on a Chroma
server that many share; there each build has collections of its own, named after it, which are never changed.
"""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import urlsplit

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

EXACT_ROWS = 100_000
"""Of 100,098 sentences all are compared in 7.7 ms, and the nearest 30 are the nearest 30. HNSW as Chroma makes it takes
1.3 ms and finds 0.44 of them (0.83 of 10,098, where comparing takes 0.35 ms): texts of one kind lie close together."""

HNSW: Final[Any] = {"space": "cosine", "ef_construction": 200, "ef_search": 300, "max_neighbors": 64}
"""With Chroma's own 100, 100 and 16 some of 130 sentences under one long heading, all much alike, can't be reached."""

MISSED_BY_HNSW = 0.01  # of 100,098 rows it missed 923 when asked for themselves with two thirds of that ef

SERVER_SECONDS = 5.0  # for one request; a query takes milliseconds

SELF_QUERY_TOLERANCE = 1e-3
"""A stored vector finds itself at a distance of float32 rounding, far below this."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: its id (unique within its size), the text that was embedded, and where it stands."""

    id: str
    text: str
    metadata: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Server:
    """A build's place on a Chroma server; `token`, `tenant` and `database` only where the server asks for them."""

    url: str
    build: str
    token: str = ""
    tenant: str = ""
    database: str = ""

    def __str__(self) -> str:
        return self.url


@dataclass(frozen=True, slots=True)
class _Rows:
    """All rows of a size in memory: their vectors (n, d), and what is returned of each."""

    vectors: NDArray[np.float32]
    documents: list[LangChainDocument]

    def nearest(self, vector: Sequence[float], k: int) -> list[tuple[LangChainDocument, float]]:
        scores = self.vectors @ np.asarray(vector, dtype=np.float32)
        best = np.argsort(-scores, kind="stable")[:k] if k >= len(scores) else _largest(scores, k)
        return [(self.documents[row], float(scores[row])) for row in best]


class VectorStore:
    """Open collections. Use one per process; a folder must be opened by nobody else."""

    def __init__(self, place: Path | Server, embeddings: Embeddings, *, create: bool = False) -> None:
        """Open them, or make them.

        Raises:
            IndexUnusableError: a collection is missing or can't be read.
            ServiceError: the server doesn't answer, or what is to be made can't be.
        """
        from chromadb.errors import ChromaError
        from langchain_chroma import Chroma

        self._place = place
        self._rows: dict[Size, _Rows] = {}
        self._prefix = f"{place.build}-" if isinstance(place, Server) else ""
        try:
            self._client = _connected(place) if isinstance(place, Server) else _opened(place)
            self._collections: dict[Size, Chroma] = {
                size: Chroma(
                    client=self._client,
                    collection_name=self._prefix + size,
                    embedding_function=embeddings,
                    collection_configuration={"hnsw": HNSW} if create else None,
                    create_collection_if_not_exists=create,
                )
                for size in SIZES
            }
        except (ChromaError, ValueError) as error:
            if create:
                raise ServiceError(UNWRITABLE.format(folder=place, reason=error)) from None
            raise IndexUnusableError(f"The index in {place} can't be opened ({error}). Run `make ingest`.") from None

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
                raise ServiceError(UNWRITABLE.format(folder=self._place, reason=error)) from None
            progress(len(batch))

    def read(self) -> None:
        """Read the sizes that are small enough into memory, once there is nothing more to add: see EXACT_ROWS.

        Raises:
            ServiceError: the server doesn't answer.
        """
        with _answering(self._place):
            for size in SIZES:
                if 0 < self.count(size) <= EXACT_ROWS:
                    self._rows[size] = self._read(size)

    def _read(self, size: Size) -> _Rows:
        vectors, documents = [], []
        for rows in self._batches(size, ["embeddings", "documents", "metadatas"]):
            vectors.append(np.asarray(rows["embeddings"], dtype=np.float32))
            documents += [
                LangChainDocument(page_content=text, metadata=place)
                for text, place in zip(rows["documents"], rows["metadatas"], strict=True)
            ]
        return _Rows(np.concatenate(vectors), documents)

    def _batches(self, size: Size, include: list[str]) -> Iterator[dict[str, Any]]:
        collection: Any = self._client.get_collection(self._prefix + size)
        for start in range(0, collection.count(), ROWS_PER_BATCH):
            yield collection.get(limit=ROWS_PER_BATCH, offset=start, include=include)

    def query(self, size: Size, vector: list[float], k: int) -> list[tuple[LangChainDocument, float]]:
        """The `k` nearest rows with their cosine similarity, best first (fewer where there are fewer).

        Raises:
            ServiceError: the server doesn't answer.
        """
        if size in self._rows:
            return self._rows[size].nearest(vector, k)
        with _answering(self._place):
            found = self._collections[size].similarity_search_by_vector_with_relevance_scores(vector, k=k)
        return [(document, 1.0 - distance) for document, distance in found]

    def vectors(self, size: Size, ids: Sequence[str]) -> NDArray[np.float32]:
        """The stored vectors of some rows, one each, in that order."""
        collection = self._client.get_collection(self._prefix + size)
        found: dict[str, Sequence[float]] = {}
        for start in range(0, len(ids), ROWS_PER_BATCH):
            rows: Any = collection.get(ids=list(ids[start : start + ROWS_PER_BATCH]), include=["embeddings"])
            found.update(zip(rows["ids"], rows["embeddings"], strict=True))
        return np.array([found[identity] for identity in ids], dtype=np.float32)

    def count(self, size: Size) -> int:
        """Rows of that size."""
        return int(self._client.get_collection(self._prefix + size).count())

    def unfindable(self, size: Size) -> list[str]:
        """The ids of rows that a search for their own vector wouldn't find, if that is more than HNSW may miss."""
        collection: Any = self._client.get_collection(self._prefix + size)
        lost: list[str] = []
        exact = collection.count() <= EXACT_ROWS
        for rows in self._batches(size, ["embeddings"]):
            if exact:  # compared with all: it is its own nearest, if it has length 1
                distances = 1 - np.linalg.norm(np.asarray(rows["embeddings"]), axis=1)
            else:
                found = collection.query(query_embeddings=rows["embeddings"], n_results=1, include=["distances"])
                distances = np.array([near[0] if near else np.inf for near in found["distances"]])
            lost += [rows["ids"][row] for row in np.flatnonzero(~(np.abs(distances) <= SELF_QUERY_TOLERANCE))]
        return lost if exact or len(lost) > MISSED_BY_HNSW * collection.count() else []

    def close(self) -> None:
        """Let go of the folder, or of the server."""
        self._client.close()


def _largest(scores: NDArray[np.float32], k: int) -> NDArray[np.intp]:
    """The places of the `k` largest, best first; of equal ones the earlier comes first."""
    chosen = np.flatnonzero(scores >= np.partition(scores, -k)[-k])
    best: NDArray[np.intp] = chosen[np.argsort(-scores[chosen], kind="stable")][:k]
    return best


def remove_build(server: Server) -> None:
    """Remove a build's collections from the server, as many as there are."""
    from chromadb.errors import NotFoundError

    client: Any = _connected(server)
    for size in SIZES:
        with _answering(server), suppress(NotFoundError):
            client.delete_collection(f"{server.build}-{size}")
    client.close()


def _opened(folder: Path) -> Client:
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    client: Any = chromadb.PersistentClient(  # typed as an interface that lacks `close`
        path=str(folder), settings=ChromaSettings(anonymized_telemetry=False)
    )
    return client  # type: ignore[no-any-return]


def _connected(server: Server) -> Client:
    import chromadb
    from chromadb.config import DEFAULT_DATABASE, DEFAULT_TENANT
    from chromadb.config import Settings as ChromaSettings

    at = urlsplit(server.url)
    with _answering(server):
        # first by hand: Chroma's own client waits for ever
        urllib.request.urlopen(f"{server.url}/api/v2/heartbeat", timeout=SERVER_SECONDS).close()  # noqa: S310 - http(s) by its setting
        client: Any = chromadb.HttpClient(
            host=at.hostname or "",
            port=at.port or (443 if at.scheme == "https" else 80),
            ssl=at.scheme == "https",
            headers={"x-chroma-token": server.token} if server.token else None,
            settings=ChromaSettings(anonymized_telemetry=False),
            tenant=server.tenant or DEFAULT_TENANT,
            database=server.database or DEFAULT_DATABASE,
        )
    client._server._session.timeout = SERVER_SECONDS  # noqa: SLF001 - there is no setting for it
    return client  # type: ignore[no-any-return]


@contextmanager
def _answering(place: Path | Server) -> Iterator[None]:
    """Tell a server that is gone or slow by its address; what goes wrong in a folder stays what it is."""
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except (httpx.HTTPError, OSError, ValueError, ChromaError) as error:
        if isinstance(place, Path):
            raise
        raise ServiceError(
            f"The Chroma server at {place} doesn't answer as it should ({type(error).__name__}). See that it runs and "
            "that CMI_CHROMA_URL and CHROMA_API_KEY are right."
        ) from None
