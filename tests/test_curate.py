"""Curated questions and spellings: every quote is looked up in the texts, and one that isn't there is left out by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.corpus import Corpus
from app.errors import CorpusError
from app.schema import Fact
from ingest.build import read_corpus
from ingest.curate import load_glossary
from tests.beekeepers import BLACK, HOURS, NBSP, TESTED, VALIDITY, write_text

FACT = """facts:
  - id: asked
    evidence: [{{quote: "{quote}"{place}}}]
    questions: ["Wat is gevraagd?"]
"""


def read(corpus: Path, questions: str) -> tuple[Corpus, list[str]]:
    write_text(corpus / "questions.yaml", questions)
    return read_corpus(corpus)


def quoted(content: Corpus, fact: Fact) -> list[str]:
    return [content.text(span) for span in fact.evidence]


def test_evidence_becomes_its_place_in_the_text(bees: Corpus) -> None:
    validity = next(fact for fact in bees.facts if fact.id == "validity")
    (span,) = validity.evidence
    assert bees.documents["mark"].text[span.start : span.end] == VALIDITY


def test_evidence_keeps_its_order(bees: Corpus) -> None:
    breeds = next(fact for fact in bees.facts if fact.id == "breeds")
    assert quoted(bees, breeds)[0] == BLACK


@pytest.mark.parametrize(
    "spelling",
    [
        TESTED,
        TESTED.replace(NBSP, " "),
        TESTED.replace(" ", "  "),
        TESTED.upper(),
        TESTED.replace("BIJ/EU", "bij/eu"),
    ],
    ids=["verbatim", "plain space", "double spaces", "capitals", "small letters"],
)
def test_a_quote_is_found_whatever_its_blanks_and_capitals(corpus_dir: Path, spelling: str) -> None:
    content, warnings = read(corpus_dir, FACT.format(quote=spelling, place=""))
    assert warnings == []
    assert quoted(content, content.facts[0]) == [TESTED]


def test_a_quote_that_is_not_in_the_texts_drops_its_entry_with_a_warning(corpus_dir: Path) -> None:
    content, warnings = read(corpus_dir, FACT.format(quote="Het keurmerk is geldig voor tien jaar.", place=""))
    assert content.facts == ()
    assert warnings == [
        "questions.yaml: asked is left out: its quote 'Het keurmerk is geldig voor tien jaar.' is not in the texts"
    ]


def test_one_missing_quote_leaves_the_other_entries_in_use(corpus_dir: Path) -> None:
    both = FACT.format(quote=VALIDITY, place="") + FACT.format(quote="Staat er niet.", place="").replace(
        "facts:\n", ""
    ).replace("asked", "gone")
    content, warnings = read(corpus_dir, both)
    assert [fact.id for fact in content.facts] == ["asked"]
    assert len(warnings) == 1
    assert "gone is left out" in warnings[0]


def test_an_ambiguous_quote_drops_its_entry_and_says_how_to_tell(corpus_dir: Path) -> None:
    content, warnings = read(corpus_dir, FACT.format(quote="de vereniging", place=""))
    assert content.facts == ()
    assert "places; name document and section" in warnings[0]


@pytest.mark.parametrize("place", [", document: visit", ", section: Openingstijden", ", section: OPENINGSTIJDEN"])
def test_document_or_section_tell_equal_quotes_apart(corpus_dir: Path, place: str) -> None:
    text = "Nog een stal\n\n" + HOURS + "\n"
    write_text(corpus_dir / "texts/stal.txt", text)
    (corpus_dir / "manifest.yaml").unlink()  # ids are then paths
    place = place.replace("visit", "texts/bezoek")
    content, warnings = read(corpus_dir, FACT.format(quote=HOURS, place=place))
    assert warnings == []
    assert content.facts[0].evidence[0].document == "texts/bezoek"


def test_a_refusal_that_points_to_a_dropped_fact_is_kept_without_it(corpus_dir: Path) -> None:
    refusal = """unanswered:
  - id: costs
    kind: near
    reason: {nl: "Nee.", en: "No."}
    nearby: [asked]
    questions: ["Wat kost het?"]
