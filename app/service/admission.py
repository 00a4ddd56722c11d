"""Who may ask now: a bucket of tokens for each client, a bound on what is open, and no new visitors while stopping.

    429 with Retry-After   one client asks, or holds open, more than its share
    503 with Retry-After   the server is full, or about to stop

A client is an address; of IPv6 its /64, which is what one subscriber is given. Who asks from this very machine without
a proxy between is its owner, and has no share but the whole.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import Scope
from throttled import RateLimiterType, Throttled, rate_limiter
from throttled.store import MemoryStore

MAX_OPEN = 800
"""Requests under way at once, streams of open pages included: below the 1,024 files that a process may usually open."""

MAX_OPEN_OF_CLIENT = 200
"""Of one client: an office of a hundred behind one address, with two streams for each page."""

MAX_CLIENTS = 20_000
"""Buckets kept, some 10 MB; the one unused for longest goes first, and would be full again by then."""

BURST = 0.5
"""Of a minute's share, what may come at once: a question makes about three requests, a page more at its start."""

FULL_SECONDS = 5
"""After which a refused visitor should try again: the queue of a full server takes about as long."""

SETTLING_SECONDS = 1.0
"""Between an answer and what the page fetches to draw it, or asking and opening the stream: a phone's trip."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not now: an HTTP status, what to say, and in how many seconds to try again."""

    status: int
    reason: str
    retry_after: int


class Admission:
    """Keeps count of clients and of open requests. Lives in the server's event loop: never called from threads.

    `per_minute` requests of one client that make work; 0 sets no limit.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open: Counter[str | None] = Counter()
        self._streams: Counter[str] = Counter()
        self._seen: dict[str, float] = {}
        self.draining = False
        quota = rate_limiter.per_min(per_minute, burst=max(1, math.ceil(per_minute * BURST))) if per_minute else None
        self._bucket = quota and Throttled(
            # GCRA is the bucket of tokens reckoned by one instant instead of by a count that has to be topped up
            using=RateLimiterType.GCRA.value,
            quota=quota,
            store=MemoryStore(options={"MAX_SIZE": MAX_CLIENTS}),
        )

    def refuse(self, client: str | None, session: str | None, *, works: bool) -> Refusal | None:
        """Whether a request has to wait; `works` tells those that make the server work from those that only read.

        `session` is the visitor's page, whose running answer is finished even while the server stops.
        """
        if works and self.draining and not self._is_busy(session):
            return Refusal(503, "The server is being restarted.", FULL_SECONDS)
        if self._open.total() >= MAX_OPEN:
            return Refusal(503, "The server is full.", FULL_SECONDS)
        if client is None:
            return None
        if self._open[client] >= MAX_OPEN_OF_CLIENT:
            return Refusal(429, "Too many open pages.", FULL_SECONDS)
        if works and self._bucket:
            result = self._bucket.limit(client)
            if result.limited:
                return Refusal(429, "Too many questions.", max(1, math.ceil(result.state.retry_after)))
        return None

    @contextmanager
    def under_way(self, client: str | None, session: str | None, *, streams: bool) -> Iterator[None]:
        """Count a request for as long as it runs; `streams` marks one in which an answer of `session` is coming."""
        self._open[client] += 1
        if session is not None:
            self._forget()
            self._streams[session] += streams
            self._seen[session] = self._clock()
        try:
            yield
        finally:
            self._open[client] -= 1
            if not self._open[client]:
                del self._open[client]
            if session is not None:
                self._streams[session] -= streams
                self._seen[session] = self._clock()

    @property
    def is_idle(self) -> bool:
        """Whether no answer is under way, and none has just been asked for or given."""
        self._forget()
        return not self._seen

    def _is_busy(self, session: str | None) -> bool:
        self._forget()
        return session is not None and session in self._seen

    def _forget(self) -> None:
        """Drop the pages that have had their answer and the time to draw it."""
        settled = self._clock() - SETTLING_SECONDS
        for session in [one for one, seen in self._seen.items() if seen < settled and not self._streams[one]]:
            del self._seen[session], self._streams[session]


def client_of(scope: Scope) -> str | None:
    """Whom a request counts for; None for this machine's own, without a proxy between.

    The address is the connection's, or what a trusted proxy says it is: the server has put that in its place before.
    """
    host = (scope.get("client") or ("", 0))[0]
    try:
        address = ip_address(host.split("%", maxsplit=1)[0])
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    headers = Headers(scope=scope)
    if address.is_loopback and "x-forwarded-for" not in headers and "forwarded" not in headers:
        return None
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address)
