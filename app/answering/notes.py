"""What stands beside an answer about its sources: notices of the operator, and dates where the cited texts' differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.answering import phrases
from app.schema import Document, Language


def note(documents: Mapping[str, Document], cited: Sequence[str], language: Language) -> str:
    """The notices of the cited texts (of all texts where none is cited), each once, and their dates if they differ.

    Two texts that say different things are told apart by when they were written, as far as the manifest knows.
    """
    chosen = [documents[name] for name in dict.fromkeys(cited)]
    notices = [document.notice.text(language) for document in chosen or documents.values() if document.notice]
    parts = [*notices]
    if len({document.date_note for document in chosen}) > 1:
        unknown = phrases.UNDATED[language]
        dates = "; ".join(f"{document.title} ({document.date_note or unknown})" for document in chosen)
        parts.append(phrases.DATES[language].format(dates=dates))
    if cited and phrases.DUTCH_QUOTES[language]:
        parts.append(phrases.DUTCH_QUOTES[language])
    return " ".join(dict.fromkeys(parts))
