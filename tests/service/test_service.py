"""The service on a port, over real sockets: probes, limits, headers, and how it stops."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence

import httpx
import pytest

from app.errors import ServiceError
from app.service import serve
from app.service.headers import security_headers
from app.settings import ROOT, Settings
from tests.service.conftest import Written
from tests.service.visits import TRUSTED, GatedAssistant, Running, Visitor, served
from tests.ui_fakes import VALIDITY, VALIDITY_QUOTE, FakeAssistant

JOIN = "/gradio_api/queue/join"


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    """A service with the settings as they are."""
    with served(FakeAssistant()) as one:
        yield one


# --- probes


def test_it_lives_and_is_ready(running: Running) -> None:
    health, ready = (running.client.get(path) for path in ("/health", "/ready"))
    assert (health.status_code, health.json()) == (200, {"status": "alive"})
    assert (ready.status_code, ready.json()) == (200, {"status": "ready"})
    assert running.client.head("/health").status_code == 200
    assert running.client.post("/ready").status_code == 405


class LostAssistant(FakeAssistant):
    """Its index is gone."""

    def search(self, question: str, k: int) -> Sequence[object]:
        raise OSError(f"no such file, asked {question}")


class EmptyAssistant(FakeAssistant):
    """Its index finds nothing, not even the texts' own title."""

    def search(self, question: str, k: int) -> Sequence[object]:
        return []


@pytest.mark.parametrize("assistant", [LostAssistant(), EmptyAssistant()], ids=["lost", "empty"])
def test_without_a_working_index_it_lives_and_is_not_ready(assistant: FakeAssistant, written: Written) -> None:
    with served(assistant) as one:
        ready = one.client.get("/ready")
        assert (ready.status_code, ready.json()) == (503, {"status": "unable to answer"})
        assert int(ready.headers["retry-after"]) > 0
        assert one.client.get("/health").status_code == 200
    if isinstance(assistant, LostAssistant):
        assert [line["error"].endswith("> OSError") for line in written.lines() if line["event"] == "not ready"] == [
            True
        ]


# --- who asks too much


def forwarded(*addresses: str) -> dict[str, str]:
    return {"x-forwarded-for": ", ".join(addresses)}


def test_behind_a_named_proxy_each_visitor_has_a_share() -> None:
    settings = TRUSTED.model_copy(update={"rate_limit": 2})  # one at once
    with served(FakeAssistant(), settings) as one:
        first = Visitor(one.client, "first", forwarded("198.51.100.1"))
        assert first.asks(VALIDITY).status_code == 200
        refused = first.asks(VALIDITY)
        assert refused.status_code == 429
        assert 1 <= int(refused.headers["retry-after"]) <= 30
        pretends = Visitor(one.client, "first", forwarded("203.0.113.9", "198.51.100.1"))
        assert pretends.asks(VALIDITY).status_code == 429, "what a visitor wrote there himself counts for nothing"
        assert Visitor(one.client, "second", forwarded("198.51.100.2")).asks(VALIDITY).status_code == 200
        assert VALIDITY_QUOTE in first.reads(), "what was let in is answered"


def test_behind_a_proxy_that_nobody_named_all_share() -> None:
    with served(FakeAssistant(), Settings(rate_limit=2)) as one:
        visitors = [Visitor(one.client, f"{n}", forwarded(f"198.51.100.{n}")) for n in range(2)]
        assert [visitor.asks(VALIDITY).status_code for visitor in visitors] == [200, 429]


def test_the_owner_of_the_machine_is_not_limited() -> None:
    with served(FakeAssistant(), Settings(rate_limit=2)) as one:
        assert {Visitor(one.client, f"{n}").asks(VALIDITY).status_code for n in range(5)} == {200}


# --- more than it can take


