"""One conversation: its turns, and an answer as it appears statement by statement. Knows nothing of Gradio."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass

from app.errors import CmiError
from app.schema import MAX_QUESTION_CHARACTERS, Answer
from app.ui.assistant import AssistantLike
from app.ui.texts import Texts
from app.ui.turn import failed_html, pending_html, turn_html

PAUSE_SECONDS = 0.02
"""Between statements: long enough for the browser to draw each, too short to wait for."""

MAX_TURNS = 20
"""Turns that a page keeps: more than anyone reads back, and a bound on what one visitor holds in memory."""

_MARKS = re.compile(r"(?:\s*\[\d+\])*")
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Turn:
    """A question and its answer. Compared by identity: Gradio hashes what it keeps, and an Answer holds dicts."""

    number: int
    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Frame:
    """What the screen shows at one moment: the open turn as HTML, and the turn itself once it is complete."""

    live: str
    turn: Turn | None = None


def ask(assistant: AssistantLike, question: str, history: tuple[Turn, ...], texts: Texts) -> Iterator[Frame]:
    """Ask one question; yields the frames in which the answer appears. The last one carries the turn.

    A declared error of the assistant ends in a frame that says so, without a turn; any other one is raised.
    """
    number = history[-1].number + 1 if history else 1
    yield Frame(pending_html(number, question, texts))
    turns = tuple(turn.question for turn in history if len(turn.question) <= MAX_QUESTION_CHARACTERS)
    answer: Answer | None = None
    streamed = False
    try:
        for growing in assistant.stream(question, turns=turns):
            if answer is not None:  # the one before wasn't the last
                streamed = True
                yield Frame(turn_html(number, question, answer, assistant.documents, shown=answer.text))
            answer = growing
    except CmiError as error:
        _LOG.error("no answer: %s", error)
        answer = None
    if answer is None:
        yield Frame(failed_html(number, question, texts))
        return
    for shown in [] if streamed else prefixes(answer)[:-1]:
        yield Frame(turn_html(number, question, answer, assistant.documents, shown=shown))
        time.sleep(PAUSE_SECONDS)
    whole = turn_html(number, question, answer, assistant.documents)
    yield Frame(whole, Turn(number, question, answer))


def prefixes(answer: Answer) -> list[str]:
    """The answer's text as it grows by a statement; the last one is the whole text."""
    found: list[str] = []
    at = 0
    for statement in answer.statements:
        begin = answer.text.find(statement.text, at)
        if begin < 0:
            break
        marks = _MARKS.match(answer.text, begin + len(statement.text))
        at = marks.end() if marks else begin + len(statement.text)
        found.append(answer.text[:at])
    if not found or found[-1] != answer.text:
        found = [*found[: len(answer.statements) - 1], answer.text]
    return found


def extended(history: tuple[Turn, ...], turn: Turn) -> tuple[Turn, ...]:
    """The history with one turn more, without what is too long ago."""
    return (*history, turn)[-MAX_TURNS:]
