"""Places where a program gets into trouble: a mount that can't be written, a disk that is full, a machine without network.

All of them are real: a command runs in a namespace of its own (`unshare`), where mounts and interfaces can be taken away.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 120  # a command that hangs is a failure, not a wait


@cache
def why_no_namespace(kind: str) -> str:
    """Why a namespace of this kind (`--mount`, `--net`) can't be made here; empty where it can."""
    if shutil.which("unshare") is None:
        return "unshare isn't installed"
    tried = subprocess.run([*_unshare(kind), "true"], capture_output=True, text=True, check=False)
    return f"unshare {kind} isn't permitted: {tried.stderr.strip()}" if tried.returncode else ""


def in_namespace(
    kind: str, setup: str, command: Sequence[str], **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a Python command in a namespace of its own, after shell commands that arrange it; skip where that can't be."""
    reason = why_no_namespace(kind)
    if reason:
        pytest.skip(reason)
    script = f'set -e; {setup}\nexec "$@"'
    return run([*_unshare(kind), "sh", "-c", script, "sh", sys.executable, *command], environment)


def python(*command: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a Python command in a process of its own."""
    return run([sys.executable, *command], environment, stdin)


def run(
    command: Sequence[str], environment: Mapping[str, str], stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run a command in the root of the program, with nothing in its environment that sets the program."""
    inherited = {name: value for name, value in os.environ.items() if not name.upper().startswith("CMI_")}
    return subprocess.run(
        command,
        input=stdin,
        capture_output=True,
        check=False,
        cwd=ROOT,
        timeout=SECONDS,
        env={**inherited, "PYTHONPATH": str(ROOT), **environment},
    )


def read_only(folder: Path) -> str:
    """The shell commands that make a folder a read-only mount."""
    return f"mount --bind '{folder}' '{folder}'; mount -o remount,ro,bind '{folder}'"


def small_disk(folder: Path, kilobytes: int) -> str:
    """The shell command that makes a folder a disk of a few kilobytes."""
    return f"mount -t tmpfs -o size={kilobytes}k tmpfs '{folder}'"


def _unshare(kind: str) -> list[str]:
    return ["unshare", kind] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", kind]
