"""A visitor of the chat for locust: opens the page's configuration once, then asks a question every five seconds.

Run by `python -m tools.load`; the questions are the evaluation's.
"""

from __future__ import annotations

import json
import random
import time
import uuid
from pathlib import Path

import yaml
from locust import HttpUser, constant_pacing, events, task

CASES = Path(__file__).parent.parent / "eval" / "cases" / "unseen.yaml"
PACE = 5  # seconds from one question to the next
FILE = yaml.safe_load(CASES.read_text(encoding="utf-8"))
QUESTIONS = [case["question"] for case in (FILE["cases"] if isinstance(FILE, dict) else FILE) if "question" in case]


class Visitor(HttpUser):
    """Asks as the page does: joins the queue, reads the stream to its end."""

    wait_time = constant_pacing(PACE)

    def on_start(self) -> None:
        """What a browser reads first: which event the text box fires."""
        time.sleep(random.random() * PACE)  # noqa: S311 - visitors don't come in step
        config = self.client.get("/config").json()
        self.box = next(one["id"] for one in config["components"] if one["props"].get("elem_id") == "vraag")
        fired = [one for one in config["dependencies"] if one["backend_fn"]]
        self.event = next(one["id"] for one in fired if [self.box, "submit"] in [list(to) for to in one["targets"]])

    @task
    def ask(self) -> None:
        """One question; counted as one request, from its sending to the end of its answer."""
        session, started, size, failure = uuid.uuid4().hex, time.perf_counter(), 0, None
        body = {
            "data": [random.choice(QUESTIONS), None, None],  # noqa: S311
            "fn_index": self.event,
            "session_hash": session,
            "trigger_id": self.box,
        }
        try:
            joined = self.client.post("/gradio_api/queue/join", json=body, name="join")
            if joined.status_code != 200:
                raise RuntimeError(f"status {joined.status_code}")
            stream = self.client.get(
                f"/gradio_api/queue/data?session_hash={session}", stream=True, name="stream", timeout=30
            )
            done = ""
            for line in stream.iter_lines():
                size += len(line)
                if b"process_completed" in line:
                    done = line.decode()
                    break
            stream.close()
            if not done or not json.loads(done.removeprefix("data: "))["success"]:
                raise RuntimeError("no answer")
        except Exception as error:  # noqa: BLE001 - whatever it is, this question got no answer
            failure = error
        events.request.fire(  # type: ignore[no-untyped-call]
            request_type="CHAT",
            name="ask",
            response_time=(time.perf_counter() - started) * 1e3,
            response_length=size,
            exception=failure,
            context={},
        )
