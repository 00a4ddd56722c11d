"""The sentences that frame an answer, in both languages. None states a fact of the texts."""

from __future__ import annotations

from app.schema import Language

NOT_IN_CORPUS: dict[Language, str] = {
    "nl": "De teksten geven daar geen antwoord op.",
    "en": "The texts do not answer that.",
}
INSTRUCTION: dict[Language, str] = {
    "nl": "Zo'n opdracht voer ik niet uit. Stel gerust een vraag over wat de teksten zeggen.",
    "en": "I don't carry out such instructions. Do ask what the texts say.",
}
CLARIFY: dict[Language, str] = {
    "nl": "Wat wilt u daarover weten?",
    "en": "What would you like to know about it?",
}
EMPTY: dict[Language, str] = {
    "nl": "Ik zie geen vraag. Typ een vraag in gewone woorden.",
    "en": "I see no question. Please type one in plain words.",
}
TOO_LONG: dict[Language, str] = {
    "nl": "Uw vraag is te lang (ten hoogste {limit} tekens). Stel haar korter.",
    "en": "Your question is too long (at most {limit} characters). Please make it shorter.",
}
NOT_TEXT: dict[Language, str] = {
    "nl": "Dit is geen vraag in tekst. Stuur de vraag als tekst.",
    "en": "This is not a question in text. Please send it as text.",
}
DUTCH_QUOTES: dict[Language, str] = {
    "nl": "",
    "en": "The quotes are in Dutch, as in the source.",
}
DATES: dict[Language, str] = {
    "nl": "Datum van de geciteerde teksten: {dates}.",
    "en": "Dates of the quoted texts: {dates}.",
}
UNDATED: dict[Language, str] = {
    "nl": "datum onbekend",
    "en": "date unknown",
}
