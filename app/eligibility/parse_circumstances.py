"""Circumstances of work that the rules know: part-time, voluntary, a traineeship, abroad, as a freelancer, in part.

The words of rules.yaml come first; beside them stand the forms that Dutch makes of them, which are knowledge of language. Hours and days a week are compared with a full week.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.eligibility.parse_clauses import HOURS, is_part_time
from app.eligibility.parse_places import places_abroad
from app.eligibility.parse_told import Lexicon

_DENIED = re.compile(r"\b(?:geen|niet|zonder|nooit|not|no|never|without)(?: \w+)? $")
_READ_OTHERWISE = re.compile(r"per week|a week|^in |^intern$|^onder andere$|^.{1,3}$")
_MORE_CIRCUMSTANCES = (
    ("voluntary", r"vrijwillige?r?s?|vrijwilligersbasis|vrijwilligerswerk|onbetaalde?|pro bono|vrijwilligersfunctie"),
    (
        "internship",
        (
            r"stages?|stage-?periode|stageplek|meewerkstage|afstudeerstage|stagiaire?|stage gelopen|traineeship|trainee|(?:an|as|was|ben) intern|interned"
        ),
    ),
    (
        "self_employed",
        (
            r"zzp'?e?r|zzp-er|zelfstandige?|freelancer|eenmanszaak|ondernemer|voor mezelf|own company|for myself|"
            r"zelfstandig ondernemer"
        ),
    ),
    ("part_time", r"part ?-?time|deeltijds?|halftijds|halve dagen|half-time|parttimer|parttimebaan"),
    ("mixed", r"deels|gedeeltelijk|ten dele|voor de helft|half om half|partly|partially|for part of"),
    ("abroad", r"(?:in|naar) het buitenland|abroad|buitenlandse werkgever"),
)


@dataclass(frozen=True, slots=True)
class Circumstance:
    """A circumstance of the rules, by id, at low[at:]."""

    at: int
    id: str


def find_circumstances(low: str, lexicon: Lexicon) -> list[Circumstance]:
    """The circumstances that a comparable text names and doesn't deny, in order."""
    known = set(lexicon.circumstances.values())
    words = (
        (name, re.escape(word)) for word, name in lexicon.circumstances.items() if not _READ_OTHERWISE.search(word)
    )
    found = [*_named(low, words), *_named(low, (entry for entry in _MORE_CIRCUMSTANCES if entry[0] in known))]
    if "abroad" in known:
        found.extend(Circumstance(at, "abroad") for at in places_abroad(low))
    if "part_time" in known:
        found.extend(Circumstance(match.start(), "part_time") for match in HOURS.finditer(low) if is_part_time(match))
    return sorted(found, key=lambda item: item.at)


def _named(low: str, patterns: Iterable[tuple[str, str]]) -> Iterator[Circumstance]:
    """The circumstances that a text names and doesn't deny; `patterns` are (id, pattern)."""
    for name, pattern in patterns:
        for match in re.finditer(rf"(?<![\w-])(?:{pattern})s?(?![\w-])", low):
            if not _DENIED.search(low[: match.start()]):
                yield Circumstance(match.start(), name)
