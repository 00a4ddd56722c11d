"""Does a text pass judgement on somebody's case? Such words are the rules' alone: a model's are held to the Decision.

General language only, Dutch and English: who is meant, what is granted, and whether it is denied.
"""

from __future__ import annotations

from typing import Literal

from app.gate.lexicon import NEGATION, any_of, plain

Ruling = Literal["yes", "no"]

_RULINGS: dict[str, Ruling] = {"eligible": "yes", "due": "yes", "not_yet": "no", "not_eligible": "no"}
"""Of the Decision's verdicts; "unknown" is neither."""

_PERSON = any_of(
    r"uw?",
    r"jij|je|jouw?",
    r"ik|mij|mijn",
    r"hij|hem",
    r"deze (?:persoon|adviseur|kandidaat)",
    r"(?:de )?(?:vrager|aanvrager|aanvraag|kandidaat)",
    r"you|your",
    r"i|me|my",
    r"he|she",
    r"this (?:person|advis[eo]r|candidate)",
    r"(?:the )?(?:applicant|application)",
)
_GRANTED = any_of(
    r"in aanmerking",
    r"mag|mogen|gerechtigd|bevoegd|recht op|geschikt",
    r"(?:kunt|kan|kunnen) .{0,60}(?:aanvragen|voeren|gebruiken|krijgen|noemen)",
    r"voldoe[tn]?|volstaat|genoeg|geslaagd|goedgekeurd|toegekend|verleend",
    r"(?:in)?eligible|qualif(?:y|ies|ied)|may|allowed|entitled|approved|granted|enough|sufficient",
    r"can .{0,60}(?:apply|use|get)",
    r"meets?|satisf\w+|fulfil\w*",
    r"afgewezen|te vroeg|verlopen|pas vanaf|rejected|too early|expired|only from",
)
_REFUSED = any_of(
    r"afgewezen|te vroeg|verlopen|pas vanaf|ineligible|rejected|too early|expired|only from|not_(?:yet|eligible)"
)
_RULED = any_of(
    r"(?:uitkomst|oordeel|besluit|beslissing|verdict|outcome|decision)(?: (?:is|luidt|op|over|on|about)|:)",
    r"not_(?:yet|eligible)",
    r"(?<=^)(?:ja|nee|yes|no)",
)


def ruling_of(text: str) -> Ruling | None:
    """What a text says of somebody's case: yes, no, or None where it passes no judgement on one."""
    said = plain(text)
    if not (_PERSON.search(said) and _GRANTED.search(said)) and not _RULED.search(said):
        return None
    return "no" if NEGATION.search(said) or _REFUSED.search(said) else "yes"


def differs(text: str, verdict: str) -> bool:
    """Whether a text passes a judgement that a Decision's verdict isn't; beside "unknown" every judgement is one."""
    ruling = ruling_of(text)
    return ruling is not None and ruling != _RULINGS.get(verdict)
