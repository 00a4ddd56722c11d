"""Two copies behind the real proxy of `compose.yaml`, with its own configuration, that share a real Chroma server."""

from __future__ import annotations

import os
import shutil
import signal
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from app.index import current_version
from app.settings import Settings
from tests.beekeepers import write_text
from tests.conftest import Place
from tests.faults.serving import SECONDS, Server, free_port, server, verify
from tests.faults.test_chroma_server import chroma
from tests.places import ROOT, python

CADDY = shutil.which("caddy")
pytestmark = [pytest.mark.faults, pytest.mark.skipif(CADDY is None, reason="caddy isn't installed")]

USER, PASSWORD = "proef", "een wachtwoord"
MANY = 24  # newcomers, shared out by chance: that all come to one of two copies is one in eight million
GLOBAL = """{{
	admin off
	auto_https disable_redirects
	skip_install_trust
	storage file_system {folder}
}}
"""


@contextmanager
def proxy(folder: Path, *copies: Server) -> Iterator[httpx.Client]:
    """Caddy with the project's Caddyfile, whose container names are replaced by the copies; a visitor who may come in."""
    assert CADDY is not None
    port = free_port()
    given = (ROOT / "Caddyfile").read_text("utf-8")
    to = " ".join(copy.url for copy in copies)
    written = given.replace("dynamic a app 7860", f"to {to}").replace("basic_auth", "basicauth")  # its name before 2.8
    assert f"to {to}" in written
    config = folder / "Caddyfile"
    write_text(config, GLOBAL.format(folder=folder / "caddy") + written)
    hashed = subprocess.run(
        [CADDY, "hash-password", "--plaintext", PASSWORD], check=True, capture_output=True, text=True
    ).stdout.strip()
    environment = {**os.environ, "SITE": f"https://localhost:{port}", "USER_NAME": USER, "PASSWORD_HASH": hashed}
    command = [CADDY, "run", "--config", str(config), "--adapter", "caddyfile"]
    with (folder / "caddy.log").open("w") as log, subprocess.Popen(command, env=environment, stderr=log) as process:
        try:
            root = folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"
            until = time.monotonic() + SECONDS
            while not root.exists():
                assert process.poll() is None, (folder / "caddy.log").read_text()
                assert time.monotonic() < until
                time.sleep(0.1)
            context = ssl.create_default_context(cafile=str(root))
            base = f"https://localhost:{port}"
            with httpx.Client(base_url=base, verify=context, auth=(USER, PASSWORD), timeout=SECONDS) as client:
                yield client
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(SECONDS)


def newcomer(client: httpx.Client) -> str:
    """Come as a visitor without cookies; the copy that the proxy's cookie binds this visitor to."""
    client.cookies.clear()
    return client.get("/health").raise_for_status().cookies["lb"]


def ingested(own: Place, url: str) -> str:
    """Build onto the Chroma server by the command; the name of the build."""
    told = python(
        *("-m", "tests.launch", "ingest", "--corpus", str(own.corpus), "--data", str(own.data)), CMI_CHROMA_URL=url
    )
    assert told.returncode == 0, told.stderr
    folder = current_version(own.data)
    assert folder is not None
    return folder.name


def test_two_copies_behind_the_proxy_answer_and_are_switched_one_after_another(own: Place, tmp_path: Path) -> None:
    port = free_port()
    shared = Settings(chroma_url=f"http://127.0.0.1:{port}").chroma_url
    environment = {"CMI_CHROMA_URL": shared, "CMI_TRUSTED_PROXIES": "127.0.0.1"}
    with ExitStack() as stack:
        stack.enter_context(chroma(tmp_path / "server", port))
        first = ingested(own, shared)
        copies = [stack.enter_context(server(own, **environment)) for _ in "12"]
        client = stack.enter_context(proxy(tmp_path, *copies))

        assert client.get("/", auth=("ander", PASSWORD)).status_code == 401
        assert client.get("/ready").raise_for_status().json() == {"status": "ready"}
        assert '"verified"' in verify(client)
        bound = {newcomer(client) for _ in range(MANY)}
        assert len(bound) == len(copies)

        copies[0].stop()
        for copy in bound:  # who was with the stopped copy is led to the other
            client.cookies.clear()
            client.cookies.set("lb", copy)
            client.get("/ready").raise_for_status()
            assert '"verified"' in verify(client)

        questions = own.corpus / "questions.yaml"
        write_text(questions, questions.read_text("utf-8") + "# switched\n")
        assert ingested(own, shared) != first
        assert '"verified"' in verify(client)  # from the build before, which the living copy keeps
