"""The committed figures (eval/figures.json) and README.md's table, which is made of them and of nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from app.errors import InputError
from app.settings import ROOT
from eval.bench import rewrite
from eval.figures import Row, headline, per_kind
from eval.report import Report, interval, number, systems_table

FILE = Path(__file__).parent / "figures.json"
README = ROOT / "README.md"
MARK = "evaluation"


@dataclass(frozen=True)
class Figures:
    """What the README shows: when and on what it was measured, a row per system, a row per kind, the other rows."""

    made: str
    cases: int
    families: int
    systems: list[tuple[str, list[Row]]]
    kinds: list[Row]
    further: list[Row]


FIGURES: TypeAdapter[Figures] = TypeAdapter(Figures)
FURTHER = ("evidence recall@5", "citation precision", "citation recall", "families answered alike")


def figures_of(report: Report) -> Figures:
    """The figures of a report that are worth committing."""
    own = report.own
    further = [row for row in own.rows if row.name in FURTHER]
    return Figures(
        made=report.made.split(" ", maxsplit=1)[0],
        cases=len(own.records),
        families=len({record.family for record in own.records}),
        systems=[(one.system, headline(one.records)) for one in report.results],
        kinds=per_kind(own.records),
        further=further + [row for section in report.sections for row in section.rows],
    )


def read(path: Path = FILE) -> Figures:
    """The committed figures.

    Raises:
        InputError: they can't be read.
    """
    try:
        return FIGURES.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise InputError(f"{path} can't be read ({type(error).__name__}). Run `python -m eval publish`.") from None


def as_markdown(figures: Figures) -> str:
    """README.md's tables."""
    return "\n".join(
        [
            f"{figures.cases} test cases of {figures.families} families, {figures.made}; in brackets the 95% interval.",
            "",
            systems_table(figures.systems),
            "",
            "| of this program | | | |",
            "|---|---|---|---|",
            *_in_pairs([*figures.kinds, *figures.further]),
        ]
    )


def write(figures: Figures, path: Path = FILE, readme: Path = README) -> None:
    """Write the figures and the README's table."""
    path.write_bytes(FIGURES.dump_json(figures, indent=1) + b"\n")
    rewrite(readme, MARK, as_markdown(figures))


def _in_pairs(rows: list[Row]) -> list[str]:
    cells = [f"{row.name} | {number(row)} ({interval(row)})" for row in rows]
    cells += ["|"] * (len(cells) % 2)
    return [f"| {left} | {right} |" for left, right in zip(cells[::2], cells[1::2], strict=True)]
