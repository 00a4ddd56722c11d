"""The gate: an answer whose quote is not the text at its offsets, or that says more than its quotes, is never built."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.corpus import Corpus
from app.errors import UnprovenError
from app.schema import Citation, Span, Statement
from app.verification import cite, plain, prove, statement_of
from tests.beekeepers import MARK, NBSP, TESTED, VALIDITY


def span_of(quote: str) -> Span:
    start = MARK.index(quote)
    return Span("mark", start, start + len(quote))


@pytest.fixture
def citation(bees: Corpus) -> Citation:
    return cite(bees, span_of(VALIDITY), 1)


@pytest.fixture
def statement(citation: Citation) -> Statement:
    return statement_of([citation])


# --- making a citation


def test_a_citation_is_cut_from_the_stored_text_with_its_place(bees: Corpus) -> None:
    cited = cite(bees, span_of(TESTED), 3)
    assert (cited.n, cited.document, cited.file) == (3, "mark", "texts/keurmerk.txt")
    assert cited.quote == TESTED == MARK[cited.start : cited.end]
    assert (cited.title, cited.section) == ("Wat levert het keurmerk Erkend Imker op?",) * 2


@pytest.mark.parametrize(
    "span",
    [
        Span("nowhere", 0, 5),
        Span("mark", -5, 5),
        Span("mark", 5, 5),
        Span("mark", 9, 5),
        Span("mark", 0, len(MARK) + 1),
        Span("mark", len(MARK) + 10, len(MARK) + 20),
    ],
)
def test_a_place_that_is_not_in_the_corpus_can_not_be_cited(bees: Corpus, span: Span) -> None:
    with pytest.raises(UnprovenError):
        cite(bees, span, 1)


def test_a_statement_is_its_quotes_made_readable(bees: Corpus) -> None:
    said = statement_of([cite(bees, span_of(TESTED), 1), cite(bees, span_of(VALIDITY), 2)])
    assert said == Statement(f"{TESTED.replace(NBSP, ' ')} {VALIDITY}", (1, 2))


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("in het\u00a0kort", "in het kort"),
        ("in  het \t kort", "in het kort"),
        ("De taken:\n\n • een\n • twee", "De taken:\n• een\n• twee"),
        (" rand ", "rand"),
        ("a\r\nb", "a\nb"),
    ],
)
def test_a_quote_is_shown_without_the_accidents_of_its_file(quote: str, shown: str) -> None:
    assert plain(quote) == shown


# --- proving an answer


def test_what_is_quoted_and_said_verbatim_passes(bees: Corpus, citation: Citation, statement: Statement) -> None:
    prove(bees.documents, [statement], [citation])


def test_an_answer_without_statements_and_citations_passes(bees: Corpus) -> None:
    prove(bees.documents, [], [])


def test_a_statement_may_rest_on_several_citations(bees: Corpus) -> None:
    both = [cite(bees, span_of(TESTED), 1), cite(bees, span_of(VALIDITY), 2)]
    prove(bees.documents, [statement_of(both)], both)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"quote": VALIDITY.replace("vijf", "tien")}, id="another number"),
        pytest.param({"quote": VALIDITY.replace("geldig", "ongeldig")}, id="turned round"),
        pytest.param({"quote": VALIDITY.lower()}, id="small letters"),
        pytest.param({"quote": VALIDITY.replace(" ", NBSP)}, id="another white space"),
        pytest.param({"quote": VALIDITY[:-1]}, id="shortened"),
        pytest.param({"quote": ""}, id="empty"),
        pytest.param({"start": 0}, id="wrong start"),
        pytest.param({"end": 5}, id="wrong end"),
        pytest.param({"document": "breeds"}, id="another text"),
        pytest.param({"document": "nowhere"}, id="no such text"),
        pytest.param({"n": 2}, id="not numbered from one"),
        pytest.param({"n": 0}, id="numbered from zero"),
    ],
)
def test_a_citation_that_was_altered_is_refused(
    bees: Corpus, citation: Citation, statement: Statement, change: dict[str, object]
) -> None:
    altered = replace(citation, **change)  # type: ignore[arg-type]
    with pytest.raises(UnprovenError):
        prove(bees.documents, [replace(statement, citations=(altered.n,))], [altered])


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param(len(MARK) - 10, len(MARK) + 50, id="end beyond the text"),
        pytest.param(-10, len(MARK), id="start before the text"),
    ],
)
def test_offsets_outside_the_text_are_refused_though_python_could_slice_with_them(
    bees: Corpus, citation: Citation, start: int, end: int
) -> None:
    altered = replace(citation, start=start, end=end, quote=MARK[start:end])
    with pytest.raises(UnprovenError):
        prove(bees.documents, [statement_of([altered])], [altered])


@pytest.mark.parametrize(
    "change",
    [{"file": "texts/rassen.txt"}, {"title": "Rassen"}],
    ids=["another file", "another title"],
)
def test_a_citation_that_names_another_source_is_refused(
    bees: Corpus, citation: Citation, statement: Statement, change: dict[str, str]
) -> None:
    with pytest.raises(UnprovenError):
        prove(bees.documents, [statement], [replace(citation, **change)])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"citations": ()}, id="no citation"),
        pytest.param({"citations": (2,)}, id="a citation that isn't there"),
        pytest.param({"citations": (1, 2)}, id="one of two isn't there"),
        pytest.param({"text": VALIDITY + " Zeker weten."}, id="invented words after it"),
        pytest.param({"text": "Volgens ons: " + VALIDITY}, id="invented words before it"),
        pytest.param({"text": VALIDITY.replace("vijf", "vijfentwintig")}, id="another number"),
        pytest.param({"text": VALIDITY.replace("vijf jaar", "vijf jaar en een dag")}, id="words in between"),
        pytest.param({"text": "Het keurmerk is geldig."}, id="words left out"),
        pytest.param({"text": "Vijf jaar is het keurmerk geldig voor."}, id="another order"),
        pytest.param({"text": ""}, id="nothing said"),
        pytest.param({"text": "", "citations": ()}, id="nothing said and nothing cited"),
    ],
)
def test_a_statement_that_is_not_what_its_quotes_say_is_refused(
    bees: Corpus, citation: Citation, statement: Statement, change: dict[str, object]
) -> None:
    with pytest.raises(UnprovenError):
        prove(bees.documents, [replace(statement, **change)], [citation])  # type: ignore[arg-type]


def test_one_bad_statement_spoils_the_answer(bees: Corpus, citation: Citation, statement: Statement) -> None:
    with pytest.raises(UnprovenError):
        prove(bees.documents, [statement, Statement("Verzonnen.", (1,))], [citation])


def test_two_citations_of_one_number_are_refused(bees: Corpus, citation: Citation, statement: Statement) -> None:
    with pytest.raises(UnprovenError):
        prove(bees.documents, [statement], [citation, citation])
