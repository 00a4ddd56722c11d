"""A scripted server that speaks OpenAI's protocol, on a real socket of this machine.

A script is called once per request with the messages, and writes raw bytes: what a server does wrong is done here.
"""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Script = Callable[["Request"], None]
PIECE = 7  # characters of a piece of the stream: lines are cut anywhere


@dataclass
class Request:
    """One request: what was asked, and the ways to answer."""

    handler: BaseHTTPRequestHandler
    body: dict[str, Any]
    gone: threading.Event

    @property
    def prompt(self) -> str:
        """All that the model was told."""
        return "\n".join(str(message["content"]) for message in self.body["messages"])

    def status(self, code: int, body: str = '{"error": {"message": "sk-secret-in-a-message"}}') -> None:
        """An error."""
        self.handler.send_response(code)
        self.handler.send_header("content-type", "application/json")
        self.handler.send_header("content-length", str(len(body)))
        self.handler.end_headers()
        self.handler.wfile.write(body.encode())

    def begin(self) -> None:
        """The headers of a stream."""
        self.handler.send_response(200)
        self.handler.send_header("content-type", "text/event-stream")
        self.handler.send_header("connection", "close")
        self.handler.end_headers()

    def delta(self, text: str) -> None:
        """One piece of the answer."""
        choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}
        chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
        self.raw(f"data: {json.dumps(chunk)}\n\n")

    def raw(self, text: str) -> None:
        """Bytes as they are."""
        self.handler.wfile.write(text.encode())
        self.handler.wfile.flush()

    def end(self) -> None:
        """The end of the stream."""
        choice = {"index": 0, "delta": {}, "finish_reason": "stop"}
        chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
        self.raw(f"data: {json.dumps(chunk)}\n\ndata: [DONE]\n\n")

    def say(self, text: str, piece: int = PIECE) -> None:
        """A whole answer, in pieces of so many characters; not streamed where it wasn't asked for so."""
        if not self.body.get("stream"):
            self.complete({"role": "assistant", "content": text})
            return
        self.begin()
        for start in range(0, len(text), piece):
            self.delta(text[start : start + piece])
        self.end()

    def complete(self, message: dict[str, Any]) -> None:
        """A whole message at once, tool calls included."""
        choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if "tool_calls" in message else "stop"}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        body = {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}
        self.status(200, json.dumps(body))

    def silence(self) -> None:
        """Say nothing more until the test is over."""
        self.gone.wait(10)


@dataclass
class ChatServer:
    """The running server: its address, what it was asked, and the script of the next requests (the last one stays)."""

    url: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    scripts: list[Script] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)
    under_way: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def then(self, *scripts: Script | str) -> None:
        """What the next requests get; a string is a whole answer."""
        self.requests.clear()
        self.scripts[:] = [_saying(script) if isinstance(script, str) else script for script in scripts]

    def answer(self, request: Request) -> None:
        """Run the next script."""
        with self.lock:
            self.requests.append(request.body)
            self.under_way += 1
            self.most_at_once = max(self.most_at_once, self.under_way)
            script = self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]
        try:
            script(request)
        except OSError:
            pass  # the client has given up, which is what many of these scripts are for
        finally:
            with self.lock:
                self.under_way -= 1


def _saying(text: str) -> Script:
    return lambda request: request.say(text)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 50

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that is gone is nothing to print."""


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[ChatServer]:
    """The server on a free port; with a TLS context it speaks https."""
    chat = ChatServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))))
            chat.answer(Request(self, body, chat.gone))
            self.close_connection = True

        def log_message(self, *args: Any) -> None:
            """Nothing on the screen."""

    server = _Server(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    chat.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield chat
    finally:
        chat.gone.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def closed_port() -> int:
    """A port on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as connection:
        return int(connection.getsockname()[1])


def lines(*rows: Sequence[str]) -> str:
    """An answer in the model's line format."""
    return "\n".join(" | ".join(row) for row in rows)
