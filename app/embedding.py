"""Texts -> unit vectors: which model, and by which engine. The home of sentence-transformers.

The default model is prepared once by `ingest.weights` into the model folder, and runs without torch
(`app.onnx_engine`); any other is a sentence-transformers name or folder, and so is the default one's folder where it is
named. Nothing is fetched at run time: the hub is switched off before the library is loaded.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from langchain_core.embeddings import Embeddings

from app.errors import ModelError
from app.onnx_engine import GRAPH, NOT_PREPARED, OnnxEncoder, load_encoder

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

PACKAGED = "multilingual-e5-small"
"""Folder, below the model folder, of the model that comes with the installation."""

BATCH = 32  # 2 cores: larger batches pad more and gain nothing


THREADS = 1
"""Per request. With a second busy process two threads took 1,066 ms a question and one took 33: OpenMP spins. Several
requests at once use the other cores."""


class SentenceEmbeddings(Embeddings):
    """LangChain embeddings over a model of either engine; vectors are float32 of length 1.

    Questions and passages are encoded by the model's own prompts ("query: ", "passage: " for E5) where it has them.
    """

    def __init__(self, model: SentenceTransformer | OnnxEncoder, identity: str) -> None:
        self._model = model
        self.identity = identity  # what `model_identity` says of it
        # sentence-transformers changes its tokenizer with each call: shared by threads, it raises "Already borrowed"
        self._turn = nullcontext() if isinstance(model, OnnxEncoder) else threading.Lock()

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per question."""
        with self._turn:
            return self._unit(self._model.encode_query(list(texts), batch_size=BATCH, show_progress_bar=False))

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per text of the corpus."""
        with self._turn:
            return self._unit(self._model.encode_document(list(texts), batch_size=BATCH, show_progress_bar=False))

    def embed_query(self, text: str) -> list[float]:
        """LangChain's way to ask for one question."""
        return self.questions([text])[0].tolist()  # type: ignore[no-any-return]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain's way to ask for passages."""
        return self.passages(texts).tolist()  # type: ignore[no-any-return]

    @staticmethod
    def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        vectors = np.asarray(vectors, dtype=np.float32)
        unit: NDArray[np.float32] = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return unit


def model_identity(name: str, model_dir: Path) -> str:
    """What tells one model from another in an index: its name, and for a folder a hash of its description and sizes.

    Raises:
        ModelError: the default model was not prepared.
    """
    folder = _folder(name, model_dir)
    if folder is None:
        return name
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(folder).as_posix()}:{path.stat().st_size};".encode())
            if path.suffix == ".json" and path.stat().st_size < 100_000:
                digest.update(path.read_bytes())
    return f"{name or PACKAGED + ' int8'}@{digest.hexdigest()[:16]}"


def load_embeddings(name: str, model_dir: Path) -> SentenceEmbeddings:
    """Load the model; `name` empty means the packaged one.

    Raises:
        ModelError: it isn't there, is damaged, or isn't a sentence-transformers model.
    """
    from threadpoolctl import threadpool_limits

    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    threadpool_limits(THREADS, "blas")  # numpy's: scoring the curated questions took 7 to 12 ms with two, 0.5 with one
    folder = _folder(name, model_dir)
    model = load_encoder(folder) if folder and not name else _sentence_transformer(str(folder or name))
    return SentenceEmbeddings(model, model_identity(name, model_dir))


def _sentence_transformer(name: str) -> SentenceTransformer:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    torch.set_num_threads(THREADS)
    try:
        logging.set_verbosity_error()
        logging.disable_progress_bar()
        return SentenceTransformer(name, device="cpu", local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(
            f"The embedding model {name} can't be loaded: {str(error).splitlines()[0]} Set "
            "CMI_EMBEDDING_MODEL to a sentence-transformers folder, or unset it for the packaged model."
        ) from None


def _folder(name: str, model_dir: Path) -> Path | None:
    if name:
        return Path(name) if Path(name).is_dir() else None
    folder = model_dir / PACKAGED
    if not (folder / GRAPH).is_file():
        raise ModelError(NOT_PREPARED.format(folder=folder))
    return folder
