"""A quote's own words put together otherwise are rejected; its phrases in another place are not."""

from __future__ import annotations

import pytest

from app.corpus import Corpus
from app.gate.claims import claims
from app.gate.phrases import rearranged
from app.gate.words import Reader
from app.lexical import Analyzer
from app.schema import Language
from tests.beekeepers import EXPERIENCE, FOUNDED, HOURS, VALIDITY

ROLES = "De bond keurt met strenge proeven de honing van de vereniging."
DONE = "De toets wordt afgenomen door een voorzitter, geholpen door twee imkers."
MAY = "De meeste imkers zijn lid van de vereniging, en daarom mogen zij de titel voeren."
DENIED = "De bond stelt geen eisen aan kasten, maar stimuleert eigen onderzoek."
ORDER = "De vereniging beoordeelde jaarlijks de kasten."
FOR = "De vereniging is opgericht voor imkers."
NAMED = "Het initiatief kwam van de bond BIJ samen met de club HON."


@pytest.fixture(scope="module")
def reader(bees: Corpus) -> Reader:
    return Reader(Analyzer(bees.glossary))


def reasons(statement: str, quote: str, reader: Reader, language: Language = "nl") -> str:
    found = [reason for claim in claims(statement, [quote], language, reader) for reason in rearranged(claim, reader)]
    return "; ".join(reason.text for reason in found)


@pytest.mark.parametrize(
    ("statement", "quote", "reason"),
    [
        ("Vijf jaar is geldig voor het keurmerk.", VALIDITY, "changed places"),
        (
            "Een imker komt met het keurmerk in aanmerking voor ten minste 4 jaar ervaring.",
            EXPERIENCE,
            "changed places",
        ),
        ("De bond keurt de proeven van de vereniging.", ROLES, "belongs to"),
        ("De bond keurt met strenge honing de vereniging.", ROLES, "doesn't stand before 'honing'"),
        ("De toets wordt afgenomen door twee imkers, geholpen door een voorzitter.", DONE, "stands beside"),
        ("Imkers mogen lid zijn van de vereniging.", MAY, "'permission' of something else"),
        ("De bond stelt eisen aan kasten, geen onderzoek.", DENIED, "doesn't deny"),
        ("De kasten beoordeelde jaarlijks de vereniging.", ORDER, "changed places"),
        ("De vereniging is door imkers opgericht.", FOR, "stands after 'door'"),
        ("Het initiatief kwam van de bond HON.", NAMED, "is 'BIJ' in the quote"),
        ("Een imker komt in aanmerking met 4 volken.", EXPERIENCE, "4 counts"),
        ("De vereniging werd in 1987 door dhr. J. de Vries.", FOUNDED, "is left out"),
        ("De bijenstal is open op zaterdag van 16.00 uur.", HOURS, "is left out"),
        ("Proeven keurt de honing met strenge vereniging bond.", ROLES, "in another order"),
    ],
)
def test_the_same_words_with_another_meaning_are_seen(reader: Reader, statement: str, quote: str, reason: str) -> None:
    assert reason in reasons(statement, quote, reader)


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        (VALIDITY, VALIDITY),
        ("Voor vijf jaar is het keurmerk geldig.", VALIDITY),
        ("Met ten minste 4 jaar ervaring komt een imker in aanmerking.", EXPERIENCE),
        ("In 1987 werd de vereniging opgericht.", FOUNDED),
        ("Op zaterdag is de bijenstal open.", HOURS),
        ("De honing van de vereniging keurt de bond met strenge proeven.", DENIED),
        ("De toets wordt afgenomen door een voorzitter.", DONE),
        ("Zij mogen de titel voeren.", MAY),
        ("Jaarlijks beoordeelde de vereniging de kasten.", ORDER),
    ],
)
def test_phrases_in_another_place_pass(reader: Reader, statement: str, quote: str) -> None:
    assert reasons(statement, quote, reader) == ""


def test_english_words_are_not_compared_with_dutch_ones(reader: Reader) -> None:
    assert reasons("Vijf jaar is geldig voor het keurmerk.", VALIDITY, reader, "en") == ""
