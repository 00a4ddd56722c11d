"""Answers worded by a chat model, statement by statement through the gate; the extractive answer where that fails.

question, passages ─> prompt ─> model ─> line ─> quote found? ─> statement supported? ─> shown
                                                 └─ no ──────────┴─ no ─> dropped, with the reason
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.answering.chat import ChatClient
from app.answering.lines import Proposed, Refused, entries, read_line, whole_lines
from app.answering.prompts import messages
from app.answering.verdicts import differs
from app.corpus import Corpus
from app.errors import ChatError
from app.gate.meaning import has_markup
from app.gate.statements import Judgement
from app.routing import language_of
from app.schema import Answer, Language, Span, Statement
from app.verification import Judge, Verifier, cite, plain, prove, whole_sentences

CONTEXT_CHARACTERS = 1_800
"""Of passages: about 500 tokens of Dutch, which a small model reads in 17 s on two cores. What the extractive answer
cites is always in."""

MOST_STATEMENTS = 6  # shown; more is no answer to one question
MOST_PROPOSED = 40  # of an agent, held against the gate; whoever proposes more is babbling
MOST_DROPPED = 20  # listed; a model that babbles would fill the answer with what it can't prove
SHOWN_CHARACTERS = 300  # of each dropped statement and quote
SHORT_LIST = 300
"""Characters up to which a list is cited whole where one of its items is quoted: the others belong to what it says."""


@dataclass
class _Draft:
    """What has passed so far, and what hasn't."""

    statements: list[Statement] = field(default_factory=list)
    numbers: dict[Span, int] = field(default_factory=dict)
    dropped: list[dict[str, Any]] = field(default_factory=list)
    judged: dict[tuple[str, tuple[str, ...]], Judgement] = field(default_factory=dict)  # none is made twice

    def cite(self, spans: Sequence[Span]) -> tuple[int, ...]:
        """The numbers of these citations, in order of first use."""
        return tuple(dict.fromkeys(self.numbers.setdefault(span, len(self.numbers) + 1) for span in spans))


