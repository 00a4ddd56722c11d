"""What the tests share: a small corpus, a small model, an index built from them for real, and no network.

Nothing is patched but the door to the outside: the small parts go in where the program takes its parts
(`build_assistant(settings, embeddings)`, `build(corpus, data, model, embeddings)`).
"""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import build_assistant
from app.chain import Assistant
from app.corpus import Corpus
from app.embedding import SentenceEmbeddings
from app.settings import PREFIX, ROOT, Settings
from ingest.build import build, read_corpus
from tests import beekeepers
from tests.letters import IDENTITY, letter_embeddings


@dataclass(frozen=True)
class Place:
    """A corpus folder and the data folder of its index."""

    corpus: Path
    data: Path

    def settings(self) -> Settings:
        """The settings that serve this corpus from this index."""
        return Settings(corpus_dir=self.corpus, data_dir=self.data)


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        original = getattr(socket.socket, name)

        def guarded(self: socket.socket, address: Any, original: Any = original) -> Any:
            if self.family != socket.AF_UNIX and not is_loopback(str(address[0])):
                raise PermissionError(f"tests don't use the network: {address}")
            return original(self, address)

        patch.setattr(socket.socket, name, guarded)
    yield
    patch.undo()


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own."""
    try:
        return ip_address(host.split("%", maxsplit=1)[0]).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the developer's own CMI_ settings out of the environment."""
    for name in list(os.environ):
        if name.upper().startswith(PREFIX):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def embeddings() -> SentenceEmbeddings:
    """The small model."""
    return letter_embeddings()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Place:
    """The beekeepers' corpus with its index; for reading only."""
    folder = tmp_path_factory.mktemp("beekeepers")
    place = Place(beekeepers.write_corpus(folder / "corpus"), folder / "data")
    report = build(place.corpus, place.data, IDENTITY, embeddings)
    assert report.warnings == []
    return place


@pytest.fixture(scope="session")
def ambiguous(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Place:
    """A corpus in which four facts fit the word "honing" alike."""
    folder = tmp_path_factory.mktemp("ambiguous")
    place = Place(beekeepers.write_corpus(folder / "corpus"), folder / "data")
    quotes = (beekeepers.COUNT, beekeepers.EXPERIENCE, beekeepers.VALIDITY, beekeepers.FOUNDED)
    facts = "".join(
        f'  - id: f{n}\n    evidence: [{{quote: "{quote}"}}]\n    questions: ["honing q{n}"]\n'
        for n, quote in enumerate(quotes)
    )
    beekeepers.write_text(place.corpus / "questions.yaml", f"facts:\n{facts}")
    build(place.corpus, place.data, IDENTITY, embeddings)
    return place


@pytest.fixture
def own(built: Place, tmp_path: Path) -> Place:
    """A copy of both folders that a test may change."""
    place = Place(tmp_path / "corpus", tmp_path / "data")
    shutil.copytree(built.corpus, place.corpus)
    shutil.copytree(built.data, place.data)
    return place


@pytest.fixture
def corpus_dir(tmp_path: Path) -> Path:
    """The beekeepers' corpus folder, not yet built, that a test may change."""
    return beekeepers.write_corpus(tmp_path / "corpus")


@pytest.fixture(scope="session")
def bees(built: Place) -> Corpus:
    """The beekeepers' corpus as read and cut."""
    return read_corpus(built.corpus)[0]


@pytest.fixture(scope="session")
def assistant(built: Place, embeddings: SentenceEmbeddings) -> Assistant:
    """The whole program over the beekeepers' index, put together by the program's own bootstrap."""
    return build_assistant(built.settings(), embeddings)


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch, embeddings: SentenceEmbeddings) -> None:
    """Let the commands build their assistant with the small model."""
    monkeypatch.setattr("app.cli.build_assistant", partial(build_assistant, embeddings=embeddings))


@pytest.fixture(scope="session")
def real_corpus() -> Path:
    """The folder of the two real texts."""
    return ROOT / "corpus"
