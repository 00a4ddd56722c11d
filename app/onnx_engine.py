"""The home of onnxruntime and tokenizers: texts -> vectors, by the graph that `ingest.graph` made.

    text -> prefix -> tokens -> texts of one length together -> graph -> mean of their tokens' rows

No torch: a process that answers starts sooner, takes less memory, and embeds a question in a fraction of the time
(docs/performance.md). Texts are never padded, so the vector of a text is the same, to the bit, whatever it is embedded
with.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from app.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

GRAPH: Final = "onnx/model.onnx"
TOKENIZER: Final = "onnx/tokenizer.json"  # cuts at the model's 512 tokens by itself
MARKER: Final = "prepared.json"  # what `ingest.weights` writes of the folder, with the sums of these two files
SUMS: Final = "engine_sha256"

QUERY: Final = "query: "  # the prefixes the model was trained with (its model card)
PASSAGE: Final = "passage: "

BATCH_TOKENS: Final = 256
"""Tokens computed together, texts x length. Of the question bank a question took 3.8 ms of one core at 64, 3.4 at 128,
3.3 at 256 and 512, and 3.4 at 1,024; alone it took 5.1."""

NOT_PREPARED: Final = "The embedding model is not in {folder}. Run `make setup`, or `python -m ingest`."
DAMAGED: Final = (
    "The embedding model is damaged: {path} is not what was prepared. Remove {folder} and run `make setup`."
)
UNUSABLE: Final = "The embedding model {path} can't be loaded: {reason} Remove {folder} and run `make setup`."


class OnnxEncoder:
    """Encodes as a sentence-transformers model does; threads may share it."""

    def __init__(self, session: InferenceSession, tokenizer: Tokenizer) -> None:
        self._session = session
        self._tokenizer = tokenizer  # never changed after loading: that is what makes it safe to share
        self._dimensions = int(session.get_outputs()[0].shape[-1])

    def get_embedding_dimension(self) -> int:
        """Length of a vector."""
        return self._dimensions

    def encode_query(self, texts: Sequence[str], **_: object) -> NDArray[np.float32]:
        """One row per question, of any length above zero."""
        return self._encode([QUERY + text for text in texts])

    def encode_document(self, texts: Sequence[str], **_: object) -> NDArray[np.float32]:
        """One row per passage."""
        return self._encode([PASSAGE + text for text in texts])

    def _encode(self, texts: list[str]) -> NDArray[np.float32]:
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(texts)]
        vectors = np.empty((len(texts), self._dimensions), dtype=np.float32)

        def run(rows: list[int]) -> None:
            ids = np.array([tokens[row] for row in rows], dtype=np.int64)
            # not by the graph: onnxruntime adds them up in another order for one text than for several
            vectors[rows] = self._session.run(None, {"ids": ids})[0].mean(axis=1)

        batches = list(_batches(tokens))
        if len(batches) < 2:
            for rows in batches:
                run(rows)
            return vectors
        with ThreadPoolExecutor(os.cpu_count() or 1) as threads:  # a run of the graph lets go of Python's lock
            list(threads.map(run, batches))
        return vectors


def _batches(tokens: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """The places of texts that are equally long, some at a time; the longest first, so that threads end together."""
    by_length: dict[int, list[int]] = defaultdict(list)
    for row, ids in enumerate(tokens):
        by_length[len(ids)].append(row)
    for length in sorted(by_length, reverse=True):
        rows, size = by_length[length], max(1, BATCH_TOKENS // length)
        yield from (rows[start : start + size] for start in range(0, len(rows), size))


def load_encoder(folder: Path) -> OnnxEncoder:
    """Load the engine out of the packaged model's folder, after its files were found to be what was prepared.

    Raises:
        ModelError: it isn't there, or a file is damaged.
    """
    for name, expected in _sums(folder).items():
        if _sha256(folder / name) != expected:
            raise ModelError(DAMAGED.format(path=folder / name, folder=folder))
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # callers that come at once use the other cores
    options.log_severity_level = 3  # errors only: it writes to the terminal itself
    path = folder / TOKENIZER
    try:
        tokenizer = Tokenizer.from_file(str(path))
        path = folder / GRAPH
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # noqa: BLE001 - both libraries raise classes of their own with nothing else in common
        raise ModelError(UNUSABLE.format(path=path, folder=folder, reason=_first_line(error))) from None
    return OnnxEncoder(session, tokenizer)


def _sums(folder: Path) -> dict[str, str]:
    """The sums of the two files, as noted when they were made."""
    try:
        noted = json.loads((folder / MARKER).read_text("utf-8"))[SUMS]
        return {name: str(noted[name]) for name in (TOKENIZER, GRAPH)}
    except (OSError, ValueError, KeyError, TypeError):
        raise ModelError(NOT_PREPARED.format(folder=folder)) from None


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return "unreadable"


def _first_line(error: Exception) -> str:
    lines = str(error).splitlines()
    return lines[0].rstrip(".") + "." if lines else f"{type(error).__name__}."
