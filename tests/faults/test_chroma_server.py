"""Vectors on a real Chroma server: shared by copies, switched by one record, and what happens when it goes."""

from __future__ import annotations

import gc
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from app.bootstrap import build_assistant
from app.chain import Assistant
from app.embedding import SentenceEmbeddings
from app.errors import IndexUnusableError, ServiceError
from app.index import current_version
from app.settings import Settings
from app.store import SIZES, Server, remove_build
from ingest.build import build, current_report
from tests.beekeepers import Q_VALIDITY, VALIDITY, write_text
from tests.conftest import Place
from tests.faults.serving import SECONDS, free_port
from tests.letters import IDENTITY

pytestmark = [
    pytest.mark.faults,
    # Chroma's client of a server never closes its connections
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
CHROMA = Path(sys.executable).with_name("chroma")


@contextmanager
def chroma(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server that answers, and that is gone after the block."""
    command = [str(CHROMA), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        until = time.monotonic() + SECONDS
        while True:
            try:
                httpx.get(f"http://127.0.0.1:{port}/api/v2/heartbeat").raise_for_status()
                break
            except httpx.HTTPError:
                assert time.monotonic() < until
                time.sleep(0.1)
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture(autouse=True)
def connections_go_with_their_test() -> Iterator[None]:
    yield
    gc.collect()


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def shared(own: Place, port: int) -> Settings:
    return Settings(corpus_dir=own.corpus, data_dir=own.data, chroma_url=f"http://127.0.0.1:{port}")


def built(shared: Settings, embeddings: SentenceEmbeddings) -> str:
    """Build onto the server; the name of the build."""
    build(shared.corpus_dir, shared.data_dir, IDENTITY, embeddings, server=Server(shared.chroma_url, ""))
    folder = current_version(shared.data_dir)
    assert folder is not None
    return folder.name


def quotes(assistant: Assistant) -> list[str]:
    return [citation.quote for citation in assistant.answer(Q_VALIDITY).citations]


def test_two_copies_share_it_answer_as_from_a_folder_and_keep_theirs_while_another_build_is_switched_in(
    own: Place, shared: Settings, port: int, tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    alone = build_assistant(own.settings(), embeddings).answer(Q_VALIDITY)
    with chroma(tmp_path / "server", port):
        assert current_report(own.corpus, own.data, IDENTITY, on_server=True) is None
        first = built(shared, embeddings)
        assert current_report(own.corpus, own.data, IDENTITY, on_server=True) is not None
        copies = [build_assistant(shared, embeddings) for _ in "12"]
        for copy in copies:
            answer = copy.answer(Q_VALIDITY)
            assert (answer.text, answer.citations) == (alone.text, alone.citations)
        questions = own.corpus / "questions.yaml"
        write_text(questions, questions.read_text("utf-8") + "# switched\n")
        second = built(shared, embeddings)
        assert second != first
        assert quotes(copies[0]) == quotes(build_assistant(shared, embeddings)) == [VALIDITY]
        write_text(questions, questions.read_text("utf-8") + "# again\n")
        built(shared, embeddings)  # the one before the last goes from the server
        names = {entry["name"] for entry in collections(port)}
        assert not {f"{first}-{size}" for size in SIZES} & names
        assert {f"{second}-{size}" for size in SIZES} <= names


def collections(port: int) -> list[dict[str, str]]:
    base = f"http://127.0.0.1:{port}/api/v2/tenants/default_tenant/databases/default_database/collections"
    found: list[dict[str, str]] = httpx.get(base).raise_for_status().json()
    return found


def test_a_server_that_goes_and_comes_back_costs_the_questions_meanwhile(
    shared: Settings, port: int, tmp_path: Path, embeddings: SentenceEmbeddings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.EXACT_ROWS", 0)  # too many rows to be held in memory
    with chroma(tmp_path / "server", port):
        built(shared, embeddings)
        assistant = build_assistant(shared, embeddings)
        assert quotes(assistant) == [VALIDITY]
    with pytest.raises(ServiceError, match=rf"server at http://127\.0\.0\.1:{port} doesn't answer"):
        assistant.answer(Q_VALIDITY)
    with pytest.raises(ServiceError, match="See that it runs"):
        build_assistant(shared, embeddings)
    with chroma(tmp_path / "server", port) as process:
        assert quotes(assistant) == [VALIDITY]
        process.send_signal(signal.SIGSTOP)
        with pytest.raises(ServiceError, match="Timeout"):
            assistant.answer(Q_VALIDITY)
        process.send_signal(signal.SIGCONT)
        assert quotes(assistant) == [VALIDITY]


def test_what_is_held_in_memory_is_answered_from_though_the_server_is_gone(
    shared: Settings, port: int, tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    with chroma(tmp_path / "server", port):
        built(shared, embeddings)
        assistant = build_assistant(shared, embeddings)
    assert quotes(assistant) == [VALIDITY]


def test_no_index_is_made_current_without_its_server(
    shared: Settings, own: Place, embeddings: SentenceEmbeddings
) -> None:
    before = current_version(own.data)
    with pytest.raises(ServiceError, match="doesn't answer"):
        built(shared, embeddings)
    assert current_version(own.data) == before
    assert build_assistant(own.settings(), embeddings).answer(Q_VALIDITY).outcome == "answered"


def test_an_index_whose_rows_are_gone_from_the_server_is_refused(
    shared: Settings, port: int, tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    with chroma(tmp_path / "server", port):
        name = built(shared, embeddings)
        remove_build(Server(shared.chroma_url, name))
        remove_build(Server(shared.chroma_url, name))  # what is gone may be removed again
        with pytest.raises(IndexUnusableError, match="can't be opened"):
            build_assistant(shared, embeddings)
