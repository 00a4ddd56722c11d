"""The two texts that are served by default: byte for byte those that were given, and cut as they read."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from app.schema import Document, Unit
from ingest.build import read_corpus
from ingest.load import load_documents
from ingest.segment import segment
from tests.test_segment import check_units

INTERVIEW = "6342db8b7a1645e2a7a228d44a30acadbdb2cd97a68cb75cf9d1220344553a1f"
SCOPES = "5f4734cbf32c842111a01f3045ddd4d5722ed0f13f2442569787827a93441a3f"


@pytest.fixture(scope="module")
def documents(real_corpus: Path) -> dict[str, Document]:
    return {document.id: document for document in load_documents(real_corpus)}


@pytest.fixture(scope="module")
def units(documents: dict[str, Document]) -> dict[str, tuple[Unit, ...]]:
    return {identity: segment(document)[0] for identity, document in documents.items()}


def words(documents: dict[str, Document], units: dict[str, tuple[Unit, ...]], text: str, *kinds: str) -> list[str]:
    whole = documents[text].text
    return [whole[unit.start : unit.end] for unit in units[text] if unit.kind in kinds]


@pytest.mark.parametrize(("text", "digest"), [("interview", INTERVIEW), ("scopes", SCOPES)])
def test_the_text_is_byte_for_byte_the_given_one(
    documents: dict[str, Document], real_corpus: Path, text: str, digest: str
) -> None:
    raw = (real_corpus / documents[text].file).read_bytes()
    assert hashlib.sha256(raw).hexdigest() == digest
    assert documents[text].text.encode() == raw


def test_both_texts_are_marked_as_superseded_with_a_notice_in_two_languages(documents: dict[str, Document]) -> None:
    for document in documents.values():
        assert (document.status, document.since) == ("superseded", "2021-01-01")
        assert document.notice is not None
        assert "1 januari 2021" in document.notice.nl
        assert "1 January 2021" in document.notice.en
        assert "noloc.nl" in document.notice.link


def test_the_headings_of_the_interview_are_its_title_and_its_questions(
    documents: dict[str, Document], units: dict[str, tuple[Unit, ...]]
) -> None:
    assert words(documents, units, "interview", "heading") == [
        "Wat zijn de voordelen van een CMI certificering?",
        "Kunt u het CMI in een paar zinnen omschrijven?",
        "2. Wat wilt u dat ondernemers, opdrachtgevers en cliënten van u weten?",
        "3. In welke behoefte moet worden voorzien, vanuit uw branche gezien?",
        "4. Welke trends/ontwikkelingen zijn van belang ?",
        "5. Kunt u een toekomst schetsen voor de loopbaanbranche?",
        "6. Kunt u wat vertellen over de oorsprong van CMI?",
        "7. Wat is de kern van de certificering van Loopbaanprofessionals?",
        "8. Zijn er nog leuke korte feitjes of weetjes over uw branche, die niet veel mensen weten?",
    ]


def test_the_headings_of_the_scopes_include_the_four_task_areas(
    documents: dict[str, Document], units: dict[str, tuple[Unit, ...]]
) -> None:
    headings = words(documents, units, "scopes", "heading")
    assert headings[0] == "Scope"
    assert headings[-4:] == ["Loopbaanbegeleiding", "Loopbaancoaching", "Outplacement", "Re-integratie"]


def test_the_activities_are_one_list_with_its_lead_in(
    documents: dict[str, Document], units: dict[str, tuple[Unit, ...]]
) -> None:
    text = documents["interview"].text
    group = next(
        unit.group
        for unit in units["interview"]
        if text[unit.start : unit.end] == "Activiteiten van een loopbaanprofessional zijn:"
    )
    assert [text[unit.start : unit.end] for unit in units["interview"] if unit.group == group] == [
        "Activiteiten van een loopbaanprofessional zijn:",
        "loopbaanbegeleiding",
        "loopbaan coaching",
        "outplacement",
        "re-integratie tweede spoor",
    ]


def test_all_fifteen_bullets_of_the_interview_are_found(
    documents: dict[str, Document], units: dict[str, tuple[Unit, ...]]
) -> None:
    bullets = words(documents, units, "interview", "bullet")
    assert len(bullets) == documents["interview"].text.count("•") == 15
    assert not any(bullet.startswith("•") for bullet in bullets)


@pytest.mark.parametrize(
    "sentence",
    [
        "In Nederland werken ongeveer 15.000 loopbaanadviseurs.",
        "De taak van DNV GL als certificerende instelling ligt in het\u00a0onafhankelijk toetsen van\u00a0 de vakbekwaamheid.",
        "Part time werken versus minder verdienen m.b.t oudere werknemers is een trend die in de belangstelling staat.",
        "Deze mag de erkende titel van Register Loopbaanprofessional (RL) voeren.",
        "DNV GL is\u00a0een certificerende instelling voor Persoonscertificatie die\u00a0op kwaliteit toetst volgens ISO/IEC 17024.",
        "CMI loopbaanadviseurs kiezen ervoor om aan de hoogste criteria in de branche te willen voldoen",
        "Certificering is geldig voor drie jaar.",
    ],
)
def test_this_sentence_of_the_interview_is_one_unit(
    documents: dict[str, Document], units: dict[str, tuple[Unit, ...]], sentence: str
) -> None:
    assert sentence in words(documents, units, "interview", "sentence")


@pytest.mark.parametrize("text", ["interview", "scopes"])
def test_no_character_of_the_text_is_lost(documents: dict[str, Document], text: str) -> None:
    check_units(documents[text].text, *segment(documents[text]))


def test_every_curated_quote_is_found_in_the_texts(real_corpus: Path) -> None:
    content, warnings = read_corpus(real_corpus)
    assert warnings == []
    assert len(content.facts) > 50
    assert all(content.text(span).strip() for fact in content.facts for span in fact.evidence)
