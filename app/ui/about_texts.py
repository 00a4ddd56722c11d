"""Every sentence of the screen about the assistant, in both languages. No figure stands here: those are measured.

Dutch at level B1. `{…}` is filled where it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.schema import Language


@dataclass(frozen=True, slots=True)
class AboutTexts:
    """The sentences of one language. `figures` and `systems` have the names that the evaluation gives."""

    tab: str
    what: str
    does: tuple[str, ...]
    can_check: str
    good: str
    measured: str
    explained: str
    plot: str
    system: str
    figures: Mapping[str, str]
    systems: Mapping[str, str]
    interval: str
    bar: str
    unmeasured: str
    limits: str
    limit: tuple[str, ...]
    privacy: str
    stays: str
    leaves: str
    private: tuple[str, ...]
    feedback: str


NL = AboutTexts(
    tab="Over",
    what="Wat deze assistent doet",
    does=(
        "U stelt een vraag. De assistent zoekt in de teksten naar de zinnen die antwoord geven.",
        "Hij laat die zinnen zien, met een nummer. Kies het nummer: dan ziet u waar de zin staat.",
        "Elke zin wordt gecontroleerd: alleen wat letterlijk in de tekst staat, komt erdoor.",
        "Staat het antwoord niet in de teksten? Dan zegt hij dat.",
    ),
    can_check="Of u in aanmerking komt, rekent hij uit met vaste regels. Elke regel heeft een zin uit de teksten.",
    good="Hoe goed is het?",
    measured="Gemeten op {day} met {cases} nieuwe vragen. Wie de vragen van de assistent zelf schreef, kende ze niet.",
    explained="Het streepje laat zien tussen welke waarden het echte getal waarschijnlijk ligt (95%).",
    plot="Deze assistent naast eenvoudiger systemen",
    system="Systeem",
    figures={
        "answerable: fully right": "goed beantwoord",
        "unanswerable: refused": "terecht gezegd: dat staat er niet",
        "answerable: refused": "ten onrechte niet beantwoord",
    },
    systems={
        "this program": "deze assistent",
        "tutorial: best chunk": "standaardaanpak",
        "tutorial with a threshold": "standaardaanpak met drempel",
        "BM25: best sentence": "zoeken op woorden",
        "dense: best sentence": "zoeken op betekenis",
        "best section, two sentences": "twee zinnen uit het beste stuk",
        "always refuse": "altijd weigeren",
    },
    interval="{low} tot {high}",
    bar="{k} van {n}",
    unmeasured="Voor deze teksten is niet gemeten hoe goed het gaat.",
    limits="Wat hij niet kan",
    limit=(
        "Hij kent alleen deze teksten. Wat nu geldt, leest u bij de organisatie die er nu over gaat.",
        "Hij kan een zin kiezen die waar is, maar niet precies antwoord geeft op uw vraag. Lees de bron na.",
        "Hij kan zeggen dat iets er niet staat, terwijl het er met andere woorden wel staat. Vraag het dan anders.",
        "Hij geeft geen advies en neemt geen besluit.",
    ),
    privacy="Uw gegevens",
    stays="Uw vraag blijft op deze server. Er gaat niets naar een ander bedrijf.",
    leaves="Uw vraag kan naar een taalmodel bij {host} gaan. Typ daarom geen persoonlijke gegevens.",
    private=(
        "Het gesprek staat in het geheugen van de server. Sluit u de pagina, dan is het na ongeveer een uur weg.",
        "Wat u in het formulier invult, wordt alleen gebruikt om de uitkomst te berekenen.",
        "Uw browser onthoudt de taal, licht of donker, en of u de melding bovenaan hebt gesloten.",
        "Zolang dit tabblad open is, onthoudt uw browser wat u vroeg. Kies Nieuw gesprek, dan is het weg.",
        "Er zijn geen volgcookies en er wordt niets van andere sites geladen.",
    ),
    feedback="Uw mening over een antwoord wordt bewaard. Uw vraag wordt er alleen bij bewaard als u dat aankruist.",
)

EN = AboutTexts(
    tab="About",
    what="What this assistant does",
    does=(
        "You ask a question. The assistant looks in the texts for the sentences that answer it.",
        "It shows these sentences, each with a number. Choose the number to see where the sentence stands.",
        "Every sentence is checked: only what stands in the text word for word gets through.",
        "Don't the texts answer it? Then it says so.",
    ),
    can_check="Whether you are eligible is worked out by fixed rules. Each rule has a sentence of the texts.",
    good="How good is it?",
    measured="Measured on {day} with {cases} new questions. Who wrote the assistant's own questions did not know them.",
    explained="The line shows between which values the real figure probably lies (95%).",
    plot="This assistant beside simpler systems",
    system="System",
    figures={
        "answerable: fully right": "answered right",
        "unanswerable: refused": "rightly said: it isn't there",
        "answerable: refused": "wrongly not answered",
    },
    systems={
        "this program": "this assistant",
        "tutorial: best chunk": "standard approach",
        "tutorial with a threshold": "standard approach with a threshold",
        "BM25: best sentence": "searching by words",
        "dense: best sentence": "searching by meaning",
        "best section, two sentences": "two sentences of the best part",
        "always refuse": "always refusing",
    },
    interval="{low} to {high}",
    bar="{k} of {n}",
    unmeasured="How well it does has not been measured for these texts.",
    limits="What it can't do",
    limit=(
        "It knows these texts only. What holds today you can read at the organisation now in charge.",
        "It can choose a sentence that is true but doesn't quite answer your question. Check the source.",
        "It can say that something isn't there while it is, in other words. Then ask it differently.",
        "It gives no advice and decides nothing.",
    ),
    privacy="Your data",
    stays="Your question stays on this server. Nothing goes to another company.",
    leaves="Your question may go to a language model at {host}. So don't type personal details.",
    private=(
        "The conversation is in the server's memory. Close the page, and it is gone within about an hour.",
        "What you fill in in the form is used to work out the outcome, and for nothing else.",
        "Your browser remembers the language, light or dark, and whether you closed the notice at the top.",
        "While this tab is open, your browser remembers what you asked. Choose New conversation, and it is gone.",
        "There are no tracking cookies, and nothing is loaded from other sites.",
    ),
    feedback="Your opinion of an answer is kept. Your question is kept with it only if you tick that.",
)

ABOUT: dict[Language, AboutTexts] = {"nl": NL, "en": EN}
