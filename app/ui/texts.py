"""Every sentence of the chat, in both languages; `check_texts` has those of the eligibility form.

None states a fact of the texts: those come from the manifest. Dutch at level B1. `{…}` is filled by the code that shows
the sentence.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.schema import Language


@dataclass(frozen=True, slots=True)
class Texts:
    """The sentences of one language."""

    title: str
    title_of: str
    automatic: str
    origin: str
    origin_of: str
    leaving: str
    own: str
    own_dutch: str
    notice: str
    examples: str
    question: str
    placeholder: str
    send: str
    restart: str
    asked: str
    answered: str
    pending: str
    failed: str
    busy: str
    resolved: str
    sources: str
    citation: str
    choices: str
    suggestions: str
    literal: str
    reworded: str
    source: str
    source_hint: str
    back: str
    documents: str
    publisher: str
    dated: str
    address: str
    quoted: str
    shortened: str


NL = Texts(
    title="Vragen over deze teksten",
    title_of="Vragen over de teksten van {publisher}",
    automatic="U praat met een automatische assistent, niet met een mens.",
    origin="Hij antwoordt alleen uit de teksten op deze pagina en zet bij elke zin de vindplaats.",
    origin_of="Hij antwoordt alleen uit {own} van {publisher} en zet bij elke zin de vindplaats.",
    leaving="Uw vragen gaan daarvoor naar een taalmodel bij {host}: noem geen namen of andere persoonlijke gegevens.",
    own="eigen teksten",
    own_dutch="eigen Nederlandse teksten",
    notice="Let op:",
    examples="U kunt bijvoorbeeld vragen:",
    question="Uw vraag",
    placeholder="Typ hier uw vraag",
    send="Vraag",
    restart="Nieuw gesprek",
    asked="U vroeg:",
    answered="Antwoord:",
    pending="Ik zoek het op in de teksten …",
    failed="Het antwoord is niet gelukt. Probeer het nog een keer.",
    busy="Dat lukt nu niet: te veel vragen tegelijk, of de verbinding is weg. Probeer het over een minuut opnieuw.",
    resolved="Opgevat als: {question}",
    sources="Bekijk in de bron:",
    citation="[{n}]",
    choices="Bedoelt u:",
    suggestions="U kunt ook vragen:",
    literal="letterlijk uit de bron",
    reworded="geformuleerd door een taalmodel: lees de bron na",
    source="Bron",
    source_hint="Kies bij een antwoord een nummer, zoals [1]. Dan staat hier de tekst met het citaat.",
    back="Terug naar het gesprek",
    documents="Waaruit de assistent antwoordt",
    publisher="Uitgever: {publisher}",
    dated="Datum: {date_note}",
    address="Gevonden op: {url}",
    quoted="Citaat [{n}] staat onder: {section}",
    shortened="[…]",
)

EN = Texts(
    title="Questions about these texts",
    title_of="Questions about the texts of {publisher}",
    automatic="You are talking to an automatic assistant, not to a person.",
    origin="It answers from the texts on this page only and gives the place of every sentence.",
    origin_of="It answers only from {own} by {publisher} and gives the place of every sentence.",
    leaving="For that, your questions are sent to a language model at {host}: give no names or other personal details.",
    own="own texts",
    own_dutch="own Dutch texts",
    notice="Please note:",
    examples="You could ask:",
    question="Your question",
    placeholder="Type your question here",
    send="Ask",
    restart="New conversation",
    asked="You asked:",
    answered="Answer:",
    pending="Looking it up in the texts …",
    failed="The answer failed. Please try again.",
    busy="That doesn't work now: too many questions at once, or the connection is gone. Please try again in a minute.",
    resolved="Understood as: {question}",
    sources="See it in the source:",
    citation="[{n}]",
    choices="Do you mean:",
    suggestions="You could also ask:",
    literal="word for word from the source",
    reworded="worded by a language model: check the source",
    source="Source",
    source_hint="Choose a number under an answer, such as [1]. The text and the quote then stand here.",
    back="Back to the conversation",
    documents="What the assistant answers from",
    publisher="Publisher: {publisher}",
    dated="Date: {date_note}",
    address="Found at: {url}",
    quoted="Quote [{n}] stands under: {section}",
    shortened="[…]",
)

CATALOGUE: dict[Language, Texts] = {"nl": NL, "en": EN}
