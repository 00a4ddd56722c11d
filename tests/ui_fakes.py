"""A small assistant for the tests of the screen: real citations from the real texts, canned answers."""

from __future__ import annotations

import re
import signal
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.eligibility.engine import decide
from app.eligibility.reading import from_mapping
from app.eligibility.rules import load_rules
from app.errors import IndexUnusableError, InputError
from app.feedback.entry import FeedbackLike
from app.schema import Answer, Citation, Document, Language, Notice, Outcome, Span, Statement
from app.settings import Settings
from app.ui import Figures, quiet_environment

if TYPE_CHECKING:
    from app.service.server import SearchingAssistant

CORPUS = Path(__file__).resolve().parent.parent / "corpus" / "texts"
RULES = CORPUS.parent / "rules.yaml"
TODAY = date(2026, 11, 22)
NOTICE = Notice(nl="Oude tekst; zie noloc.nl.", en="Old text; see noloc.nl.", link="https://www.noloc.nl")

EXPERIENCE = "Hoeveel jaar werkervaring heb ik nodig voor het RL-certificaat?"
VALIDITY = "Hoe lang is het certificaat geldig?"
EXPERIENCE_QUOTE = (
    "Voor het certificaat Register Loopbaan professional komen adviseurs in aanmerking met tenminste 3 jaar "
    "werkervaring als loopbaanadviseur."
)
VALIDITY_QUOTE = "Certificering is geldig voor drie jaar."
RETEST_QUOTE = (
    "Iedere drie jaar moeten loopbaanprofessionals opnieuw aantonen dat ze hun vakbekwaamheid op peil hebben gehouden "
    "en op de hoogte zijn van ontwikkelingen."
)
LIST_QUOTE = " • loopbaanbegeleiding\n • loopbaan coaching\n • outplacement\n • re-integratie tweede spoor"


def document(identity: str = "interview", **changes: object) -> Document:
    """One of the two texts as a Document."""
    file = {"interview": "000_b77b9a28b6232892.txt", "scopes": "004_20df68930dea6b73.txt"}[identity]
    text = (CORPUS / file).read_bytes().decode("utf-8")
    values: dict[str, object] = {
        "id": identity,
        "file": f"texts/{file}",
        "title": text.split("\n", 1)[0],
        "text": text,
        "sha256": "0" * 64,
        "publisher": "Een uitgever (EU)",
        "date_note": "ongedateerd, van omstreeks 2019",
        "status": "superseded",
        "since": "2021-01-01",
        "notice": NOTICE,
    }
    return Document(**{**values, **changes})  # type: ignore[arg-type]


def sections_of(text: str) -> list[tuple[str, int, int]]:
    """Title, numbered headings and the one asked question as sections, without gaps: enough for a test."""
    found = [(text.split("\n", 1)[0], 0)]
    found += [(m.group(), m.start()) for m in re.finditer(r"^\d\. .*$|^Kunt u het CMI.*$", text, re.MULTILINE)]
    ends = [start for _, start in found[1:]] + [len(text)]
    return [(heading, start, end) for (heading, start), end in zip(found, ends, strict=True)]


def cite(source: Document, quote: str, n: int = 1) -> Citation:
    """A true citation of the first place where `quote` stands."""
    start = source.text.index(quote)
    section = next(heading for heading, a, b in sections_of(source.text) if a <= start < b)
    return Citation(n, source.id, source.file, source.title, section, start, start + len(quote), quote)


