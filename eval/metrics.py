"""What an answer is worth: pure functions from a case and an answer to a judgement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from app.answering.extractive import BUDGET
from app.folding import folded
from app.schema import Answer, Document, Hit, Span
from eval.cases import Case

REFUSALS = ("not_in_corpus", "out_of_scope", "clarify")
COVERED = 0.6
"""Share of a gold quote that a citation must hold to count as citing it: a bullet cited without its bullet sign, or a
sentence without its last clause, still is that place."""

FOUND = 0.5  # share of the shorter of the two that a hit and a gold quote must have in common
WIDE_KINDS = ("list", "comparison")  # these may cite up to the wide budget, as may evidence that needs more than 500

_MARK = re.compile(r"\[\d+\]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_NUMBER_WORDS = {
    word: value
    for value, word in enumerate("nul een twee drie vier vijf zes zeven acht negen tien elf twaalf".split())
    if word != "een"  # the article
} | {"honderd": 100, "duizend": 1000}


def is_refused(answer: Answer) -> bool:
    """Whether the answer says, in one way or another, that the texts don't."""
    return answer.outcome in REFUSALS


def cited_spans(answer: Answer) -> list[Span]:
    """The places that an answer cites, in its order."""
    return [Span(c.document, c.start, c.end) for c in answer.citations]


def cites(answer: Answer, quotes: Sequence[Span]) -> bool:
    """Whether every one of these places is cited."""
    cited = cited_spans(answer)
    return all(any(_common(gold, span) >= COVERED * _length(gold) for span in cited) for gold in quotes)


def cites_all_needed(case: Case, answer: Answer) -> bool:
    """Whether every place of one of the case's alternatives is cited."""
    return any(cites(answer, quotes) for quotes in case.evidence)


def cited_characters(answer: Answer) -> int:
    """How much the reader is given to read."""
    return sum(citation.end - citation.start for citation in answer.citations)


def citation_overlap(case: Case, answer: Answer) -> tuple[float, float]:
    """Precision (of the cited characters, those in gold) and recall (of the gold ones, those cited), 0..1.

    Of several alternatives the one with the best harmonic mean counts; an answer that cites nothing has 0 and 0.
    """
    cited = _characters(cited_spans(answer))
    best = (0.0, 0.0)
    for quotes in case.evidence:
        gold = _characters(quotes)
        common = len(gold & cited)
        if common:
            best = max(best, (common / len(cited), common / len(gold)), key=_harmonic)
    return best


def nugget_recall(case: Case, answer: Answer) -> float:
    """The share of the asked things that the answer says; 1 where nothing in particular was asked."""
    text = folded(answer.text)
    said = [bool(re.search(nugget, text, re.I)) for nugget in case.nuggets]
    return sum(said) / len(said) if said else 1.0


def says_forbidden(case: Case, answer: Answer) -> bool:
    """Whether the answer says what it mustn't: a false premise confirmed, an injected instruction followed."""
    text = folded(answer.text)
    return any(re.search(wrong, text, re.I) for wrong in case.forbidden)


def has_nuggets(case: Case, answer: Answer) -> bool:
    """Whether the answer says all that was asked, and nothing that it mustn't."""
    return nugget_recall(case, answer) == 1.0 and not says_forbidden(case, answer)


def is_verbatim(documents: Mapping[str, Document], answer: Answer) -> bool:
    """Whether every quote is the stored text at its offsets."""
    return all(
        citation.document in documents
        and documents[citation.document].text[citation.start : citation.end] == citation.quote
        for citation in answer.citations
    )


