"""One page per language: `/` in Dutch, `/en/` in English; and the door that sends a visitor to the right one.

    /?lang=en&tab=about ─> 307 en/?tab=about          what the address says comes first
    /  with the cookie  ─> 307 en/                    then what was chosen before (static/frame.js writes the cookie)

Redirects are relative, so that they hold behind a proxy under any path; a browser keeps the fragment.
"""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.schema import Language

COOKIE = "cmi-lang"
PATHS: dict[Language, str] = {"nl": "/", "en": "/en"}
"""Where the page of each language is mounted."""


class LanguageDoor:
    """ASGI middleware: redirects a visit of one language's page to the other's, where it is the one asked for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Redirect, or pass the request on."""
        target = _elsewhere(scope) if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") else None
        if target is None:
            await self._app(scope, receive, send)
            return
        headers = {"location": target, "cache-control": "no-store"}
        await Response(status_code=307, headers=headers)(scope, receive, send)


def _elsewhere(scope: Scope) -> str | None:
    """The relative address of the page that is asked for, where it isn't the one of this path."""
    if scope["path"] == "/en":
        return "en/" + _query(scope["query_string"].decode("latin-1"))
    here = {"/": "nl", "/en/": "en"}.get(scope["path"])
    if here is None:
        return None
    query = scope["query_string"].decode("latin-1")
    wanted = dict(parse_qsl(query)).get("lang") or (_remembered(scope) if here == "nl" else None)
    if wanted == "en" and here == "nl":
        return "en/" + _query(query)
    return "../" + _query(query) if wanted == "nl" and here == "en" else None


def _query(query: str) -> str:
    """The query without the language, which the path says."""
    kept = [(name, value) for name, value in parse_qsl(query) if name != "lang"]
    return f"?{urlencode(kept)}" if kept else ""


def _remembered(scope: Scope) -> str | None:
    try:
        kept = SimpleCookie(Headers(scope=scope).get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return kept.value if kept else None
