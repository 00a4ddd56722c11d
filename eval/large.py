"""`python -m eval.large`: what happens when there are many texts: time, room, memory, answers; and where HNSW pays.

    for each size:  the real corpus and invented texts -> build, in a process -> ask the dev cases, in a process
    for each size:  invented vectors -> exact search beside Chroma's HNSW

The invented texts (eval/distractors.py) come from a seeded grammar of Dutch sentences, so that the real questions stay
answerable among them. Vectors of the curated questions are remembered from the first build and count in none.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray
from rich.console import Console

from app.bootstrap import build_assistant
from app.embedding import load_embeddings
from app.settings import ROOT, Settings, load_settings
from app.store import Entry, VectorStore
from eval.bench import REPORT, load, rewrite
from eval.cases import load_all
from eval.distractors import distractors
from eval.metrics import is_right
from eval.plots import growth_plot
from ingest.build import build
from ingest.load import accept
from ingest.remembered import FILE as VECTORS

SIZES = (0, 1_000, 10_000)  # invented sentences; 100,000 take half an hour of two cores: --sizes 100000
VECTOR_SIZES = (1_000, 10_000, 100_000)
SENTENCES_A_TEXT = 9
ASKED = 120  # dev cases, evenly
SEARCHES = 50
NEAREST = 30  # as many as the retriever asks of sentences
DIMENSIONS = 384
PICTURE = ROOT / "docs" / "images" / "large.svg"

Figures = dict[str, Any]
command = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
screen = Console(highlight=False, soft_wrap=True)


@command.command()
def large(
    sizes: Annotated[list[int] | None, typer.Option(help="Invented sentences beside the real texts.")] = None,
    vectors: Annotated[bool, typer.Option(help="Search invented vectors, too.")] = True,
    write: Annotated[bool, typer.Option(help="Write docs/performance.md and its picture.")] = True,
    step: Annotated[str, typer.Option(hidden=True)] = "",
    corpus: Annotated[Path | None, typer.Option(hidden=True)] = None,
    data: Annotated[Path | None, typer.Option(hidden=True)] = None,
) -> None:
    """Measure and write; `step` is one of its own processes."""
    if step:
        told = STEPS[step](load_settings(corpus_dir=corpus, data_dir=data))
        told["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(json.dumps(told) + "\n")
        return
    rows = measured(sizes or list(SIZES))
    searched = [_searched(size) for size in VECTOR_SIZES] if vectors else []
    screen.print(as_markdown(rows, searched), markup=False)
    if write:
        rewrite(REPORT, "large", as_markdown(rows, searched))
        PICTURE.write_text(growth_plot(rows), encoding="utf-8")


def measured(sizes: list[int]) -> list[Figures]:
    """A row for each size, smallest first."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="cmi-large-") as place:
        corpus, data = Path(place) / "corpus", Path(place) / "data"
        shutil.copytree(load_settings().corpus_dir, corpus)
        data.mkdir()
        if (remembered := load_settings().data_dir / VECTORS).is_file():
            shutil.copy(remembered, data)
        for size in sorted(sizes):
            for name, text in distractors(size // SENTENCES_A_TEXT).items():
                (corpus / name).write_text(text, encoding="utf-8")
            accept(corpus)
            row = {"size": size} | {step: _in_process(step, corpus, data) for step in STEPS}
            row["bytes"] = sum(path.stat().st_size for path in (data / "versions").rglob("*") if path.is_file())
            screen.print(str(row), markup=False)
            rows.append(row)
            shutil.rmtree(data / "versions")
            (data / "CURRENT").unlink()
    return rows


def _in_process(step: str, corpus: Path, data: Path) -> Figures:
    options = ["--step", step, "--corpus", str(corpus), "--data", str(data)]
    said = subprocess.run(  # noqa: S603 - this module itself
        [sys.executable, "-m", "eval.large", *options], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    told: Figures = json.loads(said.splitlines()[-1])
    return told


def _build(settings: Settings) -> Figures:
    """Build; how long it took, and what it holds."""
    embeddings = load_embeddings("", settings.model_dir)
    began = time.perf_counter()
    report = build(settings.corpus_dir, settings.data_dir, embeddings.identity, embeddings)
    return {"seconds": time.perf_counter() - began, "counts": report.counts}


def _ask(settings: Settings) -> Figures:
    """Ask dev cases: how long from nothing to ready, how long an answer takes, and how many are right."""
    began = time.perf_counter()
    assistant = build_assistant(settings, chat=False)
    ready = time.perf_counter() - began
    cases = [case for case in load_all(assistant.corpus) if case.split == "dev"]
    times, right, refused, answerable = [], 0, 0, 0
    for case in cases[:: max(1, len(cases) // ASKED)]:
        started = time.perf_counter()
        answer = assistant.answer(case.question, turns=case.turns[:-1], as_of=case.as_of)
        times.append((time.perf_counter() - started) * 1e3)
        right += is_right(case, answer)
        answerable += case.answerable
        refused += case.answerable and answer.outcome != "answered"
    p95 = statistics.quantiles(times, n=20)[-1]
    return {
        "ready": ready,
        "median": statistics.median(times),
        "p95": p95,
        "right": right,
        "refused": refused,
        "answerable": answerable,
        "cases": len(times),
    }


STEPS = {"build": _build, "ask": _ask}


class _Given(Embeddings):
    """Texts that are numbers of rows."""

    def __init__(self, rows: NDArray[np.float32]) -> None:
        self._rows = rows

    def embed_query(self, text: str) -> list[float]:
        return self._rows[int(text)].tolist()  # type: ignore[no-any-return]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]


def _searched(size: int) -> Figures:
    """Exact search beside Chroma's, over vectors that lie as the model's do: in one corner of the space."""
    lots = np.random.default_rng(size)
    corner = 2 * lots.normal(size=DIMENSIONS)
    rows = _unit(lots.normal(size=(size, DIMENSIONS)) + corner)
    asked = _unit(lots.normal(size=(SEARCHES, DIMENSIONS)) + corner)
    exact, hnsw, agreed = [], [], 0
    with tempfile.TemporaryDirectory(prefix="cmi-large-") as folder:
        store = VectorStore(Path(folder), _Given(rows), create=True)
        began = time.perf_counter()
        store.add("sentence", [Entry(str(n), str(n), {"passage": n}) for n in range(size)])
        built = time.perf_counter() - began
        for question in asked:
            started = time.perf_counter()
            found = store.query("sentence", question.tolist(), NEAREST)
            between = time.perf_counter()
            near = rows @ question
            best = np.argpartition(-near, NEAREST - 1)[:NEAREST]
            exact.append((time.perf_counter() - between) * 1e3)
            hnsw.append((between - started) * 1e3)
            agreed += len({int(row.page_content) for row, _ in found} & set(best.tolist()))
        store.close()
    return {
        "size": size,
        "built": built,
        "hnsw": statistics.median(hnsw),
        "exact": statistics.median(exact),
        "recall": agreed / NEAREST / SEARCHES,
    }


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


def as_markdown(rows: list[Figures], searched: list[Figures]) -> str:
    """Both tables, with the day and the machine."""
    lines = [
        f"Measured on {datetime.now(UTC):%Y-%m-%d} on {os.cpu_count()} cores, {load()} processes at work "
        f"on average; {rows[0]['ask']['cases']} dev cases.",
        "",
        "| sentences | set-up, s | its MB | index, MB | ready, s | its MB | median ms | p95 ms | right | refused |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        made, ask = row["build"], row["ask"]
        figures = (
            f"{made['counts']['sentences']:,}",
            *(f"{value:.0f}" for value in (made["seconds"], made["memory"], row["bytes"] / 1e6)),
            f"{ask['ready']:.1f}",
            f"{ask['memory']:.0f}",
            *(f"{ask[key]:.1f}" for key in ("median", "p95")),
            f"{ask['right']}",
            f"{ask['refused']} of {ask['answerable']}",
        )
        lines.append(f"| {' | '.join(figures)} |")
    lines += ["", "![How time, memory and answers grow](images/large.svg)"]
    if searched:
        lines += [
            "",
            "| vectors | HNSW, ms | exact, ms | HNSW finds of the nearest 30 | HNSW built in, s |",
            "|---:|---:|---:|---:|---:|",
            *(
                f"| {one['size']:,} | {one['hnsw']:.2f} | {one['exact']:.2f} | {one['recall']:.3f} | "
                f"{one['built']:.1f} |"
                for one in searched
            ),
        ]
    return "\n".join(lines)


if __name__ == "__main__":
    command()
