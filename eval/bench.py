"""`python -m eval.bench`: how long an answer takes, beside its parts and beside a tutorial's way of doing it.

    for each question, one after another:  embed by torch | embed | retrieve | answer | tutorial

All are asked each question in turn, in rotating order, by one process with one thread, so that whatever else the
machine does hits them alike. The ratio to embedding the question by torch carries over to other machines.
"""

from __future__ import annotations

import math
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from app.bootstrap import build_assistant
from app.chain import Assistant
from app.embedding import PACKAGED, load_embeddings
from app.errors import CmiError
from app.settings import ROOT, load_settings
from eval.cases import FOLDER, load_cases

if TYPE_CHECKING:
    from langchain_chroma import Chroma

QUESTIONS = 60
WARM_UP = 5  # first calls load the language detector, Chroma's index and torch's kernels
ROUNDS = 5
CHUNK, OVERLAP = 500, 50  # the tutorials' own
TORCH, EMBED = "embed the question by torch, float32", "embed the question"
RETRIEVE, ANSWER, TUTORIAL = "retrieve", "answer", "tutorial stack, search only"
REPORT = ROOT / "docs" / "performance.md"
MARK = "measured"

Way = Callable[[str], object]
command = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
screen = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)


@dataclass(frozen=True, slots=True)
class Row:
    """One way: its median and 95th percentile in milliseconds, and its median as a multiple of the first way's."""

    name: str
    median: float
    p95: float
    ratio: float


@command.command(help="Measure the answer beside its parts and a tutorial's stack; writes docs/performance.md.")
def bench(
    corpus: Annotated[Path | None, typer.Option(help="Folder of texts.")] = None,
    data: Annotated[Path | None, typer.Option(help="Folder of its index.")] = None,
    rounds: Annotated[int, typer.Option(min=1, help="How often each question is asked.")] = ROUNDS,
    write: Annotated[bool, typer.Option(help="Write the figures into docs/performance.md.")] = True,
) -> None:
    """Run it and print the table."""
    try:
        settings = load_settings(corpus_dir=corpus, data_dir=data)
        assistant = build_assistant(settings)
        questions = varied(assistant)
    except CmiError as error:
        errors.print(str(error), style="red", markup=False)
        raise typer.Exit(error.exit_code) from None
    model = settings.embedding_model or str(settings.model_dir / PACKAGED)
    texts = {document.id: document.text for document in assistant.documents.values()}
    with tutorial_store(texts, model) as tutorial:
        reference = load_embeddings(model, settings.model_dir)
        ways: dict[str, Way] = {
            TORCH: lambda question: reference.questions([question]),
            EMBED: lambda question: assistant.retriever.embeddings.questions([question]),
            RETRIEVE: assistant.retriever.retrieve,
            ANSWER: assistant.answer,
            TUTORIAL: tutorial.similarity_search,
        }
        rows = summary(measure(ways, questions, rounds))
    screen.print(as_table(rows, f"{len(questions)} questions, each the quickest of {rounds} times"))
    if write:
        rewrite(REPORT, MARK, as_markdown(rows, len(questions), rounds))
        screen.print(f"written to {REPORT.relative_to(ROOT)}", markup=False)


def varied(assistant: Assistant) -> list[str]:
    """Questions of every kind, evenly from the cases: answerable, near miss, off topic, misspelt, English."""
    asked = [case.question for case in load_cases(FOLDER / "unseen.yaml", assistant.corpus) if len(case.turns) == 1]
    return asked[:: max(1, len(asked) // QUESTIONS)][:QUESTIONS]


@contextmanager
def tutorial_store(texts: Mapping[str, str], model: str) -> Iterator[Chroma]:
    """What LangChain's tutorials build, on the same model and texts (by id): chunks of characters in a vector store.

    The metadata of a chunk say its `document` and its `start_index` there.
    """
    from langchain_chroma import Chroma
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True)
    embeddings = HuggingFaceEmbeddings(
        model_name=model,
        model_kwargs={"device": "cpu", "local_files_only": True},
        encode_kwargs={"prompt_name": "passage", "normalize_embeddings": True},
        query_encode_kwargs={"prompt_name": "query", "normalize_embeddings": True},
    )
    with tempfile.TemporaryDirectory(prefix="cmi-bench-", ignore_cleanup_errors=True) as folder:
        chunks = splitter.create_documents(list(texts.values()), [{"document": name} for name in texts])
        yield Chroma.from_documents(chunks, embeddings, persist_directory=folder)


def measure(ways: Mapping[str, Way], questions: Sequence[str], rounds: int) -> dict[str, list[float]]:
    """Milliseconds per question, by way: the quickest of its rounds, for the slower ones had to wait for other work.

    The order of the ways rotates, so that none always comes after the same one.
    """
    for question in questions[:WARM_UP]:
        for ask in ways.values():
            ask(question)
    quickest = {name: [math.inf] * len(questions) for name in ways}
    names = list(ways)
    for turn in range(rounds):
        for number, question in enumerate(questions):
            first = (turn + number) % len(names)
            for name in names[first:] + names[:first]:
                started = time.perf_counter()
                ways[name](question)
                quickest[name][number] = min(quickest[name][number], (time.perf_counter() - started) * 1e3)
    return quickest


def summary(times: Mapping[str, Sequence[float]]) -> list[Row]:
    """A row for each way, in order; ratios are to the first one's median."""
    base = statistics.median(next(iter(times.values())))
    return [
        Row(name, middle := statistics.median(values), statistics.quantiles(values, n=20)[-1], middle / base)
        for name, values in times.items()
    ]


def as_table(rows: Sequence[Row], title: str) -> Table:
    """The rows for the screen."""
    table = Table("what", title=title)
    for header in ("median ms", "p95 ms", "x torch"):
        table.add_column(header, justify="right")
    for row in rows:
        table.add_row(row.name, f"{row.median:.1f}", f"{row.p95:.1f}", f"{row.ratio:.2f}")
    return table


def as_markdown(rows: Sequence[Row], questions: int, rounds: int) -> str:
    """The rows for docs/performance.md, with the day, the machine and the versions."""
    machine = f"{os.cpu_count()} cores ({platform.machine()}), {load()} processes at work on average"
    versions = ", ".join(
        f"{name} {version(name)}" for name in ("onnxruntime", "torch", "sentence-transformers", "chromadb")
    )
    lines = [
        f"Measured on {datetime.now(UTC):%Y-%m-%d}: {questions} questions of all kinds, each the quickest of {rounds} "
        f"times, on {machine}; Python {platform.python_version()}, {versions}.",
        "",
        "| what | median ms | p95 ms | times torch's embedding |",
        "|---|---:|---:|---:|",
        *(f"| {row.name} | {row.median:.1f} | {row.p95:.1f} | {row.ratio:.2f} |" for row in rows),
    ]
    return "\n".join(lines)


def load() -> str:
    """How busy the machine was in the last minute: well above 1, the milliseconds say more about that than about us."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "an unknown number of"


def rewrite(report: Path, mark: str, measured: str) -> None:
    """Put figures between `<!-- mark -->` and `<!-- /mark -->` of a text; what stands around them stays."""
    start, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    before, _, rest = report.read_text(encoding="utf-8").partition(start)
    _, _, after = rest.partition(end)
    report.write_text(f"{before}{start}\n{measured}\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    command()
