"""What the screen needs of an assistant; `app.chain` builds the real one, the tests a small fake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from app.schema import Answer, Document, Language, Span


class AssistantLike(Protocol):
    """An assistant over one corpus. Called from several threads at once: one per question that is being answered."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """The texts, by id, in the order in which they are to be listed."""
        ...

    def answer(self, question: str, *, turns: Sequence[str] = (), language: Language | None = None) -> Answer:
        """Answer `question`; `turns` are the earlier messages of the user in this conversation."""
        ...

    def stream(self, question: str, *, turns: Sequence[str] = (), language: Language | None = None) -> Iterator[Answer]:
        """The answer as it grows by proven statements; the last one is whole, and what `answer` gives."""
        ...

    @property
    def sends_to(self) -> str:
        """The host of a chat model that questions leave this machine for; "" where they don't."""
        ...

    def verify(self, quote: str | None, statement: str | None = None) -> dict[str, Any]:
        """Whether a quote stands in the texts and a statement says no more; the contract's Verification result.

        Raises:
            InputError: there is nothing to verify, or too much.
        """
        ...

    def sections(self, document_id: str, /) -> Sequence[tuple[str, int, int]]:
        """Heading, start and end of each section in the stored text, in reading order."""
        ...

    def sentences(self, document_id: str, /) -> Sequence[tuple[int, int]]:
        """Start and end of every sentence, heading and bullet, in reading order; none overlap."""
        ...

    def questions_at(self, document_id: str, language: Language, /) -> Sequence[tuple[str, Sequence[Span]]]:
        """Questions that a text answers, each with all the places of its answer, in the order of the first one."""
        ...

    def examples(self, language: Language) -> Sequence[str]:
        """Questions to start with."""
        ...

    @property
    def can_check(self) -> bool:
        """Whether the corpus has eligibility rules; without them there is no form and no endpoint."""
        ...

    def check(self, facts: Mapping[str, object], *, language: Language = "nl") -> dict[str, Any]:
        """Decide one case (`app.eligibility.reading` has the form of `facts`); the Decision of the contract.

        Raises:
            InputError: a value can't be read or can't be so; the message begins with its path.
        """
        ...