"""
    content, warnings = read(corpus_dir, FACT.format(quote="Staat er niet.", place="") + refusal)
    assert content.unanswered[0].nearby == ()
    assert "questions.yaml: costs points to a nearby fact that isn't there" in warnings


@pytest.mark.parametrize("content", ["# nothing yet\n", "facts: []\n", "unanswered: []\n"])
def test_a_file_without_entries_is_fine(corpus_dir: Path, content: str) -> None:
    assert read(corpus_dir, content)[0].facts == ()


def test_without_curated_files_there_are_no_facts_and_no_spellings(corpus_dir: Path) -> None:
    (corpus_dir / "questions.yaml").unlink()
    (corpus_dir / "glossary.yaml").unlink()
    content, warnings = read_corpus(corpus_dir)
    assert (content.facts, content.unanswered, content.glossary, warnings) == ((), (), {}, [])


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("questions:", "question:", r"facts\[0\]\.questions: Field required"),
        ("    evidence", "    kind: guess\n    evidence", r"facts\[0\]\.kind: Input should be 'fact', 'list'"),
        ("quote:", "qoute:", r"facts\[0\]\.evidence\[0\]\.quote: Field required"),
        ('["Wat is gevraagd?"]', "[]", r"facts\[0\]\.questions: List should have at least 1 item"),
        ("facts:", "fact:", r"fact: Extra inputs are not permitted"),
        ("    evidence", "    answer: Drie jaar.\n    evidence", r"facts\[0\]\.answer: Extra inputs are not permitted"),
        ("[{quote", "[{{quote", r"is no valid YAML at line 3"),
    ],
)
def test_a_mistake_in_the_questions_is_named_with_its_place(
    corpus_dir: Path, old: str, new: str, complaint: str
) -> None:
    questions = FACT.format(quote=VALIDITY, place="")
    assert old in questions
    with pytest.raises(CorpusError, match=rf"questions\.yaml.*{complaint}"):
        read(corpus_dir, questions.replace(old, new, 1))


def test_an_id_that_stands_twice_is_refused(corpus_dir: Path) -> None:
    fact = FACT.format(quote=VALIDITY, place="")
    with pytest.raises(CorpusError, match="the id 'asked' stands there twice"):
        read(corpus_dir, fact + fact.replace("facts:\n", ""))


# --- spellings


def test_the_glossary_leads_from_variant_to_term(corpus_dir: Path) -> None:
    glossary = load_glossary(corpus_dir)
    assert glossary["karnica"] == "carnica"
    assert "carnica" not in glossary


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (
            "terms:\n  - canonical: a\n    variants: [x]\n  - canonical: b\n    variants: [x]\n",
            "'x' is a variant of two",
        ),
        ("terms:\n  - canonical: a\n    synonyms: [x]\n", r"terms\[0\]\.synonyms: Extra inputs"),
        ("terms:\n  - variants: [x]\n", r"terms\[0\]\.canonical: Field required"),
        ("terms: {", "is no valid YAML"),
    ],
)
def test_a_mistake_in_the_glossary_is_named(corpus_dir: Path, content: str, complaint: str) -> None:
    write_text(corpus_dir / "glossary.yaml", content)
    with pytest.raises(CorpusError, match=rf"glossary\.yaml.*{complaint}"):
        load_glossary(corpus_dir)


def test_a_variant_of_two_terms_is_refused_whatever_its_capitals(corpus_dir: Path) -> None:
    write_text(
        corpus_dir / "glossary.yaml",
        "terms:\n  - canonical: a\n    variants: [X]\n  - canonical: b\n    variants: [x]\n",
    )
    with pytest.raises(CorpusError, match="is a variant of two terms"):
        load_glossary(corpus_dir)
