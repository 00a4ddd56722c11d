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
    earlier: str
    resume: str
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
    language: str
    dark: str
    hide: str
    show: str
    stop: str
    stopped: str
    personal: str
    elsewhere: str
    copy: str
    copied: str
    share: str
    place: str
    previous: str
    next: str
    citation_of: str
    helpful: str
    yes: str
    no: str
    reason: str
    consent: str
    opinion: str
    thanks: str


NL = Texts(
    title="Vragen over deze teksten",
    title_of="Vragen over de teksten van {publisher}",
    automatic="U praat met een automatische assistent, niet met een mens. Hij geeft geen advies en neemt geen besluit.",
    origin="Antwoorden komen alleen uit de teksten op deze pagina, met bij elke zin de vindplaats.",
    origin_of="Antwoorden komen alleen uit {own} van de uitgever, met bij elke zin de vindplaats.",
    leaving="Uw vragen gaan daarvoor naar een taalmodel bij {host}: noem geen namen of andere persoonlijke gegevens.",
    own="eigen teksten",
    own_dutch="eigen Nederlandse teksten",
    notice="Let op:",
    earlier="Eerder gevraagd in dit tabblad:",
    resume="Ga verder met dit gesprek",
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
    citation="[{n}]",
    choices="Bedoelt u:",
    suggestions="U kunt ook vragen:",
    literal="letterlijk uit de bron",
    reworded="taalmodel, gecontroleerd aan de hand van de bron",
    source="Bron",
    source_hint="Kies bij een antwoord een nummer, zoals [1]. Dan staat hier de tekst met het citaat.",
    back="Terug naar het antwoord",
    documents="Waaruit de assistent antwoordt",
    publisher="Uitgever: {publisher}",
    dated="Datum: {date_note}",
    address="Gevonden op: {url}",
    quoted="Citaat [{n}] staat onder: {section}",
    shortened="[…]",
    language="English",
    dark="Donker",
    hide="verbergen",
    show="lees meer",
    stop="Stop",
    stopped="Gestopt. Stel gerust een andere vraag.",
    personal="Typ geen persoonlijke gegevens, zoals naam, adres of BSN.",
    elsewhere="Hier kunt u het navragen:",
    copy="Kopieer met bronnen",
    copied="Gekopieerd",
    share="Kopieer link naar deze zin",
    place="Open in Bronnen",
    previous="Vorige bron",
    next="Volgende bron",
    citation_of="Bron {n}: {section}",
    helpful="Was dit antwoord nuttig?",
    yes="Ja",
    no="Nee",
    reason="Wat kan beter? (mag leeg blijven)",
    consent="Bewaar ook mijn vraag",
    opinion="Verstuur",
    thanks="Dank u wel.",
)

EN = Texts(
    title="Questions about these texts",
    title_of="Questions about the texts of {publisher}",
    automatic="You are talking to an automatic assistant, not to a person. It gives no advice and decides nothing.",
    origin="Answers come from the texts on this page only, each sentence with its place.",
    origin_of="Answers come only from {own} by the publisher, each sentence with its place.",
    leaving="For that, your questions are sent to a language model at {host}: give no names or other personal details.",
    own="own texts",
    own_dutch="own Dutch texts",
    notice="Please note:",
    earlier="Asked before in this tab:",
    resume="Go on with this conversation",
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
    citation="[{n}]",
    choices="Do you mean:",
    suggestions="You could also ask:",
    literal="word for word from the source",
    reworded="language model, checked against the source",
    source="Source",
    source_hint="Choose a number under an answer, such as [1]. The text and the quote then stand here.",
    back="Back to the answer",
    documents="What the assistant answers from",
    publisher="Publisher: {publisher}",
    dated="Date: {date_note}",
    address="Found at: {url}",
    quoted="Quote [{n}] stands under: {section}",
    shortened="[…]",
    language="Nederlands",
    dark="Dark",
    hide="hide",
    show="read more",
    stop="Stop",
    stopped="Stopped. Do ask another question.",
    personal="Don't type personal details, such as name, address or BSN.",
    elsewhere="You can ask about it here:",
    copy="Copy with sources",
    copied="Copied",
    share="Copy link to this sentence",
    place="Open in Sources",
    previous="Previous source",
    next="Next source",
    citation_of="Source {n}: {section}",
    helpful="Was this answer useful?",
    yes="Yes",
    no="No",
    reason="What could be better? (may stay empty)",
    consent="Keep my question too",
    opinion="Send",
    thanks="Thank you.",
)

CATALOGUE: dict[Language, Texts] = {"nl": NL, "en": EN}
