"""Whether work goes on or has ended, by the tense of what is said of it and the words for stopping."""

from __future__ import annotations

import re

LOOK_BACK = 12  # characters: a "sinds" or "tot" before a cut stands that near
_PRESENT = re.compile(
    r"\b(?:werk|werkt|werken|doe|doet|ben|is|zit|sta|loop|begeleid|adviseer|i work|works|am|been (?:working|a|an|"
    r"doing|active)|'ve been|have been|has been)\b"
)
_PERFECT = re.compile(r"\b(?:gewerkt|geweest|gedaan|gehad|begeleid|worked|had)\b")
_PAST = re.compile(r"\b(?:was|werkte|deed|waren|i worked|she worked|he worked|used to|zat|begeleidde)\b")
_ONGOING = re.compile(r"\b(?:sinds|al|nu|inmiddels|since|already|now)\b")
STOPPED = re.compile(
    r"\b(?:gestopt|ermee opgehouden|opgehouden|stopte|quit|stopped|ontslagen|weggegaan|vertrokken|met pensioen|"
    r"gepensioneerd|niet meer (?:als |in |bij )?|left|no longer|"
    r"laatste (?:werk)?dag|last (?:working )?day|uit dienst|weg bij|afgelopen baan|beeindigd|uitgestroomd|retired|werkloos)\b(?! dan| than)"
)
_NO_STOP = re.compile(r"\b(?:niet|nooit|never|not) (?:gestopt|stopped)\b")
SINCE = re.compile(
    r"(?<!\w)(?:sinds|sedert|vanaf|since|from|as of|met ingang van|van af|sind|sins|sinsd)(?: ongeveer| circa| "
    r"about| around| het| begin| (?:mijn|de) (?:start|begin|indiensttreding|oprichting|opening)(?: van (?:mijn|m'n|ons|onze|het) \w+)?(?: op| in| per)?| bij mijn start(?: in| "
    r"op)?)? $"
)
_LATEST = re.compile(r"(?<!\w)(?:(?:de|het|the) )?(?:afgelopen|laatste|voorbije|last|past) $")
_SINCE_THEN = re.compile(r"\b(?:sindsdien|ever since|since then)\b")
_NOT = re.compile(r"\b(?:niet|geen|nooit|not|no|never|n't)\b")
_EXPERIENCE = re.compile(r"\b(?:ervaring|experience)\b")


def works_since_then(text: str) -> re.Match[str] | None:
    """Whether the work is said to have gone on: "waar ik sindsdien als … werk"."""
    goes_on = _PRESENT.search(text) and not (STOPPED.search(text) or _NOT.search(text) or _PERFECT.search(text))
    return _SINCE_THEN.search(text) if goes_on else None


def has_stopped(text: str) -> bool:
    """Whether a clause says that the work ended."""
    return STOPPED.search(text) is not None and not _NO_STOP.search(text)


def goes_on(text: str, before: str) -> bool | None:
    """Whether work of a stated length goes on, by the tense of its clause; None where that leaves it open."""
    perfect = _PERFECT.search(text)
    if STOPPED.search(text):
        return None if _ONGOING.search(before[-LOOK_BACK:]) else False
    if SINCE.search(before) or (_PRESENT.search(text) and not perfect):
        return True
    if _PAST.search(text) and not _LATEST.search(before):
        return False
    return True if before.endswith("al ") and not perfect and not _EXPERIENCE.search(text) else None