def test_a_full_queue_says_when_to_come_back_and_recovers(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.ui import page

    monkeypatch.setattr(page, "MAX_WAITING", 1)
    monkeypatch.setattr(page, "AT_A_TIME", 1)
    assistant = GatedAssistant()
    with served(assistant) as one:
        visitors = [Visitor(one.client, f"visitor-{n}") for n in range(4)]
        answers = [visitors[0].asks(VALIDITY)]
        assert assistant.entered.acquire(timeout=10)  # the first is being answered; the next one waits in line
        answers += [visitor.asks(VALIDITY) for visitor in visitors[1:]]
        assert [answer.status_code for answer in answers] == [200, 200, 503, 503]
        assert [int(answer.headers["retry-after"]) > 0 for answer in answers[2:]] == [True, True]
        assert one.client.get("/health").status_code == 200
        assistant.gate.set()
        assert [VALIDITY_QUOTE in visitor.reads() for visitor in visitors[:2]] == [True, True]
        assert visitors[2].asks(VALIDITY).status_code == 200
        assert VALIDITY_QUOTE in visitors[2].reads()


# --- headers


@pytest.mark.parametrize(
    ("setting", "policy", "older"),
    [
        ("none", "'none'", "DENY"),
        ("self", "'self'", "SAMEORIGIN"),
        ("https://a.example", "https://a.example", None),
        ("self https://a.example:8443 https://*.b.example", "'self' https://a.example:8443 https://*.b.example", None),
    ],
)
def test_frames_are_for_whom_the_setting_names(setting: str, policy: str, older: str | None) -> None:
    headers = security_headers(setting)
    assert headers["content-security-policy"].endswith(f"; frame-ancestors {policy}")
    assert headers.get("x-frame-options") == older


@pytest.mark.parametrize("path", ["/", "/health", "/nowhere", "/gradio_api/upload"])
def test_every_answer_has_the_headers(running: Running, path: str) -> None:
    headers = running.client.get(path).headers
    assert {**headers} | security_headers("none") == {**headers}
    assert re.fullmatch(r"[0-9a-f]{32}", headers["x-request-id"])


def test_a_request_id_is_taken_from_a_named_proxy_only(running: Running) -> None:
    given = {"x-request-id": "proxy-0123456789"}
    assert running.client.get("/health", headers=given).headers["x-request-id"] != given["x-request-id"]
    with served(FakeAssistant(), TRUSTED) as one:
        assert one.client.get("/health", headers=given).headers["x-request-id"] == given["x-request-id"]
        odd = {"x-request-id": "vraag: mag dit?"}
        assert one.client.get("/health", headers=odd).headers["x-request-id"] != odd["x-request-id"]


# --- the journal


def test_an_answer_is_logged_under_its_requests_id_and_nothing_that_was_typed(written: Written) -> None:
    with served(FakeAssistant()) as one:
        visitor = Visitor(one.client)
        joined = visitor.asks(f"{VALIDITY} KANARIE")
        visitor.reads()
        one.client.get("/KANARIE?q=KANARIE")
        one.client.get("/gradio_api/heartbeat/../KANARIE")
    lines = written.lines()
    [answer] = [line for line in lines if line["event"] == "answer"]
    assert (answer["outcome"], answer["language"], answer["model"]) == ("answered", "nl", "extractive")
    assert answer["request_id"] == joined.headers["x-request-id"]
    requests = [(line["method"], line["path"], line["status"]) for line in lines if line["event"] == "request"]
    assert ("POST", JOIN, 200) in requests
    assert ("GET", "other", 404) in requests
    assert "KANARIE" not in written.stream.getvalue()


def test_an_unforeseen_error_is_logged_by_its_way_and_told_to_nobody(
    written: Written, capfd: pytest.CaptureFixture[str]
) -> None:
    with served(FakeAssistant()) as one:
        visitor = Visitor(one.client)
        visitor.asks("onverwacht KANARIE")
        seen = visitor.reads()
    [failed] = [line for line in written.lines() if line["event"] == "failed"]
    assert failed["error"].endswith("in answer > RuntimeError")
    everything = seen + written.stream.getvalue() + "".join(capfd.readouterr())
    assert "a secret detail" not in everything
    assert "Traceback" not in everything


# --- the end


def test_told_to_stop_it_takes_no_new_visitors_and_finishes_the_answers() -> None:
    assistant = GatedAssistant()
    with served(assistant) as one:
        asked, late = Visitor(one.client, "asked"), Visitor(one.client, "late")
        assert asked.asks(VALIDITY).status_code == 200
        assert assistant.entered.acquire(timeout=10)
        with httpx.Client(base_url=one.client.base_url, timeout=10) as reader:
            path, query = "/gradio_api/queue/data", {"session_hash": "asked"}
            with reader.stream("GET", path, params=query) as stream:
                one.server.handle_exit(signal.SIGTERM, None)
                refused = late.asks(VALIDITY)
                assert (refused.status_code, int(refused.headers["retry-after"]) > 0) == (503, True)
                assert one.client.get("/ready").json() == {"status": "stopping"}
                assert one.client.get("/health").status_code == 200
                assert one.thread.is_alive()
                assistant.gate.set()
                seen = "".join(stream.iter_text())
        assert VALIDITY_QUOTE in seen
        assert '"process_completed"' in seen
        one.thread.join(10)
        assert not one.thread.is_alive()


def test_the_second_signal_ends_it_there_and_then() -> None:
    code = (
        "from app.service import serve; from app.settings import Settings; from tests.ui_fakes import FakeAssistant; "
        "serve(FakeAssistant(delay=60), Settings().model_copy(update={'port': 0}))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert found
        with httpx.Client(base_url=found.group(), timeout=20) as client:
            assert Visitor(client).asks(VALIDITY).status_code == 200
            process.send_signal(signal.SIGINT)
            assert any(client.get("/ready").status_code == 503 for _ in range(1_000)), "it doesn't stop"
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=10)
    finally:
        process.kill()
    assert (process.returncode, errors) == (-signal.SIGINT, "")


# --- the port


def test_a_port_in_use_is_named_with_the_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServiceError, match=rf"Port {port} .*--port {port + 1}.*make chat PORT=8000"):
            serve(FakeAssistant(), Settings(port=port), quiet=True)


def test_an_address_of_another_machine_is_named() -> None:
    with pytest.raises(ServiceError, match=r"203\.0\.113\.7"):
        serve(FakeAssistant(), Settings(host="203.0.113.7"), quiet=True)
