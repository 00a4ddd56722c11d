"""The sentences of a decision, in both languages. They say verdicts; what the rules say comes from rules.yaml."""

from __future__ import annotations

from datetime import date

from app.eligibility.decision import Decision
from app.eligibility.facts import Kind
from app.schema import Language

_VERDICTS: dict[tuple[Kind, str], dict[Language, str]] = {
    ("apply", "eligible"): {
        "nl": "u komt volgens de teksten in aanmerking voor het certificaat.",
        "en": "according to the texts you may apply for the certificate.",
    },
    ("apply", "not_yet"): {
        "nl": "u komt volgens de teksten nog niet in aanmerking voor het certificaat.",
        "en": "according to the texts you may not apply for the certificate yet.",
    },
    ("apply", "unknown"): {
        "nl": "of u volgens de teksten in aanmerking komt, staat nog niet vast.",
        "en": "whether you may apply according to the texts is not settled yet.",
    },
    ("use_title", "eligible"): {
        "nl": "u mag volgens de teksten de titel voeren.",
        "en": "according to the texts you may use the title.",
    },
    ("use_title", "not_eligible"): {
        "nl": "u mag volgens de teksten de titel niet voeren.",
        "en": "according to the texts you may not use the title.",
    },
    ("use_title", "unknown"): {
        "nl": "of u volgens de teksten de titel mag voeren, staat nog niet vast.",
        "en": "whether you may use the title according to the texts is not settled yet.",
    },
    ("recertify", "not_yet"): {
        "nl": "u hoeft volgens de teksten nog niet opnieuw getoetst te worden.",
        "en": "according to the texts you need not be assessed again yet.",
    },
    ("recertify", "due"): {
        "nl": "u moet volgens de teksten opnieuw getoetst worden.",
        "en": "according to the texts you must be assessed again.",
    },
    ("recertify", "not_eligible"): {
        "nl": "er is volgens uw opgave geen certificaat om te verlengen.",
        "en": "by your statement there is no certificate to renew.",
    },
    ("recertify", "unknown"): {
        "nl": "wanneer u volgens de teksten opnieuw getoetst moet worden, staat nog niet vast.",
        "en": "when you must be assessed again according to the texts is not settled yet.",
    },
}
_OPENING: dict[Language, str] = {
    "nl": "Op basis van wat u opgeeft, gerekend op {day}: {verdict}",
    "en": "Based on what you state, as of {day}: {verdict}",
}
_SUPPOSED: dict[Language, str] = {
    "nl": "Stel dat het zo is, gerekend op {day}: {verdict}",
    "en": "Supposing it is so, as of {day}: {verdict}",
}
_EARLIEST: dict[Language, str] = {
    "nl": "Gaat het werk door, dan kan het vanaf {day}.",
    "en": "If the work goes on, it will be possible from {day}.",
}
_VALID_UNTIL: dict[Language, str] = {
    "nl": "Het certificaat is geldig tot en met {day}.",
    "en": "The certificate is valid up to and including {day}.",
}
INSTRUCTION: dict[Language, str] = {
    "nl": "Een opdracht of een aanname over de regels telt niet als feit.",
    "en": "An instruction, or an assumption about the rules, does not count as a fact.",
}
_SHOWN_ELSEWHERE = frozenset({"source", "superseded", "undated", "hypothetical", "only-mentioned"})
"""Reservations that hold for every case: beside the decision, and no reason why this one is open."""

_MONTHS: dict[Language, tuple[str, ...]] = {
    "nl": tuple("januari februari maart april mei juni juli augustus september oktober november december".split()),
    "en": tuple("January February March April May June July August September October November December".split()),
}


def day(when: date, language: Language) -> str:
    """A day as people write it: 1 juni 2028."""
    return f"{when.day} {_MONTHS[language][when.month - 1]} {when.year}"


def sentences(decision: Decision, language: Language) -> list[str]:
    """The decision in sentences: the verdict, each criterion with the mark of its quote, dates, the one question."""
    frame = _SUPPOSED if decision.facts.hypothetical else _OPENING
    verdict = _VERDICTS[decision.kind, decision.verdict][language]
    said = [frame[language].format(day=day(decision.as_of, language), verdict=verdict)]
    said += [f"{result.explanation} [{n}]" for n, result in enumerate(decision.criteria, 1)]
    if decision.earliest_date and decision.verdict == "not_yet":
        said.append(_EARLIEST[language].format(day=day(decision.earliest_date, language)))
    if decision.valid_until:
        said.append(_VALID_UNTIL[language].format(day=day(decision.valid_until, language)))
    if decision.verdict == "unknown":
        open_ends = [note.text for note in decision.reservations if note.id not in _SHOWN_ELSEWHERE]
        said += [decision.missing[0].text] if decision.missing else open_ends
    return said
