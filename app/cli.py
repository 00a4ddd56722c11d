"""`python -m app`: ask, search and serve from the command line. Reads options, prints results; no logic of its own."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.text import Text

from app import cli_feedback
from app.bootstrap import build_assistant, build_checker, build_feedback, build_verifier
from app.chain import Assistant
from app.console import CorpusOption, DataOption, Reported, screen
from app.eligibility.decision import Decision
from app.eligibility.options import read_options
from app.eligibility.wording import sentences
from app.errors import InputError
from app.routing import is_usable
from app.schema import MAX_QUESTION_CHARACTERS, Answer, Language
from app.settings import ROOT, Settings, load_settings
from app.verification import check_request

command = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
command.add_typer(cli_feedback.feedback, name="feedback")
command.command()(cli_feedback.insights)

LINE_BYTES = 100_000
"""A JSONL line longer than this is refused unread: twenty turns of the longest question fit in it several times."""

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
LinesOption = Annotated[bool, typer.Option("--jsonl", help="Read one case a line on stdin, write one result a line.")]
QuestionArgument = Annotated[str | None, typer.Argument(help="The question.", show_default=False)]
NoModelOption = Annotated[bool, typer.Option("--no-llm", help="Verbatim sentences only, whatever model is configured.")]


@command.command()
def ask(
    question: QuestionArgument = None,
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
    jsonl: LinesOption = False,
    no_llm: NoModelOption = False,
) -> None:
    """Answer a question from the texts, every sentence with its place."""
    with Reported():
        _one_of(question, jsonl)
        assistant = build_assistant(load_settings(corpus_dir=corpus, data_dir=data), chat=not no_llm)
        if jsonl:
            _each_line(lambda case: asdict(_answer_case(assistant, case)))
            return
        answer = assistant.answer(question)
        if as_json:
            _print_json(asdict(answer))
        else:
            _show_answer(answer)
        if answer.outcome == "invalid_input":
            raise typer.Exit(InputError.exit_code)


@command.command()
def search(
    question: QuestionArgument = None,
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
    jsonl: LinesOption = False,
    k: Annotated[int, typer.Option("--k", min=1, max=100, help="How many hits.")] = 10,
) -> None:
    """Find the places in the texts that fit a question, best first."""
    with Reported():
        _one_of(question, jsonl)
        assistant = build_assistant(load_settings(corpus_dir=corpus, data_dir=data), chat=False)
        if jsonl:
            _each_line(lambda case: _search_case(assistant, case, k))
            return
        if not is_usable(question):
            raise InputError("This is no question to search for. Give some words, at most 2,000 characters.")
        found = _search_case(assistant, {"question": question}, k)
        if as_json:
            _print_json(found)
        else:
            _show_hits(found["hits"])


@command.command()
def check(
    kind: Annotated[str | None, typer.Option(help="apply, use_title or recertify.")] = None,
    period: Annotated[
        list[str] | None, typer.Option(help="START..END, or START.. while it goes on; repeatable.")
    ] = None,
    years: Annotated[int | None, typer.Option(help="Stated length of the work, with --months.")] = None,
    months: Annotated[int | None, typer.Option(help="Stated length of the work, with --years.")] = None,
    role: Annotated[str | None, typer.Option(help="What the work was, such as loopbaanadviseur.")] = None,
    certificate: Annotated[str | None, typer.Option(help="The day it was obtained, or none.")] = None,
    as_of: Annotated[str | None, typer.Option(help="The day to decide for (default: today).")] = None,
    facts: Annotated[Path | None, typer.Option(help="A YAML file with the case instead.")] = None,
    language: Annotated[Literal["nl", "en"], typer.Option(help="Of the explanations.")] = "nl",
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Decide one case by the rules, without language: may I apply, may I use the title, when must I renew?"""
    with Reported():
        given = read_options(kind, period or [], years, months, role, certificate, as_of, facts)
        checker = build_checker(load_settings(corpus_dir=corpus, data_dir=data))
        decision = checker.check(given, language, date.today())  # noqa: DTZ011 - the asker's own day
        if as_json:
            _print_json(decision.as_dict())
        else:
            _show_decision(decision, language)


