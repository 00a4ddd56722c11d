"""The assistant for other assistants: four tools over the Model Context Protocol. Off unless somebody starts it.

    verify_quote, search_cmi, ask_cmi, check_eligibility      python -m app mcp [--port N]

The tools only read. The `mcp` package is an extra (pyproject.toml) and is imported when the server starts, no sooner.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Literal

from app.chain import Assistant
from app.errors import CmiError, InputError, ServiceError
from app.routing import is_usable

NAME = "cmi-assistant"
MOST_HITS = 20
INSTRUCTIONS = (
    "Answers questions from a few Dutch texts only, each statement with the exact place of its quote, or says that they"
    " don't answer. verify_quote tells whether words really stand in these texts."
)


def tools_of(assistant: Assistant) -> dict[str, Callable[..., dict[str, Any]]]:
    """The tools by name. Each gives plain values; what can't be used comes back as {"error": message}."""

    def verify_quote(quote: str | None = None, statement: str | None = None) -> dict[str, Any]:
        """See whether a quote really stands in the texts, and whether a statement says no more than it."""
        return _told(lambda: assistant.verify(quote or None, statement or None))

    def search_cmi(question: str, k: int = 5) -> dict[str, Any]:
        """Find the places in the texts that fit a question, best first, each verbatim with its offsets."""
        if not is_usable(question):
            return {"error": "This is no question to search for. Give some words."}
        hits = assistant.search(question, max(1, min(k, MOST_HITS)))
        return {"id": None, "question": question, "hits": [assistant.place(hit) for hit in hits]}

    def ask_cmi(question: str) -> dict[str, Any]:
        """Answer a question from the texts, every statement with its place; or say that they don't answer it."""
        return _told(lambda: asdict(assistant.answer(question)))

    def check_eligibility(facts: dict[str, Any], language: Literal["nl", "en"] = "nl") -> dict[str, Any]:
        """Decide one person's case by the rules of the texts, from facts as that person stated them.

        facts: kind (apply, use_title or recertify); as_of, the day to decide for (2026-11-22); experience, a list of
        {role, start, end} or {role, start, still: true} or {role, lasting: "3 years 2 months"}; certificate, the day it
        was obtained, or "none". Leave out what was not stated.
        """
        return _told(lambda: assistant.check(facts, language=language))

    tools: list[Callable[..., dict[str, Any]]] = [verify_quote, search_cmi, ask_cmi]
    return {tool.__name__: tool for tool in [*tools, *([check_eligibility] if assistant.can_check else [])]}


def _told(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return work()
    except CmiError as error:
        return {"error": str(error)}


def build_server(assistant: Assistant) -> Any:
    """The MCP server, not yet running.

    Raises:
        InputError: the extra isn't installed.
    """
    try:
        module: Any = importlib.import_module("mcp.server.mcpserver")
    except ImportError:
        raise InputError(
            "The package mcp isn't installed; it is an extra. Install it: .venv/bin/python -m pip install mcp==2.3.0"
        ) from None
    server: Any = module.MCPServer(NAME, instructions=INSTRUCTIONS, log_level="WARNING")
    for tool in tools_of(assistant).values():
        server.add_tool(tool, structured_output=False)
    return server


def serve(assistant: Assistant, port: int | None) -> None:
    """Serve over standard input and output, or over HTTP on a port of this machine, until it is stopped.

    Raises:
        InputError: the extra isn't installed.
        ServiceError: the port can't be listened on.
    """
    server = build_server(assistant)
    if port is None:
        server.run("stdio")
        return
    try:
        server.run("streamable-http", host="127.0.0.1", port=port)
    except (OSError, SystemExit) as error:
        raise ServiceError(f"Can't listen on port {port} ({error}). Choose another --port.") from None
