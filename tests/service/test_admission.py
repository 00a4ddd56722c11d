"""Who may ask now: whom a request counts for, what each may have, and who is still let in while the server stops."""

from __future__ import annotations

import pytest

from app.service.admission import MAX_OPEN, MAX_OPEN_OF_CLIENT, SETTLING_SECONDS, Admission, client_of

VISITOR = "198.51.100.7"


class Clock:
    """A time that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("address", "headers", "client"),
    [
        ("198.51.100.7", {}, "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", {}, "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", {}, "2001:db8:1:2::/64"),
        ("::ffff:198.51.100.7", {}, "198.51.100.7"),
        ("fe80::1%eth0", {}, "fe80::/64"),
        # this machine's own
        ("127.0.0.1", {}, None),
        ("::1", {}, None),
        ("::ffff:127.0.0.1", {}, None),
        # a proxy on this machine that nobody named: all its visitors are one client
        ("127.0.0.1", {"x-forwarded-for": "198.51.100.7"}, "127.0.0.1"),
        ("127.0.0.1", {"forwarded": "for=198.51.100.7"}, "127.0.0.1"),
        # what a proxy wrote that is no address, and a connection without one
        ("hidden", {}, "unknown"),
        ("", {}, "unknown"),
    ],
)
def test_a_request_counts_for(address: str, headers: dict[str, str], client: str | None) -> None:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    assert client_of({"type": "http", "client": (address, 1), "headers": raw}) == client


def test_work_beyond_a_clients_share_has_to_wait_and_reading_never() -> None:
    admission = Admission(per_minute=4)
    given = [admission.refuse(VISITOR, None, works=True) for _ in range(3)]
    assert given[:2] == [None, None], "half of a minute's share at once"
    assert given[2] is not None
    assert given[2].status == 429
    assert 1 <= given[2].retry_after <= 15, "a quarter of a minute for each"
    assert admission.refuse(VISITOR, None, works=False) is None
    assert admission.refuse("203.0.113.1", None, works=True) is None, "another client has a share of its own"
    assert admission.refuse(None, None, works=True) is None, "this machine's owner has no share but the whole"


def test_a_limit_of_nothing_is_none() -> None:
    admission = Admission(per_minute=0)
    assert {admission.refuse(VISITOR, None, works=True) for _ in range(500)} == {None}


def test_open_requests_are_bounded_for_each_client_and_for_all() -> None:
    admission = Admission(per_minute=0)
    held = [admission.under_way(VISITOR, None, streams=False) for _ in range(MAX_OPEN_OF_CLIENT)]
    for one in held:
        one.__enter__()
    refused = admission.refuse(VISITOR, None, works=False)
    assert refused is not None
    assert refused.status == 429
    more = [admission.under_way(str(n), None, streams=False) for n in range(MAX_OPEN - MAX_OPEN_OF_CLIENT)]
    assert admission.refuse("203.0.113.1", None, works=False) is None
    for one in more:
        one.__enter__()
    full = admission.refuse("203.0.113.1", None, works=False)
    assert full is not None
    assert (full.status, full.retry_after > 0) == (503, True)
    for one in [*held, *more]:
        one.__exit__(None, None, None)
    assert admission.refuse(VISITOR, None, works=True) is None, "and it recovers"


def test_a_stopping_server_lets_those_finish_who_are_being_answered() -> None:
    clock = Clock()
    admission = Admission(per_minute=0, clock=clock)
    with admission.under_way(VISITOR, "page", streams=True):
        admission.draining = True
        refused = admission.refuse(VISITOR, "another page", works=True)
        assert refused is not None
        assert refused.status == 503
        assert admission.refuse(VISITOR, None, works=True) == refused, "a program that calls begins something new, too"
        assert admission.refuse(VISITOR, "page", works=True) is None
        assert admission.refuse(VISITOR, None, works=False) is None
        clock.now += 60
        assert not admission.is_idle, "however long the answer takes"
    assert not admission.is_idle, "the page may still fetch what it draws the answer with"
    assert admission.refuse(VISITOR, "page", works=True) is None
    clock.now += SETTLING_SECONDS + 0.1
    assert admission.is_idle
    assert admission.refuse(VISITOR, "page", works=True) == refused


def test_who_has_asked_gets_the_time_to_open_the_stream() -> None:
    clock = Clock()
    admission = Admission(per_minute=0, clock=clock)
    assert admission.is_idle
    with admission.under_way(VISITOR, "page", streams=False):
        pass
    assert not admission.is_idle
    clock.now += SETTLING_SECONDS + 0.1
    assert admission.is_idle