@command.command()
def verify(
    quote: Annotated[str | None, typer.Option(help="Words that should stand in the texts.")] = None,
    statement: Annotated[str | None, typer.Option(help="What is said to follow from them.")] = None,
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Is this really in the texts? A quote by itself, or a statement held against its quote."""
    with Reported():
        check_request(quote, statement)
        settings = load_settings(corpus_dir=corpus, data_dir=data)
        if statement is None:
            result = build_verifier(settings).verify(quote)  # no model: at once
        else:
            result = build_assistant(settings, chat=False).verify(quote, statement)
        if as_json:
            _print_json(result)
        else:
            _show_verification(result)


@command.command()
def serve(
    corpus: CorpusOption = None,
    data: DataOption = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on (default: CMI_HOST).")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port (default: CMI_PORT).")] = None,
    no_llm: NoModelOption = False,
) -> None:
    """Serve the web chat."""
    with Reported():
        settings: Settings = load_settings(corpus_dir=corpus, data_dir=data, host=host, port=port)
        from app.service import serve as serve_chat  # only this command needs it
        from app.ui import FIGURES, read_figures

        feedback = build_feedback(settings)
        assistant = build_assistant(settings, chat=not no_llm)
        if assistant.sends_to:
            screen.print(Text(f"Questions that the texts answer are sent to the chat model at {assistant.sends_to}."))
        if feedback:
            screen.print(Text(f"Feedback is kept for {settings.feedback_days} days."))
        own = settings.corpus_dir == Settings.model_fields["corpus_dir"].default
        figures = read_figures(ROOT / FIGURES) if own else None  # measured on this corpus alone
        serve_chat(assistant, settings, feedback=feedback, figures=figures)


@command.command()
def mcp(
    corpus: CorpusOption = None,
    data: DataOption = None,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Over HTTP on this machine, instead of standard input.")
    ] = None,
    no_llm: NoModelOption = False,
) -> None:
    """Serve other assistants over the Model Context Protocol (needs the extra `mcp`)."""
    with Reported():
        from app.consult import serve as serve_tools

        serve_tools(build_assistant(load_settings(corpus_dir=corpus, data_dir=data), chat=not no_llm), port)


def _one_of(question: str | None, jsonl: bool) -> None:
    if (question is None) != jsonl:
        raise InputError('Give one question ("python -m app ask \\"…\\""), or --jsonl and cases on standard input.')


def _each_line(work: Callable[[object], dict[str, Any]]) -> None:
    """One result a line for every line that isn't blank, in order, each written at once."""
    for line in _lines():
        try:
            case: object = json.loads(line) if line is not None else None
        except (ValueError, RecursionError):
            case = None
        sys.stdout.buffer.write(json.dumps(work(case), ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        sys.stdout.buffer.flush()


def _lines() -> Iterator[str | None]:
    """The lines of standard input that hold something; None for one that is too long or not UTF-8."""
    while line := sys.stdin.buffer.readline(LINE_BYTES + 1):
        if len(line) > LINE_BYTES:
            while line and not line.endswith(b"\n"):
                line = sys.stdin.buffer.readline(LINE_BYTES)
            yield None
            continue
        if not line.strip():
            continue
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError:
            yield None


def _answer_case(assistant: Assistant, case: object) -> Answer:
    """Answer one JSONL case; a bad one becomes an `invalid_input` with its id, where it has one."""
    identity, question, turns = _read_case(case)
    try:
        as_of = date.fromisoformat(case["as_of"]) if isinstance(case, dict) and "as_of" in case else None
    except (TypeError, ValueError):
        return assistant.answer(None, id=identity)  # a case for no day can't be decided for that day
    return assistant.answer(question, turns=turns, id=identity, as_of=as_of)


def _read_case(case: object) -> tuple[str | None, object, list[str]]:
    """A case's id, question and earlier turns; None for what it doesn't hold or can't mean."""
    if not isinstance(case, dict):
        return None, None, []
    identity = case["id"] if isinstance(case.get("id"), str) else None
    turns = case.get("turns")
    if "question" not in case and isinstance(turns, list) and turns and all(isinstance(turn, str) for turn in turns):
        return identity, turns[-1], turns[:-1]
    return identity, case.get("question"), []


def _search_case(assistant: Assistant, case: object, k: int) -> dict[str, Any]:
    identity, question, turns = _read_case(case)
    hits = assistant.search(question, k, turns=turns) if isinstance(question, str) else []
    return {
        "id": identity,
        "question": question[:MAX_QUESTION_CHARACTERS] if isinstance(question, str) else "",
        "hits": [assistant.place(hit) for hit in hits],
    }


def _print_json(value: dict[str, Any]) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def _show_answer(answer: Answer) -> None:
    screen.print(Text(answer.text, style="bold" if answer.outcome == "answered" else "yellow"))
    for citation in answer.citations:
        place = f"{citation.file} {citation.start}-{citation.end}, {citation.section}"
        screen.print(Text(f"\n[{citation.n}] ", style="cyan").append(place, style="dim"))
        screen.print(Text(f"    “{citation.quote}”"))
    for choice in answer.choices:
        screen.print(Text(f"  - {choice}"))
    if answer.note:
        screen.print(Text(f"\n{answer.note}", style="dim"))


def _show_decision(decision: Decision, language: Language) -> None:
    for sentence in sentences(decision, language):
        screen.print(Text(sentence))
    for n, result in enumerate(decision.criteria, 1):
        place = f"{result.citation['file']} {result.citation['start']}-{result.citation['end']}"
        screen.print(Text(f"\n[{n}] ", style="cyan").append(f"{result.status}, {place}", style="dim"))
        screen.print(Text(f"    “{result.citation['quote']}”"))
    for note in decision.reservations:
        screen.print(Text(f"- {note.text}", style="dim"))
    screen.print(Text(decision.receipt, style="dim"))


def _show_verification(result: dict[str, Any]) -> None:
    quote, statement = result["quote"], result["statement"]
    if quote:
        screen.print(Text("quote: ").append(quote["verdict"], style="bold"))
        if quote["difference"]:
            screen.print(Text(f"    {quote['difference']}"))
        place = quote["citation"] or quote["nearest"]
        if place:
            where = f"{place['file']} {place['start']}-{place['end']}, {place['section']}"
            screen.print(Text(f"    {where}", style="dim"))
            screen.print(Text(f"    “{place['quote']}”"))
    if statement:
        screen.print(Text("statement: ").append(statement["verdict"], style="bold"))
        for reason in statement["reasons"]:
            screen.print(Text(f"    {reason}"))


def _show_hits(hits: list[dict[str, Any]]) -> None:
    for n, hit in enumerate(hits, 1):
        place = f"{hit['file']} {hit['start']}-{hit['end']}, {hit['section']}"
        screen.print(Text(f"{n:2} {hit['score']:.3f} ", style="cyan").append(place, style="dim"))
        screen.print(Text(f"   “{hit['quote']}”"))
