"""The chat model as an outside service: text comes within the time that is set, or a ChatError says why not.

A request runs in a thread of its own, since a server can hold a connection open byte by byte; the late is abandoned.
At most `concurrency` requests at once, at most one retry, and after FAILURES in a row none for PAUSE_SECONDS.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage

from app.errors import ChatError, InputError
from app.settings import ollama_host

FAILURES = 3
"""In a row, before the model is left alone: a server that fails thrice is down, and asking costs the whole timeout."""

PAUSE_SECONDS = 60.0  # long enough for a restart, short enough not to be noticed afterwards
CHARACTERS_A_TOKEN = 8  # at the most: what comes beyond that many is a server that ignores the token limit
RETRIED = frozenset((408, 409, 425, 429, 500, 502, 503, 504))  # worth one more try; others mean the same twice
WAIT_SHARE = 0.25  # of the timeout, for a free place among the requests under way

LOCAL_HOSTS = frozenset(("localhost", "127.0.0.1", "::1", "0.0.0.0"))  # noqa: S104 - compared with, never bound
LOCAL_PROVIDERS = frozenset(("ollama", "llamacpp"))
HOSTS = {"openai": "api.openai.com", "anthropic": "api.anthropic.com", "mistralai": "api.mistral.ai"}
PLACEHOLDER_KEY = "none"  # a server of one's own asks for no key, and its client insists on one


@dataclass
class Breaker:
    """Counts failures in a row; open, it lets nothing through until the pause is over. Safe in several threads."""

    clock: Callable[[], float] = time.monotonic
    failures: int = 0
    open_until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def is_open(self) -> bool:
        """Whether the service is being left alone."""
        return self.clock() < self.open_until

    def succeeded(self) -> None:
        """Forget the failures."""
        with self._lock:
            self.failures = 0

    def failed(self) -> None:
        """Count one more; once open, the first failure after the pause opens it again."""
        with self._lock:
            self.failures += 1
            if self.failures >= FAILURES:
                self.open_until = self.clock() + PAUSE_SECONDS
                self.failures = FAILURES - 1


@dataclass(frozen=True)
class ChatClient:
    """A LangChain chat model with bounds. `timeout` in seconds for a whole answer; `max_tokens` of one answer."""

    model: BaseChatModel = field(repr=False)  # its repr could hold a key
    name: str
    destination: str
    timeout: float
    max_tokens: int
    concurrency: int
    breaker: Breaker = field(default_factory=Breaker)
    _places: list[threading.BoundedSemaphore] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self._places.append(threading.BoundedSemaphore(self.concurrency))

    def stream(self, messages: Sequence[BaseMessage]) -> Iterator[str]:
        """The model's text as it comes.

        Raises:
            ChatError: it is paused, busy, unreachable, too slow, or answers with an error.
        """
        return self._bounded(lambda: (str(chunk.text) for chunk in self.model.stream(list(messages))))

    def _bounded(self, begin: Callable[[], Iterator[str]]) -> Iterator[str]:
        if self.breaker.is_open:
            raise ChatError(f"{self.name} paused")
        deadline = time.monotonic() + self.timeout
        if not self._places[0].acquire(timeout=self.timeout * WAIT_SHARE):
            raise ChatError(f"{self.name} busy")
        pieces: queue.SimpleQueue[str | Exception | None] = queue.SimpleQueue()
        given_up = threading.Event()
        work = threading.Thread(target=self._pump, args=(begin, pieces, given_up, deadline), daemon=True)
        work.start()
        try:
            yield from self._received(pieces, deadline)
        finally:
            given_up.set()

    def ask(self, work: Callable[[BaseChatModel], str]) -> str:
        """What `work` makes of the model, within the same bounds; for what can't be read as a stream.

        Raises:
            ChatError: as `stream`.
        """
        return "".join(self._bounded(lambda: iter([work(self.model)])))

    def _received(self, pieces: queue.SimpleQueue[str | Exception | None], deadline: float) -> Iterator[str]:
        left = self.max_tokens * CHARACTERS_A_TOKEN
        while left > 0:
            try:
                piece = pieces.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                self.breaker.failed()
                raise ChatError(f"{self.name} timeout") from None
            if isinstance(piece, Exception):
                self.breaker.failed()
                raise ChatError(f"{self.name} {reason_of(piece)}") from None
            if piece is None:
                break
            left -= len(piece)
            yield piece
        self.breaker.succeeded()

    def _pump(
        self,
        begin: Callable[[], Iterator[str]],
        pieces: queue.SimpleQueue[str | Exception | None],
        given_up: threading.Event,
        deadline: float,
    ) -> None:
        """Read what `begin` gives into a queue; ends it with None or the exception. Frees the place when it is done."""
        try:
            for attempt in range(2):
                begun = False
                try:
                    for piece in begin():
                        if given_up.is_set():
                            return
                        begun = True
                        pieces.put(piece)
                    pieces.put(None)
                    return
                except Exception as error:  # noqa: BLE001 - each provider has its own; it is handed on, not swallowed
                    if attempt or begun or not is_worth_a_retry(error) or time.monotonic() >= deadline:
                        pieces.put(error)
                        return
        finally:
            self._places[0].release()


def is_worth_a_retry(error: Exception) -> bool:
    """Whether a second try may go better: a busy or failing server, a lost connection; not a timeout or a refusal."""
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return status in RETRIED
    return reason_of(error) == "unreachable"


def reason_of(error: Exception) -> str:
    """Why a request failed, in a word or two. Never the exception's own message: that may hold a key or a question."""
    status = getattr(error, "status_code", None)
    kind = type(error).__name__.lower()
    if isinstance(status, int):
        return f"HTTP {status}"
    if "timeout" in kind:
        return "timeout"
    if "connect" in kind or isinstance(error, OSError):
        return "unreachable"
    return "unreadable"


