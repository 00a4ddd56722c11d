"""Feedback -> what who keeps the texts should know: what is asked, what is refused, where answers please nobody. Pure.

Counts are of answers given; questions and reasons come from the opinions, so from visitors who agreed.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from app.feedback.entry import REFUSED, Entry, Place
from app.schema import Document, Language, Outcome

MOST = 25
"""Lines of each list: what is asked less often than the twenty-fifth is no pattern yet."""

QUOTE_CHARACTERS = 120
"""Of a cited place: enough to know it again."""

ID_CHARACTERS = 40

Nearest = Callable[[str], tuple[str, str] | None]
"""A question -> the heading and the words of the place that fits it best, where there is one."""


@dataclass(frozen=True, slots=True)
class AskedPlace:
    """A place of the texts: how many answers cited it, and the thumbs that these got."""

    title: str
    section: str
    quote: str
    answers: int
    up: int
    down: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A question that was refused: how often it was sent, and the place of the texts that comes nearest."""

    question: str
    language: Language
    outcome: Outcome
    times: int
    nearest: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Complaint:
    """An answer that got a thumb down, or a reason without one."""

    question: str
    reason: str
    outcome: Outcome
    section: str


@dataclass(frozen=True, slots=True)
class Insights:
    """All of it; counts are of answers, lists are longest first."""

    first: date | None
    last: date | None
    answers: int
    refused: int
    outcomes: Sequence[tuple[Outcome, int]]
    languages: Sequence[tuple[Language, int]]
    weeks: Sequence[tuple[str, int, int]]
    asked: Sequence[AskedPlace]
    poor: Sequence[AskedPlace]
    refusals: Sequence[Refused]
    complaints: Sequence[Complaint]
    draft: str


def insights_of(entries: Iterable[Entry], documents: Mapping[str, Document], nearest: Nearest) -> Insights:
    """What the entries say, held against the texts as they are now."""
    kept = list(entries)
    answers = [entry for entry in kept if entry.kind == "answer"]
    opinions = [entry for entry in kept if entry.kind == "opinion"]
    places = _places(answers, opinions, documents)
    refusals = _refusals(opinions, nearest)
    complaints = [
        Complaint(entry.question, entry.reason, entry.outcome, entry.places[0].section if entry.places else "")
        for entry in opinions
        if entry.thumbs == "down" or (entry.reason and entry.thumbs is None)
    ]
    days = [entry.on for entry in kept]
    return Insights(
        first=min(days, default=None),
        last=max(days, default=None),
        answers=len(answers),
        refused=sum(entry.outcome in REFUSED for entry in answers),
        outcomes=Counter(entry.outcome for entry in answers).most_common(),
        languages=Counter(entry.language for entry in answers).most_common(),
        weeks=_weeks(answers),
        asked=sorted(places, key=lambda one: -one.answers)[:MOST],
        poor=sorted((one for one in places if one.down), key=lambda one: (one.up - one.down, -one.down))[:MOST],
        refusals=refusals[:MOST],
        complaints=complaints[-MOST:][::-1],
        draft=draft_of(refusals[:MOST]),
    )


def _weeks(answers: Sequence[Entry]) -> list[tuple[str, int, int]]:
    """Per ISO week its name, the answers and how many of them refused."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in answers:
        year, week, _ = entry.on.isocalendar()
        found[f"{year}-W{week:02}"].append(entry)
    return [(week, len(of), sum(one.outcome in REFUSED for one in of)) for week, of in sorted(found.items())]


def _places(answers: Sequence[Entry], opinions: Sequence[Entry], documents: Mapping[str, Document]) -> list[AskedPlace]:
    cited = Counter(place for entry in answers for place in entry.places)
    thumbs = Counter((place, entry.thumbs) for entry in opinions for place in entry.places if entry.thumbs)
    every = dict.fromkeys([*cited, *(place for place, _ in thumbs)])
    return [
        AskedPlace(*_shown(place, documents), answers=cited[place], up=thumbs[place, "up"], down=thumbs[place, "down"])
        for place in every
    ]


def _shown(place: Place, documents: Mapping[str, Document]) -> tuple[str, str, str]:
    """Title, heading and words of a place; no words where the text is gone or has become shorter."""
    document = documents.get(place.document)
    if document is None or place.end > len(document.text):
        return place.document, place.section, ""
    words = " ".join(document.text[place.start : place.end].split())
    return document.title, place.section, words if len(words) <= QUOTE_CHARACTERS else words[:QUOTE_CHARACTERS] + "…"


def _refusals(opinions: Sequence[Entry], nearest: Nearest) -> list[Refused]:
    """Refused questions, most often sent first; those that differ in case, accents and marks only count as one."""
    alike: dict[str, list[Entry]] = defaultdict(list)
    for entry in opinions:
        if entry.question and entry.outcome in REFUSED:
            alike[slug_of(entry.question)].append(entry)
    return [
        Refused(same[-1].question, same[-1].language, same[-1].outcome, len(same), nearest(same[-1].question))
        for same in sorted(alike.values(), key=len, reverse=True)
    ]


def slug_of(text: str) -> str:
    """Its letters and digits in small plain letters, with hyphens between the words."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def draft_of(refusals: Sequence[Refused]) -> str:
    """Entries for `unanswered:` in questions.yaml, one for each refused question; empty where there are none.

    They load as they stand, and say only that the texts are silent. Who knows better moves the question to a fact.
    """
    taken: set[str] = set()
    return "\n".join(_draft(one, taken) for one in refusals)


def _draft(refused: Refused, taken: set[str]) -> str:
    base = f"draft-{slug_of(refused.question)[:ID_CHARACTERS].strip('-') or 'question'}"
    identity = next(one for n in count(1) if (one := base if n == 1 else f"{base}-{n}") not in taken)
    taken.add(identity)
    lines = [f"  # asked {refused.times} times and refused"]
    if refused.nearest:
        section, words = map(_quoted, refused.nearest)
        lines += [f"  # nearest, under {section}: {words}", "  # if that answers it, move the question to that fact"]
    if refused.language == "en":
        lines += ["  # English: translate it, and move this wording to questions_en"]
    lines += [
        f"  - id: {identity}",
        f"    kind: {'near' if refused.outcome == 'not_in_corpus' else 'off_topic'}",
        "    reason:",
        '      nl: "De teksten zeggen hier niets over."',
        '      en: "The texts say nothing of this."',
        "    questions:",
        f"      - {_quoted(refused.question)}",
    ]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    """Text as a YAML string on one line; YAML takes no characters that can't be printed."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return json.dumps(" ".join(printable.split()), ensure_ascii=False)
