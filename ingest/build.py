"""Corpus folder -> index: read, cut, embed, store, verify, seal, swap in.

    load -> segment -> curate -> (vectors, lexical, questions) -> self-query -> claims -> seal -> point_to

A build happens in a folder of its own; until the pointer is replaced nobody sees it, and a build that fails or is
killed leaves nothing but that folder, which the next build removes.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from app import corpus as corpus_file
from app.asking import bare
from app.corpus import Corpus
from app.embedding import SentenceEmbeddings
from app.errors import IndexUnusableError, ServiceError
from app.index import (
    POINTER,
    VERSIONS,
    current_version,
    damaged_files,
    fingerprint,
    point_to,
    read_seal,
    seal,
    stale_reason,
)
from app.lexical import Analyzer, LexicalIndex
from app.questions import QuestionIndex
from app.schema import Claim, Document, Passage, Unit
from app.store import SIZES, Entry, Server, Size, VectorStore, remove_build
from ingest.curate import load_glossary, load_questions
from ingest.load import load_documents
from ingest.remembered import RememberedEmbeddings
from ingest.segment import segment
from ingest.unquoted import claims, contradicted, heard

LOCK = "ingest.lock"
CHROMA = "chroma"  # of a build, where its vectors lie in a folder
DOCUMENT_CHARACTERS = 2_000  # the model reads 512 tokens, and Dutch has about four letters to one
STORED_CHARACTERS = 4_000  # of a row's text, so that it fits every Chroma; offsets lead to the rest
QUESTIONS_AT_ONCE = 1_024  # the bar moves a dozen times

Progress = Callable[[str, int, int], None]
"""Told a step's name, how much of it is done, and how much there is."""


@dataclass(frozen=True)
class Report:
    """What a build did. `fresh` is False where the index was current already."""

    fresh: bool
    counts: dict[str, int]
    warnings: list[str] = field(default_factory=list)


def current_report(corpus: Path, data: Path, model: str, *, on_server: bool = False) -> Report | None:
    """The report of the index that is there, if it is current and whole; None where a build is due.

    `on_server` says where its vectors are wanted; whether the server still has them its readers see.
    """
    folder = current_version(data)
    if folder is None:
        return None
    sealed = read_seal(folder)
    if not sealed or stale_reason(sealed, fingerprint(corpus, model)) or damaged_files(folder, sealed):
        return None
    if on_server == (folder / CHROMA).exists():
        return None
    return Report(fresh=False, counts=sealed.get("counts", {}))


def build(
    corpus: Path,
    data: Path,
    model: str,
    embeddings: SentenceEmbeddings,
    progress: Progress = lambda *_: None,
    server: Server | None = None,
) -> Report:
    """Build the index of a corpus folder into a data folder and make it the current one.

    With a `server` its vectors go there, and the rest into the data folder.

    Raises:
        CorpusError: the corpus can't be used.
        IndexUnusableError: another process is building there, or the new index doesn't find its own vectors.
        ServiceError: the data folder can't be written, or is full; the server doesn't answer.
    """
    built_from = fingerprint(corpus, model)
    content, warnings = read_corpus(corpus)
    with _writing(data):
        folder = Path(tempfile.mkdtemp(prefix="v", dir=data / VERSIONS))
        try:
            with RememberedEmbeddings(embeddings, data) as remembered:
                built = _build_into(folder, content, remembered, progress, _place(folder, server))
            counts = _counts(built)
            seal(folder, built_from, counts)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        before = current_version(data)
        point_to(data, folder)
        _remove_all_but(data, server, folder, before)
    return Report(fresh=True, counts=counts, warnings=warnings + contradicted(built))


def read_corpus(corpus: Path) -> tuple[Corpus, list[str]]:
    """Read and cut a corpus folder; the second value are warnings about its curated questions."""
    documents = load_documents(corpus)
    units: list[Unit] = []
    passages: list[Passage] = []
    for document in documents:
        of_document = segment(document)
        units += of_document[0]
        passages += of_document[1]
    by_id = {document.id: document for document in documents}
    facts, unanswered, warnings = load_questions(corpus, by_id, units)
    return Corpus(by_id, tuple(units), tuple(passages), facts, unanswered, load_glossary(corpus)), warnings


@dataclass(frozen=True)
class _Bank:
    """The curated questions as they were learnt: a vector and the number of its entry for each."""

    index: QuestionIndex
    vectors: NDArray[np.float32]
    owners: list[int]


def _place(folder: Path, server: Server | None) -> Path | Server:
    """Where the vectors of a build lie."""
    return replace(server, build=folder.name) if server else folder / CHROMA


def _build_into(
    folder: Path, content: Corpus, embeddings: RememberedEmbeddings, progress: Progress, place: Path | Server
) -> Corpus:
    """Write all files of a build; the corpus comes back with what its sentences claim."""
    analyzer = Analyzer(content.glossary)
    LexicalIndex.build([passage_text(content, passage) for passage in content.passages], analyzer).save(
        folder / "lexical"
    )
    bank = _build_questions(content, embeddings, analyzer, progress)
    bank.index.save(folder)
    store = VectorStore(place, embeddings, create=True)
    try:
        for size in SIZES:
            entries = list(_entries(content, size))
            done = 0

            def advance(more: int, size: Size = size, total: int = len(entries)) -> None:
                nonlocal done
                done += more
                progress(size, done, total)

            store.add(size, entries, advance)
            lost = store.unfindable(size)
            if lost or store.count(size) != len(entries):
                raise IndexUnusableError(
                    f"The new index doesn't find its own {size} {(lost or ['?'])[0]}; the one before stays in use. "
                    "Run `make ingest` again; if it stays so, check the disk."
                )
        claiming = replace(content, claims=_claims(content, bank, store, analyzer))
    finally:
        store.close()
    corpus_file.save(claiming, folder)
    return claiming


