"""`python -m tools.load`: a real server, and ever more visitors of its chat; writes docs/performance.md.

Needs what requirements-load.lock names (`make load`). Everything stays on this machine.
"""

from __future__ import annotations

import csv
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import psutil
import typer

from app.settings import ROOT
from eval.bench import REPORT, load, rewrite

USERS = (1, 10, 50, 200, 1)  # the last one comes when the many have gone: does it recover?
SECONDS = 60
QUESTIONS = 6
WARM_UP = (10, 20)  # visitors, seconds
GRACE = 60  # seconds beyond its time, after which locust is stuck
FREE = {"PYTHONUNBUFFERED": "1", "CMI_RATE_LIMIT": "0"}  # all visitors come from one address here
ANSWER, TURNED_AWAY = "answer", "turned away"  # as in tools/locustfile.py

Row = dict[str, float]
command = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@command.command()
def run(
    seconds: Annotated[int, typer.Option(min=10, help="How long each number of visitors asks.")] = SECONDS,
    users: Annotated[list[int] | None, typer.Option(help="How many visitors at once.")] = None,
    questions: Annotated[int, typer.Option(min=1, help="How many questions a visitor asks on one page.")] = QUESTIONS,
    write: Annotated[bool, typer.Option(help="Write docs/performance.md.")] = True,
) -> None:
    """Start the server, let visitors ask, print and write what came of it."""
    os.environ["LOAD_VISIT"] = str(questions)
    with server() as (url, process):
        visit(url, process, *WARM_UP)
        rows = [visit(url, process, count, seconds) for count in users or USERS]
    told = as_markdown(rows, seconds)
    print(told)
    if write:
        rewrite(REPORT, "load", told)


@contextmanager
def server() -> Iterator[tuple[str, psutil.Process]]:
    """`python -m app serve` on a free port, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, **FREE}) as process:
        assert process.stdout is not None
        while "http://" not in process.stdout.readline():
            if process.poll() is not None:
                raise SystemExit("The server didn't start.")
        try:
            yield f"http://127.0.0.1:{port}", psutil.Process(process.pid)
        finally:
            process.terminate()


def visit(url: str, process: psutil.Process, users: int, seconds: int) -> Row:
    """Let so many visitors ask for a while; what came of it, and the server's share of a core and its memory."""
    with tempfile.TemporaryDirectory(prefix="cmi-load-") as folder:
        options = ["--headless", "--host", url, "--users", str(users), "--spawn-rate", str(users)]
        options += ["--run-time", f"{seconds}s", "--csv", f"{folder}/told", "--loglevel", "ERROR", "--only-summary"]
        began, worked = time.monotonic(), busy(process)
        with subprocess.Popen(
            [sys.executable, "-m", "locust", "-f", str(Path(__file__).with_name("locustfile.py")), *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as asking:
            half = memory_after(seconds / 2, asking, process)
            asking.wait(seconds + GRACE)  # it ends with 1 where a question failed, which is what is counted
        share = (busy(process) - worked) / (time.monotonic() - began)
        with Path(folder, "told_stats.csv").open(encoding="utf-8", newline="") as file:
            told = {row["Name"]: row for row in csv.DictReader(file)}
    answers, away = told.get(ANSWER), told.get(TURNED_AWAY)
    if answers is None:
        raise SystemExit(f"{users} visitors got no answer at all.")
    return {
        "users": users,
        "answers": float(answers["Request Count"]) - float(answers["Failure Count"]),
        "failed": float(answers["Failure Count"]),
        "away": float(away["Request Count"]) if away else 0,
        "second": float(answers["Requests/s"]),
        "median": float(answers["50%"]),
        "p95": float(answers["95%"]),
        "longest": float(answers["Max Response Time"]),
        "share": share,
        "half": half,
        "memory": memory(process),
    }


def memory_after(seconds: float, asking: subprocess.Popen[bytes], process: psutil.Process) -> float:
    """The server's memory then, unless the visitors have gone by themselves before."""
    try:
        asking.wait(seconds)
    except subprocess.TimeoutExpired:
        return memory(process)
    raise SystemExit("locust didn't run. Try: python -m locust -f tools/locustfile.py")


def memory(process: psutil.Process) -> float:
    """Resident, in megabytes."""
    return float(process.memory_info().rss) / 1e6


def busy(process: psutil.Process) -> float:
    """Seconds of processor that it has used."""
    used = process.cpu_times()
    return float(used.user + used.system)


def as_markdown(rows: list[Row], seconds: int) -> str:
    """The table, with the day."""
    lines = [
        f"Measured on {datetime.now(UTC):%Y-%m-%d}: visitors who ask every 5 s, {seconds} s each, client and server "
        f"on the same {os.cpu_count()} cores, {load()} processes at work on average at the end.",
        "",
        "| visitors | answers | a second | failed | turned away | median ms | p95 ms | longest ms | cores used "
        "| MB, half-way | MB, at the end |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        whole, rest = ("failed", "away", "median", "p95", "longest"), ("half", "memory")
        cells = (
            *(f"{row[key]:.0f}" for key in ("users", "answers")),
            f"{row['second']:.1f}",
            *(f"{row[key]:.0f}" for key in whole),
            f"{row['share']:.2f}",
            *(f"{row[key]:.0f}" for key in rest),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    command()
