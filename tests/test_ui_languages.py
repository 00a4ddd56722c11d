"""Which language's page a visit gets, and that both pages are served behind the same guard."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from app.ui.texts import EN, NL
from tests.ui_fakes import FakeAssistant, running


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    """The page on a free port, and a client for it."""
    with running(FakeAssistant()) as address, httpx.Client(base_url=address, timeout=10) as http:
        yield http


@pytest.mark.parametrize(
    ("path", "cookie", "goes_to"),
    [
        ("/", "", None),
        ("/?lang=nl", "en", None),
        ("/?lang=fr", "", None),
        ("/?lang=en", "", "en/"),
        ("/?lang=en&tab=about", "", "en/?tab=about"),
        ("/?tab=check", "en", "en/?tab=check"),
        ("/?tab=check", "klingon", None),
        ("/en", "", "en/"),
        ("/en/", "nl", None),
        ("/en/?lang=nl&tab=sources", "", "../?tab=sources"),
        ("/?lang=en&tab=%0d%0aSet-Cookie:x", "", "en/?tab=%0D%0ASet-Cookie%3Ax"),
    ],
)
def test_the_address_comes_first_then_what_is_remembered(
    client: httpx.Client, path: str, cookie: str, goes_to: str | None
) -> None:
    answer = client.get(path, headers={"cookie": f"cmi-lang={cookie}"} if cookie else {})
    assert answer.headers.get("location") == goes_to
    assert answer.status_code == (200 if goes_to is None else 307)


@pytest.mark.parametrize(("path", "texts", "other"), [("/", NL, EN), ("/en/", EN, NL)])
def test_each_page_speaks_its_language(client: httpx.Client, path: str, texts: object, other: object) -> None:
    config = client.get(f"{path}config").text
    for name in ("placeholder", "restart", "automatic"):
        assert getattr(texts, name) in config
        assert getattr(other, name) not in config
    spoken = "nl" if texts is NL else "en"
    assert re.search(rf'documentElement\.lang = \\?"{spoken}', client.get(path).text)


def test_the_guard_holds_for_both(client: httpx.Client) -> None:
    for path in ("/en/gradio_api/upload", "/en/monitoring", "/en/gradio_api/call/verify_quote", "/en/docs", "/en/en/"):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404
