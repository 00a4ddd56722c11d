"""Every sentence of the screen of the texts, in both languages. Dutch at level B1. `{…}` is filled later."""

from __future__ import annotations

from dataclasses import dataclass

from app.schema import Language


@dataclass(frozen=True, slots=True)
class SourcesTexts:
    """The sentences of one language."""

    code: Language
    tab: str
    intro: str
    search: str
    placeholder: str
    found: str
    none: str
    before: str
    after: str
    contents: str
    file: str
    hash: str
    asked: str
    asked_one: str
    unasked: str


NL = SourcesTexts(
    code="nl",
    tab="Bronnen",
    intro="Dit zijn de teksten waaruit de antwoorden komen, helemaal en ongewijzigd. Bij elk stuk staan de vragen "
    "waarop het antwoord geeft. Kies een vraag: dan ziet u de zinnen.",
    search="Zoek in de teksten",
    placeholder="Een of meer woorden",
    found="{now} van {all}",
    none="Niet gevonden",
    before="Vorige vindplaats",
    after="Volgende vindplaats",
    contents="Inhoud",
    file="Bestand: {file}",
    hash="Vingerafdruk (SHA-256): {sha256}",
    asked="{n} vragen waarop dit stuk antwoord geeft",
    asked_one="1 vraag waarop dit stuk antwoord geeft",
    unasked="Bij dit stuk staan geen vragen.",
)

EN = SourcesTexts(
    code="en",
    tab="Sources",
    intro="These are the texts that the answers come from, whole and unchanged. Under each part stand the questions "
    "that it answers. Choose a question to see the sentences.",
    search="Search the texts",
    placeholder="One or more words",
    found="{now} of {all}",
    none="Not found",
    before="Previous place",
    after="Next place",
    contents="Contents",
    file="File: {file}",
    hash="Fingerprint (SHA-256): {sha256}",
    asked="{n} questions that this part answers",
    asked_one="1 question that this part answers",
    unasked="No questions belong to this part.",
)

SOURCES: dict[Language, SourcesTexts] = {"nl": NL, "en": EN}
