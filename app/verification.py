"""The gate: nothing unproven passes. The only place where citations and answers with citations are made.

A citation is cut from the stored text, never copied from a composer; an answer is built only when each of its quotes
is the text at its offsets and each of its statements is made of its quotes' words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from app.corpus import Corpus
from app.errors import UnprovenError
from app.folding import folded
from app.schema import Citation, Document, Span, Statement

_BLANKS = re.compile(r"[^\S\n]+")
_NEWLINES = re.compile(r"\s*\n\s*")


def cite(corpus: Corpus, span: Span, n: int) -> Citation:
    """The citation of a span: its quote is what the stored text holds there.

    Raises:
        UnprovenError: there is no such document, or no text at that place.
    """
    document = corpus.documents.get(span.document)
    if document is None or not 0 <= span.start < span.end <= len(document.text):
        raise UnprovenError(f"{span} is no place in the corpus")
    return Citation(
        n=n,
        document=document.id,
        file=document.file,
        title=document.title,
        section=corpus.section_at(span),
        start=span.start,
        end=span.end,
        quote=document.text[span.start : span.end],
    )


def statement_of(citations: Sequence[Citation]) -> Statement:
    """The verbatim statement of some citations: their quotes, with white space made plain."""
    text = " ".join(plain(citation.quote) for citation in citations)
    return Statement(text, tuple(citation.n for citation in citations))


def plain(quote: str) -> str:
    """A quote for reading: non-breaking and repeated blanks become one, empty lines go."""
    return _NEWLINES.sub("\n", _BLANKS.sub(" ", quote)).strip()


def prove(documents: Mapping[str, Document], statements: Sequence[Statement], citations: Sequence[Citation]) -> None:
    """Check an answer's statements and citations against the stored texts.

    Raises:
        UnprovenError: a quote isn't the text at its offsets, a statement has no citation or one that isn't there, or
            it says words that its quotes don't.
    """
    by_number: dict[int, Citation] = {}
    for citation in citations:
        document = documents.get(citation.document)
        if document is None or not _stands(citation, document):
            raise UnprovenError(f"citation {citation.n} is not what {citation.file} holds at {citation.start}")
        by_number[citation.n] = citation
    if sorted(by_number) != list(range(1, len(citations) + 1)):
        raise UnprovenError("citations are not numbered from 1")
    for statement in statements:
        if not statement.citations or any(n not in by_number for n in statement.citations):
            raise UnprovenError(f"no citation stands behind {statement.text!r}")
        said = folded(statement.text)
        quoted = folded(" ".join(by_number[n].quote for n in statement.citations))
        if said != quoted:
            raise UnprovenError(f"{statement.text!r} is not what its quotes say")


def _stands(citation: Citation, document: Document) -> bool:
    return (
        0 <= citation.start < citation.end <= len(document.text)
        and document.text[citation.start : citation.end] == citation.quote
        and (citation.file, citation.title) == (document.file, document.title)
    )
