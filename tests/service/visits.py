"""A program that visits the served page, on real sockets: asks as the page does, and reads the stream of the answer."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx

from app.schema import Answer, Language
from app.settings import Settings
from app.ui import quiet_environment
from tests.ui_fakes import FakeAssistant

if TYPE_CHECKING:
    from app.service.server import Server

TRUSTED = Settings(trusted_proxies="127.0.0.1")


class GatedAssistant(FakeAssistant):
    """Answers when the gate is opened; `entered` counts who stands before it."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.entered = threading.Semaphore(0)

    def answer(self, question: str, *, turns: Sequence[str] = (), language: Language | None = None) -> Answer:
        self.entered.release()
        assert self.gate.wait(10), "nobody opened the gate"
        return super().answer(question, turns=turns, language=language)


@dataclass
class Visitor:
    """One page of one visitor; `headers` go with each request."""

    client: httpx.Client
    session: str = "page"
    headers: Mapping[str, str] = field(default_factory=dict)

    def asks(self, question: object) -> httpx.Response:
        """Join the queue with the text box's event."""
        config = self.client.get("/config").json()
        box = next(one["id"] for one in config["components"] if one["props"].get("elem_id") == "vraag")
        events = [one for one in config["dependencies"] if one["backend_fn"]]
        event = next(one for one in events if [box, "submit"] in [list(target) for target in one["targets"]])
        inputs = [question, *[None] * (len(event["inputs"]) - 1)]
        body = {"data": inputs, "fn_index": event["id"], "session_hash": self.session, "trigger_id": box}
        headers = {"content-type": "application/json", **self.headers}
        return self.client.post("/gradio_api/queue/join", content=json.dumps(body), headers=headers)

    def reads(self) -> str:
        """The stream of what was asked, to its end."""
        seen = ""
        path = "/gradio_api/queue/data"
        with self.client.stream("GET", path, params={"session_hash": self.session}, headers=self.headers) as stream:
            for line in stream.iter_lines():
                seen += line + "\n"
                if '"process_completed"' in line:
                    break
        return seen


@dataclass
class Running:
    """A server in a thread of its own, and a client for it."""

    server: Server
    thread: threading.Thread
    client: httpx.Client


@contextmanager
def served(assistant: FakeAssistant, settings: Settings | None = None) -> Iterator[Running]:
    """The whole service on a free port of this machine."""
    quiet_environment()
    from app.service.server import listen, web_server

    with listen("127.0.0.1", 0) as connection:
        server = web_server(assistant, settings or Settings())
        thread = threading.Thread(target=server.run, kwargs={"sockets": [connection]}, daemon=True)
        thread.start()
        with httpx.Client(base_url=f"http://127.0.0.1:{connection.getsockname()[1]}", timeout=10) as client:
            try:
                yield Running(server, thread, client)
            finally:
                server.should_exit = True
                thread.join(10)
