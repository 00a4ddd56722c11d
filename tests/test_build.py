"""Building the index: once, whole, by one process at a time, and never at the cost of the one in use."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock
from numpy.typing import NDArray

from app.bootstrap import build_assistant
from app.embedding import SentenceEmbeddings
from app.errors import CorpusError, IndexUnusableError, ServiceError
from app.index import POINTER, VERSIONS, current_version, damaged_files, open_version, read_seal
from app.store import SIZES
from ingest.build import LOCK, build, current_report
from ingest.load import accept
from ingest.remembered import FILE as VECTORS
from tests import beekeepers
from tests.beekeepers import MARK, Q_VALIDITY, write_text
from tests.conftest import Place
from tests.letters import IDENTITY, LetterModel
from tests.places import python

EDITED = MARK.replace("vijf jaar", "zes jaar")


def edit_text(place: Place) -> None:
    """Change a text and its quote, deliberately."""
    write_text(place.corpus / "texts/keurmerk.txt", EDITED)
    questions = beekeepers.QUESTIONS.replace("vijf jaar", "zes jaar")
    write_text(place.corpus / "questions.yaml", questions)
    accept(place.corpus)


def versions(place: Place) -> set[str]:
    return {folder.name for folder in (place.data / VERSIONS).iterdir()}


# --- what is built


def test_a_build_reports_what_it_holds(built: Place) -> None:
    report = current_report(built.corpus, built.data, IDENTITY)
    assert report is not None
    assert report.counts == {"documents": 3, "sections": 9, "sentences": 25, "passages": 9, "questions": 42}


def test_progress_is_told_for_every_step_up_to_its_end(
    corpus_dir: Path, tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    told: dict[str, list[tuple[int, int]]] = {}
    build(
        corpus_dir, tmp_path / "data", IDENTITY, embeddings, lambda step, *done: told.setdefault(step, []).append(done)
    )
    assert set(told) == {"question", *SIZES}
    assert all(steps[-1][0] == steps[-1][1] > 0 for steps in told.values())


def test_a_dropped_question_is_warned_of_and_the_rest_is_built(
    corpus_dir: Path, tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    write_text(corpus_dir / "texts/keurmerk.txt", EDITED)
    accept(corpus_dir)
    report = build(corpus_dir, tmp_path / "data", IDENTITY, embeddings)
    assert [warning.split(":")[1].strip() for warning in report.warnings] == ["validity is left out"]
    assert report.fresh


def test_any_folder_of_texts_can_be_built_and_served(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    place = Place(tmp_path / "faq", tmp_path / "data")
    write_text(place.corpus / "kast.txt", "Hoe groot is een bijenkast?\n\nEen bijenkast is een halve meter hoog.\n")
    write_text(place.corpus / "was.txt", "Waar komt bijenwas vandaan?\n\nWerksters zweten de was uit.\n")
    build(place.corpus, place.data, IDENTITY, embeddings)
    hits = build_assistant(place.settings(), embeddings).search("hoogte van een bijenkast", 2)
    assert hits[0].span.document == "kast"


# --- once


def test_an_unchanged_corpus_is_current(built: Place) -> None:
    report = current_report(built.corpus, built.data, IDENTITY)
    assert report is not None
    assert not report.fresh


@pytest.mark.parametrize("name", ["texts/keurmerk.txt", "questions.yaml", "glossary.yaml", "manifest.yaml"])
def test_a_changed_file_makes_a_build_due(own: Place, name: str) -> None:
    path = own.corpus / name
    path.write_bytes(path.read_bytes() + b"\n")
    assert current_report(own.corpus, own.data, IDENTITY) is None


def test_another_model_makes_a_build_due(built: Place) -> None:
    assert current_report(built.corpus, built.data, "another") is None


def test_a_damaged_index_makes_a_build_due_that_mends_it(own: Place, embeddings: SentenceEmbeddings) -> None:
    folder = current_version(own.data)
    assert folder is not None
    (folder / "questions.npz").unlink()
    assert current_report(own.corpus, own.data, IDENTITY) is None
    build(own.corpus, own.data, IDENTITY, embeddings)
    assert open_version(own.corpus, own.data, IDENTITY) != folder


def test_no_index_makes_a_build_due(corpus_dir: Path, tmp_path: Path) -> None:
    assert current_report(corpus_dir, tmp_path / "data", IDENTITY) is None


def test_a_deliberate_edit_is_refused_until_it_is_accepted_and_built_and_served_from_then_on(
    own: Place, embeddings: SentenceEmbeddings
) -> None:
    write_text(own.corpus / "texts/keurmerk.txt", EDITED)
    with pytest.raises(IndexUnusableError, match="keurmerk.txt has changed"):
        build_assistant(own.settings(), embeddings)
    with pytest.raises(CorpusError, match="--accept"):
        build(own.corpus, own.data, IDENTITY, embeddings)
    edit_text(own)
    build(own.corpus, own.data, IDENTITY, embeddings)
    answer = build_assistant(own.settings(), embeddings).answer(Q_VALIDITY)
    assert [citation.quote for citation in answer.citations] == ["Het keurmerk is geldig voor zes jaar."]


# --- old and new


def test_the_build_before_stays_for_a_reader_that_is_just_opening_it_and_older_ones_go(
    own: Place, embeddings: SentenceEmbeddings
) -> None:
    oldest = current_version(own.data)
    build(own.corpus, own.data, IDENTITY, embeddings)
    before = current_version(own.data)
    build(own.corpus, own.data, IDENTITY, embeddings)
    now = current_version(own.data)
    assert oldest is not None
    assert before is not None
    assert now is not None
    assert versions(own) == {before.name, now.name}
    assert damaged_files(before, read_seal(before)) == []


def test_an_assistant_in_use_goes_on_answering_while_a_new_index_is_swapped_in(
    own: Place, embeddings: SentenceEmbeddings
) -> None:
    serving = build_assistant(own.settings(), embeddings)
    edit_text(own)
    build(own.corpus, own.data, IDENTITY, embeddings)
    build(own.corpus, own.data, IDENTITY, embeddings)
    assert serving.answer(Q_VALIDITY).citations[0].quote == beekeepers.VALIDITY


def test_a_corpus_that_can_not_be_used_leaves_the_index_in_use(own: Place, embeddings: SentenceEmbeddings) -> None:
    pointer = (own.data / POINTER).read_bytes()
    write_text(own.corpus / "questions.yaml", "facts: {")
    with pytest.raises(CorpusError):
        build(own.corpus, own.data, IDENTITY, embeddings)
    assert (own.data / POINTER).read_bytes() == pointer


class Numb(LetterModel):
    """A model gone wrong: every passage becomes nothing at all, so that no vector finds itself."""

    def encode_document(self, texts: Sequence[str], **_: object) -> NDArray[np.float32]:
        return np.zeros((len(texts), self.get_embedding_dimension()), dtype=np.float32)


def test_an_index_that_does_not_find_its_own_vectors_is_thrown_away(own: Place) -> None:
    pointer, before = (own.data / POINTER).read_bytes(), versions(own)
    with pytest.raises(IndexUnusableError, match=r"doesn't find its own sentence .*; the one before stays in use"):
        build(own.corpus, own.data, "numb", SentenceEmbeddings(Numb(), "numb"))  # type: ignore[arg-type]
    assert (own.data / POINTER).read_bytes() == pointer
    assert versions(own) == before
    assert not (own.data / VECTORS).exists()  # nor is what the model made remembered


class Interrupted(Exception):
    """Somebody pressed a key, say."""


def test_a_build_that_is_broken_off_leaves_nothing_behind(own: Place, embeddings: SentenceEmbeddings) -> None:
    pointer, before = (own.data / POINTER).read_bytes(), versions(own)

    def stop(step: str, done: int, total: int) -> None:
        if step == "passage":
            raise Interrupted

    with pytest.raises(Interrupted):
        build(own.corpus, own.data, IDENTITY, embeddings, stop)
    assert (own.data / POINTER).read_bytes() == pointer
    assert versions(own) == before


KILLED = """
import os, signal, sys
from pathlib import Path
from ingest.build import build
from tests.letters import IDENTITY, letter_embeddings

