"""Nothing is fetched at run time: without any network the index is built and questions are answered."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import NoReturn

import pytest

from app.bootstrap import build_assistant
from app.embedding import PACKAGED, SentenceEmbeddings
from app.onnx_engine import GRAPH
from app.settings import ROOT
from ingest.build import build
from tests.beekeepers import EXPERIENCE, Q_EXPERIENCE, Q_VALIDITY, Q_WEATHER, VALIDITY
from tests.conftest import Place
from tests.letters import IDENTITY
from tests.places import in_namespace

MODELS = ROOT / "data" / "models"


def test_the_tests_themselves_can_not_reach_the_network() -> None:
    with socket.socket() as outside, pytest.raises(PermissionError, match="tests don't use the network"):
        outside.connect(("192.0.2.1", 80))


def test_building_and_answering_open_no_socket(
    corpus_dir: Path, tmp_path: Path, embeddings: SentenceEmbeddings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    place = Place(corpus_dir, tmp_path / "data")
    build(place.corpus, place.data, IDENTITY, embeddings)
    assert build_assistant(place.settings(), embeddings).answer(Q_VALIDITY).outcome == "answered"


WITH_THE_REAL_MODEL = """
import json, socket, sys
from pathlib import Path
from app.bootstrap import build_assistant
from app.embedding import load_embeddings
from app.settings import load_settings
from ingest.build import build

try:
    socket.create_connection(("192.0.2.1", 80), timeout=5)
except OSError as error:
    unreachable = error.strerror
corpus, data, *questions = sys.argv[1:]
settings = load_settings(corpus_dir=Path(corpus), data_dir=Path(data))
embeddings = load_embeddings(settings.embedding_model, settings.model_dir)
build(settings.corpus_dir, settings.data_dir, embeddings.identity, embeddings)
assistant = build_assistant(settings, embeddings)
answers = [assistant.answer(question) for question in questions]
print(json.dumps([unreachable, [[a.outcome, a.language, a.text] for a in answers]]))
"""


def is_prepared() -> bool:
    """Whether the packaged model is there."""
    return (MODELS / PACKAGED / GRAPH).is_file()


@pytest.mark.model
@pytest.mark.namespace
def test_the_real_model_indexes_and_answers_on_a_machine_without_interfaces(corpus_dir: Path, tmp_path: Path) -> None:
    if not is_prepared():
        pytest.skip(f"the embedding model was not prepared in {MODELS}; `make setup` does it")
    questions = [Q_EXPERIENCE, "How many years of practice must a keeper of bees have?", Q_WEATHER]
    command = ["-c", WITH_THE_REAL_MODEL, str(corpus_dir), str(tmp_path / "data"), *questions]
    done = in_namespace("--net", *command, CMI_MODEL_DIR=str(MODELS))
    assert done.returncode == 0, done.stderr.decode()
    unreachable, (dutch, english, weather) = json.loads(done.stdout.splitlines()[-1])
    assert unreachable == "Network is unreachable"
    assert dutch == ["answered", "nl", f"{EXPERIENCE} [1]"]
    assert english[:2] == ["answered", "en"]
    assert EXPERIENCE in english[2]
    assert weather[0] == "out_of_scope"


@pytest.mark.namespace
def test_without_the_real_model_the_command_still_answers_on_a_machine_without_interfaces(built: Place) -> None:
    if is_prepared():
        pytest.skip("the real model answers there in the test before")
    command = ["-m", "tests.launch", "app", "ask", Q_VALIDITY, "--json"]
    done = in_namespace("--net", *command, "--corpus", str(built.corpus), "--data", str(built.data))
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["text"] == f"{VALIDITY} [1]"