def _counts(content: Corpus) -> dict[str, int]:
    return {
        "documents": len(content.documents),
        "sections": sum(len(content.sections(identity)) for identity in content.documents),
        "sentences": len(content.units),
        "passages": len(content.passages),
        "questions": sum(len(entry.wordings) for entry in content.entries),
    }


def _build_questions(
    content: Corpus, embeddings: RememberedEmbeddings, analyzer: Analyzer, progress: Progress
) -> _Bank:
    texts: list[str] = []
    owners: list[int] = []
    for owner, entry in enumerate(content.entries):
        texts += entry.wordings
        owners += [owner] * len(entry.wordings)
    vectors = np.zeros((len(texts), embeddings.dimensions), dtype=np.float32)
    by_length = sorted(range(len(texts)), key=lambda row: len(texts[row]))  # what is equally long is computed together
    for start in range(0, len(texts), QUESTIONS_AT_ONCE):
        rows = by_length[start : start + QUESTIONS_AT_ONCE]
        vectors[rows] = embeddings.questions([bare(texts[row]) for row in rows])
        progress("question", start + len(rows), len(texts))
    return _Bank(QuestionIndex.build(vectors, texts, owners, analyzer), vectors, owners)


def _claims(content: Corpus, bank: _Bank, store: VectorStore, analyzer: Analyzer) -> tuple[Claim, ...]:
    """What the sentences speak of that no fact quotes."""
    documents = store.vectors("document", list(content.documents))
    subject = heard(content, bank.owners, bank.vectors, documents)
    units = [unit for unit in content.unquoted if unit.document in subject]
    vectors = store.vectors("sentence", [_identity(unit) for unit in units])
    return claims(units, [sentence_text(content, unit) for unit in units], vectors, bank.index, analyzer)


def _identity(unit: Unit) -> str:
    return f"{unit.document}:{unit.start}-{unit.end}"


def _entries(content: Corpus, size: Size) -> Iterator[Entry]:
    if size == "document":
        for document in content.documents.values():
            text = f"{document.title}\n{document.text[:DOCUMENT_CHARACTERS]}"
            yield _entry(document.id, text, document, "", 0, len(document.text), "document")
    elif size == "passage":
        for passage in content.passages:
            document = content.documents[passage.document]
            text = passage_text(content, passage)
            identity = f"{passage.document}#{passage.number}"
            yield _entry(
                identity, text, document, passage.section, passage.start, passage.end, "passage", passage.number
            )
    else:
        for unit in content.units:
            document = content.documents[unit.document]
            text = sentence_text(content, unit)
            yield _entry(_identity(unit), text, document, unit.section, unit.start, unit.end, unit.kind, unit.passage)


def _entry(
    identity: str, text: str, document: Document, section: str, start: int, end: int, kind: str, passage: int = -1
) -> Entry:
    place: dict[str, str | int] = {
        "document": document.id,
        "section": section,
        "start": start,
        "end": end,
        "kind": kind,
        "passage": passage,
    }
    return Entry(identity, text[:STORED_CHARACTERS], place)


def passage_text(content: Corpus, passage: Passage) -> str:
    """What is embedded and indexed of a passage: its heading where it doesn't begin with it, and its words."""
    text = content.documents[passage.document].text[passage.start : passage.end]
    heading = passage.section
    derived_from_text = text.startswith(heading.removesuffix(" …"))
    return text if derived_from_text else f"{heading}\n{text}"


def sentence_text(content: Corpus, unit: Unit) -> str:
    """What is embedded of a sentence: its heading first, and for a bullet the lead-in of its list."""
    document = content.documents[unit.document]
    text = document.text[unit.start : unit.end]
    if unit.kind == "heading" or (unit.section == document.title and document.text.startswith(text)):
        return text
    lead = next(
        (
            document.text[other.start : other.end]
            for other in content.units_of(unit.document)
            if unit.kind == "bullet" and other.group == unit.group and other.kind == "lead_in"
        ),
        "",
    )
    heading = "" if document.text.lstrip("# \n").startswith(unit.section.removesuffix(" …")) else unit.section
    return "\n".join(part for part in (heading, lead, text) if part)


@contextmanager
def _writing(data: Path) -> Iterator[None]:
    """Hold the data folder for writing; a second writer fails at once instead of losing data silently."""
    try:
        (data / VERSIONS).mkdir(parents=True, exist_ok=True)
        lock = FileLock(data / LOCK, timeout=0)
        with lock:
            yield
    except Timeout:
        raise IndexUnusableError(
            f"Another process is building the index in {data}. Wait until it is done, then try again."
        ) from None
    except OSError as error:
        raise ServiceError(
            f"The index can't be written to {data} ({error.strerror or error}). Make room or allow writing there, or "
            "name another folder with --data."
        ) from None


def _remove_all_but(data: Path, server: Server | None, *keep: Path | None) -> None:
    """Remove older builds and left-overs; the one before stays, since a starting reader may just be opening it."""
    names = {folder.name for folder in keep if folder is not None}
    for folder in (data / VERSIONS).iterdir():
        if folder.name not in names:
            if server and not (folder / CHROMA).exists():
                remove_build(replace(server, build=folder.name))
            shutil.rmtree(folder, ignore_errors=True)
    for left in data.glob(f"{POINTER}.*"):  # of a build that was killed in the swap
        left.unlink()