def outside_quotes(answer: Answer) -> list[str]:
    """Numbers (by value) and names in the text of an `answered` that none of its quotes holds; must be empty.

    A name is a word with a capital that opens no sentence. What equals a quote is taken away first.
    """
    if answer.outcome != "answered":
        return []
    quotes = [" ".join(citation.quote.split()) for citation in answer.citations]
    rest = " ".join(_MARK.sub("", answer.text).split())
    for quote in sorted(quotes, key=len, reverse=True):
        rest = rest.replace(quote, ". ")
    known_numbers = {value for quote in quotes for value in _numbers(quote)}
    known_words = {word for quote in quotes for word in _WORD.findall(quote)}
    opening = {match.group(1) for match in re.finditer(r"(?:^|[.!?:]\s+)([^\W\d_][\w'-]*)", rest)}
    names = [word for word in _WORD.findall(rest) if word[0].isupper() and word not in known_words | opening]
    return [str(value) for value in _numbers(rest) if value not in known_numbers] + names


def fully_right(case: Case, answer: Answer) -> bool:
    """The headline: states the asked fact, cites every needed place, and no more than needed."""
    return (
        answer.outcome == "answered"
        and cites_all_needed(case, answer)
        and has_nuggets(case, answer)
        and cited_characters(answer) <= allowed_characters(case)
    )


def allowed_characters(case: Case) -> int:
    """How much may be cited: more for lists, comparisons and histories than for a single fact."""
    first = case.evidence[0] if case.evidence else ()
    wide = case.kind in WIDE_KINDS or sum(map(_length, first)) > BUDGET["fact"]
    return BUDGET["list"] if wide else BUDGET["fact"]


def is_right(case: Case, answer: Answer) -> bool:
    """Right for its kind: fully right, refused, decided as the rules do, or a false premise corrected or refused."""
    if case.kind == "eligibility":
        return verdict_of(answer) in case.verdicts
    if case.kind == "false_premise":
        return is_refused(answer) or (has_nuggets(case, answer) and cites_all_needed(case, answer))
    if case.answerable:
        return fully_right(case, answer)
    return is_refused(answer) and not says_forbidden(case, answer)


def verdict_of(answer: Answer) -> str:
    """The verdict of a decision; empty where there is none."""
    return str(answer.decision["verdict"]) if answer.decision else ""


def evidence_recall(case: Case, hits: Sequence[Hit], k: int) -> float:
    """The share of the needed places among the first k hits, 0..1; of several alternatives the best."""
    first = [hit.span for hit in hits[:k]]
    shares = [sum(any(_is_found(gold, s) for s in first) for gold in quotes) / len(quotes) for quotes in case.evidence]
    return max(shares, default=0.0)


def reciprocal_rank(case: Case, hits: Sequence[Hit]) -> float:
    """1 / the rank of the first hit that is a needed place; 0 where none is."""
    gold = [span for quotes in case.evidence for span in quotes]
    ranks = (rank for rank, hit in enumerate(hits, 1) if any(_is_found(span, hit.span) for span in gold))
    return 1.0 / next(ranks, float("inf"))


def _is_found(gold: Span, hit: Span) -> bool:
    return _common(gold, hit) >= FOUND * min(_length(gold), _length(hit)) > 0


def _common(a: Span, b: Span) -> int:
    return max(0, min(a.end, b.end) - max(a.start, b.start)) if a.document == b.document else 0


def _length(span: Span) -> int:
    return span.end - span.start


def _characters(spans: Iterable[Span]) -> set[tuple[str, int]]:
    return {(span.document, offset) for span in spans for offset in range(span.start, span.end)}


def _harmonic(pair: tuple[float, float]) -> float:
    return 2 * pair[0] * pair[1] / (pair[0] + pair[1]) if sum(pair) else 0.0


def _numbers(text: str) -> list[int | str]:
    """Numbers by value: "15.000" and "15000" are one, "drie" and "3" are one."""
    digits: list[int | str] = [int(plain) for found in _NUMBER.findall(text) if (plain := re.sub(r"[.,]", "", found))]
    return digits + [_NUMBER_WORDS[word] for word in re.findall(r"\w+", text.lower()) if word in _NUMBER_WORDS]
