"""questions.yaml and glossary.yaml -> Facts, Unanswered and spellings, their evidence resolved to offsets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.errors import CorpusError
from app.folding import find_quote, folded, without_marks
from app.schema import Document, Fact, FactKind, Span, Unanswered, UnansweredKind, Unit
from ingest.load import explain, read_yaml

QUESTIONS = "questions.yaml"
GLOSSARY = "glossary.yaml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class EvidenceEntry(_Strict):
    """A verbatim quote; `document` and `section` tell it from an equal one elsewhere."""

    quote: str = Field(min_length=1)
    document: str = ""
    section: str = ""


class FactEntry(_Strict):
    """Questions that the texts answer."""

    id: str = Field(min_length=1)
    kind: FactKind = "fact"
    evidence: list[EvidenceEntry] = Field(min_length=1)
    questions: list[str] = Field(min_length=1)
    questions_en: list[str] = []


class Reason(_Strict):
    """Why the texts don't answer, free of facts."""

    nl: str
    en: str


class UnansweredEntry(_Strict):
    """Questions that the texts don't answer."""

    id: str = Field(min_length=1)
    kind: UnansweredKind
    reason: Reason
    nearby: list[str] = []
    questions: list[str] = Field(min_length=1)
    questions_en: list[str] = []


class QuestionsFile(_Strict):
    """The whole questions.yaml."""

    facts: list[FactEntry] = []
    unanswered: list[UnansweredEntry] = []


class TermEntry(_Strict):
    """A term and the spellings that mean the same."""

    canonical: str = Field(min_length=1)
    variants: list[str] = []


class GlossaryFile(_Strict):
    """The whole glossary.yaml."""

    terms: list[TermEntry] = []


def load_questions(
    corpus: Path, documents: Mapping[str, Document], units: Sequence[Unit]
) -> tuple[tuple[Fact, ...], tuple[Unanswered, ...], list[str]]:
    """Read questions.yaml; empty where there is none.

    An entry whose quote is not (or not unambiguously) in the texts is dropped and named in the warnings, the third
    value: the rest must go on being served when a text changes.

    Raises:
        CorpusError: not YAML, an unknown key, an id that stands twice.
    """
    path = corpus / QUESTIONS
    if not path.is_file():
        return (), (), []
    try:
        content = QuestionsFile.model_validate(read_yaml(path) or {})
    except ValidationError as error:
        raise CorpusError(f"{path}: {explain(error)}") from None
    _refuse_twice(path, content)
    warnings: list[str] = []
    facts: list[Fact] = []
    for entry in content.facts:
        try:
            evidence = tuple(_locate(quote, documents, units) for quote in entry.evidence)
        except LookupError as problem:
            warnings.append(f"{QUESTIONS}: {entry.id} is left out: {problem}")
            continue
        facts.append(Fact(entry.id, entry.kind, evidence, tuple(entry.questions), tuple(entry.questions_en)))
    known = {fact.id for fact in facts}
    unanswered: list[Unanswered] = []
    for refusal in content.unanswered:
        nearby = tuple(name for name in refusal.nearby if name in known)
        if len(nearby) < len(refusal.nearby):
            warnings.append(f"{QUESTIONS}: {refusal.id} points to a nearby fact that isn't there")
        unanswered.append(
            Unanswered(
                refusal.id,
                refusal.kind,
                refusal.reason.nl,
                refusal.reason.en,
                tuple(refusal.questions),
                tuple(refusal.questions_en),
                nearby,
            )
        )
    return tuple(facts), tuple(unanswered), warnings


def load_glossary(corpus: Path) -> dict[str, str]:
    """Read glossary.yaml: variant -> canonical; empty where there is none.

    Raises:
        CorpusError: not YAML, an unknown key, a variant of two terms.
    """
    path = corpus / GLOSSARY
    if not path.is_file():
        return {}
    try:
        content = GlossaryFile.model_validate(read_yaml(path) or {})
    except ValidationError as error:
        raise CorpusError(f"{path}: {explain(error)}") from None
    spellings: dict[str, str] = {}
    folded_terms: dict[str, str] = {}
    for term in content.terms:
        for variant in term.variants:
            if not folded(variant):
                raise CorpusError(f"{path}: a variant of {term.canonical!r} is empty. Write a spelling, or remove it.")
            known = folded_terms.setdefault(without_marks(folded(variant)), term.canonical)
            spellings[variant] = term.canonical
            if known != term.canonical:
                raise CorpusError(f"{path}: {variant!r} is a variant of two terms. Keep it under one of them.")
    return spellings


def _refuse_twice(path: Path, content: QuestionsFile) -> None:
    names = [entry.id for entry in content.facts] + [entry.id for entry in content.unanswered]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise CorpusError(f"{path}: the id {twice!r} stands there twice. Give each entry its own.")


def _locate(entry: EvidenceEntry, documents: Mapping[str, Document], units: Sequence[Unit]) -> Span:
    places = [
        Span(document.id, start, end)
        for document in documents.values()
        if entry.document in ("", document.id)
        for start, end in find_quote(document.text, entry.quote)
        if not entry.section or _stands_under(Span(document.id, start, end), entry.section, units)
    ]
    if not places:
        raise LookupError(f"its quote {entry.quote[:60]!r} is not in the texts")
    if len(places) > 1:
        raise LookupError(f"its quote {entry.quote[:60]!r} stands in {len(places)} places; name document and section")
    return places[0]


def _stands_under(span: Span, section: str, units: Sequence[Unit]) -> bool:
    return any(
        unit.document == span.document
        and unit.start < span.end
        and span.start < unit.end
        and folded(unit.section) == folded(section)
        for unit in units
    )
