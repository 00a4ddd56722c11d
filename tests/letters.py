"""A small embedding model without weights: texts that share runs of four letters get near vectors.

Deterministic, quick, and true to its interface; it knows spelling, not meaning. As E5's do, its cosines lie between 0.7
and 1, so that thresholds in units of cosine similarity stay meaningful.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.embedding import SentenceEmbeddings
from app.folding import folded

DIMENSIONS = 256
RUN = 4
COMMON = 0.7  # the cosine of two texts that share nothing
IDENTITY = "letters-1"


class LetterModel:
    """Stands where a sentence-transformers model stands: one row of floats per text."""

    def get_embedding_dimension(self) -> int:
        return DIMENSIONS

    def encode_query(self, texts: Sequence[str], **_: object) -> NDArray[np.float32]:
        return np.stack([vector_of(text) for text in texts]) if texts else np.zeros((0, DIMENSIONS), np.float32)

    encode_document = encode_query


def vector_of(text: str) -> NDArray[np.float32]:
    """The unit vector of a text: a bag of its runs of letters, hashed, and one component that all texts share."""
    bag = np.zeros(DIMENSIONS - 1, dtype=np.float32)
    for word in folded(text).split():
        padded = f"_{word.strip('.,:;?!()')}_"
        for start in range(max(1, len(padded) - RUN + 1)):
            bag[zlib.crc32(padded[start : start + RUN].encode("utf-8")) % (DIMENSIONS - 1)] += 1.0
    length = float(np.linalg.norm(bag)) or 1.0
    return np.append(bag / length * np.sqrt(1 - COMMON), np.sqrt(COMMON)).astype(np.float32)


def letter_embeddings() -> SentenceEmbeddings:
    """The program's own embeddings class over this model."""
    return SentenceEmbeddings(LetterModel(), IDENTITY)  # type: ignore[arg-type]
