"""A visitor of the chat for locust: opens a page, asks a question every five seconds, and after some a page anew.

Does over HTTP what the page's scripts do: joins the queue, reads the stream until the answer is whole, and has its turn
drawn. Run by `python -m tools.load`; the questions are the evaluation's.
"""

from __future__ import annotations

import json
import os
import random
import time
import uuid
from pathlib import Path
from typing import Any

import gevent
import yaml
from locust import FastHttpUser, events, task

CASES = Path(__file__).parent.parent / "eval" / "cases" / "unseen.yaml"
PACE = 5  # seconds from one question to the next
VISIT = int(os.environ.get("LOAD_VISIT", "6"))  # questions of one page: the later ones have the earlier before them
PATIENCE = 60  # seconds without a word, after which a visitor gives up
QUESTIONS = [case["question"] for case in yaml.safe_load(CASES.read_text("utf-8"))["cases"] if "question" in case]

ANSWER, TURNED_AWAY = "answer", "turned away"
API = "/gradio_api"


class Visitor(FastHttpUser):  # type: ignore[misc]
    """One page after another, in one browser."""

    network_timeout = connection_timeout = PATIENCE
    max_retries = 1  # as a browser does where the server has just closed an idle connection

    def on_start(self) -> None:
        """What a page's scripts read first: which event the text box fires, and which one draws the turns."""
        gevent.sleep(random.random() * PACE)  # noqa: S311 - visitors don't come in step
        config = self.client.get("/config").json()
        self.box = next(one["id"] for one in config["components"] if one["props"].get("elem_id") == "vraag")
        fired = [one for one in config["dependencies"] if one["backend_fn"]]
        asking = next(one for one in fired if (self.box, "submit") in targets(one))
        self.history = asking["outputs"][-1]
        drawing = next(one for one in fired if (self.history, "change") in targets(one))
        self.ask_event, self.draw_event = asking["id"], drawing["id"]
        self.alive: Any = None
        self.asked, self.began = 0, time.monotonic()
        self.open_page()

    def wait_time(self) -> float:
        """Until its next question, five seconds after the one before.

        Locust's own `constant_pacing` reckons from the start of all, after which all visitors ask at the same instant.
        """
        return max(0.0, self.began + PACE - time.monotonic())

    def open_page(self) -> None:
        """A page of its own, which its heartbeat keeps."""
        if self.alive is not None:
            self.alive.kill()
        self.session, self.asked = uuid.uuid4().hex, 0
        self.alive = gevent.spawn(self.keep_alive, f"{API}/heartbeat/{self.session}")

    def keep_alive(self, path: str) -> None:
        """Hold the stream by which the server knows that a page is still open."""
        with self.client.get(path, stream=True, name="heartbeat", catch_response=True) as stream:
            stream.success()
            while stream.stream.readline(b"\n"):
                pass

    def on_stop(self) -> None:
        """Close the page."""
        if self.alive is not None:
            self.alive.kill()

    @task  # type: ignore[untyped-decorator]
    def ask(self) -> None:
        """One question; counted as one request, from its sending to the end of its answer, and its drawing apart."""
        if self.asked == VISIT:
            self.open_page()
        self.asked += 1
        self.began = time.monotonic()
        question = random.choice(QUESTIONS)  # noqa: S311
        if self.fire(ANSWER, self.ask_event, self.box, [question, None, None]):
            self.fire("drawn", self.draw_event, self.history, [None])

    def fire(self, name: str, event: int, trigger: int, data: list[Any]) -> bool:
        """Fire an event of the page and wait for its end; whether there was one. A clean refusal is told apart."""
        started, failure, retry = time.perf_counter(), None, ""
        body = {"data": data, "fn_index": event, "session_hash": self.session, "trigger_id": trigger}
        try:
            with self.client.post(f"{API}/queue/join", json=body, name=f"join: {name}", catch_response=True) as joined:
                joined.success()
            retry = (joined.headers or {}).get("retry-after", "") if joined.status_code == 503 else ""
            if not retry:
                joined.raise_for_status()
                self.read(joined.json()["event_id"], name)
        except Exception as error:  # noqa: BLE001 - whatever it is, this question got no answer
            failure = error
        events.request.fire(
            request_type="CHAT",
            name=TURNED_AWAY if retry else name,
            response_time=(time.perf_counter() - started) * 1e3,
            response_length=0,
            exception=failure,
            context={},
        )
        if retry:
            gevent.sleep(float(retry))
        return not retry and failure is None

    def read(self, event: str, name: str) -> None:
        """Read the page's stream to the end of an event's answer."""
        path = f"{API}/queue/data?session_hash={self.session}"
        with self.client.get(path, stream=True, name=f"stream: {name}", catch_response=True) as stream:
            stream.raise_for_status()
            stream.success()
            answered = False
            while line := stream.stream.readline(b"\n"):
                said = json.loads(line[5:]) if line.startswith(b"data:") else {}
                if said.get("msg") == "process_completed" and said["event_id"] == event:
                    answered = said["success"]
        if not answered:
            raise RuntimeError("the stream ended without an answer")


def targets(event: dict[str, Any]) -> list[tuple[int, str]]:
    """What fires an event: pairs of a component's id and the name of what happens to it."""
    return [(one[0], one[1]) for one in event["targets"]]
