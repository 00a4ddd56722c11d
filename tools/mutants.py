"""Count what `mutmut run` left in `mutants/`, write the figures into docs/mutants.md, and print what survived.

    python -m tools.mutants

Ends with an error below the share that docs/mutants.md promises.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from app.settings import ROOT

FOLDER = ROOT / "mutants" / "app" / "eligibility"
DOCUMENT = ROOT / "docs" / "mutants.md"
START, END = "<!-- measured -->", "<!-- /measured -->"
LEAST = 0.90
KILLED = frozenset({1, 3, 24, -24, 36, 152, 255})
"""mutmut's exit codes for a mutant that a test noticed, or that never came to an end."""

Outcomes = Mapping[str, int | None]
"""A mutant's name -> its exit code."""


def read(folder: Path) -> dict[str, Outcomes]:
    """What became of the mutants of each module; modules without any are left out."""
    found = {
        path.name.removesuffix(".py.meta"): json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        for path in sorted(folder.glob("*.py.meta"))
    }
    return {name: outcomes for name, outcomes in found.items() if outcomes}


def survivors(outcomes: Outcomes) -> list[str]:
    """The mutants that no test noticed."""
    return [name for name, code in outcomes.items() if code not in KILLED]


def share(outcomes: Iterable[Outcomes]) -> tuple[int, int]:
    """How many were killed, of how many."""
    counted = [(len(one) - len(survivors(one)), len(one)) for one in outcomes]
    return sum(killed for killed, _ in counted), sum(total for _, total in counted)


def table(modules: Mapping[str, Outcomes], day: date) -> str:
    """A row per module and one for all of them."""
    rows = [f"Measured on {day.isoformat()}:", "", "| module | killed | of | share |", "|---|---:|---:|---:|"]
    for name, one in modules.items():
        killed, total = share([one])
        rows.append(f"| `{name}.py` | {killed} | {total} | {killed / total:.0%} |")
    killed, total = share(modules.values())
    rows.append(f"| **all** | **{killed}** | **{total}** | **{killed / total:.1%}** |")
    return "\n".join(rows)


def rewrite(document: Path, figures: str) -> None:
    """Put the figures between the two marks of a document."""
    before, _, rest = document.read_text(encoding="utf-8").partition(START)
    _, _, after = rest.partition(END)
    document.write_text(f"{before}{START}\n{figures}\n{END}{after}", encoding="utf-8")


def main() -> None:
    """Write the figures, print the survivors."""
    modules = read(FOLDER)
    if not modules:
        sys.exit(f"{FOLDER} holds no mutants. Run `make mutants`.")
    figures = table(modules, date.today())  # noqa: DTZ011 - the day on this machine
    rewrite(DOCUMENT, figures)
    print(figures)
    for name in (name for one in modules.values() for name in survivors(one)):
        print(f".venv/bin/mutmut show {name}")
    killed, total = share(modules.values())
    if killed < LEAST * total:
        sys.exit(f"Fewer than {LEAST:.0%} of the mutants were noticed.")


if __name__ == "__main__":
    main()
