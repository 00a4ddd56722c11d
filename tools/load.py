"""`python -m tools.load`: a real server, and 1, 10 and 50 visitors of its chat; writes docs/performance.md.

Needs what requirements-load.lock names (`make load`). Everything stays on this machine.
"""

from __future__ import annotations

import csv
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import psutil
import typer

from app.settings import ROOT
from eval.bench import REPORT, load, rewrite

USERS = (1, 10, 50)
SECONDS = 60

FREE = {"PYTHONUNBUFFERED": "1", "CMI_RATE_LIMIT": "0"}  # all visitors come from one address here

Row = dict[str, float]
command = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@command.command()
def run(
    seconds: Annotated[int, typer.Option(min=10, help="How long each number of visitors asks.")] = SECONDS,
    users: Annotated[list[int] | None, typer.Option(help="How many visitors at once.")] = None,
    write: Annotated[bool, typer.Option(help="Write docs/performance.md.")] = True,
) -> None:
    """Start the server, let visitors ask, print and write what came of it."""
    with server() as (url, process):
        visit(url, 1, 10)  # warms it up
        rows = [visit(url, count, seconds) | {"memory": memory(process)} for count in users or USERS]
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


def visit(url: str, users: int, seconds: int) -> Row:
    """Let so many visitors ask for a while."""
    with tempfile.TemporaryDirectory(prefix="cmi-load-") as folder:
        options = ["--headless", "--host", url, "--users", str(users), "--spawn-rate", str(users)]
        options += ["--run-time", f"{seconds}s", "--csv", f"{folder}/told", "--loglevel", "ERROR", "--only-summary"]
        subprocess.run(
            [sys.executable, "-m", "locust", "-f", str(Path(__file__).with_name("locustfile.py")), *options],
            check=False,  # it ends with 1 where a question failed, which is what is counted
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        with Path(folder, "told_stats.csv").open(encoding="utf-8", newline="") as file:
            asked = next(row for row in csv.DictReader(file) if row["Name"] == "ask")
    return {
        "users": users,
        "questions": float(asked["Request Count"]),
        "failed": float(asked["Failure Count"]),
        "second": float(asked["Requests/s"]),
        "median": float(asked["50%"]),
        "p95": float(asked["95%"]),
        "longest": float(asked["Max Response Time"]),
    }


def memory(process: psutil.Process) -> float:
    """Resident, in megabytes."""
    return float(process.memory_info().rss) / 1e6


def as_markdown(rows: list[Row], seconds: int) -> str:
    """The table, with the day."""
    lines = [
        f"Measured on {datetime.now(UTC):%Y-%m-%d}: visitors who ask every 5 s, {seconds} s each, client and server "
        f"on the same {os.cpu_count()} cores, {load()} processes at work on average.",
        "",
        "| visitors | questions | failed | a second | median ms | p95 ms | longest ms | memory afterwards, MB |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    keys = ("users", "questions", "failed")
    for row in rows:
        whole = " | ".join(f"{row[key]:.0f}" for key in keys)
        rest = " | ".join(f"{row[key]:.0f}" for key in ("median", "p95", "longest", "memory"))
        lines.append(f"| {whole} | {row['second']:.1f} | {rest} |")
    return "\n".join(lines)


if __name__ == "__main__":
    command()