def open_chat(name: str, base_url: str, *, timeout: float, max_tokens: int, concurrency: int) -> ChatClient:
    """The client of a model named as `provider:model`.

    Raises:
        InputError: the name has no provider, its package isn't installed, or its key isn't in the environment.
    """
    provider, _, model_name = name.partition(":")
    if not provider or not model_name:
        raise InputError(f"CMI_CHAT_MODEL={name} names no model. Write provider:model, such as openai:NAME.")
    options = _options(provider, base_url, timeout, max_tokens)
    try:
        model = _made(model_name, provider, options, keyless=bool(base_url) and provider == "openai")
    except ImportError:
        raise InputError(
            f"CMI_CHAT_MODEL={name} needs the package langchain-{provider}. "
            f'Install it: .venv/bin/python -m pip install "langchain-{provider}<2"'
        ) from None
    except Exception as error:  # noqa: BLE001 - the providers' own; their messages may hold what is in the environment
        raise InputError(
            f"CMI_CHAT_MODEL={name} can't be used ({type(error).__name__}). Is the provider's name right, and its "
            "key in the environment (such as OPENAI_API_KEY)?"
        ) from None
    return ChatClient(model, name, destination(provider, base_url), timeout, max_tokens, concurrency)


def _options(provider: str, base_url: str, timeout: float, max_tokens: int) -> dict[str, Any]:
    """What each provider's class calls the same bounds."""
    options: dict[str, Any] = {"base_url": base_url} if base_url else {}
    if provider == "ollama":
        return options | {"client_kwargs": {"timeout": timeout}, "num_predict": max_tokens, "temperature": 0}
    options |= {"timeout": timeout, "max_retries": 0, "max_tokens": max_tokens}
    if provider != "openai":
        return options | {"temperature": 0}
    if base_url:  # some servers know the older name of the limit only, and none asks for OpenAI's own models' defaults
        options |= {"temperature": 0, "extra_body": {"max_tokens": max_tokens}, "use_responses_api": False}
    return options


def _made(model_name: str, provider: str, options: dict[str, Any], *, keyless: bool) -> BaseChatModel:
    """LangChain's model; where a server may need no key, and none is in the environment, with a placeholder for one."""
    from langchain.chat_models import init_chat_model

    try:
        return _checked(init_chat_model(model_name, model_provider=provider, **options))
    except ImportError:
        raise
    except Exception:
        if not keyless:
            raise
        return _checked(init_chat_model(model_name, model_provider=provider, api_key=PLACEHOLDER_KEY, **options))


def _checked(made: object) -> BaseChatModel:
    assert isinstance(made, BaseChatModel)  # it could be a configurable one, which nothing here asks for
    return made


def destination(provider: str, base_url: str) -> str:
    """The host that questions are sent to, or "" where they stay on this machine."""
    given = base_url or (ollama_host() if provider == "ollama" else "")
    if given:
        host = urlsplit(given if "//" in given else f"//{given}").hostname or given
        return "" if host in LOCAL_HOSTS else host
    return "" if provider in LOCAL_PROVIDERS else HOSTS.get(provider, provider)
