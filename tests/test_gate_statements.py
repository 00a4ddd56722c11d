"""A statement says no more than its quotes: what each check sees, and what the whole gate lets through, measured."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.corpus import Corpus
from app.embedding import load_embeddings
from app.gate.statements import MOST_CHARACTERS, StatementGate
from app.gate.words import joined
from app.lexical import Analyzer
from app.schema import Language
from app.settings import ROOT
from eval.caching import CachedEmbeddings
from eval.statements import falsified, measure, passed, read_paraphrases
from ingest.build import read_corpus
from tests.beekeepers import BLACK, CARNICA, COUNT, EXPERIENCE, FOUNDED, HOURS, MERGED, TESTED, TITLE_EARNED, VALIDITY

FOLDER = Path(__file__).parent / "gate"
FORBIDDEN = "De vereniging mag geen honing verkopen zonder keurmerk, tenzij de imker lid is."
MOST = "In de meeste gevallen betaalt de imker de toets aan de vereniging."


@pytest.fixture(scope="module")
def gate(bees: Corpus) -> StatementGate:
    return StatementGate.of(bees, Analyzer(bees.glossary))


@pytest.mark.parametrize(
    ("statement", "quotes"),
    [
        (VALIDITY, [VALIDITY]),
        ("Het keurmerk is 5 jaar geldig.", [VALIDITY]),
        ("Een keurmerk is vijf jaar geldig.", [VALIDITY]),
        ("Voor het keurmerk heeft een imker minstens vier jaar ervaring met eigen volken nodig.", [EXPERIENCE]),
        ("Ongeveer vijftienduizend imkers houden bijen in ons land.", [COUNT]),
        ("In 1987 werd de vereniging opgericht door J. de Vries, en in 2003 ging zij samen.", [FOUNDED, MERGED]),
        ("Wie slaagt, mag zich Erkend Imker noemen.", [TITLE_EARNED]),
        ("De bijenstal is zaterdag open van 10.00 tot 16.00 uur.", [HOURS]),
    ],
)
def test_what_means_the_same_passes(gate: StatementGate, statement: str, quotes: list[str]) -> None:
    assert gate.judge(statement, quotes, "nl").reasons == ()


@pytest.mark.parametrize(
    ("statement", "quotes", "reason"),
    [
        ("Het keurmerk is 3 jaar geldig.", [VALIDITY], "number 3 is not in the quote (5)"),
        ("Het keurmerk is tien jaar geldig.", [VALIDITY], "number 10"),
        ("Het keurmerk is een jaar geldig.", [VALIDITY], "number 1"),
        ("Het keurmerk is vijf maanden geldig.", [VALIDITY], "counts months"),
        ("Het keurmerk is voor 5 procent geldig.", [VALIDITY], "percentage 5"),
        ("Het keurmerk is niet geldig voor vijf jaar.", [VALIDITY], "denies"),
        ("Het keurmerk is nooit vijf jaar geldig.", [VALIDITY], "denies"),
        ("Het keurmerk is hoogstens vijf jaar geldig.", [VALIDITY], "at most"),
        ("Het keurmerk is alleen geldig voor vijf jaar.", [VALIDITY], "only"),
        ("Het keurmerk is misschien vijf jaar geldig.", [VALIDITY], "perhaps"),
        ("Het keurmerk moet vijf jaar geldig zijn.", [VALIDITY], "necessity"),
        ("Het keurmerk van Korfvlechters is vijf jaar geldig.", [VALIDITY], "Korfvlechters"),
        ("Het keurmerk van de KNVB is vijf jaar geldig.", [VALIDITY], "knvb"),
        ("Het keurmerk is vijf jaar geldig in Duitsland.", [VALIDITY], "duitsland"),
        ("Wie slaagt, moet de titel Erkend Imker (EI) voeren.", [TITLE_EARNED], "necessity"),
        ("Wie slaagt, voert de titel Erkend Imker (EI).", [TITLE_EARNED], "permission"),
        ("Wie slaagt, hoeft de titel Erkend Imker (EI) niet te voeren.", [TITLE_EARNED], "exemption"),
        ("De vereniging mag honing verkopen zonder keurmerk.", [FORBIDDEN], "the quote denies"),
        ("De imker betaalt de toets aan de vereniging.", [MOST], "most"),
        ("In alle gevallen betaalt de imker de toets aan de vereniging.", [MOST], "all"),
        ("In ons land houden 15.000 imkers bijen.", [COUNT], "about"),
        ("In ons land houden meer dan 15.000 imkers bijen.", [COUNT], "more than"),
        ("Voor het keurmerk komt een imker in aanmerking met hoogstens 4 jaar ervaring.", [EXPERIENCE], "at most"),
        ("Onder carnica verstaat de vereniging het inheemse ras, dat zuinig is met zijn voorraad.", [BLACK], "carnica"),
        ("De vereniging werd in 1987 opgeheven door dhr. J. de Vries.", [FOUNDED], "opgeheven"),
        ("De vereniging werd in 1987 opgericht door dhr. P. Jansen.", [FOUNDED], "Jansen"),
        ("Op zondag is de bijenstal open van 10.00 tot 16.00 uur.", [HOURS], ""),
        ("De bijenstal is in mei open van 10.00 tot 16.00 uur.", [HOURS], "month 5"),
        ("Het keurmerk is vijf jaar geldig. Bel voor een afspraak.", [VALIDITY], ""),
        ("Het weer is vandaag mooi.", [VALIDITY], "not close"),
        ("", [VALIDITY], "says nothing"),
        ("?!", [VALIDITY], "says nothing"),
        (VALIDITY, [], "no quote"),
        ("geldig " * MOST_CHARACTERS, [VALIDITY], "longer"),
    ],
)
def test_what_says_something_else_is_rejected_with_the_reason(
    gate: StatementGate, statement: str, quotes: list[str], reason: str
) -> None:
    judged = gate.judge(statement, quotes, "nl")
    assert judged.verdict in ("contradicted", "unsupported")
    assert reason.casefold() in "; ".join(judged.reasons).casefold()


@pytest.mark.parametrize(
    ("statement", "quotes"),
    [
        ("The quality mark is valid for three years.", [VALIDITY]),
        ("Het keurmerk is drie jaar geldig.", [VALIDITY]),
        ("The quality mark is not valid for five years.", [VALIDITY]),
        ("The quality mark must be valid for five years.", [VALIDITY]),
        ("The association was founded in 1988.", [FOUNDED]),
        ("The association was founded in May 1987.", [FOUNDED]),
        ("The KNVB tests their knowledge.", [TESTED]),
    ],
)
def test_english_statements_are_checked_too(gate: StatementGate, statement: str, quotes: list[str]) -> None:
    assert gate.judge(statement, quotes, "en").verdict != "supported"


@pytest.mark.parametrize(
    ("statement", "quotes", "reason"),
    [
        ("Imkers toetsen hun volken.", ["Imkers worden door de vereniging getoetst op hun volken."], "who undergoes"),
        ("Weinig imkers houden bijen.", ["Imkers in ons land houden bijen."], "little"),
        ("De imker verliest de titel.", ["De imker voert de titel."], "denies"),
        ("Het keurmerk is korter geldig.", [VALIDITY], "shorter"),
    ],
)
def test_what_is_turned_round_in_other_words_is_rejected(
    gate: StatementGate, statement: str, quotes: list[str], reason: str
) -> None:
    assert reason in "; ".join(gate.judge(statement, quotes, "nl").reasons)


def test_an_english_word_that_the_glossary_has_in_dutch_is_held_to_the_quotes(texts: Corpus) -> None:
    gate = StatementGate.of(texts, Analyzer(texts.glossary), lambda given: np.ones((len(given), 1), np.float32))
    quote = "Voor het certificaat komen adviseurs in aanmerking met tenminste 3 jaar werkervaring."
    assert gate.judge("The certificate takes at least three years of experience.", [quote], "en").reasons == ()
    reasons = gate.judge("The certificate is valid for at least three years.", [quote], "en").reasons
    assert reasons == ("'geldig' is not in the quote",)


@pytest.mark.parametrize(
    ("statement", "quotes"),
    [
        ("Imkers ondergaan een toets van hun volken.", ["Imkers worden getoetst op hun volken."]),
        ("Wie imker wil worden, kan terecht bij de vereniging.", ["De vereniging is er voor wie imker wil worden."]),
        ("Later begint de imker eerder.", ["De imker begint eerder."]),
    ],
)
def test_what_only_looks_turned_round_passes(gate: StatementGate, statement: str, quotes: list[str]) -> None:
    assert gate.judge(statement, quotes, "nl").reasons == ()


def test_a_list_takes_no_item_from_elsewhere(texts: Corpus) -> None:
    gate = StatementGate.of(texts, Analyzer(texts.glossary))
    quotes = ["De scope omvat outplacement, loopbaanbegeleiding en loopbaancoaching."]
    reasons = gate.judge("Onder de scope vallen loopbaancoaching en outplacement.", quotes, "nl").reasons
    assert "isn't listed" not in "; ".join(reasons)
    reasons = gate.judge("Onder de scope vallen loopbaancoaching, outplacement en scope.", quotes, "nl").reasons
    assert "'scope' isn't listed" in "; ".join(reasons)


@pytest.mark.parametrize(
    ("quote", "same", "swapped"),
    [
        (
            "De taak is door Honingraat van BIJ overgenomen.",
            "Honingraat heeft de taak van BIJ overgenomen.",
            "BIJ heeft de taak van Honingraat overgenomen.",
        ),
    ],
)
def test_names_that_change_places_are_seen(bees: Corpus, quote: str, same: str, swapped: str) -> None:
    gate = StatementGate.of(bees, Analyzer({}))
    assert gate.judge(same, [quote], "nl").verdict == "supported"
    assert "changed places" in "; ".join(gate.judge(swapped, [quote], "nl").reasons)


def test_both_breeds_told_together_pass_and_exchanged_ones_do_not(gate: StatementGate) -> None:
    told = "De zwarte bij is het inheemse ras en carnica is het ras uit de bergen."
    assert gate.judge(told, [BLACK, CARNICA], "nl").reasons == ()


# --- measured on the real texts, with the packaged model


@pytest.fixture(scope="module")
def texts(real_corpus: Path) -> Corpus:
    return read_corpus(real_corpus)[0]


@pytest.fixture(scope="module")
def real(texts: Corpus) -> StatementGate:
    """The gate with the packaged model; the vectors of what is judged are made at once, which is much quicker."""
    if not (ROOT / "data" / "models" / "multilingual-e5-small" / "modules.json").is_file():
        pytest.skip("the model was not prepared: make setup")
    model = CachedEmbeddings(load_embeddings("", ROOT / "data" / "models"))
    lots = [path for path in FOLDER.glob("*.yaml") if path.name != "attacks.yaml"]
    every = [one for path in lots for one in read_paraphrases(path, texts)]
    model.passages([text for one in every for text in (one.text, *one.quotes, joined(one.quotes))])
    return StatementGate.of(texts, Analyzer(texts.glossary), model.passages)


@pytest.fixture(scope="module")
def measured(real: StatementGate, texts: Corpus) -> tuple[dict[str, tuple[float, int]], list[str]]:
    """The share and number of each figure; and each mutant that is let through."""
    rows, through = measure(real, texts, read_paraphrases(FOLDER / "paraphrases.yaml", texts))
    return {row.name: (row.value, row.n) for row in rows}, through


Figures = tuple[dict[str, tuple[float, int]], list[str]]


@pytest.mark.model
@pytest.mark.parametrize("language", ["nl", "en"])
def test_of_three_hundred_paraphrases_four_in_five_pass(measured: Figures, language: Language) -> None:
    shares, _ = measured
    assert shares["paraphrases let through"][1] >= 300
    assert shares[f"paraphrases let through, {language}"][0] >= 0.8


@pytest.mark.model
def test_of_falsified_paraphrases_all_but_one_in_a_hundred_are_rejected(measured: Figures) -> None:
    shares, through = measured
    kinds = {name.split()[1]: share for name, share in shares.items() if "changed" in name}
    assert kinds.keys() == {"date", "direction", "modal", "name", "negation", "number", "scope"}
    assert {kind: share for kind, (share, n) in kinds.items() if share < 0.99 and n * (1 - share) > 1.5} == {}, through


@pytest.mark.model
def test_of_a_later_lot_of_paraphrases_four_in_five_pass(real: StatementGate, texts: Corpus) -> None:
    let_through = passed(real, read_paraphrases(FOLDER / "third_paraphrases.yaml", texts))
    assert len(let_through) == 60
    assert sum(let_through) / len(let_through) >= 0.8


@pytest.mark.model
def test_of_a_later_lot_of_falsehoods_three_in_four_are_rejected(real: StatementGate, texts: Corpus) -> None:
    """In free words, roles and causes turned round among them: reported, not promised."""
    let_through = passed(real, read_paraphrases(FOLDER / "third_falsehoods.yaml", texts))
    assert len(let_through) == 60
    assert sum(let_through) / len(let_through) <= 0.25


@pytest.mark.model
def test_of_inventions_nine_in_ten_are_rejected(real: StatementGate, texts: Corpus) -> None:
    let_through = passed(real, read_paraphrases(FOLDER / "inventions.yaml", texts))
    assert len(let_through) >= 50
    assert sum(let_through) / len(let_through) <= 0.1


@pytest.mark.model
def test_no_falsehood_passes(real: StatementGate, texts: Corpus) -> None:
    every = read_paraphrases(FOLDER / "falsehoods.yaml", texts)
    let_through = [one.text for one, through in zip(every, passed(real, every), strict=True) if through]
    assert let_through == []


def test_a_falsified_quote_never_passes_for_its_source(texts: Corpus) -> None:
    gate = StatementGate.of(texts, Analyzer(texts.glossary))
    verbatim = [
        type(one)(one.quotes[0], "nl", one.quotes[:1], one.family)
        for one in read_paraphrases(FOLDER / "paraphrases.yaml", texts)
        if one.language == "nl"
    ]
    once = list({one.text: one for one in verbatim}.values())
    results = list(falsified(gate, texts, once))
    assert len(results) > 200
    let_through = [mutant for _, mutant, rejected in results if not rejected]
    assert len(let_through) <= 0.01 * len(results), let_through


def test_of_garbled_quotes_six_in_ten_are_rejected(texts: Corpus) -> None:
    gate = StatementGate.of(texts, Analyzer(texts.glossary))
    let_through = passed(gate, read_paraphrases(FOLDER / "garbles.yaml", texts))
    assert len(let_through) >= 100
    assert sum(let_through) / len(let_through) <= 0.4