def die(step, done, total):
    if step == "passage":
        os.kill(os.getpid(), signal.SIGKILL)

build(Path(sys.argv[1]), Path(sys.argv[2]), IDENTITY, letter_embeddings(), die)
"""


def test_a_killed_build_leaves_the_old_index_in_use_and_the_next_build_clears_up(
    own: Place, embeddings: SentenceEmbeddings
) -> None:
    before = current_version(own.data)
    edit_text(own)
    killed = python("-c", KILLED, str(own.corpus), str(own.data))
    assert killed.returncode == -signal.SIGKILL
    assert current_version(own.data) == before
    assert before is not None
    assert damaged_files(before, read_seal(before)) == []
    assert len(versions(own)) == 2  # the one in use and the killed one's left-over
    build(own.corpus, own.data, IDENTITY, embeddings)
    now = open_version(own.corpus, own.data, IDENTITY)
    assert versions(own) == {before.name, now.name}


# --- one at a time

HOLDER = """
import sys
from filelock import FileLock

with FileLock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other_builder(own: Place) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that is building there, until its input is closed."""
    command = [sys.executable, "-c", HOLDER, str(own.data / LOCK)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield process


def test_a_second_builder_is_refused_at_once(
    own: Place, embeddings: SentenceEmbeddings, other_builder: subprocess.Popen[bytes]
) -> None:
    before = versions(own)
    with pytest.raises(IndexUnusableError, match=rf"Another process is building the index in {own.data}\. Wait"):
        build(own.corpus, own.data, IDENTITY, embeddings)
    assert versions(own) == before


def test_readers_are_served_while_another_process_builds(
    own: Place, embeddings: SentenceEmbeddings, other_builder: subprocess.Popen[bytes]
) -> None:
    assert build_assistant(own.settings(), embeddings).answer(Q_VALIDITY).outcome == "answered"


def test_the_lock_of_a_process_that_is_gone_holds_nobody_up(
    own: Place, embeddings: SentenceEmbeddings, other_builder: subprocess.Popen[bytes]
) -> None:
    other_builder.kill()
    other_builder.wait()
    assert (own.data / LOCK).exists()
    assert build(own.corpus, own.data, IDENTITY, embeddings).fresh


def test_the_lock_is_free_after_a_build(own: Place, embeddings: SentenceEmbeddings) -> None:
    build(own.corpus, own.data, IDENTITY, embeddings)
    with FileLock(own.data / LOCK, timeout=0) as lock:
        assert lock.is_locked


# --- what can't be built


def test_a_data_folder_that_is_a_file_is_told_as_such(
    corpus_dir: Path, tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    write_text(tmp_path / "data", "geen map")
    with pytest.raises(ServiceError, match="can't be written"):
        build(corpus_dir, tmp_path / "data", IDENTITY, embeddings)