@dataclass(frozen=True)
class Writer:
    """Words proven answers anew. Keeps nothing of a question."""

    corpus: Corpus
    client: ChatClient
    verifier: Verifier

    @property
    def destination(self) -> str:
        """The host that questions are sent to; "" where they stay on this machine."""
        return self.client.destination

    def write(self, question: str, extractive: Answer, more: Sequence[Span]) -> Iterator[Answer]:
        """The answer as it grows by a statement; the last one is whole, and is the extractive one where it has to be.

        `extractive` is an `answered` one; `more` are further places that may help, best first.
        """
        passages = self.passages(extractive, more)
        told = messages(question, extractive.language, {name: self._said(span) for name, span in passages.items()})
        draft = _Draft()
        trouble = ""
        try:
            for line in entries(whole_lines(self.client.stream(told))):
                proposed = read_line(line)
                if isinstance(proposed, Refused):
                    trouble = "said that the passages don't answer"
                    break
                if proposed is not None and self._take(proposed, passages, extractive.language, draft):
                    yield self._answer(extractive, draft)
                    if len(draft.statements) == MOST_STATEMENTS:
                        break
        except ChatError as error:
            trouble = str(error).removeprefix(self.client.name).strip()
        if draft.statements and self._answers(extractive, draft):
            yield self._answer(extractive, draft)
            return
        trouble = trouble or (
            "left out part of the answer" if draft.statements else "said nothing that could be proven"
        )
        model = f"extractive ({self.client.name} {trouble})"
        yield replace(extractive, dropped=tuple(draft.dropped), model=model)

    def beside(self, decided: Answer, proposed: Sequence[Proposed], passages: Mapping[str, Span]) -> Answer:
        """A decision with the proposals that pass the gate, cited after its own citations; the decision stays as it is.

        They come before the decision's words, which may end in a question. A judgement on the case that isn't the
        decision's is dropped, also where the texts' own words could be read so.
        """
        draft = _Draft(numbers={Span(one.document, one.start, one.end): one.n for one in decided.citations})
        verdict = str((decided.decision or {}).get("verdict", ""))
        for one in proposed[:MOST_PROPOSED]:
            if len(draft.statements) == MOST_STATEMENTS:
                break
            if differs(one.text, verdict):
                _drop(draft, one, [f"it passes a judgement that the rules don't ({verdict})"])
            else:
                self._take(one, passages, decided.language, draft)
        if not draft.statements:
            return replace(decided, dropped=tuple(draft.dropped))
        worded = self._answer(decided, draft)
        return replace(worded, text=f"{worded.text}\n{decided.text}", model=f"{decided.model}, {self.client.name}")

    def passages(self, extractive: Answer, more: Sequence[Span]) -> dict[str, Span]:
        """What the model reads, by id: what the extractive answer cites, then further places while there is room."""
        chosen = [Span(cited.document, cited.start, cited.end) for cited in extractive.citations]
        left = CONTEXT_CHARACTERS - sum(span.end - span.start for span in chosen)
        for span in more:
            whole = _around(whole_sentences(self.corpus, span))
            if any(_overlap(whole, other) for other in chosen) or whole.end - whole.start > left:
                continue
            chosen.append(whole)
            left -= whole.end - whole.start
        return {f"P{n}": span for n, span in enumerate(chosen, 1)}

    def _said(self, span: Span) -> str:
        return plain(self.corpus.text(span))

    def _take(self, proposed: Proposed, passages: Mapping[str, Span], language: Language, draft: _Draft) -> bool:
        """Hold a proposal against the gate; what passes joins the draft, the rest its list of the dropped."""
        within = [passages[name] for name in proposed.ids if name in passages]
        spans: list[Span] = []
        reasons: list[str] = []
        if has_markup(proposed.text):
            reasons.append("it holds an address or markup")
        if language_of(proposed.text) != language:
            reasons.append("it is in another language than the question")
        if not proposed.quotes:
            reasons.append("no words are quoted for it")
        for quote in proposed.quotes:
            found = self.verifier.finder.find(quote, within=within)
            if found.verdict in ("verified", "wrong_source"):
                spans += [whole for span in found.spans for whole in self._whole(span)]
            else:
                reasons.append(": ".join(filter(None, (f"quote {found.verdict}", found.difference))))
        if not reasons:
            spans = list(dict.fromkeys(spans))
            if any(statement.text == proposed.text for statement in draft.statements):
                return False
            quotes = [self.corpus.text(span) for span in spans]
            reasons += self._judged(draft, language)(proposed.text, quotes).reasons
        if reasons:
            _drop(draft, proposed, reasons)
            return False
        draft.statements.append(Statement(proposed.text, draft.cite(spans)))
        return True

    def _judged(self, draft: _Draft, language: Language) -> Judge:
        """The gate's judgements for one answer: the same words over the same quotes are judged once."""

        def judge(text: str, quotes: Sequence[str]) -> Judgement:
            key = text, tuple(quotes)
            if key not in draft.judged:
                draft.judged[key] = self.verifier.gate.judge(text, quotes, language)
            return draft.judged[key]

        return judge

    def _whole(self, span: Span) -> list[Span]:
        """The whole sentences of a quote; of a short list with its lead-in all of it, as one place."""
        found: list[Span] = []
        for unit in self.corpus.units_in(span):
            group = [one for one in self.corpus.units_of(unit.document) if one.group == unit.group >= 0]
            listed = Span(unit.document, group[0].start, group[-1].end) if group else None
            if listed and listed.end - listed.start <= SHORT_LIST:
                found.append(listed)
            else:
                found += whole_sentences(self.corpus, Span(unit.document, unit.start, unit.end))
        return list(dict.fromkeys(found))

    def _answers(self, extractive: Answer, draft: _Draft) -> bool:
        """Whether what passed rests on every place that the question's own fact needs."""
        return all(any(_overlap(span, cited) for cited in draft.numbers) for span in self._needed(extractive))

    def _needed(self, extractive: Answer) -> Sequence[Span]:
        """The evidence of the fact that the extractive answer begins with; its first citation where there is none."""
        cited = [Span(one.document, one.start, one.end) for one in extractive.citations]
        fitting = [
            fact.evidence
            for fact in self.corpus.facts
            if _overlap(fact.evidence[0], cited[0]) and all(_held(span, cited) for span in fact.evidence)
        ]
        return max(fitting, key=len, default=tuple(cited[:1]))

    def _answer(self, extractive: Answer, draft: _Draft) -> Answer:
        """The draft as an answer, proven once more as a whole."""
        citations = tuple(cite(self.corpus, span, n) for span, n in draft.numbers.items())
        statements = tuple(draft.statements)
        prove(self.corpus.documents, statements, citations, self._judged(draft, extractive.language))
        said = [f"{one.text} " + "".join(f"[{n}]" for n in one.citations) for one in statements]
        return replace(
            extractive,
            text=" ".join(said),
            statements=statements,
            citations=citations,
            dropped=tuple(draft.dropped),
            model=self.client.name,
        )


def _drop(draft: _Draft, proposed: Proposed, reasons: Sequence[str]) -> None:
    if len(draft.dropped) < MOST_DROPPED:
        quotes = [quote[:SHOWN_CHARACTERS] for quote in proposed.quotes]
        draft.dropped.append({"text": proposed.text[:SHOWN_CHARACTERS], "quotes": quotes, "reasons": list(reasons)})


def _around(spans: Sequence[Span]) -> Span:
    return Span(spans[0].document, min(span.start for span in spans), max(span.end for span in spans))


def _overlap(a: Span, b: Span) -> bool:
    return a.document == b.document and a.start < b.end and b.start < a.end


def _held(span: Span, places: Sequence[Span]) -> bool:
    return any(p.document == span.document and p.start <= span.start and span.end <= p.end for p in places)
