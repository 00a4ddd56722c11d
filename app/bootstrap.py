"""Builds the assistant from settings: the one place where the parts are put together."""

from __future__ import annotations

import atexit
from pathlib import Path
from typing import TYPE_CHECKING

from app import corpus as corpus_file
from app.answerability import Vocabulary, fitted_weights
from app.answering.chat import ChatClient, open_chat
from app.answering.compose import Composer
from app.answering.llm import Writer
from app.asking import Spelling
from app.chain import NO_RULES, Assistant
from app.conversation import FollowUps
from app.corpus import Corpus
from app.eligibility.checker import EligibilityChecker
from app.eligibility.rules import load_rules
from app.embedding import SentenceEmbeddings, load_embeddings, model_identity
from app.errors import CorpusError, IndexUnusableError
from app.gate.statements import StatementGate
from app.index import POINTER, ingest_command, open_version, private_copy, read_seal
from app.lexical import Analyzer, LexicalIndex
from app.questions import QuestionIndex
from app.retrieval import PassageRetriever
from app.settings import Settings, chroma_access
from app.store import SIZES, Server, VectorStore
from app.verification import Verifier

if TYPE_CHECKING:
    from app.feedback.store import FeedbackStore

RULES = "rules.yaml"


def build_assistant(
    settings: Settings, embeddings: SentenceEmbeddings | None = None, *, chat: bool = True
) -> Assistant:
    """Check the index, open a private copy of it, load the model (unless one is given), and connect the steps.

    Without `chat` the answers are verbatim, whatever chat model is configured.

    Raises:
        CmiError: index missing, stale or damaged; model missing; no room for the copy; no such chat model.
    """
    client = _chat(settings) if chat and settings.chat_model else None
    identity = embeddings.identity if embeddings else model_identity(settings.embedding_model, settings.model_dir)
    folder = open_version(settings.corpus_dir, settings.data_dir, identity)
    content = corpus_file.load(folder)
    embeddings = embeddings or load_embeddings(settings.embedding_model, settings.model_dir)
    store = _vectors(settings, folder, embeddings)
    analyzer = Analyzer(content.glossary)
    retriever = PassageRetriever(
        corpus=content,
        store=store,
        lexical=LexicalIndex.load(folder / "lexical", analyzer, len(content.passages)),
        embeddings=embeddings,
        questions=QuestionIndex.load(folder),
        analyzer=analyzer,
        spelling=_spelling(content),
    )
    checker = _checker(settings.corpus_dir, content)
    verifier = Verifier(content, StatementGate.of(content, analyzer, embeddings.passages))
    writer = Writer(content, client, verifier) if client else None
    return Assistant(content, retriever, _composer(content, analyzer), _follow_ups(content), verifier, checker, writer)


def _vectors(settings: Settings, folder: Path, embeddings: SentenceEmbeddings) -> VectorStore:
    """The build's vectors: on the Chroma server, where there is one, else in a copy of this process alone."""
    if settings.chroma_url:
        store = VectorStore(Server(settings.chroma_url, folder.name, **chroma_access()), embeddings)
        counts = read_seal(folder)["counts"]
        for size in SIZES:
            if store.count(size) != counts[f"{size}s"]:
                raise IndexUnusableError(
                    f"The Chroma server at {settings.chroma_url} lacks rows of the index in {settings.data_dir}. "
                    f"Remove {settings.data_dir / POINTER}, then: "
                    f"`{ingest_command(settings.corpus_dir, settings.data_dir)}`."
                )
    else:
        copy = private_copy(folder / "chroma")
        atexit.register(copy.cleanup)
        store = VectorStore(Path(copy.name), embeddings)
    store.read()
    atexit.register(store.close)  # runs before the clean-up: last in, first out
    return store


def _chat(settings: Settings) -> ChatClient:
    return open_chat(
        settings.chat_model,
        settings.chat_base_url,
        timeout=settings.chat_timeout,
        max_tokens=settings.chat_max_tokens,
        concurrency=settings.chat_concurrency,
    )


def build_checker(settings: Settings) -> EligibilityChecker:
    """The eligibility checker alone: no model, no vectors.

    Raises:
        CmiError: index missing, stale or damaged; no rules, or rules whose quote isn't in the texts.
    """
    identity = model_identity(settings.embedding_model, settings.model_dir)
    content = corpus_file.load(open_version(settings.corpus_dir, settings.data_dir, identity))
    checker = _checker(settings.corpus_dir, content)
    if checker is None:
        raise CorpusError(NO_RULES)
    return checker


def build_feedback(settings: Settings) -> FeedbackStore | None:
    """Where feedback is kept; None where none is to be.

    Raises:
        CmiError: the URL can't be used, or the database can't be opened.
    """
    if not settings.feedback_url:
        return None
    from app.feedback.store import FeedbackStore  # SQLAlchemy takes a second to import, and few commands need it

    return FeedbackStore(settings.feedback_url, settings.feedback_days)


def build_verifier(settings: Settings) -> Verifier:
    """The verifier for quotes alone: no model, no vectors; statements it judges by their words only.

    Raises:
        CmiError: index missing, stale or damaged.
    """
    identity = model_identity(settings.embedding_model, settings.model_dir)
    content = corpus_file.load(open_version(settings.corpus_dir, settings.data_dir, identity))
    return Verifier(content, StatementGate.of(content, Analyzer(content.glossary)))


def _checker(corpus: Path, content: Corpus) -> EligibilityChecker | None:
    path = corpus / RULES
    return EligibilityChecker.of(load_rules(path, content.documents)) if path.is_file() else None


def _follow_ups(content: Corpus) -> FollowUps:
    """The glossary's spellings and the headings; a variant of a heading ("coaching") counts as that heading."""
    headings = {unit.section for unit in content.units}
    variants = {variant for variant, term in content.glossary.items() if term in {h.lower() for h in headings}}
    return FollowUps({*content.glossary, *content.glossary.values()}, headings | variants)


def _spelling(content: Corpus) -> Spelling:
    """Of a folder without curated questions nothing is mended: its texts alone say too little of how people ask."""
    texts = [document.text for document in content.documents.values()] if content.facts else []
    return Spelling(texts, (wording for entry in content.entries for wording in entry.wordings))


def _composer(content: Corpus, analyzer: Analyzer) -> Composer:
    evidence = ["\n".join(content.text(span) for span in fact.evidence) for fact in content.facts]
    quoted = {span.document for fact in content.facts for span in fact.evidence}
    texts = [content.documents[name].text for name in sorted(quoted)]  # words of others say nothing of the facts
    return Composer(content, Vocabulary(texts, content.facts, evidence, analyzer), fitted_weights())
