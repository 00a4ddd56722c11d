"""The gate: nothing unproven passes. The only place where citations and answers with citations are made.

A citation is cut from the stored text, never copied from a composer; an answer is built only when each of its quotes
is the text at its offsets and each of its statements is made of its quotes' words, or passes the checks of `app.gate`.

    quote ─> QuoteFinder ─> Found ─┬─> whole sentences ─> StatementGate <─ statement
                                   └─> Citation
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from app.corpus import Corpus
from app.errors import InputError, UnprovenError
from app.folding import folded
from app.gate.quotes import Found, QuoteFinder
from app.gate.statements import Judgement, StatementGate
from app.schema import Citation, Document, Language, Span, Statement

MOST_CHARACTERS = 10_000
"""Of what is given to be verified; a longer one is refused. Twice the longest quote that is looked up."""

Judge = Callable[[str, Sequence[str]], Judgement]
"""Statement and its quotes -> the verdict."""


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


def check_request(quote: object, statement: object) -> None:
    """See whether there is something to verify.

    Raises:
        InputError: neither is given, or one isn't text of a bearable length.
    """
    if quote is None and statement is None:
        raise InputError("There is nothing to verify. Give a quote, and with it a statement if you like.")
    for name, given in (("quote", quote), ("statement", statement)):
        if given is not None and (not isinstance(given, str) or len(given) > MOST_CHARACTERS):
            raise InputError(f"{name}: is no text of at most {MOST_CHARACTERS} characters. Give one.")


def prove(
    documents: Mapping[str, Document],
    statements: Sequence[Statement],
    citations: Sequence[Citation],
    judge: Judge | None = None,
) -> None:
    """Check an answer's statements and citations against the stored texts.

    A statement is its quotes' words; with a `judge` it may say them otherwise.

    Raises:
        UnprovenError: a quote isn't the text at its offsets, a statement has no citation or one that isn't there, or
            it says what its quotes don't.
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
        quotes = [by_number[n].quote for n in statement.citations]
        if folded(statement.text) == folded(" ".join(quotes)):
            continue
        if judge is None or judge(statement.text, quotes).verdict != "supported":
            raise UnprovenError(f"{statement.text!r} is not what its quotes say")


def whole_sentences(corpus: Corpus, span: Span) -> tuple[Span, ...]:
    """The whole sentences and list items that a span touches: a quote cut short must not lose its "not"."""
    units = [unit for unit in corpus.units_in(span) if unit.kind != "heading"] or corpus.units_in(span)
    return tuple(Span(unit.document, unit.start, unit.end) for unit in units) or (span,)


@dataclass(frozen=True)
class Verifier:
    """Verification as a service: is this quote in the texts, and does this statement say no more than it?"""

    corpus: Corpus
    gate: StatementGate

    @cached_property
    def finder(self) -> QuoteFinder:
        """Looks quotes up; folds each text once."""
        return QuoteFinder(self.corpus)

    def verify(
        self,
        quote: str | None = None,
        statement: str | None = None,
        *,
        language: Language = "nl",
        within: Sequence[Span] = (),
    ) -> dict[str, Any]:
        """The verdicts as the contract's JSON value; a part that isn't given is None.

        `within` are the places the quote is said to stand in; without a quote they are what the statement is held to.
        """
        found = self.finder.find(quote, within=within) if quote is not None else None
        judged = None
        if statement is not None:
            if found is None:
                judged = self._best(statement, within, language)
            elif found.verdict in ("verified", "wrong_source"):
                judged = self.judge(statement, found.spans, language)
            else:
                judged = Judgement("unsupported", (f"the quote is {found.verdict}",))
        return {
            "quote": self._quote(found) if found else None,
            "statement": judged.as_dict() if judged else None,
        }

    def judge(self, statement: str, spans: Sequence[Span], language: Language) -> Judgement:
        """A statement against the whole sentences at some places."""
        whole = dict.fromkeys(sentence for span in spans for sentence in whole_sentences(self.corpus, span))
        return self.gate.judge(statement, [self.corpus.text(span) for span in whole], language)

    def _best(self, statement: str, places: Sequence[Span], language: Language) -> Judgement:
        """The verdict at the first of these places that supports a statement, else at the first of all."""
        verdicts = [self.judge(statement, [place], language) for place in places]
        supported = next((one for one in verdicts if one.verdict == "supported"), None)
        return supported or (verdicts[0] if verdicts else Judgement("unsupported", ("no quote stands behind it",)))

    def _quote(self, found: Found) -> dict[str, Any]:
        proven = found.verdict in ("verified", "wrong_source")
        nearest = found.nearest or (found.spans[0] if found.spans and not proven else None)
        pieces = " | ".join(plain(self.corpus.text(span)) for span in found.spans)
        return {
            "verdict": found.verdict,
            "citation": asdict(cite(self.corpus, found.spans[0], 1)) if proven else None,
            "nearest": asdict(cite(self.corpus, nearest, 1)) if nearest else None,
            "difference": f"made of: {pieces}" if found.verdict == "stitched" else found.difference,
        }


def _stands(citation: Citation, document: Document) -> bool:
    return (
        0 <= citation.start < citation.end <= len(document.text)
        and document.text[citation.start : citation.end] == citation.quote
        and (citation.file, citation.title) == (document.file, document.title)
    )
