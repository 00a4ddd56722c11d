"""The count of mutants: what is killed, what survived, and the table in docs/mutants.md."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path

from app.settings import ROOT
from tools.mutants import DOCUMENT, END, START, read, rewrite, share, survivors, table

KILLED, SURVIVED, TIMEOUT, NO_TESTS, NOT_RUN = 1, 0, -24, 33, None
OUTCOMES = {"a": KILLED, "b": SURVIVED, "c": TIMEOUT, "d": NO_TESTS, "e": NOT_RUN}


def test_what_no_test_noticed_has_survived_untested_and_unchecked_included() -> None:
    assert survivors(OUTCOMES) == ["b", "d", "e"]
    assert share([OUTCOMES, {"f": KILLED}]) == (3, 6)


def test_a_module_without_mutants_is_left_out(tmp_path: Path) -> None:
    for name, outcomes in (("logic", OUTCOMES), ("tool", {})):
        (tmp_path / f"{name}.py.meta").write_text(json.dumps({"exit_code_by_key": outcomes}), encoding="utf-8")
    assert read(tmp_path) == {"logic": OUTCOMES}


def test_the_table_stands_between_the_marks(tmp_path: Path) -> None:
    document = tmp_path / "mutants.md"
    document.write_text(f"before\n{START}\nold\n{END}\nafter\n", encoding="utf-8")
    rewrite(document, table({"logic": OUTCOMES, "dates": {"f": KILLED}}, date(2026, 11, 24)))
    assert document.read_text(encoding="utf-8").split("\n") == [
        "before",
        START,
        "Measured on 2026-11-24:",
        "",
        "| module | killed | of | share |",
        "|---|---:|---:|---:|",
        "| `logic.py` | 2 | 5 | 40% |",
        "| `dates.py` | 1 | 1 | 100% |",
        "| **all** | **3** | **6** | **50.0%** |",
        END,
        "after",
        "",
    ]


def test_every_module_is_mutated_or_reads_language() -> None:
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "app" / "eligibility").glob("*.py")}
    readers = {name for name in modules if Path(name).name.startswith("parse") or Path(name).name == "__init__.py"}
    assert set(tool["only_mutate"]) == modules - readers
    assert DOCUMENT.is_file()
