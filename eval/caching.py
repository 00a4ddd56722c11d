"""Embeddings that remember: the same words are embedded once, whichever system, variant or altered corpus asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from app.embedding import SentenceEmbeddings

Vectors = NDArray[np.float32]


class CachedEmbeddings(SentenceEmbeddings):
    """Stands where the embeddings stand. Only the first asking of a text takes time: what is measured then is true.

    Keeps every vector (1.5 KB each) for as long as it lives: a measuring process, not a serving one.
    """

    def __init__(self, inner: SentenceEmbeddings) -> None:
        self._inner = inner
        self.identity = inner.identity
        self._questions: dict[str, Vectors] = {}
        self._passages: dict[str, Vectors] = {}

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return self._inner.dimensions

    def questions(self, texts: Sequence[str]) -> Vectors:
        """One row per question."""
        return self._remembered(texts, self._questions, self._inner.questions)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One row per text of the corpus."""
        return self._remembered(texts, self._passages, self._inner.passages)

    def _remembered(
        self, texts: Sequence[str], known: dict[str, Vectors], embed: Callable[[Sequence[str]], Vectors]
    ) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known.update(zip(new, embed(new), strict=True))
        return np.stack([known[text] for text in texts]) if texts else np.zeros((0, self.dimensions), dtype=np.float32)
