"""A real server under a real load, while something goes wrong: no wrong answer, no lost index, recovery by itself."""

from __future__ import annotations

import os
import shutil
import signal
import socket
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from app.index import current_version, damaged_files, open_version, read_seal
from tests.beekeepers import write_text
from tests.conftest import Place
from tests.faults.serving import SECONDS, load, server, verify, wait_for
from tests.letters import IDENTITY
from tests.places import python

pytestmark = pytest.mark.faults

ENOUGH = 20  # answers, to know that it serves
FEW_DESCRIPTORS = 120  # the server itself needs about fifty


def whole(place: Place) -> bool:
    folder = current_version(place.data)
    return folder is not None and damaged_files(folder, read_seal(folder)) == []


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_server_stopped_under_load_leaves_a_whole_index_and_the_next_one_serves(own: Place, sign: int) -> None:
    with server(own) as first, load(first.url) as asking:
        wait_for(asking, ENOUGH)
        ended = first.stop(sign)
    assert asking.wrong == []
    assert ended in (0, -sign)
    assert whole(own)
    with server(own) as second, load(second.url) as again:
        wait_for(again, ENOUGH)
    assert again.wrong == []


def test_an_ingest_while_it_serves_breaks_no_answer(own: Place) -> None:
    before = current_version(own.data)
    questions = own.corpus / "questions.yaml"
    with server(own) as serving, load(serving.url) as asking:
        wait_for(asking, ENOUGH)
        write_text(questions, questions.read_text("utf-8").replace("geldig", "houdbaar", 1))
        built = python("-m", "tests.launch", "ingest", "--corpus", str(own.corpus), "--data", str(own.data))
        wait_for(asking, ENOUGH)
    assert (built.returncode, asking.wrong, asking.failed) == (0, [], 0)
    assert open_version(own.corpus, own.data, IDENTITY) != before


def test_two_ingests_at_once_end_in_one_index_and_a_clear_refusal(own: Place) -> None:
    (own.data / "CURRENT").unlink()
    program = (
        "import subprocess, sys\n"
        "command = [sys.executable, '-m', 'tests.launch', 'ingest', '--corpus', sys.argv[1], '--data', sys.argv[2]]\n"
        "both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in '12']\n"
        "said = [one.communicate()[1] for one in both]\n"
        "print(sorted(one.returncode for one in both), *said)\n"
    )
    said = python("-c", program, str(own.corpus), str(own.data)).stdout.decode()
    assert said.startswith(("[0, 0]", "[0, 3]"))  # the second was refused, or came when all was done
    assert ("[0, 3]" in said) == ("Another process is building the index" in said)
    assert whole(own)


@pytest.mark.skipif(shutil.which("prlimit") is None, reason="prlimit isn't installed")
def test_a_server_out_of_file_descriptors_answers_again_once_they_are_free(own: Place) -> None:
    with server(own, "prlimit", f"--nofile={FEW_DESCRIPTORS}:{FEW_DESCRIPTORS}", "--") as serving:
        at = urlsplit(serving.url)
        with ExitStack() as idle:
            for _ in range(2 * FEW_DESCRIPTORS):
                idle.enter_context(socket.create_connection((at.hostname, at.port), timeout=SECONDS))
            assert serving.process.poll() is None
        with load(serving.url, clients=1) as asking:
            wait_for(asking, ENOUGH)
        assert (serving.process.poll(), asking.wrong) == (None, [])


@pytest.mark.parametrize("harm", ["truncated", "flipped", "removed"])
def test_an_index_harmed_under_a_running_server_harms_no_answer_and_is_refused_at_the_next_start(
    own: Place, harm: str
) -> None:
    folder = current_version(own.data)
    assert folder is not None
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "SEAL")
    with server(own) as serving, load(serving.url, clients=1) as asking:
        wait_for(asking, 1)
        for path in files:
            spoil(path, harm)
        wait_for(asking, ENOUGH)
    assert asking.wrong == []
    said = python("-m", "tests.launch", "app", "ask", "?", "--corpus", str(own.corpus), "--data", str(own.data))
    assert (said.returncode, b"is damaged" in said.stderr, b"Traceback" in said.stderr) == (3, True, False)
    mended = python("-m", "tests.launch", "ingest", "--corpus", str(own.corpus), "--data", str(own.data))
    assert (mended.returncode, whole(own)) == (0, True)


def spoil(path: Path, harm: str) -> None:
    content = bytearray(path.read_bytes())
    if harm == "removed":
        path.unlink()
    elif harm == "truncated":
        os.truncate(path, len(content) // 2)
    elif content:
        content[len(content) // 2] ^= 1
        path.write_bytes(content)


def test_a_server_that_stops_reading_is_no_wrong_answer(own: Place) -> None:
    with server(own) as serving, httpx.Client(base_url=serving.url, timeout=1) as client:
        serving.process.send_signal(signal.SIGSTOP)
        with pytest.raises(httpx.TimeoutException):
            verify(client)
        serving.process.send_signal(signal.SIGCONT)
        with load(serving.url, clients=1) as asking:
            wait_for(asking, 1)
