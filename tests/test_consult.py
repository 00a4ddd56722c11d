"""What other assistants get: the four tools, and the server where its package is there."""

from __future__ import annotations

import importlib.util

import pytest

from app.chain import Assistant
from app.consult import build_server, tools_of
from app.errors import InputError
from tests.beekeepers import Q_VALIDITY, VALIDITY


def test_the_tools_answer_search_and_verify(assistant: Assistant) -> None:
    tools = tools_of(assistant)
    assert list(tools) == ["verify_quote", "search_cmi", "ask_cmi"]  # this corpus has no rules
    assert tools["verify_quote"](VALIDITY)["quote"]["verdict"] == "verified"
    assert tools["ask_cmi"](Q_VALIDITY)["statements"][0]["text"] == VALIDITY
    found = tools["search_cmi"](Q_VALIDITY, k=500)
    assert list(found) == ["id", "question", "hits"]
    assert set(found["hits"][0]) == {"document", "file", "section", "start", "end", "quote", "score"}
    assert VALIDITY in [hit["quote"] for hit in found["hits"]]


def test_what_can_not_be_used_is_told(assistant: Assistant) -> None:
    tools = tools_of(assistant)
    assert "error" in tools["verify_quote"]()
    assert "error" in tools["search_cmi"]("")
    assert tools["ask_cmi"]("")["outcome"] == "invalid_input"


def test_without_its_package_the_remedy_is_told(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("app.consult.importlib.import_module", gone)
    with pytest.raises(InputError, match="pip install mcp"):
        build_server(assistant)


@pytest.mark.skipif(importlib.util.find_spec("mcp") is None, reason="the extra `mcp` isn't installed")
def test_the_server_lists_the_tools(assistant: Assistant) -> None:
    import asyncio

    server = build_server(assistant)
    listed = asyncio.run(server.list_tools())
    assert [tool.name for tool in listed] == ["verify_quote", "search_cmi", "ask_cmi"]
