"""What retrieval finds: places in the texts, best first, each from another passage, as LangChain knows them too."""

from __future__ import annotations

from itertools import pairwise

import pytest
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from app.chain import Assistant
from app.retrieval import DEFAULT_HITS
from app.schema import Hit
from tests.beekeepers import BLACK, CARNICA, EXPERIENCE, HOURS, Q_EXPERIENCE, Q_VALIDITY, Q_VALIDITY_EN, VALIDITY
from tests.conftest import Place


def quoted(assistant: Assistant, hits: list[Hit]) -> list[str]:
    return [assistant.corpus.text(hit.span) for hit in hits]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (Q_VALIDITY, VALIDITY),
        (Q_EXPERIENCE, EXPERIENCE),
        ("bijenstal open op zaterdag", HOURS),
        ("inheems ras zuinig met voorraad", BLACK),
        ("ras uit de bergen, zacht van aard", CARNICA),
        ("karnica", CARNICA),
    ],
)
def test_the_place_that_fits_comes_first(assistant: Assistant, question: str, found: str) -> None:
    assert found in quoted(assistant, assistant.search(question, 3))[0]


def test_a_heading_helps_its_text_to_be_found(assistant: Assistant) -> None:
    first = assistant.search("Kleding", 1)[0]
    assert (first.section, assistant.corpus.text(first.span)) == ("Kleding", "Draag lichte kleding zonder wol.")


def test_another_spelling_is_found_by_its_term_though_it_shares_no_letters(assistant: Assistant) -> None:
    retriever = assistant.retriever
    vector = retriever.embeddings.questions(["certified beekeeper"])[0]
    assert retriever.rank("certified beekeeper", vector, 1)[0].section == "2. Wat doet een erkend imker?"


def test_a_curated_question_leads_to_its_evidence_though_it_shares_no_letters(assistant: Assistant) -> None:
    assert quoted(assistant, assistant.search(Q_VALIDITY_EN, 1)) == [VALIDITY]


def test_hits_come_best_first(assistant: Assistant) -> None:
    scores = [hit.score for hit in assistant.search(Q_VALIDITY, 10)]
    assert all(a >= b for a, b in pairwise(scores))


def test_hits_are_from_different_passages(assistant: Assistant) -> None:
    corpus = assistant.corpus
    for question in (Q_VALIDITY, "bijen", "Wat is het verschil tussen de zwarte bij en carnica?"):
        places = [(hit.span.document, corpus.units_in(hit.span)[0].passage) for hit in assistant.search(question, 10)]
        assert len(places) == len(set(places))


def test_hits_are_the_text_at_their_offsets(assistant: Assistant, built: Place) -> None:
    for hit in assistant.search(Q_VALIDITY, 10):
        stored = (built.corpus / assistant.documents[hit.span.document].file).read_bytes().decode("utf-8")
        assert stored[hit.span.start : hit.span.end] == assistant.corpus.text(hit.span)
        assert hit.section == assistant.corpus.section_at(hit.span)


@pytest.mark.parametrize(("k", "count"), [(1, 1), (3, 3), (9, 9), (100, 9)])
def test_there_are_as_many_hits_as_asked_for_or_as_there_are_passages(assistant: Assistant, k: int, count: int) -> None:
    assert len(assistant.search(Q_VALIDITY, k)) == count


@pytest.mark.parametrize("question", ["", "  ", "?!", "x" * 3_000, "\u202e"])
def test_what_is_no_question_finds_nothing(assistant: Assistant, question: str) -> None:
    assert assistant.search(question, 10) == []


def test_a_question_that_shares_no_letter_still_gets_hits_in_a_fixed_order(assistant: Assistant) -> None:
    assert assistant.search("zzzz qqqq", 5) == assistant.search("zzzz qqqq", 5) != []


def test_langchain_gets_the_same_hits_as_documents(assistant: Assistant) -> None:
    retriever = assistant.retriever
    assert isinstance(retriever, BaseRetriever)
    documents = retriever.invoke(Q_VALIDITY)
    hits = assistant.search(Q_VALIDITY, DEFAULT_HITS)
    assert [document.page_content for document in documents] == quoted(assistant, hits)
    assert documents[0] == Document(
        page_content=VALIDITY,
        metadata={
            "document": "mark",
            "start": hits[0].span.start,
            "end": hits[0].span.end,
            "section": "Wat levert het keurmerk Erkend Imker op?",
            "score": hits[0].score,
        },
    )


def test_every_curated_entry_is_scored(assistant: Assistant) -> None:
    scores = assistant.retriever.retrieve(Q_VALIDITY).scores
    corpus = assistant.corpus
    assert len(scores) == len(corpus.facts) + len(corpus.unanswered)
    assert corpus.facts[int(scores.argmax())].id == "validity"
