"""The values that pass between the rooms of the program: frozen, typed, without behaviour of a framework.

    Document ─ Section ─ Unit (heading, sentence, bullet)          what the corpus holds
    Fact, Unanswered                                               what people ask, and where the answer stands
    Claim                                                          what the texts say beside that
    Hit                                                            what retrieval found
    Citation ─ Statement ─ Answer                                  what the user gets

Offsets are Unicode code points in the text of the file as stored: `document.text[start:end]` is the span.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Language = Literal["nl", "en"]
Outcome = Literal["answered", "not_in_corpus", "out_of_scope", "clarify", "decision", "invalid_input"]
UnitKind = Literal["heading", "sentence", "lead_in", "bullet"]
FactKind = Literal["fact", "list", "comparison", "history"]
UnansweredKind = Literal["near", "off_topic", "small_talk"]

MAX_QUESTION_CHARACTERS = 2_000
"""The longest question that is taken (contract): beyond it a question is a document."""


@dataclass(frozen=True, slots=True)
class Notice:
    """An operator's notice about a text, in both languages, with the one link that may be shown."""

    nl: str
    en: str
    link: str = ""

    def text(self, language: Language) -> str:
        """The notice in `language`."""
        return self.en if language == "en" else self.nl


@dataclass(frozen=True, slots=True)
class Document:
    """One text of the corpus with what the manifest says of it. `text` is the decoded file, unchanged."""

    id: str
    file: str
    title: str
    text: str
    sha256: str
    language: str = "nl"
    publisher: str = ""
    source_url: str = ""
    date_note: str = ""
    status: Literal["current", "superseded"] = "current"
    since: str = ""
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest thing that can be cited: a heading, a sentence, the lead-in of a list or one of its bullets.

    `section` is the heading it stands under (the title at the top), `passage` the number of its passage within the
    document, `group` the number of its list or -1 where it belongs to none.
    """

    document: str
    start: int
    end: int
    kind: UnitKind
    section: str
    passage: int
    group: int = -1


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole paragraphs under one heading: what is ranked."""

    document: str
    number: int
    section: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a stored text."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the texts say: the questions it answers and the spans that prove it, in reading order."""

    id: str
    kind: FactKind
    evidence: tuple[Span, ...]
    questions: tuple[str, ...]
    questions_en: tuple[str, ...] = ()

    @property
    def wordings(self) -> tuple[str, ...]:
        """Its questions in both languages."""
        return (*self.questions, *self.questions_en)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Something people ask that the texts don't say, with a reason that states no fact of the texts."""

    id: str
    kind: UnansweredKind
    reason_nl: str
    reason_en: str
    questions: tuple[str, ...]
    questions_en: tuple[str, ...] = ()
    nearby: tuple[str, ...] = ()

    @property
    def wordings(self) -> tuple[str, ...]:
        """Its questions in both languages."""
        return (*self.questions, *self.questions_en)

    def reason(self, language: Language) -> str:
        """The reason in `language`."""
        return self.reason_en if language == "en" else self.reason_nl


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that no fact quotes, and the curated entries that it speaks of: each one's number and probability."""

    span: Span
    entries: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that retrieval found; `score` is comparable within one result only, higher is better."""

    span: Span
    section: str
    score: float


@dataclass(frozen=True, slots=True)
class Citation:
    """A proven quote: `quote == text_of(file)[start:end]`. Built by `app.verification` only."""

    n: int
    document: str
    file: str
    title: str
    section: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an answer and the numbers of the citations it rests on."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a composer proposes, before the gate: spans to cite, in the order they are to be said.

    `reason` is the plain sentence of a refusal or the question of a `clarify`.
    """

    outcome: Outcome
    spans: tuple[tuple[Span, ...], ...] = ()
    reason: str = ""
    choices: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer as every way out shows it (contract); field order is the JSON's order."""

    id: str | None
    question: str
    language: Language
    outcome: Outcome
    text: str
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    decision: dict[str, Any] | None = None
    note: str = ""
    choices: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    resolved_question: str | None = None
    dropped: tuple[dict[str, Any], ...] = ()
    model: str = "extractive"
    timings_ms: dict[str, float] = field(default_factory=dict)
