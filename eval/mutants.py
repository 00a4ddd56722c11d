"""Mutants of the gate: true statements with one word made false. The gate must let none of them through.

A mutant changes a number, a date, a negation, a modal, a name, a scope or a direction. It is tried twice: as a
statement over the true quote, and with the quote falsified along. Names and scopes are taken from the corpus itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from app.corpus import Corpus
from app.errors import UnprovenError
from app.schema import Citation, Span, Statement
from app.verification import cite, prove, statement_of
from eval.figures import Row, share_of
from eval.words import MONTHS, NUMBER_WORDS, corpus_names, next_in, shifted_number

Rule = tuple[str, re.Pattern[str], Callable[[re.Match[str]], str]]

_PAIRS = {
    "modal": "moet/mag moeten/mogen kan/moet kunnen/moeten wil/moet mogen/moeten mag/moet zal/kan",
    "direction": (
        "minimaal/maximaal maximaal/minimaal tenminste/hoogstens meer/minder minder/meer voor/na eerder/later"
        " hoogste/laagste grootste/kleinste groeiende/krimpende toenemend/afnemend verhogen/verlagen vaker/zelden"
        " oudere/jongere hele/halve langer/korter preventief/curatief goede/slechte beëindiging/verlenging alle/enkele"
    ),
}
_NEGATIONS = "geen/een niet/wel nooit/altijd zonder/met"
_VERBS = r"\b(?:is|zijn|wordt|worden|heeft|hebben|kan|kunnen|moet|moeten|mag|mogen)\b"
HEADING_WORDS = 3  # a longer heading is a sentence, no scope


@dataclass(frozen=True, slots=True)
class Mutant:
    """A falsified statement and what kind of word was changed."""

    kind: str
    text: str


def measure(corpus: Corpus, evidence: Sequence[Sequence[Span]]) -> tuple[list[Row], list[str]]:
    """How many mutants of these gold answers the gate rejects, by kind, and every one that it lets through.

    The first row is the control: the true statements, of which it must let all through.
    """
    rules = rules_of(corpus)
    passed: list[bool] = []
    rejected: dict[str, list[bool]] = {}
    through: list[str] = []
    for spans in dict.fromkeys(tuple(spans) for spans in evidence):
        citations = [cite(corpus, span, n) for n, span in enumerate(spans, 1)]
        statement = statement_of(citations)
        passed.append(not is_rejected(corpus, statement, citations))
        for number, citation in enumerate(citations):
            for mutant in mutants(citation.quote, rules):
                false = [replace(c, quote=mutant.text) if i == number else c for i, c in enumerate(citations)]
                said = statement_of(false)
                both = is_rejected(corpus, said, citations), is_rejected(corpus, said, false)
                rejected.setdefault(mutant.kind, []).extend(both)
                through += [] if all(both) else [f"{mutant.kind}: {mutant.text}"]
    rows = [share_of("true statements let through", passed)]
    return rows + [share_of(f"{kind} changed: rejected", found) for kind, found in sorted(rejected.items())], through


def is_rejected(corpus: Corpus, statement: Statement, citations: Sequence[Citation]) -> bool:
    """Whether the gate refuses this statement over these citations."""
    try:
        prove(corpus.documents, [statement], citations)
    except UnprovenError:
        return True
    return False


def mutants(text: str, rules: Sequence[Rule]) -> Iterator[Mutant]:
    """Every mutant of a text: each place that a rule fits, changed alone."""
    seen = {text}
    for kind, pattern, change in rules:
        for match in pattern.finditer(text):
            changed = text[: match.start()] + change(match) + text[match.end() :]
            if changed not in seen:
                seen.add(changed)
                yield Mutant(kind, changed)


def rules_of(corpus: Corpus) -> list[Rule]:
    """The rules by which words of this corpus are falsified."""
    names = corpus_names(corpus)
    headings = {unit.section for unit in corpus.units if unit.kind == "heading"}
    scopes = sorted(heading for heading in headings if len(heading.split()) <= HEADING_WORDS)
    return [
        ("date", re.compile(r"\b(?:19|20)\d\d\b"), lambda m: str(int(m.group()) + 1)),
        ("date", _any_of(MONTHS), partial(_next, MONTHS)),
        ("number", re.compile(r"(?<!\d)(?!(?:19|20)\d\d\b)\d+(?:[.,]\d+)*"), lambda m: shifted_number(m.group())),
        ("number", _any_of(NUMBER_WORDS), partial(_next, NUMBER_WORDS)),
        *(pairs(kind, listed) for kind, listed in _PAIRS.items()),
        pairs("negation", _NEGATIONS),
        ("negation", re.compile(_VERBS, re.I), lambda m: f"{m.group()} niet"),
        *([("name", _any_of(names, 0), partial(_next, names))] if names else []),
        *([("scope", _any_of(scopes), partial(_next, scopes))] if len(scopes) > 1 else []),
    ]


def pairs(kind: str, listed: str) -> Rule:
    """The rule that puts the other word of a pair ("this/that", apart by blanks) in its place."""
    other = dict(pair.split("/") for pair in listed.split())
    lower = {word.lower(): instead for word, instead in other.items()}
    return kind, _any_of(list(other)), lambda match: lower[match.group().lower()]


def _any_of(words: Sequence[str], flags: int = re.I) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", flags)


def _next(words: Sequence[str], match: re.Match[str]) -> str:
    return next_in(words, match.group())
