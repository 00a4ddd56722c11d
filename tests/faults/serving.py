"""The real server in a process of its own, with the small model, and real clients that ask it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from tests.beekeepers import VALIDITY
from tests.conftest import Place
from tests.places import ROOT

SECONDS = 120  # a server that isn't ready by then never will be


@dataclass
class Server:
    """A running `python -m app serve`."""

    process: subprocess.Popen[str]
    url: str

    def stop(self, sign: int = signal.SIGTERM) -> int:
        """Send it a signal and return what it ends with."""
        self.process.send_signal(sign)
        return self.process.wait(SECONDS)


@contextmanager
def server(place: Place, *prefix: str, **environment: str) -> Iterator[Server]:
    """Serve a place on a free port; `prefix` is put before the command."""
    command = [*prefix, sys.executable, "-m", "tests.launch", "app", "serve", "--port", "1"]
    command[-1] = str(free_port())
    command += ["--corpus", str(place.corpus), "--data", str(place.data)]
    inherited = {name: value for name, value in os.environ.items() if not name.upper().startswith("CMI_")}
    given = {**inherited, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **environment}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=given, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        try:
            assert "http://" in said, process.stderr.read() if process.stderr else ""
            yield Server(process, "http://" + said.split("http://")[1].split()[0])
        finally:
            process.kill()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def verify(client: httpx.Client, quote: str = VALIDITY) -> str:
    """Ask the server over its API whether words stand in the texts; the last event of its answer."""
    event = client.post("/gradio_api/call/verify_quote", json={"data": [quote, ""]}).raise_for_status().json()
    return client.get(f"/gradio_api/call/verify_quote/{event['event_id']}").raise_for_status().text


@dataclass
class Load:
    """Clients that ask without a pause, and what came of it."""

    url: str
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    failed: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)

    def _ask(self) -> None:
        with httpx.Client(base_url=self.url, timeout=30) as client:
            while not self.stopped.is_set():
                try:
                    said = verify(client)
                except httpx.HTTPError:
                    self.failed += 1
                    time.sleep(0.05)
                    continue
                if '"verified"' in said:
                    self.right += 1
                elif "error" in said or not said:
                    self.failed += 1
                else:
                    self.wrong.append(said)


@contextmanager
def load(url: str, clients: int = 4) -> Iterator[Load]:
    """Clients that ask until the block ends."""
    made = Load(url)
    threads = [threading.Thread(target=made._ask, daemon=True) for _ in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield made
    finally:
        made.stopped.set()
        for thread in threads:
            thread.join(SECONDS)


def wait_for(load: Load, more: int) -> None:
    """Wait until so many more were answered rightly."""
    until, wanted = time.monotonic() + SECONDS, load.right + more
    while load.right < wanted:
        assert time.monotonic() < until, f"{load.right} right, {load.failed} failed, {load.wrong[:1]}"
        time.sleep(0.05)
