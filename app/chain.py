"""The retrieval chain as LangChain runnables, with the eligibility checker as its side door.

question -> route -+-> retrieve -> compose -> verify -> Answer
                   +-> decide ----------------------> Answer     (somebody's own case)
                   +-> decline ---------------------> Answer     (an instruction, no question)

With a chat model configured, an answer from the texts is worded anew afterwards: `app.answering.llm`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from langchain_core.runnables import Runnable, RunnableBranch, RunnableLambda

from app.answering import phrases
from app.answering.agent import Advisor, asks_more
from app.answering.compose import Composer
from app.answering.llm import Writer
from app.answering.notes import note
from app.asking import without_courtesies
from app.conversation import FollowUps
from app.corpus import Corpus
from app.eligibility.checker import EligibilityChecker
from app.errors import CorpusError
from app.retrieval import PassageRetriever, Retrieved
from app.routing import clean, is_instruction, is_usable, language_of
from app.schema import MAX_QUESTION_CHARACTERS, Answer, Document, Draft, Fact, Hit, Language, Span
from app.verification import Verifier, check_request, cite, prove, statement_of

EXAMPLES = 6
PLACES = 5  # that a chat model reads, or a statement without a quote is held against: evidence recall@5 is 0.96
NO_RULES = "The corpus has no rules.yaml, so it decides no eligibility. Add one, or name another --corpus."


@dataclass(frozen=True)
class Asked:
    """A question on its way through the chain; each step fills in what it adds."""

    id: str | None
    question: str
    turns: tuple[str, ...]
    language: Language
    as_of: date
    is_case: bool = False
    standalone: str = ""
    resolved: str | None = None
    before: str | None = None
    found: Retrieved | None = None
    draft: Draft | None = None
    timings: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Assistant:
    """Answers questions about one corpus. Stateless: safe to call from several threads."""

    corpus: Corpus
    retriever: PassageRetriever
    composer: Composer
    follow_ups: FollowUps
    verifier: Verifier
    checker: EligibilityChecker | None = None
    writer: Writer | None = None

    @property
    def sends_to(self) -> str:
        """The host that questions leave this machine for, to a chat model; "" where they don't."""
        return self.writer.destination if self.writer else ""

    @property
    def can_check(self) -> bool:
        """Whether the corpus has eligibility rules."""
        return self.checker is not None

    def check(self, facts: Mapping[str, object], *, language: Language = "nl") -> dict[str, Any]:
        """Decide one case from plain values (contract: Decision).

        Raises:
            InputError: a value can't be so; the message begins with its path.
            CorpusError: the corpus has no rules.
        """
        if self.checker is None:
            raise CorpusError(NO_RULES)
        return self.checker.check(facts, language, date.today()).as_dict()  # noqa: DTZ011 - the asker's own day

    @property
    def documents(self) -> Mapping[str, Document]:
        """The texts by id."""
        return self.corpus.documents

    def sections(self, document: str) -> Sequence[tuple[str, int, int]]:
        """The sections of a text as (heading, start, end)."""
        return self.corpus.sections(document)

    def sentences(self, document: str) -> Sequence[tuple[int, int]]:
        """Where the units of a text stand: its sentences, headings and bullets, in reading order."""
        return [(unit.start, unit.end) for unit in self.corpus.units_of(document)]

    def questions_at(self, document: str, language: Language) -> Sequence[tuple[str, Sequence[Span]]]:
        """A question for each fact that a text holds, with the places of its answer, in the order of the first one."""
        here = [fact for fact in self.corpus.facts if any(span.document == document for span in fact.evidence)]
        first = sorted(here, key=lambda fact: min(span.start for span in fact.evidence if span.document == document))
        return [(_first_wording(fact, language), fact.evidence) for fact in first]

    def examples(self, language: Language) -> Sequence[str]:
        """Questions that the texts answer, first what the rules turn on, then what is asked most of each section."""
        asked_most = sorted(self.corpus.facts, key=lambda fact: -len(fact.wordings))
        criteria = self.checker.rules.criteria.values() if self.checker else ()
        decisive = [
            next((fact for fact in asked_most if _cites(fact, one.document, one.start, one.end)), None)
            for one in criteria
        ]
        by_section: dict[str, Fact] = {}
        for fact in (*filter(None, decisive), *asked_most):
            by_section.setdefault(self.corpus.section_at(fact.evidence[0]), fact)
        chosen = dict.fromkeys((*filter(None, decisive), *by_section.values(), *asked_most))
        return [_first_wording(fact, language) for fact in chosen][:EXAMPLES]

    def answer(
        self,
        question: object,
        *,
        turns: Sequence[str] = (),
        id: str | None = None,
        language: Language | None = None,
        as_of: date | None = None,
    ) -> Answer:
        """Answer one question; `turns` are the asker's earlier messages, oldest first, `as_of` is today by default.

        Whatever `question` holds, the result is a typed outcome; `UnprovenError` would be a bug of this program.
        """
        *_, answer = self.stream(question, turns=turns, id=id, language=language, as_of=as_of)
        return answer

    def stream(
        self,
        question: object,
        *,
        turns: Sequence[str] = (),
        id: str | None = None,
        language: Language | None = None,
        as_of: date | None = None,
    ) -> Iterator[Answer]:
        """The answer as it grows by proven statements, where a chat model words it; the last one is whole."""
        started = time.perf_counter()
        if not isinstance(question, str) or not is_usable(question):
            yield _invalid(question, id, language or "nl")
            return
        spoken = language or language_of(" ".join((*turns, question)))  # "En outplacement?" alone looks English
        asked = Asked(id, question, tuple(turns), spoken, as_of or date.today())  # noqa: DTZ011 - the asker's own day
        for answer in self._worded(asked, self.chain.invoke(asked)):
            total = round((time.perf_counter() - started) * 1e3, 1)
            yield replace(answer, timings_ms={"total": total} | answer.timings_ms)

    def _worded(self, asked: Asked, extractive: Answer) -> Iterator[Answer]:
        """An answer in the chat model's words, where there is one and the texts answer; else as it is.

        Beside a decision an agent may say what else was asked.
        """
        if self.advisor and extractive.outcome == "decision" and asks_more(asked.question):
            extractive = self.advisor.add(clean(asked.question), asked.as_of, extractive)
        if self.writer is None or extractive.outcome != "answered":
            yield extractive
            return
        question = extractive.resolved_question or clean(extractive.question)
        more = [hit.span for hit in self.retriever.search(question, PLACES)]
        for answer in self.writer.write(question, extractive, more):
            yield replace(answer, note=self._note(answer.language, [cited.document for cited in answer.citations]))

    def search(self, question: str, k: int, *, turns: Sequence[str] = ()) -> list[Hit]:
        """The `k` best places for a question, best first; none where it is no question."""
        if not is_usable(question):
            return []
        bare = without_courtesies(clean(question))
        return self.retriever.search(self.follow_ups.resolve([*(clean(turn) for turn in turns), bare]) or bare, k)

    def place(self, hit: Hit) -> dict[str, Any]:
        """A hit as a value of the contract's Search result."""
        span = hit.span
        return {
            "document": span.document,
            "file": self.documents[span.document].file,
            "section": hit.section,
            "start": span.start,
            "end": span.end,
            "quote": self.corpus.text(span),
            "score": hit.score,
        }

    def verify(self, quote: str | None, statement: str | None = None) -> dict[str, Any]:
        """Whether a quote stands in the texts and a statement says no more (contract: Verification result).

        Without a quote the statement is held against the places that fit it best.

        Raises:
            InputError: there is nothing to verify, or too much.
        """
        check_request(quote, statement)
        language = language_of(statement) if statement else "nl"
        places = [hit.span for hit in self.search(statement, PLACES)] if statement and quote is None else []
        return self.verifier.verify(quote, statement, language=language, within=places)

    @cached_property
    def advisor(self) -> Advisor | None:
        """The agent, where there are both a chat model and rules."""
        if self.writer is None or self.checker is None:
            return None
        return Advisor(
            self.corpus, self.writer, self.checker, lambda query: [hit.span for hit in self.search(query, PLACES)]
        )

    @cached_property
    def chain(self) -> Runnable[Asked, Answer]:
        """The steps, in order."""
        from_texts = RunnableLambda(self._retrieve) | RunnableLambda(self._compose) | RunnableLambda(self._verify)
        return RunnableLambda(self._route) | RunnableBranch(
            (lambda asked: asked.is_case, RunnableLambda(self._decide)),
            (lambda asked: is_instruction(asked.standalone), RunnableLambda(self._decline)),
            from_texts,
        )

    def _route(self, asked: Asked) -> Asked:
        turns, question = tuple(clean(turn) for turn in asked.turns), clean(asked.question)
        case = self.checker.case_in(question, turns) if self.checker else None
        if case:
            return replace(asked, turns=turns, standalone=case, is_case=True)
        bare = without_courtesies(question)
        resolved = self.follow_ups.resolve([*turns, bare])
        before = self.follow_ups.subject_of(turns) if resolved else None
        return replace(asked, standalone=resolved or bare, resolved=resolved, before=before)

    def _decide(self, asked: Asked) -> Answer:
        assert self.checker is not None  # else nothing is a case
        told = self.checker.consult((*asked.turns, asked.standalone), asked.as_of, asked.language)
        decision = told.decision
        criteria = decision.criteria if decision else ()
        places = [result.citation for result in criteria]
        spans = [Span(place["document"], place["start"], place["end"]) for place in places]
        citations = tuple(cite(self.corpus, span, n) for n, span in enumerate(spans, 1))
        return Answer(
            id=asked.id,
            question=asked.question,
            language=asked.language,
            outcome="decision" if decision else "clarify",
            text=told.text,
            citations=citations,
            decision=decision.as_dict() if decision else None,
            note=self._note(asked.language, [citation.document for citation in citations]),
            model="rules",
        )

    def _decline(self, asked: Asked) -> Answer:
        reason = phrases.INSTRUCTION[asked.language]
        return Answer(
            asked.id, asked.question, asked.language, "out_of_scope", reason, note=self._note(asked.language, [])
        )

    def _retrieve(self, asked: Asked) -> Asked:
        started = time.perf_counter()
        found = self.retriever.retrieve(asked.standalone, after=asked.before)
        return replace(asked, found=found, timings={"retrieve": round((time.perf_counter() - started) * 1e3, 1)})

    def _compose(self, asked: Asked) -> Asked:
        assert asked.found is not None  # the step before
        return replace(asked, draft=self.composer.compose(asked.standalone, asked.language, asked.found))

    def _verify(self, asked: Asked) -> Answer:
        assert asked.draft is not None  # the step before
        draft = asked.draft
        spans = list(dict.fromkeys(span for statement in draft.spans for span in statement))
        number = {span: n for n, span in enumerate(spans, 1)}
        citations = tuple(cite(self.corpus, span, n) for span, n in number.items())
        statements = tuple(
            statement_of([citations[number[span] - 1] for span in statement]) for statement in draft.spans
        )
        prove(self.corpus.documents, statements, citations)
        said = [f"{statement.text} " + "".join(f"[{n}]" for n in statement.citations) for statement in statements]
        return Answer(
            id=asked.id,
            question=asked.question,
            language=asked.language,
            outcome=draft.outcome,
            text="\n".join(said) if said else draft.reason,
            statements=statements,
            citations=citations,
            note=self._note(asked.language, [citation.document for citation in citations]),
            choices=draft.choices,
            suggestions=draft.suggestions,
            resolved_question=asked.resolved,
            timings_ms=asked.timings,
        )

    def _note(self, language: Language, cited: Sequence[str]) -> str:
        return note(self.corpus.documents, cited, language)


def _cites(fact: Fact, document: str, start: int, end: int) -> bool:
    return any(span.document == document and span.start < end and start < span.end for span in fact.evidence)


def _first_wording(fact: Fact, language: Language) -> str:
    return (fact.questions_en or fact.questions)[0] if language == "en" else fact.questions[0]


def _invalid(question: object, id: str | None, language: Language) -> Answer:
    if not isinstance(question, str):
        return Answer(id, "", language, "invalid_input", phrases.NOT_TEXT[language])
    too_long = len(question) > MAX_QUESTION_CHARACTERS
    text = phrases.TOO_LONG[language].format(limit=MAX_QUESTION_CHARACTERS) if too_long else phrases.EMPTY[language]
    return Answer(id, question[:MAX_QUESTION_CHARACTERS], language, "invalid_input", text)
