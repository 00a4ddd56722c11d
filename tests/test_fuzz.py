"""Whatever comes in: words for the gate, lines for the JSONL reader. `make fuzz` tries many more of them.

The reader of cases is fuzzed in eligibility/test_parse.py, offsets in test_folding.py, cutting in test_segment.py.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.chain import Assistant
from app.cli import LINE_BYTES, _answer_case, _each_line
from app.folding import folded
from tests.beekeepers import MARK, Q_VALIDITY

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "40"))
anything = settings(max_examples=EXAMPLES, deadline=None, database=None, derandomize=EXAMPLES < 1_000)

_PIECES = st.tuples(st.integers(0, len(MARK)), st.integers(1, 60)).map(lambda place: MARK[place[0] :][: place[1]])
_WORDS = st.one_of(
    _PIECES, st.text(max_size=30), st.sampled_from(["niet ", "5 ", "vijf", "\u00a0", "\u200b", "’", "…", "[1]"])
)
_TEXTS = st.lists(_WORDS, max_size=5).map("".join)


def words(text: str) -> str:
    """What is left of a text without what may stand around a quote."""
    return re.sub(r"\W+", " ", folded(text)).strip()


class Whole:
    """The assistant, without its texts in each message of a failure."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant


@pytest.fixture(scope="module")
def whole(assistant: Assistant) -> Whole:
    return Whole(assistant)


@anything
@given(quote=_TEXTS, statement=st.none() | _TEXTS)
def test_only_what_stands_in_a_text_is_verified_and_nothing_is_supported_without_it(
    whole: Whole, quote: str, statement: str | None
) -> None:
    assistant = whole.assistant
    result = assistant.verifier.verify(quote, statement)
    texts = {document.id: document.text for document in assistant.documents.values()}
    if result["quote"]["verdict"] == "verified":
        citation = result["quote"]["citation"]
        there = texts[citation["document"]][citation["start"] : citation["end"]]
        assert there == citation["quote"]
        assert any(words(quote) in words(text) for text in texts.values())
    elif statement is not None and result["quote"]["verdict"] != "wrong_source":
        assert result["statement"]["verdict"] == "unsupported"


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from([Q_VALIDITY, "c1"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "question", "turns", "as_of", "x"]), inner, max_size=4)
    ),
    max_leaves=8,
)
_LINES = st.one_of(
    _JSON.map(lambda value: json.dumps(value).encode()),
    _JSON.map(lambda value: json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")),
    st.binary(max_size=60).map(lambda raw: raw.replace(b"\n", b"")),
    st.sampled_from(
        [b"[" * 5_000, b'{"id": ' * 900, b"9" * 5_000, b'"' + b"x" * LINE_BYTES, b"\xef\xbb\xbf{}", b"{}\r"]
    ),
)
OUTCOMES = {"answered", "not_in_corpus", "out_of_scope", "clarify", "decision", "invalid_input"}


class _Stream:
    """A standard stream as bytes."""

    def __init__(self, content: bytes = b"") -> None:
        self.buffer = io.BytesIO(content)


@anything
@given(lines=st.lists(_LINES, max_size=3), last=st.sampled_from([b"", b"\n"]))
def test_every_line_that_holds_something_gets_one_answer_in_order(
    whole: Whole, lines: list[bytes], last: bytes
) -> None:
    asked = [*lines, json.dumps({"id": "last", "question": Q_VALIDITY}).encode()]
    stdin, stdout = sys.stdin, sys.stdout
    sys.stdin, sys.stdout = _Stream(b"\n".join(asked) + last), _Stream()  # type: ignore[assignment]
    try:
        _each_line(lambda case: asdict(_answer_case(whole.assistant, case)))
        written = sys.stdout.buffer.getvalue()
    finally:
        sys.stdin, sys.stdout = stdin, stdout
    answers = [json.loads(line) for line in written.split(b"\n")[:-1]]
    assert len(answers) == sum(bool(line.strip()) for line in asked)
    assert {answer["outcome"] for answer in answers} <= OUTCOMES
    assert (answers[-1]["id"], answers[-1]["outcome"]) == ("last", "answered")
