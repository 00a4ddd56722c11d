"""Which curated entries do the sentences speak of that no fact quotes? Found when the index is built, from its vectors.

A sentence is read as if it were a question: the regression that tells curated questions apart says what it means. Of
23 sentences of added texts that some entry asks for, it put the right entry first for 20; the mean similarity to an
entry's questions did for 12. A text on something else is left out as a whole, since a regression has to choose even
where nothing fits.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.corpus import Corpus
from app.lexical import Analyzer
from app.questions import ENOUGH_TO_WHITEN, QuestionIndex, shares
from app.schema import Claim, Span, Unit

Vectors = NDArray[np.float32]

RELATED = 0.2
"""How far a text must lie from the off-topic questions (0) towards all others (1) to be heard. Of 9 added texts on the
subject the furthest lies at 0.27; of 200 on others 198 lie below 0.16, and the nearest at 0.28."""

LEAST_SHARE = 0.05  # of a sentence's probability: what is less adds up to nothing

CONTRADICTS = 0.3
"""A sentence's probability for an entry from which on ingest names it: plain wordings of it are then answered."""

SHOWN = 90  # characters of the sentence in a warning: about a line


def heard(content: Corpus, owners: Sequence[int], questions: Vectors, documents: Vectors) -> frozenset[str]:
    """The texts whose unquoted sentences count: on the subject of the curated questions, not of the off-topic ones.

    `questions` has a row per curated question, whose entries are `owners`; `documents` a row per text. None where no
    entry says what is off the subject: there is no telling then. Where the curated questions are few, what they leave
    out of a text that they do quote is more often left out on purpose than new.
    """
    kinds = np.array([content.entries[owner].kind for owner in owners])
    is_off, is_ours = kinds == "off_topic", ~np.isin(kinds, ("off_topic", "small_talk"))
    if not is_off.any() or not is_ours.any():
        return frozenset()
    ours, others = questions[is_ours].mean(axis=0), questions[is_off].mean(axis=0)
    towards = ours - others
    places = (documents - others) @ towards / float(towards @ towards)
    known = {span.document for fact in content.facts for span in fact.evidence}
    passed_over = known if len(owners) < ENOUGH_TO_WHITEN else frozenset()
    return frozenset(
        name
        for name, place in zip(content.documents, places, strict=True)
        if place >= RELATED and name not in passed_over
    )


def claims(
    units: Sequence[Unit], texts: Sequence[str], vectors: Vectors, questions: QuestionIndex, analyzer: Analyzer
) -> tuple[Claim, ...]:
    """What each sentence speaks of; `texts` is what was embedded of it, `vectors` its rows."""
    found = []
    for unit, text, vector in zip(units, texts, vectors, strict=True):
        probable = shares(questions.scores(vector, text, analyzer))
        entries = tuple((int(n), round(float(probable[n]), 3)) for n in np.flatnonzero(probable >= LEAST_SHARE))
        if entries:
            found.append(Claim(Span(unit.document, unit.start, unit.end), entries))
    return tuple(found)


def contradicted(content: Corpus) -> list[str]:
    """One warning for each unanswered entry that a sentence seems to answer, with the sentence that does so best."""
    best: dict[int, tuple[float, Span]] = {}
    for claim in content.claims:
        for entry, share in claim.entries:
            if entry >= len(content.facts) and share >= CONTRADICTS and share > best.get(entry, (0.0, None))[0]:
                best[entry] = (share, claim.span)
    return [
        f"questions.yaml: {content.entries[entry].id} says that the texts don't answer, but "
        f"{content.documents[span.document].file} seems to: {_shown(content.text(span))!r}. Make it a fact, or keep it."
        for entry, (_, span) in sorted(best.items())
    ]


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[:SHOWN].rsplit(" ", 1)[0] + " …"