class FakeAssistant:
    """Answers a few questions, refuses the rest; keeps what it was asked in `calls`. It decides by the real rules."""

    def __init__(
        self, documents: dict[str, Document] | None = None, delay: float = 0.0, *, can_check: bool = True
    ) -> None:
        self.documents = documents or {"interview": document(), "scopes": document("scopes")}
        self.can_check = can_check
        self.rules = load_rules(RULES, self.documents) if can_check else None
        self.delay = delay
        self.sends_to = ""
        self.growing: list[Answer] = []
        self.calls: list[tuple[str, tuple[str, ...]]] = []

    def sections(self, document_id: str) -> Sequence[tuple[str, int, int]]:
        """The sections of a text."""
        return sections_of(self.documents[document_id].text)

    def sentences(self, document_id: str) -> Sequence[tuple[int, int]]:
        """Every line and every sentence that ends in a full stop."""
        found = re.finditer(r"[^\s.][^\n.]*\.?", self.documents[document_id].text)
        return [match.span() for match in found]

    def questions_at(self, document_id: str, language: Language) -> Sequence[tuple[str, Sequence[Span]]]:
        """Two questions of the first text."""
        if document_id != "interview":
            return []
        quotes = {EXPERIENCE: (EXPERIENCE_QUOTE,), VALIDITY: (VALIDITY_QUOTE, RETEST_QUOTE)}
        return [(question, [self._span(quote) for quote in found]) for question, found in quotes.items()]

    def _span(self, quote: str) -> Span:
        citation = cite(self.documents["interview"], quote)
        return Span(citation.document, citation.start, citation.end)

    def examples(self, language: Language) -> Sequence[str]:
        """Two questions."""
        return (EXPERIENCE, VALIDITY)

    def check(self, facts: Mapping[str, object], *, language: Language = "nl") -> dict[str, Any]:
        """A real decision; today is a day that doesn't pass."""
        assert self.rules is not None, "without rules nothing may ask"
        time.sleep(self.delay)
        return decide(from_mapping(facts, TODAY), self.rules, language).as_dict()

    def answer(self, question: str, *, turns: Sequence[str] = (), language: Language | None = None) -> Answer:
        """A canned answer by what the question holds."""
        self.calls.append((question, tuple(turns)))
        time.sleep(self.delay)
        if len(question) > 2_000:
            return self._say(question, "invalid_input", "Uw vraag is te lang: hooguit 2.000 tekens.")
        if "kapot" in question:
            raise IndexUnusableError("The index is gone. Run `make ingest`.")
        if "onverwacht" in question:
            raise RuntimeError("a secret detail")
        if "twee jaar" in question:
            return self._decide(question)
        if "werkervaring" in question:
            return self._quote(question, [EXPERIENCE_QUOTE], note="Uit een tekst van omstreeks 2019.")
        if "geldig" in question:
            return self._quote(question, [VALIDITY_QUOTE, RETEST_QUOTE], suggestions=(EXPERIENCE,))
        if "activiteiten" in question:
            return self._quote(question, [LIST_QUOTE], resolved=f"Opnieuw: {question}")
        if "welke" in question:
            return self._say(question, "clarify", "Welke bedoelt u?", choices=(VALIDITY, EXPERIENCE))
        return self._say(question, "not_in_corpus", f"Dat staat niet in de teksten: {question}")

    def stream(self, question: str, *, turns: Sequence[str] = (), language: Language | None = None) -> Iterator[Answer]:
        """What grows by statements first, where there is something, then the answer."""
        yield from self.growing
        yield self.answer(question, turns=turns, language=language)

    def search(self, question: str, k: int) -> Sequence[object]:
        """The first text, whatever is sought."""
        return [*self.documents][:k]

    def verify(self, quote: str | None, statement: str | None = None) -> dict[str, Any]:
        """Verbatim or not, in the first text."""
        if quote is None and statement is None:
            raise InputError("There is nothing to verify.")
        there = quote is not None and any(quote in one.text for one in self.documents.values())
        return {"quote": {"verdict": "verified" if there else "not_found"}, "statement": None}

    def _quote(
        self,
        question: str,
        quotes: list[str],
        *,
        note: str = "",
        suggestions: tuple[str, ...] = (),
        resolved: str | None = None,
    ) -> Answer:
        citations = tuple(cite(self.documents["interview"], quote, n) for n, quote in enumerate(quotes, 1))
        return Answer(
            None,
            question,
            "nl",
            "answered",
            " ".join(f"{quote} [{n}]" for n, quote in enumerate(quotes, 1)),
            tuple(Statement(quote, (n,)) for n, quote in enumerate(quotes, 1)),
            citations,
            note=note,
            suggestions=suggestions,
            resolved_question=resolved,
            timings_ms={"total": 1.0},
        )

    def _decide(self, question: str) -> Answer:
        decision = self.check({"kind": "apply", "experience": [{"lasting": "2 years", "role": "loopbaanadviseur"}]})
        quotes = [criterion["citation"] for criterion in decision["criteria"]]
        citations = tuple(cite(self.documents[one["document"]], one["quote"], one["n"]) for one in quotes)
        said = ["U komt nog niet in aanmerking.", f"{decision['criteria'][0]['explanation']} [1]"]
        text, note = "\n".join(said), NOTICE.nl
        return Answer(None, question, "nl", "decision", text, citations=citations, decision=decision, note=note)

    def _say(self, question: str, outcome: Outcome, text: str, choices: tuple[str, ...] = ()) -> Answer:
        return Answer(None, question, "nl", outcome, text, choices=choices)


@contextmanager
def running(
    assistant: SearchingAssistant,
    settings: Settings | None = None,
    feedback: FeedbackLike | None = None,
    figures: Figures | None = None,
) -> Iterator[str]:
    """The page on a free port of this machine; gives its address."""
    quiet_environment()
    from app.service.server import listen, web_server

    with listen("127.0.0.1", 0) as connection:
        server = web_server(assistant, settings or Settings(), feedback, figures)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [connection]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{connection.getsockname()[1]}"
        finally:
            server.handle_exit(signal.SIGTERM, None)
            thread.join(timeout=10)
