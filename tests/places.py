"""Runs the program in processes of its own, where need be in a namespace without network or with mounts of its own."""

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


def in_namespace(kind: str, *command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a Python command in a namespace of its own; skip the test where there can be none."""
    reason = why_no_namespace(kind)
    if reason:
        pytest.skip(reason)
    return run([*_unshare(kind), sys.executable, *command], environment)


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


def _unshare(kind: str) -> list[str]:
    return ["unshare", kind] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", kind]
