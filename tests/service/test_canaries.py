"""Canaries: a question and a secret that must not be found anywhere afterwards. The real command, in a real process."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from app.settings import ROOT
from tests.beekeepers import Q_VALIDITY, VALIDITY
from tests.conftest import Place
from tests.service.visits import Visitor

QUESTION = "KANARIEVRAAG"
SECRET = "kanarie-sleutel-0123456789"
PASSWORD = "kanarie-wachtwoord"


@dataclass(frozen=True)
class Remains:
    """What is left of a server that was asked things and then stopped."""

    answers: str
    status: list[int]
    log: str
    printed: str
    code: int
    folder: Path
    temporary: Path


@pytest.fixture(scope="module")
def remains(built: Place, tmp_path_factory: pytest.TempPathFactory) -> Remains:
    """Serve the beekeepers with everything switched on that writes, ask the canary in every way, and stop."""
    folder, temporary = tmp_path_factory.mktemp("canaries"), tmp_path_factory.mktemp("temporary")
    shutil.copytree(built.corpus, folder / "corpus")
    shutil.copytree(built.data, folder / "data")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CMI_")} | {
        "OPENAI_API_KEY": SECRET,
        "CMI_LOG_FORMAT": "json",
        "CMI_FEEDBACK_URL": f"sqlite:///{folder / 'data' / 'feedback.db'}",
        "CMI_CHAT_BASE_URL": f"http://me:{PASSWORD}@127.0.0.1:9/v1",
        "TMPDIR": str(temporary),
        "HOME": str(folder),
    }
    places = ["--corpus", str(folder / "corpus"), "--data", str(folder / "data")]
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.launch", "app", "serve", *places, "--port", str(port), "--no-llm"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        printed = ""
        while "The chat is on" not in printed:
            line = process.stdout.readline()
            assert line, process.communicate()[1]
            printed += line
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
            answers, status = ask_in_every_way(client)
        process.send_signal(signal.SIGTERM)
        rest, log = process.communicate(timeout=20)
    finally:
        process.kill()
        process.communicate()
    return Remains(answers, status, log, printed + rest, process.returncode, folder, temporary)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def ask_in_every_way(client: httpx.Client) -> tuple[str, list[int]]:
    """The canary as a question, a quote, a case, a path, a header and what nobody can read."""
    visitor = Visitor(client)
    seen, status = [], [visitor.asks(f"{Q_VALIDITY} {QUESTION}").status_code]
    seen.append(visitor.reads())
    for name, data in (("verify_quote", [QUESTION, None]), ("verify_quote", [[QUESTION], None])):
        called = client.post(f"/gradio_api/call/{name}", json={"data": data})
        status.append(called.status_code)
        seen.append(client.get(f"/gradio_api/call/{name}/{called.json()['event_id']}").text)
    json_type = {"content-type": "application/json"}
    for response in (
        client.get(f"/{QUESTION}", params={"vraag": QUESTION}, headers={"x-request-id": QUESTION, "referer": QUESTION}),
        client.get(f"/assets/{QUESTION}"),
        client.get("/", params={"vraag": QUESTION}),
        client.post("/gradio_api/queue/join", content=f'{{"data": ["{QUESTION}"', headers=json_type),
        client.post("/gradio_api/queue/join", json={"data": [QUESTION], "fn_index": 10_000, "session_hash": "x"}),
        client.post("/gradio_api/queue/join", content=QUESTION * 10_000, headers=json_type),
    ):
        status.append(response.status_code)
    return "".join(seen), status


def test_the_questions_were_really_asked(remains: Remains) -> None:
    assert VALIDITY in remains.answers
    assert (remains.status[0], remains.status[3], remains.status[-1]) == (200, 404, 413)
    answers = [json.loads(line) for line in remains.log.splitlines() if '"answer"' in line]
    assert [line["outcome"] for line in answers] == ["answered"]


def test_every_line_of_the_log_is_an_object(remains: Remains) -> None:
    events = [json.loads(line)["event"] for line in remains.log.splitlines()]
    assert {"request", "answer"} <= set(events)


def test_what_was_asked_is_in_no_log_and_no_file(remains: Remains) -> None:
    assert QUESTION not in remains.log + remains.printed
    assert files_with(QUESTION, remains.folder, remains.temporary) == []
    assert (remains.folder / "data" / "feedback.db").stat().st_size > 0


def test_what_is_secret_is_in_no_log_no_file_and_no_answer(remains: Remains) -> None:
    for secret in (SECRET, PASSWORD):
        assert secret not in remains.log + remains.printed + remains.answers
        assert files_with(secret, remains.folder, remains.temporary) == []


def test_it_stops_cleanly_and_leaves_nothing_behind(remains: Remains) -> None:
    assert remains.code == 0
    assert [path.name for path in remains.temporary.rglob("*") if path.is_file()] == []


def files_with(text: str, *folders: Path) -> list[str]:
    """The files below these folders that hold a text, in a form that any program writes."""
    forms = [text.encode(form) for form in ("utf-8", "utf-16-le")]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 5
    return [path.name for path in files if any(form in path.read_bytes() for form in forms)]
