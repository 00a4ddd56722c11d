"""Vectors that earlier builds made, so that only new texts are embedded: after an edit, and after a kill.

    DATA/VECTORS    one record a text: key | vector | checksum; appended to during a build, tidied when it is done

The key is a hash of the model's identity, the way of embedding and the text: a record can be missing, never stale. A
record that a kill cut short, or whose checksum is wrong, counts as missing.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from app.embedding import SentenceEmbeddings
from app.errors import IndexUnusableError

FILE: Final = "VECTORS"
KEY_BYTES: Final = 16  # of a sha256: two texts of a billion share it once in 10^20

Vectors = NDArray[np.float32]


class RememberedEmbeddings(Embeddings):
    """A model's embeddings; what it embeds is kept in a file of the data folder. For one writer, as a context."""

    def __init__(self, embeddings: SentenceEmbeddings, data: Path) -> None:
        self._embeddings = embeddings
        self._path = data / FILE
        self._record = np.dtype([("key", f"V{KEY_BYTES}"), ("vector", "<f4", (embeddings.dimensions,)), ("sum", "<u4")])
        self._rows: dict[bytes, int] = {}
        self._used: set[bytes] = set()

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return self._embeddings.dimensions

    def __enter__(self) -> RememberedEmbeddings:
        """Read which texts are remembered; what a kill left of a last record goes."""
        self._file = self._path.open("a+b")
        whole = os.fstat(self._file.fileno()).st_size // self._record.itemsize
        self._file.truncate(whole * self._record.itemsize)
        self._rows = {key.tobytes(): row for row, key in enumerate(self._records()["key"])} if whole else {}
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the file; after a build that went well only what it used stays, after useless vectors nothing."""
        if isinstance(error, IndexUnusableError):
            self._path.unlink()
        elif error is None and len(self._used) < len(self._rows):
            self._tidy()
        self._file.close()

    def questions(self, texts: Sequence[str]) -> Vectors:
        """One row per question."""
        return self._of("question", texts, self._embeddings.questions)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One row per text of the corpus."""
        return self._of("passage", texts, self._embeddings.passages)

    def embed_query(self, text: str) -> list[float]:
        """LangChain's way to ask for one question."""
        return self.questions([text])[0].tolist()  # type: ignore[no-any-return]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain's way to ask for passages."""
        return self.passages(texts).tolist()  # type: ignore[no-any-return]

    def _of(self, kind: str, texts: Sequence[str], embed: Callable[[Sequence[str]], Vectors]) -> Vectors:
        keys = [self._key(kind, text) for text in texts]
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        missing = [place for place, key in enumerate(keys) if not self._recall(key, vectors[place])]
        if missing:
            vectors[missing] = embed([texts[place] for place in missing])
            self._keep([keys[place] for place in missing], vectors[missing])
        self._used.update(keys)
        return vectors

    def _key(self, kind: str, text: str) -> bytes:
        named = f"{self._embeddings.identity}\0{kind}\0{text}".encode("utf-8", "surrogatepass")
        return hashlib.sha256(named).digest()[:KEY_BYTES]

    def _recall(self, key: bytes, into: Vectors) -> bool:
        """Copy a remembered vector, if there is one and it is whole."""
        row = self._rows.get(key)
        if row is None:
            return False
        stored = os.pread(self._file.fileno(), self._record.itemsize, row * self._record.itemsize)
        if zlib.crc32(stored[:-4]) != int.from_bytes(stored[-4:], "little"):
            return False
        into[:] = np.frombuffer(stored, dtype="<f4", count=self.dimensions, offset=KEY_BYTES)
        return True

    def _keep(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        first = os.fstat(self._file.fileno()).st_size // self._record.itemsize
        for row, (key, vector) in enumerate(zip(keys, vectors, strict=True), first):
            content = key + vector.astype("<f4").tobytes()
            self._file.write(content + zlib.crc32(content).to_bytes(4, "little"))
            self._rows[key] = row
        self._file.flush()

    def _records(self) -> np.memmap[tuple[int], np.dtype[np.void]]:
        return np.memmap(self._path, dtype=self._record, mode="r")

    def _tidy(self) -> None:
        """Replace the file by one with the used records alone."""
        rest = self._path.with_suffix(".new")
        size = self._record.itemsize
        with rest.open("wb") as file:
            for key, row in self._rows.items():
                if key in self._used:
                    file.write(os.pread(self._file.fileno(), size, row * size))
        rest.replace(self._path)
